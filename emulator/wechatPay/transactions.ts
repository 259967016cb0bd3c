import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { invalidRequest, notEmulated, PayRefusal, paramError, unknownOrder } from './errors'
import { LONGEST_ORDER_MS, ORDER_LIVES_MS, PREPAY_LIVES_MS, SHORTEST_ORDER_MS } from './limits'
import type { Merchant } from './merchant'
import { prepayId, transactionId } from './numbers'
import { type Order, type OrderBook, stateAt, type Told, told } from './orders'
import type { Postman } from './postman'

/** Lengths are in characters as people count them. */
export const text = (longest: number) =>
  z.string().refine((value) => value.length > 0 && [...value].length <= longest, `1 to ${longest} characters`)

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//

/** A full https address without a query. The desk lets the loopback address be plain http. */
export const NotifyUrl = text(255).refine(
  (url) => URL.canParse(url) && !/[?#]/.test(url) && (url.startsWith('https://') || LOOPBACK.test(url)),
  'a full https URL without a query',
)

// pay.weixin.qq.com/doc/v3/merchant/4012525182; a field that is not listed there is refused.
const JsapiOrder = z.strictObject({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/, '6 to 32 of 0-9 A-Z a-z _ - | *'),
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: text(128).optional(),
  notify_url: NotifyUrl,
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  limit_pay: z.array(z.string()).optional(),
  amount: z.strictObject({ total: z.int().min(1), currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: text(128) }),
  detail: z.record(z.string(), z.unknown()).optional(),
  scene_info: z.record(z.string(), z.unknown()).optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
})
type JsapiOrder = z.infer<typeof JsapiOrder>

/** Parses a request's body; the first fault becomes PARAM_ERROR with the field's place. */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const extra = issue?.code === 'unrecognized_keys'
  const field = `/${[...(issue?.path ?? []), ...(extra ? issue.keys.slice(0, 1) : [])].join('/')}`
  throw paramError(extra ? '参数中含有非法的额外参数' : '参数错误', { field, issue: issue?.message, location: 'body' })
}

function expiryOf(order: JsapiOrder, now: number): number {
  if (order.time_expire === undefined) return now + ORDER_LIVES_MS
  return Math.min(now + LONGEST_ORDER_MS, Math.max(now + SHORTEST_ORDER_MS, Date.parse(order.time_expire)))
}

function checkRepetition(known: Order, order: JsapiOrder, now: number): void {
  if (known.paidAt !== undefined) throw new PayRefusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复：该订单已支付')
  if (stateAt(known, now) === 'CLOSED') throw new PayRefusal(400, 'ORDER_CLOSED', '该订单已关闭，请重新下单')
  if (!isDeepStrictEqual(JSON.parse(known.request), order)) throw invalidRequest('请求重入时，参数与首次请求时不一致')
}

/** Orders: placing, asking, closing, and the payment itself. Every method throws PayRefusal. */
export function transactions(merchant: Merchant, book: OrderBook, clock: DeskClock, postman: Postman) {
  function checkMchid(mchid: string | null): void {
    if (mchid === null || mchid === '') throw paramError('参数错误', { field: 'mchid', location: 'query' })
    if (mchid !== merchant.mchid) throw new PayRefusal(400, 'MCH_NOT_EXISTS', '商户号不存在')
  }

  return {
    /** The same order number with the same parameters gives a fresh prepay_id; with others it is refused. */
    place(body: unknown): { prepay_id: string } {
      const order = parsed(JsapiOrder, body)
      checkMchid(order.mchid)
      if (order.appid !== merchant.appid) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', '商户号与appid不匹配')
      if (order.settle_info?.profit_sharing) throw notEmulated('profit sharing (settle_info.profit_sharing)')

      const now = clock.now()
      const known = book.find(order.out_trade_no)
      if (known) checkRepetition(known, order, now)

      const prepay = prepayId(now)
      book.point('prepay', prepay, order.out_trade_no, now)
      if (!known)
        book.put({
          outTradeNo: order.out_trade_no,
          appid: order.appid,
          mchid: order.mchid,
          description: order.description,
          attach: order.attach,
          notifyUrl: order.notify_url,
          fen: order.amount.total,
          openid: order.payer.openid,
          request: JSON.stringify(order),
          createdAt: now,
          expiresAt: expiryOf(order, now),
          state: 'NOTPAY',
          refunds: [],
        })
      return { prepay_id: prepay }
    },

    byOutTradeNo(outTradeNo: string, mchid: string | null): Told {
      checkMchid(mchid)
      return told(book.get(outTradeNo), clock.now())
    },

    byTransactionId(id: string, mchid: string | null): Told {
      checkMchid(mchid)
      const pointer = book.pointer('transaction', id)
      const order = pointer && book.find(pointer.outTradeNo)
      // A pointer is written before its payment, which may then never have happened.
      if (order?.transactionId !== id) throw unknownOrder()
      return told(order, clock.now())
    },

    /** May be repeated; a paid order can no longer be closed. */
    close(outTradeNo: string, body: unknown): void {
      const { mchid } = parsed(z.strictObject({ mchid: text(32) }), body)
      checkMchid(mchid)
      const order = book.get(outTradeNo)
      if (order.paidAt !== undefined) throw new PayRefusal(400, 'ORDER_PAID', '该订单已支付，不能关闭')
      if (order.state === 'NOTPAY') book.put({ ...order, state: 'CLOSED' })
    },

    /** The order a prepay_id stands for, while it can be paid with; null when unknown, `old` after two hours. */
    orderOfPrepay(id: string): Order | 'old' | null {
      const pointer = book.pointer('prepay', id)
      const order = pointer && book.find(pointer.outTradeNo)
      if (!pointer || !order) return null
      return clock.now() - pointer.at > PREPAY_LIVES_MS ? 'old' : order
    },

    /** The money moves: one write holds payment and notice. The caller has checked that the order may be paid. */
    pay(order: Order): Order {
      const now = clock.now()
      const id = transactionId(now)
      book.point('transaction', id, order.outTradeNo, now)
      const paid: Order = { ...order, state: 'SUCCESS', transactionId: id, paidAt: now }
      const content = told(paid, now)
      const notice = postman.written('TRANSACTION.SUCCESS', '支付成功', 'transaction', order.notifyUrl, content)
      book.put({ ...paid, notice })
      postman.expect(order.outTradeNo)
      return { ...paid, notice }
    },
  }
}
export type Transactions = ReturnType<typeof transactions>
