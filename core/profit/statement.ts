import type { Output } from '../contract'
import { amountOn, type Entry, type EntryKind, teacherOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Ports } from '../ports'
import { beginOf, monthAfter } from './months'

type Statement = Output<'teacherIncome'>['statement']
type Line = Statement['lines'][number]

const kinds: Partial<Record<EntryKind, Line['kind']>> = {
  mature: 'share',
  refund: 'takenBack',
  withdraw: 'withdrawn',
  withdrawBack: 'withdrawBack',
}

/** What an entry gave a teacher, or took; `fen` below zero when it took. */
function lineOf({ at, kind, words, orderId, lines }: Entry, account: string): Line {
  const fen = 0 - amountOn(account, lines)
  return { at, kind: kinds[kind] ?? (fen < 0 ? 'takenBack' : 'share'), words, orderId, fen }
}

/** Later than every entry. */
const FOREVER = '9999'

/** How often a statement is read again when something was booked while it was read. */
const TRIES = 3

/**
 * A month of a teacher's account, the oldest line first. Worked out backwards from what is there now, so that recent months are cheap; what closes one month
 * opens the next.
 */
export async function statementOf(
  ports: Pick<Ports, 'store'>,
  userId: string,
  month: string,
): Promise<{ availableFen: number; statement: Statement }> {
  const account = teacherOf(userId)
  const [begin, end] = [beginOf(month), beginOf(monthAfter(month))]
  for (let tries = 1; ; tries += 1) {
    const before = await ledger(ports).balance(account)
    const lines: Line[] = []
    let closingFen = before.amount
    for await (const entry of ledger(ports).between(account, begin, FOREVER)) {
      const line = lineOf(entry, account)
      if (entry.key >= end) closingFen -= line.fen
      else lines.push(line)
    }
    const after = await ledger(ports).balance(account)
    if (after.entries !== before.entries && tries < TRIES) continue
    const openingFen = lines.reduce((sum, { fen }) => sum - fen, closingFen)
    return { availableFen: after.amount, statement: { openingFen, closingFen, lines: lines.reverse() } }
  }
}
