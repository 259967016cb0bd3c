import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../core/contract/errors'
import type { PaySheet } from '../../core/contract/shapes'
import type { Clock, Gateway, Notice, Payment, Refund } from '../../core/ports'
import { type Moved, movedBy } from './moved'
import { eventLoop, type Turn } from './turn'

type Prepay = Parameters<Gateway['prepay']>[0]
/** What a repetition must repeat. */
type Terms = Pick<Prepay, 'method' | 'fen' | 'openid' | 'clientIp' | 'description' | 'expiresAt'>
type MemoryOrder = { terms: Terms; payment: Payment }
/** Under way until `settlesAt`; `state` is what it ends in. `at` is ISO time. */
type KeptRefund = { refund: Refund; at: string; settlesAt: number }
type Options = {
  merchant?: Gateway['merchant']
  /** How long money takes on its way back. */
  refundTakesMs?: number
  turn?: Turn
}
type Letter = { headers: Record<string, string>; body: string }

export type MemoryPayments = Gateway & {
  /**
   * Somebody pays, even in the moment the order closes; answers the notice that will be sent. Who scanned the code or came
   * from a browser is known only now.
   */
  pay(outTradeNo: string, openid?: string): Letter
  /** A genuine notice of whatever is said: for what a signature alone does not promise. */
  notice(payment: Partial<Payment> & { outTradeNo: string }): Letter
  /** A genuine notice that this much was given back, by whomever. */
  refundNotice(refund: { outTradeNo: string; fen: number }): Letter
  /** Any notice, proven genuine. */
  genuine(notice: Notice): Letter
  /** A refund on its way does not arrive: the buyer's card is gone, or the bank said no. */
  failRefund(outRefundNo: string, state: 'ABNORMAL' | 'CLOSED'): void
  refunds(): Refund[]
  /** Everything that moved, oldest first. */
  moved(): Moved[]
}

const refused = (code: string) => new AppError('PAYMENT_REFUSED', { code })

// A word nobody outside this file says.
const PROOF = 'only the payment service says this'
const signed = (notice: Notice): Letter => ({ headers: { 'x-proof': PROOF }, body: JSON.stringify(notice) })

function sheetOf({ method, outTradeNo, returnUrl }: Prepay, now: Date): PaySheet {
  const timeStamp = String(Math.floor(now.getTime() / 1000))
  const sheet = { timeStamp, nonceStr: 'n', package: `prepay_id=${outTradeNo}`, signType: 'RSA' as const, paySign: 's' }
  if (method === 'jsapi') return { method, params: sheet }
  if (method === 'native') return { method, codeUrl: `weixin://wxpay/bizpayurl?pr=${outTradeNo}` }
  if (method !== 'h5') throw new AppError('PAYMENT_REFUSED', { code: 'PARAM_ERROR', field: 'method' })
  const back = encodeURIComponent(returnUrl)
  return { method, url: `https://wx.tenpay.example/h5?prepay_id=${outTradeNo}&redirect_url=${back}` }
}

/**
 * WeChat Pay in memory, with the rules the core relies on: one order per number with unchangeable terms, no prepay after
 * closing or paying, one refund per refund number and never more than was paid; an order is REFUND from its first refund on,
 * also a partial one. The same calls at the same times give the same world.
 */
export function memoryPayments(
  clock: Clock,
  {
    merchant = { mchid: '1900000001', appid: 'wx8888888888888888' },
    refundTakesMs = 0,
    turn = eventLoop,
  }: Options = {},
): MemoryPayments {
  const orders = new Map<string, MemoryOrder>()
  const kept = new Map<string, KeptRefund>()
  let serial = 0

  const orderOf = (outTradeNo: string): MemoryOrder => {
    const order = orders.get(outTradeNo)
    if (!order) throw new Error(`nobody opened ${outTradeNo}`)
    return order
  }

  const isOver = ({ terms, payment }: MemoryOrder) =>
    payment.state === 'NOTPAY' && terms.expiresAt <= clock.now().toISOString()
  const stateOf = (order: MemoryOrder) => (isOver(order) ? 'CLOSED' : order.payment.state)

  function checkRepetition(known: MemoryOrder, terms: Terms): void {
    const state = stateOf(known)
    if (state === 'CLOSED') throw refused('ORDER_CLOSED')
    if (state !== 'NOTPAY') throw refused('OUT_TRADE_NO_USED')
    if (!isDeepStrictEqual(known.terms, terms)) throw refused('INVALID_REQUEST')
  }

  const shown = ({ refund, settlesAt }: KeptRefund): Refund =>
    settlesAt > clock.now().getTime() ? { ...refund, state: 'PROCESSING' } : refund

  function checkRefund({ payment }: MemoryOrder, outTradeNo: string, refundFen: number, fen: number): void {
    const given = [...kept.values()].filter(
      ({ refund }) => refund.outTradeNo === outTradeNo && refund.state !== 'CLOSED',
    )
    const left = (payment.fen ?? 0) - given.reduce((sum, { refund }) => sum + refund.fen, 0)
    if (payment.fen !== fen || refundFen > left) throw refused('INVALID_REQUEST')
  }

  return {
    name: 'wechatPay',
    merchant,
    canClose: true,
    async prepay(order) {
      await turn()
      const { outTradeNo, method, fen, description, expiresAt } = order
      const sheet = sheetOf(order, clock.now())
      // Each way of paying tells WeChat Pay only what it asks for.
      const openid = method === 'jsapi' ? order.openid : ''
      const clientIp = method === 'h5' ? order.clientIp : ''
      const terms = { method, fen, openid, clientIp, description, expiresAt }
      const known = orders.get(outTradeNo)
      if (known) checkRepetition(known, terms)
      else orders.set(outTradeNo, { terms, payment: { ...merchant, outTradeNo, state: 'NOTPAY' } })
      return { sheet, seal: null }
    },
    async query({ outTradeNo }) {
      await turn()
      const order = orders.get(outTradeNo)
      return order ? { ...order.payment, state: stateOf(order) } : null
    },
    async close({ outTradeNo }) {
      await turn()
      const order = orders.get(outTradeNo)
      if (order?.payment.paidAt) return 'paid'
      if (order) order.payment = { ...order.payment, state: 'CLOSED' }
      return 'closed'
    },
    async refund({ outTradeNo, outRefundNo, refundFen, fen }) {
      await turn()
      const order = orders.get(outTradeNo)
      if (!order) throw refused('RESOURCE_NOT_EXISTS')
      const before = kept.get(outRefundNo)
      const known = before && shown(before)
      if (known && (known.outTradeNo !== outTradeNo || known.fen !== refundFen || order.terms.fen !== fen))
        throw refused('INVALID_REQUEST')
      if (known) return known
      checkRefund(order, outTradeNo, refundFen, fen)
      const refundId = `r${kept.size + 1}`
      const refund: Refund = { outTradeNo, outRefundNo, fen: refundFen, refundId, state: 'SUCCESS' }
      const settlesAt = clock.now().getTime() + refundTakesMs
      const one = { refund, at: new Date(settlesAt).toISOString(), settlesAt }
      kept.set(outRefundNo, one)
      order.payment = { ...order.payment, state: 'REFUND' }
      return shown(one)
    },
    async refundOf({ outRefundNo }) {
      await turn()
      const one = kept.get(outRefundNo)
      return one ? shown(one) : null
    },
    async readNotice(headers, rawBody) {
      if (headers['x-proof'] !== PROOF) throw new AppError('NOTICE_REFUSED', { reason: 'not proven' })
      return JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString()) as Notice
    },
    pay(outTradeNo, openid) {
      const order = orderOf(outTradeNo)
      serial += 1
      order.payment = {
        ...order.payment,
        state: 'SUCCESS',
        fen: order.terms.fen,
        currency: 'CNY',
        transactionId: `42000000${serial}`,
        openid: openid ?? (order.terms.openid || 'o-scanner'),
        paidAt: clock.now().toISOString(),
      }
      return signed({ id: `notice-${serial}`, kind: 'paid', payment: order.payment })
    },
    refundNotice: ({ outTradeNo, fen }) =>
      signed({
        id: 'notice-r',
        kind: 'refund',
        refund: { outTradeNo, outRefundNo: 'COUNTER1', refundId: 'r-counter', state: 'SUCCESS', fen },
      }),
    notice: (payment) =>
      signed({ id: 'notice-x', kind: 'paid', payment: { ...merchant, state: 'SUCCESS', currency: 'CNY', ...payment } }),
    genuine: signed,
    failRefund(outRefundNo, state) {
      const one = kept.get(outRefundNo)
      if (!one || shown(one).state !== 'PROCESSING') throw new Error(`no refund ${outRefundNo} is under way`)
      kept.set(outRefundNo, { ...one, refund: { ...one.refund, state }, settlesAt: 0 })
    },
    refunds: () => [...kept.values()].map(shown),
    moved: () =>
      movedBy(
        [...orders.values()].map(({ payment }) => payment),
        [...kept.values()].filter((one) => shown(one).state === 'SUCCESS'),
      ),
  }
}
