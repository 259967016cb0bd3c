import type { Driver } from '../database/driver'
import { records, together } from '../records'
import { chinaTime } from './chinaTime'
import { unknownOrder } from './errors'

/** What WeChat Pay tells of an order or refund, in its own field names. */
export type Told = Record<string, unknown> & { amount?: Record<string, unknown> }

/** What a notice tells about. It is kept inside the record of that, so that what happened and the word of it are one write. */
export type About = { outTradeNo: string; outRefundNo?: string } | { outBillNo: string }

/** One attempt to bring a notice to the shop. Times are milliseconds of the desk's clock. */
export type Attempt = {
  at: number
  /** The shop's HTTP status; absent when there was none. */
  status?: number
  /** Why there was no status: `timeout`, `lost`, a network error. */
  failed?: string
  /** The fault that was ordered for it. */
  fault?: string
  copies: number
  byHand?: boolean
}

/** A notice to the shop, kept until it is answered with 200 or 204 or the schedule is used up. */
export type Notice = {
  id: string
  eventType: string
  summary: string
  originalType: string
  url: string
  /** What is sealed in it; as it was when the thing happened. */
  content: Told
  createdAt: number
  tries: number
  /** When it is sent next; null when it was delivered or given up. */
  nextAt: number | null
  delivered: boolean
  attempts: Attempt[]
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export type Refund = {
  outRefundNo: string
  refundId: string
  fen: number
  reason?: string
  notifyUrl?: string
  status: RefundStatus
  createdAt: number
  /** When the bank is done; null once it is. */
  settlesAt: number | null
  settledAt?: number
  outcome: Exclude<RefundStatus, 'PROCESSING'>
  succeededAt?: number
  notice?: Notice
}

/** As WeChat Pay calls the ways of paying; MWEB is H5. */
export type TradeType = 'JSAPI' | 'NATIVE' | 'MWEB'

export type Order = {
  outTradeNo: string
  tradeType: TradeType
  appid: string
  mchid: string
  description: string
  attach?: string
  notifyUrl: string
  fen: number
  /** Who may pay, when the order says it; otherwise who has paid. */
  openid?: string
  /** What the last QR code of a NATIVE order holds. */
  code?: string
  /** The first request in a canonical form: a repetition must be the same. */
  request: string
  createdAt: number
  expiresAt: number
  /** As written down; ask `stateAt`, for an unpaid order closes by itself when its time is over. */
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'
  transactionId?: string
  paidAt?: number
  notice?: Notice
  /** Inside the order, so that a refund and what it changes are one write. At most 50. */
  refunds: Refund[]
}

export const stateAt = (order: Order, now: number): Order['state'] =>
  order.state === 'NOTPAY' && now >= order.expiresAt ? 'CLOSED' : order.state

const stateWords: Record<Order['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
}

/** The order as a query and a notice tell of it. */
export function told(order: Order, now: number): Told {
  const state = stateAt(order, now)
  const common = {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: stateWords[state],
    ...(order.attach === undefined ? {} : { attach: order.attach }),
    promotion_detail: [],
  }
  if (order.paidAt === undefined) return { ...common, amount: { total: order.fen, payer_currency: 'CNY' } }
  return {
    ...common,
    transaction_id: order.transactionId,
    trade_type: order.tradeType,
    bank_type: 'OTHERS',
    success_time: chinaTime(order.paidAt),
    payer: { openid: order.openid },
    amount: { total: order.fen, payer_total: order.fen, currency: 'CNY', payer_currency: 'CNY' },
  }
}

/** The refund as the API answers it. */
export const toldRefund = (order: Order, refund: Refund): Told => ({
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  transaction_id: order.transactionId,
  out_trade_no: order.outTradeNo,
  channel: 'ORIGINAL',
  user_received_account: '支付用户零钱',
  ...(refund.succeededAt === undefined ? {} : { success_time: chinaTime(refund.succeededAt) }),
  create_time: chinaTime(refund.createdAt),
  status: refund.status,
  funds_account: 'AVAILABLE',
  amount: {
    total: order.fen,
    refund: refund.fen,
    from: [],
    payer_total: order.fen,
    payer_refund: refund.fen,
    settlement_refund: refund.fen,
    settlement_total: order.fen,
    discount_refund: 0,
    currency: 'CNY',
    refund_fee: 0,
  },
  promotion_detail: [],
})

/**
 * The orders on disk, and the ways to find one. An order with its refunds and notices is one record, so `kill -9` cannot part a
 * payment from its notice; the other kinds only point at it and are written with it.
 */
export function orderBook(driver: Driver) {
  const orders = records<Order>(driver, 'wechatPay.orders')
  const pointers = {
    prepay: records<{ outTradeNo: string; at: number }>(driver, 'wechatPay.prepays'),
    transaction: records<{ outTradeNo: string; at: number }>(driver, 'wechatPay.transactions'),
    refund: records<{ outTradeNo: string; at: number }>(driver, 'wechatPay.refunds'),
    /** By what the QR code of a NATIVE order holds. */
    code: records<{ outTradeNo: string; at: number }>(driver, 'wechatPay.codes'),
    /** By `prepay_id package` of an H5 link. */
    h5: records<{ outTradeNo: string; at: number }>(driver, 'wechatPay.h5Links'),
  }
  // Orders written when there was one way of paying do not say which.
  const read = (order: Order): Order => ({ ...order, tradeType: order.tradeType ?? 'JSAPI' })
  const find = (outTradeNo: string): Order | undefined => {
    const order = orders.get(outTradeNo)
    return order && read(order)
  }
  return {
    find,
    get(outTradeNo: string): Order {
      const order = find(outTradeNo)
      if (!order) throw unknownOrder()
      return order
    },
    put: (order: Order) => orders.put(order.outTradeNo, order),
    /** The order, and a number that leads to it. */
    putWith(order: Order, kind: keyof typeof pointers, id: string, at: number): void {
      together(driver, () => {
        pointers[kind].put(id, { outTradeNo: order.outTradeNo, at })
        orders.put(order.outTradeNo, order)
      })
    },
    all: () => orders.all().map(({ value }) => read(value)),
    pointer: (kind: keyof typeof pointers, id: string) => pointers[kind].get(id),
  }
}
export type OrderBook = ReturnType<typeof orderBook>
