import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { invalidRequest, notEmulated, PayRefusal, paramError, unknownOrder } from './errors'
import {
  CODE_LIVES_MS,
  H5_LINK_LIVES_MS,
  LONGEST_ORDER_MS,
  ORDER_LIVES_MS,
  PREPAY_LIVES_MS,
  SHORTEST_ORDER_MS,
} from './limits'
import type { Merchant } from './merchant'
import { h5Package, payCode, prepayId, transactionId } from './numbers'
import { type Order, type OrderBook, stateAt, type Told, type TradeType, told } from './orders'
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

// pay.weixin.qq.com/doc/v3/merchant/4012525182 (JSAPI), 4012791877 (NATIVE), 4012791834 (H5); a field that is not listed
// there is refused.
const common = {
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
  detail: z.record(z.string(), z.unknown()).optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
}
const anyScene = z.record(z.string(), z.unknown()).optional()
const JsapiOrder = z.strictObject({ ...common, payer: z.strictObject({ openid: text(128) }), scene_info: anyScene })
const NativeOrder = z.strictObject({ ...common, scene_info: anyScene })
const H5Order = z.strictObject({
  ...common,
  scene_info: z.strictObject({
    payer_client_ip: z.union([z.ipv4(), z.ipv6()]),
    device_id: text(32).optional(),
    store_info: z.record(z.string(), z.unknown()).optional(),
    h5_info: z.strictObject({
      type: z.enum(['iOS', 'Android', 'Wap']),
      app_name: text(64).optional(),
      app_url: text(128).optional(),
      bundle_id: text(128).optional(),
      package_name: text(128).optional(),
    }),
  }),
})
type AnyOrder = z.infer<typeof NativeOrder> | z.infer<typeof JsapiOrder> | z.infer<typeof H5Order>

/** Parses a request's body, or its query; the first fault becomes PARAM_ERROR with the field's place. */
export function parsed<Shape extends z.ZodType>(
  shape: Shape,
  body: unknown,
  location: 'body' | 'query' = 'body',
): z.output<Shape> {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const extra = issue?.code === 'unrecognized_keys'
  const field = `/${[...(issue?.path ?? []), ...(extra ? issue.keys.slice(0, 1) : [])].join('/')}`
  throw paramError(extra ? '参数中含有非法的额外参数' : '参数错误', { field, issue: issue?.message, location })
}

function expiryOf(order: AnyOrder, now: number): number {
  if (order.time_expire === undefined) return now + ORDER_LIVES_MS
  return Math.min(now + LONGEST_ORDER_MS, Math.max(now + SHORTEST_ORDER_MS, Date.parse(order.time_expire)))
}

function checkRepetition(known: Order, tradeType: TradeType, order: AnyOrder, now: number): void {
  if (known.paidAt !== undefined) throw new PayRefusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复：该订单已支付')
  if (stateAt(known, now) === 'CLOSED') throw new PayRefusal(400, 'ORDER_CLOSED', '该订单已关闭，请重新下单')
  if (known.tradeType !== tradeType || !isDeepStrictEqual(JSON.parse(known.request), order))
    throw invalidRequest('请求重入时，参数与首次请求时不一致')
}

/** Orders: placing, asking, closing, and the payment itself. Every method throws PayRefusal. */
export function transactions(merchant: Merchant, book: OrderBook, clock: DeskClock, postman: Postman) {
  function checkMchid(mchid: string | null): void {
    if (mchid === null || mchid === '') throw paramError('参数错误', { field: 'mchid', location: 'query' })
    if (mchid !== merchant.mchid) throw new PayRefusal(400, 'MCH_NOT_EXISTS', '商户号不存在')
  }

  /** The order under this number: new, or the same as before. Throws when it cannot be paid any more, or is another. */
  function placed(tradeType: TradeType, order: AnyOrder): Order {
    checkMchid(order.mchid)
    if (order.appid !== merchant.appid) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', '商户号与appid不匹配')
    if (order.settle_info?.profit_sharing) throw notEmulated('profit sharing (settle_info.profit_sharing)')
    const now = clock.now()
    const known = book.find(order.out_trade_no)
    if (known) {
      checkRepetition(known, tradeType, order, now)
      return known
    }
    return {
      outTradeNo: order.out_trade_no,
      tradeType,
      appid: order.appid,
      mchid: order.mchid,
      description: order.description,
      attach: order.attach,
      notifyUrl: order.notify_url,
      fen: order.amount.total,
      ...('payer' in order ? { openid: order.payer.openid } : {}),
      request: JSON.stringify(order),
      createdAt: now,
      expiresAt: expiryOf(order, now),
      state: 'NOTPAY',
      refunds: [],
    }
  }

  /** The order a pointer leads to, while it may be paid by it; null when unknown, `old` when its time is over. */
  function pointed(kind: 'prepay' | 'code' | 'h5', id: string, tradeType: TradeType, livesMs: number) {
    const pointer = book.pointer(kind, id)
    const order = pointer && book.find(pointer.outTradeNo)
    if (!pointer || order?.tradeType !== tradeType) return null
    return clock.now() - pointer.at > livesMs ? ('old' as const) : order
  }

  return {
    /** The same order number with the same parameters gives a fresh prepay_id; with others it is refused. */
    place(body: unknown): { prepay_id: string } {
      const order = placed('JSAPI', parsed(JsapiOrder, body))
      const prepay = prepayId(clock.now())
      book.putWith(order, 'prepay', prepay, clock.now())
      return { prepay_id: prepay }
    },

    /** What a QR code shall hold; a fresh one at every repetition. */
    placeNative(body: unknown): { code_url: string } {
      const order = placed('NATIVE', parsed(NativeOrder, body))
      const code = payCode()
      book.putWith({ ...order, code }, 'code', code, clock.now())
      return { code_url: `weixin://wxpay/bizpayurl?pr=${code}` }
    },

    /** Where the payer's browser goes, under `base`: the desk's address as the shop knows it. A fresh link at every repetition. */
    placeH5(body: unknown, base: string): { h5_url: string } {
      const order = placed('MWEB', parsed(H5Order, body))
      const link = { prepay_id: prepayId(clock.now()), package: h5Package() }
      book.putWith(order, 'h5', `${link.prepay_id} ${link.package}`, clock.now())
      return { h5_url: `${base}/wechatPay/h5?${new URLSearchParams(link)}` }
    },

    byOutTradeNo(outTradeNo: string, mchid: string | null): Told {
      checkMchid(mchid)
      return told(book.get(outTradeNo), clock.now())
    },

    byTransactionId(id: string, mchid: string | null): Told {
      checkMchid(mchid)
      const pointer = book.pointer('transaction', id)
      const order = pointer && book.find(pointer.outTradeNo)
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

    /** The order that a pay sheet, a QR code or an H5 link stands for; null when unknown, `old` when that has run out. */
    orderOfPrepay: (id: string) => pointed('prepay', id, 'JSAPI', PREPAY_LIVES_MS),
    orderOfCode: (code: string) => pointed('code', code, 'NATIVE', CODE_LIVES_MS),
    orderOfH5: (prepay: string, secret: string) => pointed('h5', `${prepay} ${secret}`, 'MWEB', H5_LINK_LIVES_MS),

    /** The money moves: one write holds payer, payment and notice. The caller has checked that this person may pay the order. */
    pay(order: Order, openid: string): Order {
      const now = clock.now()
      const id = transactionId(now)
      const paid: Order = { ...order, openid, state: 'SUCCESS', transactionId: id, paidAt: now }
      const content = told(paid, now)
      const notice = postman.written('TRANSACTION.SUCCESS', '支付成功', 'transaction', order.notifyUrl, content)
      book.putWith({ ...paid, notice }, 'transaction', id, now)
      postman.expect({ outTradeNo: order.outTradeNo })
      return { ...paid, notice }
    },
  }
}
export type Transactions = ReturnType<typeof transactions>
