import type { Change, Payment } from '../ports'
import {
  holdsSomething,
  maturesAtOf,
  mustRelease,
  type Order,
  type OrderRefund,
  outboxDueAt,
  type Task,
  tellingUntilOf,
} from './order'

export type Settlement =
  /** Write `change` if the order is still in state `from`. */
  | { outcome: 'settled' | 'refunding'; from: Order['state']; change: Change }
  /** This payment is already in the books. */
  | { outcome: 'already' }
  /** Not a payment of this order; nothing may change. */
  | { outcome: 'refused'; reason: string }

/** The refund of a payment nobody may keep, whole, under the first refund number of its order. */
export const systemRefund = (order: Order, reason: string, at: string): OrderRefund => ({
  refundNo: refundNoOf(order),
  fen: order.price.payFen - order.refundedFen,
  balanceFen: 0,
  points: 0,
  reason,
  by: 'system',
  state: 'going',
  answer: '',
  askedAt: at,
  doneAt: null,
  isWhole: true,
  shuts: true,
})

/** The number of the next refund of an order: the same for every retry, because the order counts those that ended. */
export const refundNoOf = ({ _id, refunds }: Pick<Order, '_id' | 'refunds'>): string => `${_id}R${refunds.length + 1}`

/** Whoever writes it is the one to tell the buyer: of several that know of a payment only one writes it down. */
const paidChange = (
  paid: { transactionId: string | null; paidAt: string },
  order: Order,
  now: Date,
  late: { seat?: 'late'; todo?: Task[] } = {},
): Change => ({
  set: {
    ...paid,
    ...late,
    state: 'paid',
    // WeChat can only tell those whom it knows: somebody who bought on the web is not told there.
    todo: [
      'deliver',
      'book',
      ...(late.todo ?? []),
      ...(order.goods.kind === 'course' && order.openid ? ['message'] : []),
    ],
    tellingUntil: tellingUntilOf(now),
    maturesAt: maturesAtOf(order, paid.paidAt),
    dueAt: outboxDueAt(now),
    looks: 0,
  },
  inc: { rev: 1 },
})

/**
 * What a proven payment means for an order. The amount, the currency, the merchant and the app must all be this order's:
 * a valid signature says who sent a notice, not that enough was paid. `canClose`: whether its gateway lets us close an order,
 * so that a payment after the closing is a mistake to be given back and not a buyer to be served.
 */
export function settle(
  order: Order,
  payment: Payment,
  { merchant, canClose }: { merchant: { mchid: string; appid: string }; canClose: boolean },
  now: Date,
): Settlement {
  if (payment.outTradeNo !== order._id) return { outcome: 'refused', reason: 'another order' }
  if (payment.mchid !== merchant.mchid) return { outcome: 'refused', reason: 'another merchant' }
  if (payment.appid !== merchant.appid) return { outcome: 'refused', reason: 'another app' }
  // REFUND still means that it was paid once: the money went back later.
  if (payment.state !== 'SUCCESS') return { outcome: 'refused', reason: `trade state ${payment.state}` }
  if (payment.currency !== 'CNY') return { outcome: 'refused', reason: 'another currency' }
  if (payment.fen !== order.price.payFen) return { outcome: 'refused', reason: 'another amount' }

  const paid = { transactionId: payment.transactionId ?? null, paidAt: payment.paidAt ?? now.toISOString() }
  switch (order.state) {
    case 'pending':
      return { outcome: 'settled', from: 'pending', change: paidChange(paid, order, now) }
    case 'closed':
      // What it held of points and balance has been given back at the closing: only an order without can still be honoured, if there is a place.
      if (!canClose && !holdsSomething(order))
        return {
          outcome: 'settled',
          from: 'closed',
          change: paidChange(paid, order, now, order.seat ? { seat: 'late', todo: ['release'] } : {}),
        }
      return {
        outcome: 'refunding',
        from: 'closed',
        change: {
          set: {
            ...paid,
            state: 'refunding',
            isLate: true,
            refund: systemRefund(order, '订单已关闭,自动退款', now.toISOString()),
            todo: ['book', 'refund', ...(mustRelease(order) ? ['release'] : [])],
            dueAt: outboxDueAt(now),
            looks: 0,
          },
          inc: { rev: 1 },
        },
      }
    case 'paid':
    case 'refunding':
    case 'partlyRefunded':
    case 'refunded':
      return { outcome: 'already' }
  }
}

/** What it means that nothing had to be paid outside, once what was to be held is held. */
export const settleInside = (order: Order, now: Date): Change =>
  paidChange({ transactionId: null, paidAt: now.toISOString() }, order, now)
