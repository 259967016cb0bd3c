import { GatewayName } from '../../core/contract/shapes'
import { Balance, changesOf, Entry, feesOf, gatewayAccount, isFloored, type Line, Unit } from '../../core/ledger/entry'
import { isGiving, Order } from '../../core/orders/order'
import { Seats } from '../../core/seats/seats'
import type { Desk } from '../../emulator/desk'

const EVERYTHING = { offset: 0, limit: 1_000_000 }

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** What every account holds by the entries alone, above zero on the debit side; accounts at nothing are left out. */
function accountsOf(lines: Line[]): Record<string, number> {
  const held = new Map<string, number>()
  for (const { account, amount } of lines) held.set(account, (held.get(account) ?? 0) + amount)
  return Object.fromEntries([...held].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What each payment service has of ours, as it says itself: paid, less what arrived back, less what was paid out. */
function heldAtGateways({ weChatPay, virtualPay, alipay }: Desk): Record<string, number> {
  const atWeChat = weChatPay.look().filter(({ paidAt }) => paidAt !== null)
  const atVirtualPay = virtualPay.look().filter(({ paidAt }) => paidAt !== null)
  const atAlipay = alipay.look().filter(({ paidAt }) => paidAt !== null)
  const back = (refunds: { fen: number }[]) => sum(refunds.map(({ fen }) => fen))
  const sent = weChatPay.lookTransfers().filter(({ state }) => state === 'SUCCESS')
  const all = {
    [gatewayAccount('wechatPay')]:
      sum(atWeChat.map((one) => one.fen - back(one.refunds.filter(({ status }) => status === 'SUCCESS')))) - back(sent),
    [gatewayAccount('virtualPay')]: sum(
      atVirtualPay.map((one) => one.fen - back(one.refunds.filter(({ state }) => state === 'done'))),
    ),
    [gatewayAccount('alipay')]: sum(
      atAlipay.map((one) => one.fen - back(one.refunds.filter(({ settled }) => settled))),
    ),
  }
  return Object.fromEntries(Object.entries(all).filter(([, fen]) => fen !== 0))
}

/** A school's books on its desk, as an auditor reads them: whole, and beside what the payment services say. */
export function booksOf(desk: Desk) {
  const documents = (collection: string) => desk.database.look(collection, EVERYTHING).documents
  const entries = documents('ledger').map((one) => Entry.parse(one))
  const balances = documents('balances').map((one) => Balance.parse(one))
  const orders = documents('orders').map((one) => Order.parse(one))
  const lines = entries.flatMap((entry) => entry.lines)
  const accounts = accountsOf(lines)
  return {
    entries,
    orders,
    accounts,
    entriesOf: (orderId: string): string[] =>
      entries.flatMap((one) => (one.orderId === orderId && one.lines.length ? [one.kind] : [])).sort(),

    /** Everything that must hold once nobody is at work any more; compare it with `RIGHT`. */
    audit: () => ({
      outOfBalance: Unit.options.filter(
        (unit) => sum(lines.map((line) => (line.unit === unit ? line.amount : 0))) !== 0,
      ),
      balancesThatLie: balances.flatMap(({ _id, amount, entries: count }) => {
        const movements = entries.flatMap((entry) => changesOf(entry.lines).get(_id) ?? [])
        return sum(movements) === amount && movements.length === count ? [] : [_id]
      }),
      overdrawn: balances.flatMap(({ _id, amount }) => (isFloored(_id) && amount < 0 ? [_id] : [])),
      // What a service keeps is no longer with it for us; once a day's bill was compared, it is in the books.
      unexplained: GatewayName.options.filter((name) => {
        const [ours, kept] = [accounts[gatewayAccount(name)] ?? 0, accounts[feesOf(name)] ?? 0]
        return ours + kept !== (heldAtGateways(desk)[gatewayAccount(name)] ?? 0)
      }),
      // Nothing is half way: no order waits while it holds something, nothing is on its way back.
      halfWay: ['held', 'pointsHeld', 'suspense'].filter((account) => accounts[account] !== undefined),
      // Every place is sold to an order that gives its course, and every such order has one.
      placesThatLie: documents('seats')
        .map((one) => Seats.parse(one))
        .flatMap(({ _id, limit, left, odd, even, sold }) => {
          const ours = orders.filter(({ goods, seat }) => seat && 'courseId' in goods && goods.courseId === _id)
          const buyers = ours.filter(isGiving).map((order) => (order.seat === 'late' ? `${order._id}L` : order._id))
          const isRight = left === (limit ?? 0) - sold.length && !odd.length && !even.length
          return isRight && [...sold].sort().join() === buyers.sort().join() ? [] : [_id]
        }),
      unfinished: orders.flatMap(({ _id, todo, state }) => (todo.length || state === 'refunding' ? [_id] : [])),
    }),
  }
}

/** The audit of books in which everything is right. */
export const RIGHT = {
  outOfBalance: [],
  balancesThatLie: [],
  overdrawn: [],
  unexplained: [],
  halfWay: [],
  placesThatLie: [],
  unfinished: [],
}
