import { amountOn, type Entry, type EntryKind, gatewayAccount } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { GatewayName, Ports } from '../ports'

/** A payment, a refund or a payout as our books have it. `fen` is above zero. */
export type Booked = {
  /** The number by which a bill calls it: the order's, the refund's, or the withdrawal's. */
  number: string
  orderId: string
  fen: number
  /** ISO time of the entry. */
  at: string
}
type Books = { payments: Map<string, Booked>; refunds: Map<string, Booked>; transfers: Map<string, Booked> }

const shelfOf: Partial<Record<EntryKind, keyof Books>> = {
  sale: 'payments',
  topUp: 'payments',
  late: 'payments',
  refund: 'refunds',
  withdrawPaid: 'transfers',
}

/** `XT…R1:refund` is about `XT…R1`: an entry's id begins with the number of what it books. */
const numberOf = ({ _id }: Entry): string => _id.slice(0, _id.lastIndexOf(':'))

/** Puts an entry where it belongs. A refund that was booked and taken back again is booked with nothing, so it falls out. */
function shelve(books: Books, entry: Entry, gateway: GatewayName): void {
  const shelf = shelfOf[entry.kind]
  const amount = amountOn(gatewayAccount(gateway), entry.lines)
  if (!shelf || !amount) return
  const number = numberOf(entry)
  const fen = (books[shelf].get(number)?.fen ?? 0) + (shelf === 'payments' ? amount : 0 - amount)
  if (fen) books[shelf].set(number, { number, orderId: entry.orderId ?? '', fen, at: entry.at })
  else books[shelf].delete(number)
}

const emptyBooks = (): Books => ({ payments: new Map(), refunds: new Map(), transfers: new Map() })

/** What our books say of a gateway's account. */
export const booked = (ports: Pick<Ports, 'store'>, gateway: GatewayName) => ({
  /** On a Shanghai day. What was booked and taken back on different days is `whole` only when asked for by number. */
  async onDay(day: string): Promise<Books> {
    const books = emptyBooks()
    for await (const entry of ledger(ports).onDay(gatewayAccount(gateway), day)) shelve(books, entry, gateway)
    return books
  },

  /** Whatever their day. */
  async payments(orderIds: string[]): Promise<Map<string, Booked>> {
    const books = emptyBooks()
    for (const entry of await ledger(ports).those(orderIds.flatMap((id) => [`${id}:sale`, `${id}:late`])))
      shelve(books, entry, gateway)
    return books.payments
  },

  /** Whatever their day, without those that were taken back. */
  async refunds(refundNos: string[]): Promise<Map<string, Booked>> {
    const books = emptyBooks()
    for (const entry of await ledger(ports).those(refundNos.flatMap((no) => [`${no}:refund`, `${no}:refundClosed`])))
      shelve(books, entry, gateway)
    return books.refunds
  },
})
