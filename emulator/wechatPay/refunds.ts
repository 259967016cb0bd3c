import * as z from 'zod'
import type { DeskClock } from '../clock'
import { chinaTime } from './chinaTime'
import { invalidRequest, PayRefusal, paramError } from './errors'
import type { FaultDesk } from './faults'
import { BETWEEN_REFUNDS_MS, MOST_REFUNDS, REFUND_TAKES_MS, REFUND_WITHIN_MS } from './limits'
import { refundId } from './numbers'
import { type Order, type OrderBook, type Refund, type Told, toldRefund } from './orders'
import type { Postman } from './postman'
import { NotifyUrl, parsed, text } from './transactions'

const RefundRequest = z.strictObject({
  transaction_id: text(32).optional(),
  out_trade_no: text(32).optional(),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/, '1 to 64 of 0-9 A-Z a-z _ - | * @'),
  reason: text(80).optional(),
  notify_url: NotifyUrl.optional(),
  funds_account: z.literal('AVAILABLE').optional(),
  amount: z.strictObject({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
  goods_detail: z.array(z.record(z.string(), z.unknown())).optional(),
})
type RefundRequest = z.infer<typeof RefundRequest>

const summaries: Record<Refund['outcome'], string> = {
  SUCCESS: '退款成功',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
}

const unknownRefund = () => new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')

/** What comes back to nobody does not count against what may still be given back. */
const givenBack = (order: Order): number =>
  order.refunds.filter(({ status }) => status !== 'CLOSED').reduce((sum, { fen }) => sum + fen, 0)

function checkRules(order: Order, { amount }: RefundRequest, now: number): void {
  if (order.paidAt === undefined) throw invalidRequest('订单未支付，不能退款')
  if (amount.total !== order.fen) throw invalidRequest('订单金额与原订单不一致，请核实后再试')
  if (now - order.paidAt > REFUND_WITHIN_MS) throw new PayRefusal(403, 'TRADE_OVERDUE', '订单已超过退款期限')
  if (order.refunds.length >= MOST_REFUNDS) throw invalidRequest('同一订单退款次数已达上限')
  if (givenBack(order) + amount.refund > order.fen) throw invalidRequest('申请退款金额大于订单剩余可退金额')
  const last = order.refunds.at(-1)
  if (last && now - last.createdAt < BETWEEN_REFUNDS_MS)
    throw new PayRefusal(429, 'FREQUENCY_LIMITED', '同一订单两次退款须间隔1分钟以上')
}

/** Giving money back: accepted at once, settled by the bank a little later, then told by a notice. */
export function refunds(book: OrderBook, clock: DeskClock, faults: FaultDesk, postman: Postman) {
  function orderOf(request: RefundRequest): Order {
    const pointer = request.transaction_id ? book.pointer('transaction', request.transaction_id) : undefined
    const outTradeNo = pointer?.outTradeNo ?? request.out_trade_no
    if (request.transaction_id === undefined && request.out_trade_no === undefined)
      throw paramError('参数错误', { field: '/transaction_id', issue: 'or out_trade_no', location: 'body' })
    const order = outTradeNo === undefined ? undefined : book.find(outTradeNo)
    const agrees =
      (request.transaction_id === undefined || order?.transactionId === request.transaction_id) &&
      (request.out_trade_no === undefined || order?.outTradeNo === request.out_trade_no)
    if (!order || !agrees) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
    return order
  }

  function found(outRefundNo: string): { order: Order; refund: Refund } | undefined {
    const pointer = book.pointer('refund', outRefundNo)
    const order = pointer && book.find(pointer.outTradeNo)
    const refund = order?.refunds.find((one) => one.outRefundNo === outRefundNo)
    return order && refund && { order, refund }
  }

  function settle(outRefundNo: string): void {
    const { order, refund } = found(outRefundNo) ?? {}
    if (!order || !refund || refund.settlesAt === null) return
    // When it was due, not when the desk came to it: its clock may have been moved on by days.
    const at = refund.settlesAt
    const settled: Refund = {
      ...refund,
      status: refund.outcome,
      settlesAt: null,
      settledAt: at,
      ...(refund.outcome === 'SUCCESS' ? { succeededAt: at } : {}),
    }
    const content = {
      mchid: order.mchid,
      out_trade_no: order.outTradeNo,
      transaction_id: order.transactionId,
      out_refund_no: refund.outRefundNo,
      refund_id: refund.refundId,
      refund_status: settled.status,
      ...(settled.succeededAt === undefined ? {} : { success_time: chinaTime(settled.succeededAt) }),
      amount: { total: order.fen, refund: refund.fen, payer_total: order.fen, payer_refund: refund.fen },
      user_received_account: '支付用户零钱',
    }
    const summary = summaries[refund.outcome]
    // Without an address in the request there is nobody to tell.
    const notice =
      refund.notifyUrl && postman.written(`REFUND.${refund.outcome}`, summary, 'refund', refund.notifyUrl, content)
    const done = notice ? { ...settled, notice } : settled
    book.put({ ...order, refunds: order.refunds.map((one) => (one === refund ? done : one)) })
    if (notice) postman.expect({ outTradeNo: order.outTradeNo, outRefundNo })
  }

  function expect(refund: Refund): void {
    if (refund.settlesAt !== null) clock.at(refund.settlesAt, () => settle(refund.outRefundNo))
  }

  return {
    /** The same refund number with the same amounts answers how that refund stands; with others it is refused. */
    ask(body: unknown): Told {
      const request = parsed(RefundRequest, body)
      const order = orderOf(request)
      const known = found(request.out_refund_no)
      if (known) {
        const { refund: fen, total } = request.amount
        if (known.order.outTradeNo !== order.outTradeNo || known.refund.fen !== fen || order.fen !== total)
          throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
        return toldRefund(known.order, known.refund)
      }

      const now = clock.now()
      checkRules(order, request, now)
      const fault = faults.refunds.take()
      const refund: Refund = {
        outRefundNo: request.out_refund_no,
        refundId: refundId(now),
        fen: request.amount.refund,
        reason: request.reason,
        notifyUrl: request.notify_url,
        status: 'PROCESSING',
        createdAt: now,
        settlesAt: now + (fault?.afterMs ?? REFUND_TAKES_MS),
        outcome: fault?.outcome ?? 'SUCCESS',
      }
      // WeChat Pay calls an order REFUND from its first refund on, also a partial one.
      const changed: Order = { ...order, state: 'REFUND', refunds: [...order.refunds, refund] }
      book.putWith(changed, 'refund', refund.outRefundNo, now)
      expect(refund)
      return toldRefund(changed, refund)
    },

    look(outRefundNo: string): Told {
      const known = found(outRefundNo)
      if (!known) throw unknownRefund()
      return toldRefund(known.order, known.refund)
    },

    /** Takes up, after a start, what the bank had not settled. */
    resume: (order: Order): void => order.refunds.forEach(expect),
  }
}
