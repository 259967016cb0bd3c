import { AppError } from '../contract/errors'
import type { Ports, Tx } from '../ports'
import { Balance, changesOf, Entry, entryOf, isFloored } from './entry'

const noBalance = (account: string): Balance => ({ _id: account, amount: 0, entries: 0, changedAt: '' })

async function balanceIn(tx: Tx, account: string): Promise<Balance> {
  return Balance.nullable().parse(await tx.get('balances', account)) ?? noBalance(account)
}

type Cover = {
  /** Personal accounts it takes from must hold enough, even those that may be overdrawn otherwise. */
  mustCover?: boolean
}

/** Writes an entry and what it changes, in the same transaction. Refuses BALANCE_TOO_LOW. */
async function write(tx: Tx, entry: Entry, { mustCover = false }: Cover = {}): Promise<Entry> {
  const changes = [...changesOf(entry.lines)]
  const before = await Promise.all(changes.map(([account]) => balanceIn(tx, account)))
  const after = before.map((balance, at) => ({
    ...balance,
    amount: balance.amount + (changes[at]?.[1] ?? 0),
    entries: balance.entries + 1,
    changedAt: entry.at,
  }))
  for (const [at, { _id, amount }] of after.entries())
    if (amount < 0 && (changes[at]?.[1] ?? 0) < 0 && (mustCover || isFloored(_id)))
      throw new AppError('BALANCE_TOO_LOW', { account: _id.split(':')[0] ?? '' })
  await Promise.all([tx.put('ledger', entry), ...after.map((balance) => tx.put('balances', balance))])
  return entry
}

/** Posts inside a transaction that changes other documents too. The same id again changes nothing. Refuses BALANCE_TOO_LOW. */
export async function postWithin(tx: Tx, entry: Entry, cover: Cover = {}): Promise<Entry> {
  const known = Entry.nullable().parse(await tx.get('ledger', entry._id))
  return known ?? write(tx, entry, cover)
}

/** At most so many documents are asked for in one question. */
const PAGE = 100

/** The books: entries are added, never changed. */
export const ledger = ({ store }: Pick<Ports, 'store'>) => ({
  async find(id: string): Promise<Entry | null> {
    return Entry.nullable().parse(await store.get('ledger', id))
  },

  /**
   * Writes an entry with all its lines, or nothing. The same id again changes nothing and answers what was written first
   * (without lines when it was crossed out). An entry of nothing is not written. Refuses: BALANCE_TOO_LOW.
   */
  async post(entry: Entry, cover: Cover = {}): Promise<Entry> {
    if (!entry.lines.length) return entry
    // Nobody competes for what belongs to no person: one insert is enough.
    if (!changesOf(entry.lines).size) {
      if (await store.insert('ledger', entry)) return entry
      return Entry.parse(await store.get('ledger', entry._id))
    }
    return store.transaction((tx) => postWithin(tx, entry, cover))
  },

  /**
   * Crosses an entry out that was never written, so that it never can be. False when it was written: then it stands.
   * Unlike `reverse`, which takes back what was written.
   */
  async crossOut(told: Pick<Entry, '_id' | 'kind' | 'at'>): Promise<boolean> {
    const entry = entryOf({ ...told, words: 'crossed out' }, [])
    return (await store.insert('ledger', entry)) || !Entry.parse(await store.get('ledger', told._id)).lines.length
  },

  /**
   * Takes an entry back by its opposite, once; one that was never written is crossed out, so that it never will be.
   * True when something was taken back.
   */
  async reverse(
    id: string,
    told: { _id: string; kind: Entry['kind']; at: string; orderId: string | null },
  ): Promise<boolean> {
    return store.transaction(async (tx) => {
      const [first, second] = await Promise.all([tx.get('ledger', id), tx.get('ledger', told._id)])
      const entry = Entry.nullable().parse(first)
      if (second) return false
      if (!entry) {
        await tx.put('ledger', entryOf({ ...told, _id: id, words: 'crossed out' }, []))
        return false
      }
      if (!entry.lines.length) return false
      const lines = entry.lines.map((line) => ({ ...line, amount: -line.amount }))
      const { words, goodsKey } = entry
      await write(tx, entryOf({ words, ...(goodsKey && { goodsKey }), ...told }, lines))
      return true
    })
  },

  /** What a personal account holds. One request. */
  async balanceOf(account: string): Promise<number> {
    return Balance.nullable().parse(await store.get('balances', account))?.amount ?? 0
  },

  /** The same with how many entries made it. */
  async balance(account: string): Promise<Balance> {
    return Balance.nullable().parse(await store.get('balances', account)) ?? noBalance(account)
  },

  /** Entries of an account, the newest first; `before` is the key of the last one seen. */
  async of(account: string, limit: number, before?: string): Promise<Entry[]> {
    const found = await store.find('ledger', {
      where: { accounts: account, ...(before && { key: { lt: before } }) },
      orderBy: [['key', 'desc']],
      limit,
    })
    return found.map((doc) => Entry.parse(doc))
  },

  /** Those of these entries that were written, in one request for each hundred. */
  async those(ids: string[]): Promise<Entry[]> {
    const found: Entry[] = []
    for (let from = 0; from < ids.length; from += PAGE) {
      const some = ids.slice(from, from + PAGE)
      const docs = await store.find('ledger', { where: { _id: { in: some } }, limit: PAGE })
      found.push(...docs.map((doc) => Entry.parse(doc)))
    }
    return found
  },

  /** Every entry of an account on a Shanghai day, the oldest first, a page at a time. */
  async *onDay(account: string, day: string): AsyncGenerator<Entry> {
    for (let after = ''; ; ) {
      const docs = await store.find('ledger', {
        where: { accounts: account, day, ...(after && { key: { gt: after } }) },
        orderBy: [['key', 'asc']],
        limit: PAGE,
      })
      const page = docs.map((doc) => Entry.parse(doc))
      yield* page
      const last = page.at(-1)
      if (!last || page.length < PAGE) return
      after = last.key
    }
  },

  /** Every entry of an account from one time to another (ISO, the second not included), the newest first, a page at a time. */
  async *between(account: string, from: string, to: string): AsyncGenerator<Entry> {
    for (let before = to; ; ) {
      const docs = await store.find('ledger', {
        where: { accounts: account, key: [{ gte: from }, { lt: before }] },
        orderBy: [['key', 'desc']],
        limit: PAGE,
      })
      const page = docs.map((doc) => Entry.parse(doc))
      yield* page
      const last = page.at(-1)
      if (!last || page.length < PAGE) return
      before = last.key
    }
  },

  /** The day of an account's first entry; null while it has none. */
  async firstDay(account: string): Promise<string | null> {
    const [first] = await store.find('ledger', { where: { accounts: account }, orderBy: [['key', 'asc']], limit: 1 })
    return first ? Entry.parse(first).day : null
  },
})
