import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { type CoinLedger, coinsOf } from './coins'
import { badParameter, leftFeeChanged, noSuchOrder, refundRunning, tooFewCoins } from './errors'
import type { FaultDesk } from './faults'
import { REFUND_TAKES_MS } from './limits'
import { leftOf, type Order, type OrderBook, type Refund } from './orders'
import type { Postman } from './postman'
import { Fields } from './shapes'

// …/api_refund_order.html
export const RefundRequest = Fields.extend({
  order_id: z.string().optional(),
  wx_order_id: z.string().optional(),
  refund_order_id: z.string().regex(/^[0-9A-Za-z_-]{8,32}$/, '8 to 32 of 0-9 A-Z a-z _ -'),
  left_fee: z.int().nonnegative(),
  refund_fee: z.int().min(1),
  biz_meta: z.string().max(1024),
  refund_reason: z.enum(['0', '1', '2', '3', '4', '5']),
  req_from: z.enum(['1', '2', '3']),
}).refine((ask) => (ask.order_id === undefined) !== (ask.wx_order_id === undefined), 'order_id or wx_order_id')
type RefundRequest = z.infer<typeof RefundRequest>

/** Giving money back: accepted at once, settled a little later under the desk's clock, then pushed. */
export function refunds(book: OrderBook, clock: DeskClock, faults: FaultDesk, coins: CoinLedger, post: Postman) {
  function orderOf({ order_id, wx_order_id, openid, env }: RefundRequest): Order {
    const order = order_id === undefined ? book.all().find((one) => one.wxOrderId === wx_order_id) : book.find(order_id)
    if (!order || order.openid !== openid || order.env !== env) throw noSuchOrder()
    return order
  }

  function settle(refundOrderId: string): void {
    const { order, refund } = book.refund(refundOrderId) ?? {}
    if (!order || !refund || refund.settlesAt === null || refund.settlesAt > clock.now()) return
    const settled: Refund = { ...refund, state: refund.outcome, settlesAt: null }
    const changed = { ...order, refunds: order.refunds.map((one) => (one === refund ? settled : one)) }
    const isAllBack = settled.state === 'done' && leftOf(changed) === 0
    const push = post.written('xpay_refund_notify', {
      OpenId: order.openid,
      WxRefundId: refund.wxRefundId,
      MchRefundId: refund.byApple ? '' : refund.refundOrderId,
      WxOrderId: order.wxOrderId,
      MchOrderId: order.outTradeNo,
      RefundFee: refund.fen,
      RetCode: settled.state === 'done' ? 0 : 1,
      RetMsg: settled.state === 'done' ? '' : '退款失败',
      RefundStartTimestamp: Math.floor(refund.createdAt / 1000),
      RefundSuccTimestamp: Math.floor(clock.now() / 1000),
      WxpayRefundTransactionId: '',
      RetryTimes: 0,
    })
    book.put({ ...changed, status: isAllBack ? 5 : order.status, pushes: [...order.pushes, push] })
    post.expect(order.outTradeNo, push.id)
  }

  const expect = (refund: Refund): void => {
    if (refund.settlesAt !== null) clock.at(refund.settlesAt, () => settle(refund.refundOrderId))
  }

  function begin(order: Order, asked: Pick<Refund, 'refundOrderId' | 'fen' | 'bizMeta' | 'byApple'>): Refund {
    const now = clock.now()
    const fault = faults.refunds.take()
    const refund: Refund = {
      ...asked,
      wxRefundId: `WXR${randomBytes(12).toString('hex').toUpperCase()}`,
      createdAt: now,
      settlesAt: now + (fault?.afterMs ?? REFUND_TAKES_MS),
      state: 'running',
      outcome: fault?.outcome ?? 'done',
    }
    book.point(refund.refundOrderId, order.outTradeNo)
    book.put({ ...order, refunds: [...order.refunds, refund] })
    expect(refund)
    return refund
  }

  return {
    /** The same number with the same amount answers the same; with another it is refused. */
    ask(request: RefundRequest) {
      const order = orderOf(request)
      const told = ({ refundOrderId, wxRefundId }: Refund) => ({
        refund_order_id: refundOrderId,
        refund_wx_order_id: wxRefundId,
        pay_order_id: order.outTradeNo,
        pay_wx_order_id: order.wxOrderId,
      })
      const known = book.refund(request.refund_order_id)
      if (known && (known.order.outTradeNo !== order.outTradeNo || known.refund.fen !== request.refund_fee))
        throw badParameter('refund_order_id重复且参数不一致')
      if (known) return told(known.refund)

      if (order.paidAt === undefined) throw badParameter('订单未支付')
      if (order.phone === 'ios') throw badParameter('苹果支付的订单不支持开发者退款')
      if (order.refunds.some(({ state }) => state === 'running')) throw refundRunning()
      if (request.left_fee !== leftOf(order)) throw leftFeeChanged()
      if (request.refund_fee > request.left_fee) throw badParameter('字段[refund_fee]错误')
      // Money for coins: the buyer must have them.
      if (order.mode === 'short_series_coin' && coins.balance(order.openid, order.env) < coinsOf(request.refund_fee))
        throw tooFewCoins()
      return told(
        begin(order, { refundOrderId: request.refund_order_id, fen: request.refund_fee, bizMeta: request.biz_meta }),
      )
    },

    /** Apple gives all of it back, once. */
    byApple(order: Order): void {
      if (leftOf(order) === 0 || order.refunds.some(({ byApple }) => byApple)) return
      const refundOrderId = `APPLE${randomBytes(10).toString('hex')}`
      begin(order, { refundOrderId, fen: leftOf(order), bizMeta: '', byApple: true })
    },

    /** Takes up, after a start, what was not settled. */
    resume: (order: Order): void => order.refunds.forEach(expect),
  }
}
export type Refunds = ReturnType<typeof refunds>
