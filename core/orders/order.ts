import * as z from 'zod'
import type { OrderView } from '../contract/shapes'
import { OrderState } from '../contract/shapes'
import type { Change, Payment, Refund } from '../ports'

/** What a paid or refunded order still owes, worked off one by one; each may be done twice without harm. */
export const Task = z.enum(['enrol', 'message', 'refund', 'revoke'])
export type Task = z.infer<typeof Task>

export const Order = z.object({
  /** Also the out_trade_no: 22 characters, the same for the same buyer, course and attempt. */
  _id: z.string(),
  userId: z.string(),
  openid: z.string(),
  courseId: z.string(),
  /** 1 for the first order of this buyer for this course; one more after each that was closed or refunded. */
  attempt: z.int().positive(),
  /** Frozen when the order was opened, as is the price. */
  title: z.string(),
  fen: z.int().nonnegative(),
  state: OrderState,
  openedAt: z.string(),
  expiresAt: z.string(),
  paidAt: z.string().nullable(),
  transactionId: z.string().nullable(),
  refund: z.object({ outRefundNo: z.string(), reason: z.string(), askedAt: z.string() }).nullable(),
  refundedAt: z.string().nullable(),
  todo: z.array(Task),
  /** Until then somebody is telling the buyer, ISO; empty before anybody has begun. */
  tellingUntil: z.string(),
  /** When the sweep should look at this order; null when nothing is left to do. */
  dueAt: z.string().nullable(),
  /** How often the sweep has looked: it looks less and less often. */
  looks: z.int().nonnegative(),
  /** Sorts a buyer's orders, newest first, with no two alike. */
  listKey: z.string(),
})
export type Order = z.infer<typeof Order>

/** Half an hour to pay; a price on the sheet should not outlive a lunch break. */
export const PAY_WITHIN_MS = 30 * 60_000

/**
 * Where an order may go from where it is. `closed → refunding`: somebody paid after we had given up. `paid → refunded`:
 * the money was given back at WeChat Pay itself.
 */
export const transitions: Record<OrderState, readonly OrderState[]> = {
  pending: ['paid', 'closed'],
  paid: ['refunding', 'refunded'],
  closed: ['refunding'],
  refunding: ['refunded'],
  refunded: [],
}

const MINUTE = 60_000
/** When WeChat Pay is asked about a quiet order, after each look; then every quarter of an hour. */
const LOOK_AGAIN_MS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]
export const lookAgainAt = (looks: number, now: Date): string =>
  new Date(now.getTime() + (LOOK_AGAIN_MS[looks] ?? 15 * MINUTE)).toISOString()

/** After this long an outbox that was left half done is taken up again. */
const OUTBOX_PATIENCE_MS = 10_000
const outboxDueAt = (now: Date): string => new Date(now.getTime() + OUTBOX_PATIENCE_MS).toISOString()

/** A new order, priced by the server. Nothing to pay means it is paid at once. */
export function openOrder(
  { orderId, userId, openid, attempt }: { orderId: string; userId: string; openid: string; attempt: number },
  course: { _id: string; title: string; fen: number },
  now: Date,
): Order {
  const openedAt = now.toISOString()
  const isFree = course.fen === 0
  return {
    _id: orderId,
    userId,
    openid,
    courseId: course._id,
    attempt,
    title: course.title,
    fen: course.fen,
    state: isFree ? 'paid' : 'pending',
    openedAt,
    expiresAt: new Date(now.getTime() + PAY_WITHIN_MS).toISOString(),
    paidAt: isFree ? openedAt : null,
    transactionId: null,
    refund: null,
    refundedAt: null,
    todo: isFree ? ['enrol'] : [],
    tellingUntil: '',
    dueAt: isFree ? outboxDueAt(now) : lookAgainAt(0, now),
    looks: 0,
    listKey: `${openedAt}:${orderId}`,
  }
}

export type Settlement =
  /** Write `change` if the order is still in state `from`. */
  | { outcome: 'settled' | 'refunding'; from: OrderState; change: Change }
  /** This payment is already in the books. */
  | { outcome: 'already' }
  /** Not a payment of this order; nothing may change. */
  | { outcome: 'refused'; reason: string }

/**
 * What a proven payment means for an order. The amount, the currency, the merchant and the app must all be this order's:
 * a valid signature says who sent a notice, not that enough was paid.
 */
export function settle(
  order: Order,
  payment: Payment,
  merchant: { mchid: string; appid: string },
  now: Date,
): Settlement {
  if (payment.outTradeNo !== order._id) return { outcome: 'refused', reason: 'another order' }
  if (payment.mchid !== merchant.mchid) return { outcome: 'refused', reason: 'another merchant' }
  if (payment.appid !== merchant.appid) return { outcome: 'refused', reason: 'another app' }
  // REFUND still means that it was paid once: the money went back later.
  if (payment.state !== 'SUCCESS') return { outcome: 'refused', reason: `trade state ${payment.state}` }
  if (payment.currency !== 'CNY') return { outcome: 'refused', reason: 'another currency' }
  if (payment.fen !== order.fen) return { outcome: 'refused', reason: 'another amount' }

  const paid = { transactionId: payment.transactionId ?? null, paidAt: payment.paidAt ?? now.toISOString() }
  switch (order.state) {
    case 'pending':
      return {
        outcome: 'settled',
        from: 'pending',
        change: { set: { ...paid, state: 'paid', todo: ['enrol', 'message'], dueAt: outboxDueAt(now) } },
      }
    case 'closed':
      return {
        outcome: 'refunding',
        from: 'closed',
        change: {
          set: {
            ...paid,
            state: 'refunding',
            refund: { outRefundNo: `${order._id}R1`, reason: '订单已关闭,自动退款', askedAt: now.toISOString() },
            todo: ['refund'],
            dueAt: outboxDueAt(now),
            looks: 0,
          },
        },
      }
    case 'paid':
    case 'refunding':
    case 'refunded':
      return { outcome: 'already' }
  }
}

/**
 * What a proven refund means for a paid order: given back whole, what the order opened is closed again. Null when it
 * changes nothing: not final, or an order whose own refund is under way. `partly`: somebody has to look at it.
 */
export function takeBack(order: Order, refund: Refund, now: Date): Change | 'partly' | null {
  if (order.state !== 'paid' || refund.state !== 'SUCCESS') return null
  if (refund.fen < order.fen) return 'partly'
  const at = now.toISOString()
  return {
    set: {
      state: 'refunded',
      refund: { outRefundNo: refund.outRefundNo, reason: '在微信支付退款', askedAt: at },
      refundedAt: at,
      todo: ['revoke'],
      dueAt: outboxDueAt(now),
    },
  }
}

export const viewOf = (order: Order): OrderView => ({
  orderId: order._id,
  courseId: order.courseId,
  title: order.title,
  fen: order.fen,
  state: order.state,
  opened: order.state === 'paid' && !order.todo.includes('enrol'),
  openedAt: order.openedAt,
  expiresAt: order.expiresAt,
  paidAt: order.paidAt,
  transactionId: order.transactionId,
})
