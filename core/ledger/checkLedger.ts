import type { Doc, Ports } from '../ports'
import { Balance, changesOf, Entry } from './entry'
import { ledger } from './ledger'
import { books, type Drift, driftsOf, type Fault, overdrawn, type Row } from './trialBalance'

type Needs = Pick<Ports, 'store' | 'clock'>

export type LedgerCheck = {
  entries: number
  rows: Row[]
  faults: Fault[]
  drifts: Drift[]
  overdrawn: Row[]
  /** Accounts whose balance was written again. */
  repaired: string[]
}

const PAGE = 100
/** How often an account is read again while people keep moving it. */
const TRIES = 5

/** Every document of a collection, by id, a page at a time. */
async function* all({ store }: Pick<Ports, 'store'>, collection: string): AsyncGenerator<Doc> {
  for (let after = ''; ; ) {
    const page = await store.find(collection, { where: { _id: { gt: after } }, orderBy: [['_id', 'asc']], limit: PAGE })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last._id
  }
}

/** An account read on its own, with nothing booked on it meanwhile; null while it does not stand still. */
async function standing(
  ports: Needs,
  account: string,
): Promise<{ kept: Balance | null; rebuilt: Drift['rebuilt'] } | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await ports.store.get('balances', account)
    const rebuilt = { amount: 0, entries: 0 }
    for await (const entry of ledger(ports).between(account, '', '9999')) {
      rebuilt.amount += changesOf(entry.lines).get(account) ?? 0
      rebuilt.entries += 1
    }
    const kept = Balance.nullable().parse(await ports.store.get('balances', account))
    if (kept?.entries === Balance.nullable().parse(before)?.entries) return { kept, rebuilt }
  }
  return null
}

/** What was found while the shop went on selling is looked at again, each account on its own: most of it is only younger than the reading. */
async function confirmed(ports: Needs, suspected: Drift[]): Promise<Drift[]> {
  const drifts: Drift[] = []
  for (const { account } of suspected) {
    const now = await standing(ports, account)
    if (!now) continue
    const kept = now.kept && { amount: now.kept.amount, entries: now.kept.entries }
    drifts.push(...driftsOf(new Map([[account, now.rebuilt]]), new Map(kept ? [[account, kept]] : [])))
  }
  // An account that nobody ever booked on needs no balance.
  return drifts.filter(({ kept, rebuilt }) => kept || rebuilt.entries > 0)
}

/** Writes the balance that the entries come to, if it still is what was read. */
async function repair(ports: Needs, { account, kept, rebuilt }: Drift): Promise<boolean> {
  const changedAt = ports.clock.now().toISOString()
  if (!kept) return ports.store.insert('balances', { _id: account, ...rebuilt, changedAt })
  const when = { entries: kept.entries, amount: kept.amount }
  return (await ports.store.change('balances', account, when, { set: { ...rebuilt, changedAt } })) !== null
}

/**
 * Reads the whole ledger, checks every entry, adds up every account, builds every balance again and compares it with the one that is kept. With
 * `mends`, a balance that differs is written again. May run while the shop is open.
 */
export async function checkLedger(ports: Needs, mends = false): Promise<LedgerCheck> {
  const read = books()
  for await (const doc of all(ports, 'ledger')) read.add(Entry.parse(doc))
  const kept = new Map<string, Balance>()
  for await (const doc of all(ports, 'balances')) kept.set(doc._id, Balance.parse(doc))

  let drifts = await confirmed(ports, driftsOf(read.rebuilt, kept))
  const repaired: string[] = []
  if (mends) {
    for (const drift of drifts) if (await repair(ports, drift)) repaired.push(drift.account)
    drifts = await confirmed(ports, drifts)
  }
  const rows = read.rows()
  return { entries: read.count(), rows, faults: read.faults, drifts, overdrawn: overdrawn(rows), repaired }
}

/** Whether the books are in order. */
export const isInOrder = ({ faults, drifts, overdrawn }: LedgerCheck): boolean =>
  faults.length + drifts.length + overdrawn.length === 0
