import * as z from 'zod'
import { dayOf } from '../days'

/** Money is counted in fen; points and coins are counted apart and never mixed with it. */
export const Unit = z.enum(['fen', 'point', 'coin'])
export type Unit = z.infer<typeof Unit>

/**
 * The chart of accounts. A name is a kind, and for accounts of which there are many, whose it is.
 *
 * | account | what it holds | grows on |
 * |---|---|---|
 * | `gateway:{name}` | our money at a payment service | debit |
 * | `wallet:{userId}` | what we owe a learner's wallet | credit |
 * | `held` | balances reserved by orders that are not paid yet | credit |
 * | `suspense` | payments that fit no open order, on their way back | credit |
 * | `shares` | teachers' shares until the refund days are over | credit |
 * | `teacher:{userId}` | what we owe a teacher | credit |
 * | `payout:{userId}` | withdrawals on their way to a teacher | credit |
 * | `sales` | the school's own income | credit |
 * | `fees:{gateway}` | what payment services keep | debit |
 * | `differences` | what reconciliation had to explain by hand | debit |
 * | `bank` | the school's own bank account, as far as a payment service pays into it or is paid from it | debit |
 * | `points:{userId}` · `pointsHeld` · `pointsIssued` | points of a learner · reserved by orders · given out in all | credit · credit · debit |
 */
const PERSONAL = ['wallet', 'teacher', 'payout', 'points'] as const
/** What may not be overdrawn. A teacher's or a learner's points may, when a refund takes back what was spent already. */
const FLOORED = ['wallet', 'payout']

export const kindOf = (account: string): string => account.split(':')[0] ?? ''
export const isPersonal = (account: string): boolean => PERSONAL.some((kind) => kind === kindOf(account))
export const isFloored = (account: string): boolean => FLOORED.includes(kindOf(account))

export const walletOf = (userId: string): string => `wallet:${userId}`
export const pointsOf = (userId: string): string => `points:${userId}`
export const teacherOf = (userId: string): string => `teacher:${userId}`
export const payoutOf = (userId: string): string => `payout:${userId}`
/** Every account of one person. */
export const balancesOf = (userId: string): string[] => PERSONAL.map((kind) => `${kind}:${userId}`)
export const gatewayAccount = (name: string): string => `gateway:${name}`
export const feesOf = (name: string): string => `fees:${name}`

/** One side of an entry: above zero a debit (借), below zero a credit (贷). Never zero. */
export const Line = z.object({ account: z.string(), unit: Unit, amount: z.int() })
export type Line = z.infer<typeof Line>

export const EntryKind = z.enum([
  'hold',
  'release',
  'sale',
  'topUp',
  'late',
  'refund',
  'mature',
  'withdraw',
  'withdrawPaid',
  'withdrawBack',
  'fee',
  'bank',
  'difference',
])
export type EntryKind = z.infer<typeof EntryKind>

/** One movement, written once and never changed. Its id says what it is for, so that it cannot be written twice. */
export const Entry = z.object({
  _id: z.string(),
  kind: EntryKind,
  /** ISO time, and the Shanghai day it belongs to. */
  at: z.string(),
  day: z.string(),
  orderId: z.string().nullable(),
  /** What was bought, of entries about an order (`course:spring-ink`); null in those written before it was noted. */
  goodsKey: z.string().nullable().default(null),
  /** None at all when the entry was crossed out before it was written: then it can never be. */
  lines: z.array(Line),
  /** The accounts of the lines, each once, to be asked for. */
  accounts: z.array(z.string()),
  /** Sorts entries by time, with no two alike. */
  key: z.string(),
  words: z.string(),
})
export type Entry = z.infer<typeof Entry>

/** A personal account as it stands: a projection of its entries, which `npm run ledger` builds again and compares. */
export const Balance = z.object({
  _id: z.string(),
  amount: z.int(),
  entries: z.int().nonnegative(),
  changedAt: z.string(),
})
export type Balance = z.infer<typeof Balance>

export const debit = (account: string, amount: number, unit: Unit = 'fen'): Line => ({ account, unit, amount })
export const credit = (account: string, amount: number, unit: Unit = 'fen'): Line => ({
  account,
  unit,
  amount: -amount,
})

/** Throws when an entry is not balanced in each of its units: then the code that wrote it is wrong. */
function refuseUnbalanced(id: string, lines: Line[]): void {
  for (const unit of Unit.options) {
    const sum = lines.reduce((total, line) => total + (line.unit === unit ? line.amount : 0), 0)
    if (sum !== 0) throw new Error(`ledger entry ${id} is off by ${sum} ${unit}`)
  }
}

/** Makes an entry of its lines; those of nothing are left out. */
export function entryOf(
  told: { _id: string; kind: EntryKind; at: string; orderId?: string | null; goodsKey?: string; words?: string },
  lines: Line[],
): Entry {
  const written = lines.filter(({ amount }) => amount !== 0)
  refuseUnbalanced(told._id, written)
  return {
    ...told,
    orderId: told.orderId ?? null,
    goodsKey: told.goodsKey ?? null,
    words: told.words ?? '',
    day: dayOf(told.at),
    key: `${told.at}:${told._id}`,
    lines: written,
    accounts: [...new Set(written.map(({ account }) => account))],
  }
}

/** What an entry does to each personal account: above zero it owns more. */
export function changesOf(lines: Line[]): Map<string, number> {
  const changes = new Map<string, number>()
  for (const { account, amount } of lines)
    if (isPersonal(account)) changes.set(account, (changes.get(account) ?? 0) - amount)
  return changes
}

/** What an entry does to an account that grows on debit: above zero there is more of it. */
export const amountOn = (account: string, lines: Line[]): number =>
  lines.reduce((sum, line) => sum + (line.account === account ? line.amount : 0), 0)
