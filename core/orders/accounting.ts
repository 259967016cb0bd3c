import {
  credit,
  debit,
  type Entry,
  entryOf,
  gatewayAccount,
  type Line,
  pointsOf,
  teacherOf,
  walletOf,
} from '../ledger/entry'
import { isKept, type Order, type OrderRefund } from './order'

/** The entries of an order. Pure: an order and a time in, a balanced entry out; ids make each of them happen once. */

const about = (order: Order) => ({ orderId: order._id, goodsKey: order.goodsKey, words: order.title })

export const holdIdOf = (orderId: string): string => `${orderId}:hold`

/** What an order was paid with, in money: through the gateway and from the balance. */
const moneyOf = ({ price }: Order): number => price.payFen + price.balanceFen

/** The teacher's part of a sum, in whole fen, rounded down: the school keeps the rest. */
const shareOf = (order: Order, fen: number): number => Math.floor((fen * (order.share?.percent ?? 0)) / 100)

/** Points for a sum: so many for each whole yuan. */
const earnedOf = (order: Order, fen: number): number => Math.floor(fen / 100) * order.pointsPerYuan

const gatewayLine = (order: Order, fen: number): Line[] =>
  order.way && fen ? [{ account: gatewayAccount(order.way.gateway), unit: 'fen', amount: fen }] : []

/** Points and balance are set aside while the order waits to be paid. */
export const holdOf = (order: Order, at: string): Entry =>
  entryOf({ _id: holdIdOf(order._id), kind: 'hold', at, ...about(order) }, [
    debit(walletOf(order.userId), order.price.balanceFen),
    credit('held', order.price.balanceFen),
    debit(pointsOf(order.userId), order.price.points, 'point'),
    credit('pointsHeld', order.price.points, 'point'),
  ])

/** What the order earned, by what was bought. */
function incomeOf(order: Order): Line[] {
  const fen = moneyOf(order)
  if (order.goods.kind === 'topUp') return [credit(walletOf(order.userId), fen)]
  const share = shareOf(order, fen)
  return [credit('shares', share), credit('sales', fen - share)]
}

/** The order is paid: money came in, what was held is spent, the school and the teacher have earned. */
export const saleOf = (order: Order): Entry =>
  entryOf(
    {
      _id: `${order._id}:sale`,
      kind: order.goods.kind === 'topUp' ? 'topUp' : 'sale',
      at: order.paidAt ?? order.openedAt,
      ...about(order),
    },
    [
      ...gatewayLine(order, order.price.payFen),
      debit('held', order.price.balanceFen),
      debit('pointsHeld', order.price.points, 'point'),
      credit('pointsIssued', order.price.points, 'point'),
      ...incomeOf(order),
    ],
  )

/** Paid after it was closed: the money is ours to give back and for nothing else. */
export const lateOf = (order: Order): Entry =>
  entryOf(
    {
      _id: `${order._id}:late`,
      kind: 'late',
      at: order.paidAt ?? order.openedAt,
      ...about(order),
    },
    [...gatewayLine(order, order.price.payFen), credit('suspense', order.price.payFen)],
  )

/** The part of a share or of earned points that belongs to what is given back now: what remains is rounded, not what goes. */
const part = (of: (order: Order, fen: number) => number, order: Order, refund: OrderRefund): number => {
  const before = moneyOf(order) - order.refundedFen - order.refundedBalanceFen
  return of(order, before) - of(order, before - refund.fen - refund.balanceFen)
}

function outgoOf(order: Order, refund: OrderRefund): Line[] {
  const fen = refund.fen + refund.balanceFen
  if (order.isLate) return [debit('suspense', fen)]
  if (order.goods.kind === 'topUp') return [debit(walletOf(order.userId), fen)]
  const share = part(shareOf, order, refund)
  const sharer = order.isMature && order.share ? teacherOf(order.share.userId) : 'shares'
  const earned = order.isMature ? part(earnedOf, order, refund) : 0
  return [
    debit(sharer, share),
    debit('sales', fen - share),
    debit(pointsOf(order.userId), earned, 'point'),
    credit('pointsIssued', earned, 'point'),
  ]
}

/** Money goes back the way it came, and so do points; shares and earned points are taken back with it. */
export const refundEntryOf = (order: Order, refund: OrderRefund, at: string): Entry =>
  entryOf({ _id: `${refund.refundNo}:refund`, kind: 'refund', at, ...about(order) }, [
    ...gatewayLine(order, -refund.fen),
    credit(walletOf(order.userId), refund.balanceFen),
    credit(pointsOf(order.userId), refund.points, 'point'),
    debit('pointsIssued', refund.points, 'point'),
    ...outgoOf(order, refund),
  ])

/** What of an order's share still waits for its refund days to be over; nothing when it is not kept, or was handed over. */
export const waitingShareOf = (order: Order): number =>
  isKept(order) && !order.isMature ? shareOf(order, moneyOf(order) - order.refundedFen - order.refundedBalanceFen) : 0

/** The refund days are over: the teacher's share and the points are handed over, of what was not given back. */
export function matureOf(order: Order, at: string): Entry {
  const fen = moneyOf(order) - order.refundedFen - order.refundedBalanceFen
  const share = shareOf(order, fen)
  const earned = earnedOf(order, fen)
  return entryOf({ _id: `${order._id}:mature`, kind: 'mature', at, ...about(order) }, [
    ...(order.share ? [debit('shares', share), credit(teacherOf(order.share.userId), share)] : []),
    credit(pointsOf(order.userId), earned, 'point'),
    debit('pointsIssued', earned, 'point'),
  ])
}
