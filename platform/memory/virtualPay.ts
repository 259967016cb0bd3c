import { AppError } from '../../core/contract/errors'
import type { Clock, Gateway, Notice, Payment, Placed, Refund } from '../../core/ports'
import { type Moved, movedBy } from './moved'
import { eventLoop, type Turn } from './turn'
import type { memoryVirtualItems } from './virtualItems'

type Phone = 'android' | 'ios'
type Terms = Placed & { productId: string }
type Order = {
  terms: Terms
  phone: Phone
  payment: Payment
  areCoinsSpent: boolean
  isByApple: boolean
  appleGaveAt?: string
}
type KeptRefund = { refund: Refund; at: string; settlesAt: number }
type Letter = { headers: Record<string, string>; body: string }

/** Apple takes nothing smaller. */
const LEAST_FEN_ON_IOS = 100

/** WeChat's client takes an order number once: also a sheet that was left uses it up. */
const NUMBER_USED = '-15002'
/** The item is not there at this price, or not yet. */
const NOT_ON_SALE = '-15013'

const PROOF = 'a word between WeChat and this shop'

const refused = (code: string) => new AppError('PAYMENT_REFUSED', { code })
const loginAgain = () => new AppError('PAYMENT_UNAVAILABLE', { reason: 'LOGIN_AGAIN' })

const letterOf = (notice: Notice): Letter => ({ headers: { 'x-proof': PROOF }, body: JSON.stringify(notice) })

/**
 * WeChat's virtual payment in memory, with the rules the core relies on: WeChat hears of an order only when its buyer opens
 * the sheet, nothing can be closed, somebody may pay at any time, coins are spent by asking, Apple alone gives back what was
 * paid on an iPhone, and notices say no more than "look". The same calls always give the same answers.
 */
export function memoryVirtualPay(
  clock: Clock,
  options: {
    merchant?: { mchid: string; appid: string }
    /** Where an item must stand at its price before somebody can buy it; without, prices are not compared. */
    items?: ReturnType<typeof memoryVirtualItems>
    /** How long money takes on its way back. */
    refundTakesMs?: number
    turn?: Turn
  } = {},
): Gateway & {
  /** What `wx.login` gives this person now; each code works once. */
  login(openid: string): string
  /** WeChat forgets this person's session: what was sealed before cannot spend coins any more. */
  endSession(openid: string): void
  /** The buyer opens the sheet: WeChat knows the order now, and no other sheet opens for its number. */
  open(outTradeNo: string): void
  /** Somebody pays, however late; answers what will be pushed. Throws where the client would be refused. */
  pay(outTradeNo: string, phone?: Phone): Letter
  /** Apple asks whether it should give this one back. */
  appleAsks(outTradeNo: string): Letter
  /** Apple gives it back, whatever was answered; answers what will be pushed. */
  appleRefunds(outTradeNo: string): Letter
  /** A genuine push that says "look", for any number. */
  push(outTradeNo: string): Letter
  /** What was given back through us. */
  refunds(): Refund[]
  /** Whether the coins of a paid order have been spent for it. */
  isSpent(outTradeNo: string): boolean
  /** Every payment and refund, oldest first: coins are money when they are bought, not when they are spent. */
  moved(): Moved[]
} {
  const {
    merchant = { mchid: '1450000001', appid: 'wx8888888888888888' },
    items,
    refundTakesMs = 0,
    turn = eventLoop,
  } = options
  const placed = new Map<string, Terms>()
  const orders = new Map<string, Order>()
  const refunds = new Map<string, KeptRefund>()
  const sessions = new Map<string, number>()
  const used = new Set<string>()
  let serial = 0

  const next = (): number => {
    serial += 1
    return serial
  }
  const sessionOf = (openid: string): number => sessions.get(openid) ?? 1
  const sealOf = (openid: string): string => `session ${sessionOf(openid)} of ${openid}`

  function termsOf(outTradeNo: string): Terms {
    const terms = placed.get(outTradeNo)
    if (!terms) throw new Error(`nobody placed ${outTradeNo}`)
    return terms
  }

  function paidOrder(outTradeNo: string): Order {
    const order = orders.get(outTradeNo)
    if (!order?.payment.paidAt) throw refused('ORDER_NOT_PAID')
    return order
  }

  function opened(outTradeNo: string, phone: Phone): Order {
    const terms = termsOf(outTradeNo)
    if (terms.method === 'virtualGoods' && items && !items.isOnSale(terms.productId, terms.fen))
      throw refused(NOT_ON_SALE)
    if (phone === 'ios' && terms.fen < LEAST_FEN_ON_IOS) throw refused('LEAST_FEN_ON_IOS')
    const payment: Payment = { ...merchant, outTradeNo, state: 'NOTPAY', openid: terms.openid }
    const order = orders.get(outTradeNo) ?? { terms, phone, payment, areCoinsSpent: false, isByApple: false }
    if (order.payment.paidAt) throw refused(NUMBER_USED)
    orders.set(outTradeNo, { ...order, phone })
    return { ...order, phone }
  }

  /** Coins that were bought are not yet paid to us: asking spends them, and asking again needs the session all the same. */
  function spendCoins(order: Order, seal: string | null): void {
    if (order.payment.state !== 'SUCCESS') return
    if (seal !== sealOf(order.terms.openid)) throw loginAgain()
    order.areCoinsSpent = true
  }

  const shownRefund = ({ refund, settlesAt }: KeptRefund): Refund =>
    settlesAt <= clock.now().getTime() ? { ...refund, state: 'SUCCESS' } : refund

  const givenBack = (outTradeNo: string): number =>
    [...refunds.values()]
      .filter(({ refund }) => refund.outTradeNo === outTradeNo)
      .reduce((sum, { refund }) => sum + refund.fen, 0)

  return {
    name: 'virtualPay',
    merchant,
    canClose: false,

    async prepay({ outTradeNo, method, fen, openid, loginCode, productId }) {
      await turn()
      if (method !== 'virtualGoods' && method !== 'virtualCoins') throw refused('METHOD')
      const person = /^login (.+) \d+$/.exec(loginCode)?.[1]
      if (!person || used.has(loginCode)) throw loginAgain()
      used.add(loginCode)
      if (person !== openid) throw refused('ANOTHER_PERSON')
      const seal = method === 'virtualCoins' ? sealOf(openid) : null
      const known = placed.get(outTradeNo)
      if (!known) placed.set(outTradeNo, { outTradeNo, method, fen, openid, productId, seal })
      const mode = method === 'virtualCoins' ? 'short_series_coin' : 'short_series_goods'
      const signData = JSON.stringify({ offerId: merchant.mchid, outTradeNo, productId, fen })
      return { sheet: { method, params: { mode, signData, paySig: 'p', signature: 's' } }, seal }
    },

    async query({ outTradeNo, seal }) {
      await turn()
      const order = orders.get(outTradeNo)
      if (!order) return null
      if (order.terms.method === 'virtualCoins') spendCoins(order, seal)
      const { payment } = order
      if (!payment.paidAt) return payment
      return { ...payment, backFen: order.isByApple ? payment.fen : givenBack(outTradeNo) }
    },

    async close() {
      throw refused('CANNOT_CLOSE')
    },

    async refund({ outTradeNo, outRefundNo, refundFen, seal }) {
      await turn()
      const order = paidOrder(outTradeNo)
      if (order.phone === 'ios') throw refused('REFUND_BY_APPLE')
      const known = refunds.get(outRefundNo)
      if (known && (known.refund.outTradeNo !== outTradeNo || known.refund.fen !== refundFen))
        throw refused('INVALID_REQUEST')
      if (known) return shownRefund(known)
      if (refundFen < 1 || givenBack(outTradeNo) + refundFen > (order.payment.fen ?? 0))
        throw refused('INVALID_REQUEST')
      if (order.areCoinsSpent && seal !== sealOf(order.terms.openid)) throw loginAgain()
      const refund: Refund = {
        outRefundNo,
        outTradeNo,
        refundId: `WXR${next()}`,
        state: 'PROCESSING',
        fen: refundFen,
      }
      const now = clock.now()
      refunds.set(outRefundNo, { refund, at: now.toISOString(), settlesAt: now.getTime() + refundTakesMs })
      order.payment = { ...order.payment, state: 'REFUND' }
      return refund
    },

    async refundOf({ outRefundNo }) {
      await turn()
      const known = refunds.get(outRefundNo)
      return known ? shownRefund(known) : null
    },

    async readNotice(headers, rawBody) {
      if (headers['x-proof'] !== PROOF) throw new AppError('NOTICE_REFUSED', { reason: 'SIGNATURE' })
      return JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString()) as Notice // made by letterOf
    },

    login: (openid) => `login ${openid} ${next()}`,
    endSession: (openid) => void sessions.set(openid, sessionOf(openid) + 1),
    open(outTradeNo) {
      if (orders.has(outTradeNo)) throw refused(NUMBER_USED)
      opened(outTradeNo, 'android')
    },
    pay(outTradeNo, phone = 'android') {
      const order = opened(outTradeNo, phone)
      const number = next()
      const payment: Payment = {
        ...order.payment,
        state: 'SUCCESS',
        fen: order.terms.fen,
        currency: 'CNY',
        transactionId: `VP${number}`,
        paidAt: clock.now().toISOString(),
      }
      orders.set(outTradeNo, { ...order, payment })
      return letterOf({ id: `push-${number}`, kind: 'look', outTradeNo })
    },
    appleAsks: (outTradeNo) => letterOf({ id: `push-${next()}`, kind: 'iosRefund', outTradeNo }),
    appleRefunds(outTradeNo) {
      const order = paidOrder(outTradeNo)
      if (order.phone !== 'ios') throw new Error(`${outTradeNo} was not paid on an iPhone`)
      order.payment = { ...order.payment, state: 'REFUND' }
      order.isByApple = true
      order.appleGaveAt = clock.now().toISOString()
      return letterOf({ id: `push-${next()}`, kind: 'look', outTradeNo })
    },
    push: (outTradeNo) => letterOf({ id: `push-${next()}`, kind: 'look', outTradeNo }),
    refunds: () => [...refunds.values()].map(shownRefund),
    isSpent: (outTradeNo) => orders.get(outTradeNo)?.areCoinsSpent ?? false,
    moved() {
      const all = [...orders.values()]
      const apples = all.flatMap(({ payment: { outTradeNo, fen = 0 }, appleGaveAt: at }) => {
        const refund: Refund = { outRefundNo: `APPLE${outTradeNo}`, outTradeNo, refundId: '', state: 'SUCCESS', fen }
        return at ? [{ refund, at }] : []
      })
      return movedBy(
        all.map(({ payment }) => payment),
        [...refunds.values(), ...apples],
      )
    },
  }
}
