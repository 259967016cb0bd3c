import type { Driver } from '../database/driver'
import { records } from '../records'
import type { Env } from './account'
import { noSuchOrder } from './errors'

export type Phone = 'android' | 'ios'
export type Mode = 'short_series_goods' | 'short_series_coin'

/** One attempt to bring a push. Times are milliseconds of the desk's clock. */
export type Attempt = {
  at: number
  /** The shop's HTTP status; absent when there was none. */
  status?: number
  /** Why it was not taken: `timeout`, `lost`, `no address`, a network error, or what was wrong with the answer. */
  failed?: string
  fault?: string
  copies: number
  byHand?: boolean
}

/** A message push, kept until it is answered as taken or the schedule is used up. */
export type Push = {
  id: string
  event: string
  /** The message but for what all have in common. */
  content: Record<string, unknown>
  createdAt: number
  tries: number
  /** When it is sent next; null when it was taken or given up. */
  nextAt: number | null
  delivered: boolean
  attempts: Attempt[]
  /** What the shop told Apple. */
  answer?: { result_code: 0 | 1; result_info: string; evidence: string }
}

export type RefundState = 'running' | 'done' | 'failed'

export type Refund = {
  refundOrderId: string
  wxRefundId: string
  fen: number
  bizMeta: string
  createdAt: number
  /** When the money has arrived, or not; null once that is known. */
  settlesAt: number | null
  state: RefundState
  outcome: Exclude<RefundState, 'running'>
  byApple?: boolean
}

export type Order = {
  outTradeNo: string
  wxOrderId: string
  env: Env
  openid: string
  mode: Mode
  /** '' in coins. */
  productId: string
  title: string
  quantity: number
  fen: number
  attach: string
  /** What the client was given for this one sheet; only with it can it be confirmed. */
  token: string
  /** As WeChat counts it: 1 made, 2 paid, 4 delivered, 5 given back, 6 closed … */
  status: number
  createdAt: number
  phone?: Phone
  paidAt?: number
  transactionId?: string
  channelOrderId?: string
  refunds: Refund[]
  pushes: Push[]
}

/** What may still be given back: what is on its way back counts as given, what failed does not. */
export const leftOf = (order: Order): number =>
  order.paidAt === undefined
    ? 0
    : order.fen - order.refunds.filter(({ state }) => state !== 'failed').reduce((sum, { fen }) => sum + fen, 0)

/**
 * The orders on disk. An order with its refunds and pushes is one record, so `kill -9` cannot part a payment from its push; a
 * refund's number only points at its order and is written first.
 */
export function orderBook(driver: Driver) {
  const orders = records<Order>(driver, 'virtualPay.orders')
  const refunds = records<{ outTradeNo: string }>(driver, 'virtualPay.refunds')
  const find = (outTradeNo: string) => orders.get(outTradeNo)
  return {
    find,
    get(outTradeNo: string): Order {
      const order = find(outTradeNo)
      if (!order) throw noSuchOrder()
      return order
    },
    put: (order: Order) => orders.put(order.outTradeNo, order),
    all: () => orders.all().map(({ value }) => value),
    point: (refundOrderId: string, outTradeNo: string) => refunds.put(refundOrderId, { outTradeNo }),
    refund(refundOrderId: string): { order: Order; refund: Refund } | undefined {
      const order = find(refunds.get(refundOrderId)?.outTradeNo ?? '')
      const refund = order?.refunds.find((one) => one.refundOrderId === refundOrderId)
      return order && refund && { order, refund }
    },
  }
}
export type OrderBook = ReturnType<typeof orderBook>
