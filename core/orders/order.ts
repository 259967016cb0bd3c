import * as z from 'zod'
import type { OrderView } from '../contract/shapes'
import { Goods, OrderState, Price, PurchaseAgreement, RefundView, Way } from '../contract/shapes'

/** What an order still owes, worked off one by one; each may be done twice without harm. */
export const Task = z.enum(['deliver', 'book', 'release', 'refund', 'mature', 'message'])
export type Task = z.infer<typeof Task>

/** A refund of an order: one is in hand at the most, those that ended are kept. */
export const OrderRefund = RefundView.extend({
  /** Everything that was left goes back. */
  isWhole: z.boolean(),
  /** What the order opened is shut when the money is back. */
  shuts: z.boolean(),
})
export type OrderRefund = z.infer<typeof OrderRefund>

export const Invoice = z.object({
  state: z.enum(['asked', 'issued', 'toCorrect', 'cancelled']),
  title: z.string(),
  taxNo: z.string(),
  email: z.string(),
  askedAt: z.string(),
  issuedAt: z.string().nullable(),
  number: z.string(),
  /** What the issued invoice says, less what red invoices took back; 0 before it is issued. */
  issuedFen: z.int().nonnegative(),
  corrections: z.array(z.object({ number: z.string(), fen: z.int().positive(), issuedAt: z.string() })),
})
export type Invoice = z.infer<typeof Invoice>

export const Order = z.object({
  /** Also the out_trade_no: 22 characters, the same for the same buyer, goods and attempt. */
  _id: z.string(),
  userId: z.string(),
  /** WeChat's name for the buyer; empty for an order placed on the web. */
  openid: z.string(),
  goods: Goods,
  /** The goods as a word: `course:spring-ink`. */
  goodsKey: z.string(),
  /** 1 for the first order of this buyer for these goods; one more after each that ended. */
  attempt: z.int().positive(),
  /** Frozen when the order was opened, as are the price, the way of paying and the teacher's share. */
  title: z.string(),
  price: Price,
  way: Way.nullable(),
  share: z.object({ userId: z.string(), percent: z.int().min(0).max(100) }).nullable(),
  /** Points earned for each whole yuan, once the order has matured. */
  pointsPerYuan: z.int().nonnegative(),
  /** Days of membership bought, and what a member pays in percent of a price. */
  membership: z.object({ days: z.int(), percent: z.int() }).nullable(),
  /** Of a gift: what the friend redeems once it is paid. */
  giftCode: z.string().nullable(),
  /** The agreement that was in force and that the buyer agreed to by buying; null where there was none. */
  agreed: PurchaseAgreement.nullable().default(null),
  /**
   * Whether it takes one of its course's places (`core/seats/seats.ts`): null when there was no limit. `late`: it was paid after its closing, when the
   * place it had held was free for others, and takes another if there is one.
   */
  seat: z.enum(['inTime', 'late']).nullable().default(null),
  /** What the gateway gave to keep with the order. */
  seal: z.string().nullable(),
  state: OrderState,
  openedAt: z.string(),
  expiresAt: z.string(),
  paidAt: z.string().nullable(),
  transactionId: z.string().nullable(),
  /** Paid after it had been closed: its money is on its way back and was never earned. */
  isLate: z.boolean(),
  refund: OrderRefund.nullable(),
  refunds: z.array(OrderRefund),
  /** Given back so far, refunds that ended. */
  refundedFen: z.int().nonnegative(),
  refundedBalanceFen: z.int().nonnegative(),
  refundedPoints: z.int().nonnegative(),
  refundedAt: z.string().nullable(),
  /** Days from the payment until shares and earned points become their owners'. */
  refundDays: z.int().nonnegative(),
  /** When they do; null before the payment, when there are none, and once it is done. */
  maturesAt: z.string().nullable(),
  /** Shares and points have been handed over: a refund takes them back from their owners. */
  isMature: z.boolean(),
  invoice: Invoice.nullable(),
  todo: z.array(Task),
  /** Goes up whenever something is added to `todo`: what was decided without it is decided again. */
  rev: z.int(),
  /** Until then somebody is telling the buyer, ISO; empty before anybody has begun. */
  tellingUntil: z.string(),
  /** When the sweep should look at this order; null when nothing is left to do. */
  dueAt: z.string().nullable(),
  /** How often the sweep has looked: it looks less and less often. */
  looks: z.int().nonnegative(),
  /** Closed here while somebody could still pay it there: when it is asked about once more; null when nobody can, or it was asked about. */
  watchedUntil: z.string().nullable().default(null),
  /** Sorts a buyer's orders, newest first, with no two alike. */
  listKey: z.string(),
})
export type Order = z.infer<typeof Order>

/** Half an hour to pay; a price on the sheet should not outlive a lunch break. */
export const PAY_WITHIN_MS = 30 * 60_000

/**
 * Where an order may go from where it is. `closed → refunding`: somebody paid after we had given up. `closed → paid`: the
 * same at a gateway where nothing can be closed, so that the payment is honoured. `refunding → paid`: a stuck refund was given up.
 */
export const transitions: Record<OrderState, readonly OrderState[]> = {
  pending: ['paid', 'closed'],
  paid: ['refunding', 'partlyRefunded', 'refunded'],
  closed: ['refunding', 'paid'],
  refunding: ['refunded', 'paid', 'partlyRefunded'],
  partlyRefunded: ['refunding', 'partlyRefunded', 'refunded'],
  refunded: [],
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** When the payment service is asked about a quiet order, after each look; then every quarter of an hour. */
const LOOK_AGAIN_MS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]
export const lookAgainAt = (looks: number, now: Date): string =>
  new Date(now.getTime() + (LOOK_AGAIN_MS[looks] ?? 15 * MINUTE)).toISOString()

/** After this long an outbox that was left half done is taken up again. */
const OUTBOX_PATIENCE_MS = 10_000
export const outboxDueAt = (now: Date): string => new Date(now.getTime() + OUTBOX_PATIENCE_MS).toISOString()

/** When somebody should look at an order that owes nothing any more: only one that was closed and may be paid all the same. */
export const restsUntil = ({ state, watchedUntil }: Pick<Order, 'state' | 'watchedUntil'>): string | null =>
  state === 'closed' ? watchedUntil : null

/**
 * A message spends a consent of the buyer's, so of several workers at once only one sends it: whoever writes its time on
 * the order first. Should that one die before the task is off the list, the next may send when the time is over.
 */
const TELLING_MS = 60_000
export const tellingUntilOf = (now: Date): string => new Date(now.getTime() + TELLING_MS).toISOString()
/** Whether somebody whose time lasts until then may still begin to tell: not so late that another begins before it is noted. */
export const mayTell = (until: string, now: Date): boolean => Date.parse(until) - now.getTime() >= TELLING_MS / 2

export const goodsKeyOf = (goods: Goods): string => {
  switch (goods.kind) {
    case 'course':
    case 'gift':
      return `${goods.kind}:${goods.courseId}`
    case 'membership':
      return `membership:${goods.planId}`
    case 'topUp':
      return 'topUp'
  }
}

/** What is decided about an order when it is opened, and never again. */
export type Terms = Pick<
  Order,
  | 'goods'
  | 'title'
  | 'price'
  | 'way'
  | 'share'
  | 'pointsPerYuan'
  | 'membership'
  | 'giftCode'
  | 'agreed'
  | 'refundDays'
  | 'seat'
>

/** Whether points or balance are set aside for this order while it waits. */
export const holdsSomething = ({ price }: Pick<Order, 'price'>): boolean => price.points > 0 || price.balanceFen > 0
/** Whether anything is to be set free when it is closed: points, balance, a place. */
export const mustRelease = (order: Pick<Order, 'price' | 'seat'>): boolean =>
  holdsSomething(order) || order.seat !== null

/** A new order at the server's terms, waiting to be paid: until `payBy`, where the order before it tells. */
export function openOrder(
  { orderId, userId, openid, attempt }: { orderId: string; userId: string; openid: string; attempt: number },
  terms: Terms,
  now: Date,
  payBy: string = new Date(now.getTime() + PAY_WITHIN_MS).toISOString(),
): Order {
  const openedAt = now.toISOString()
  return {
    _id: orderId,
    userId,
    openid,
    ...terms,
    goodsKey: goodsKeyOf(terms.goods),
    attempt,
    seal: null,
    state: 'pending',
    openedAt,
    expiresAt: payBy,
    paidAt: null,
    transactionId: null,
    isLate: false,
    refund: null,
    refunds: [],
    refundedFen: 0,
    refundedBalanceFen: 0,
    refundedPoints: 0,
    refundedAt: null,
    maturesAt: null,
    isMature: false,
    invoice: null,
    todo: [],
    rev: 0,
    tellingUntil: '',
    dueAt: lookAgainAt(0, now),
    looks: 0,
    watchedUntil: null,
    listKey: `${openedAt}:${orderId}`,
  }
}

/** When what an order earned is handed over, once it is paid; null when it earned nothing, or has handed it over. */
export function maturesAtOf({ share, pointsPerYuan, refundDays, isMature }: Order, paidAt: string): string | null {
  if (isMature || (share === null && pointsPerYuan === 0)) return null
  return new Date(Date.parse(paidAt) + refundDays * DAY).toISOString()
}

/** The states in which a buyer's money is with the school. */
export const isKept = ({ state }: Pick<Order, 'state'>): boolean => state === 'paid' || state === 'partlyRefunded'

/** Whether the buyer has what was bought, or will in a moment: a part given back may have shut it. */
export const isGiving = (order: Pick<Order, 'state' | 'refunds'>): boolean =>
  isKept(order) && !order.refunds.some(({ state, shuts }) => state === 'done' && shuts)

/** What was paid in money and has stayed: through the gateway and from the balance, in fen. */
export const keptFenOf = ({ price, refundedFen, refundedBalanceFen }: Order): number =>
  price.payFen + price.balanceFen - refundedFen - refundedBalanceFen

function invoiceView(order: Order): OrderView['invoice'] {
  if (!order.invoice) return null
  const { issuedFen, ...invoice } = order.invoice
  const keptFen = keptFenOf(order)
  return { ...invoice, fen: invoice.state === 'asked' ? keptFen : issuedFen, keptFen }
}

const refundView = ({ isWhole: _, shuts: __, ...view }: OrderRefund): RefundView => view

export const viewOf = (order: Order): OrderView => ({
  orderId: order._id,
  goods: order.goods,
  title: order.title,
  price: order.price,
  fen: order.price.payFen,
  way: order.way,
  state: order.state,
  opened: isGiving(order) && !order.todo.includes('deliver'),
  openedAt: order.openedAt,
  agreed: order.agreed,
  expiresAt: order.expiresAt,
  paidAt: order.paidAt,
  transactionId: order.transactionId,
  refunds: [...order.refunds, ...(order.refund ? [order.refund] : [])].map(refundView),
  invoice: invoiceView(order),
  giftCode: isGiving(order) && !order.todo.includes('deliver') ? order.giftCode : null,
})
