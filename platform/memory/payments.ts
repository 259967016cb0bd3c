import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../core/contract/errors'
import type { Clock, Notice, Payment, Payments, Refund } from '../../core/ports'

type PaymentOrder = { fen: number; openid: string; description: string; expiresAt: string; payment: Payment }

const refused = (code: string) => new AppError('PAYMENT_REFUSED', { code })

/**
 * A payment service in memory that keeps the rules the core relies on: one order per number with unchangeable terms, no
 * prepay after closing or paying, one refund per refund number and never more than was paid. Its notices are proven by a
 * word only it knows.
 */
export function memoryPayments(
  clock: Clock,
  merchant = { mchid: '1900000001', appid: 'wx8888888888888888' },
): Payments & {
  /** Somebody pays, even in the moment the order closes; answers the notice that will be sent. */
  pay(outTradeNo: string): { headers: Record<string, string>; body: string }
  /** A genuine notice of whatever is said: for what a signature alone does not promise. */
  notice(payment: Partial<Payment> & { outTradeNo: string }): { headers: Record<string, string>; body: string }
  /** A genuine notice that this much was given back, by whomever. */
  refundNotice(refund: { outTradeNo: string; fen: number }): { headers: Record<string, string>; body: string }
  refunds(): Refund[]
} {
  const proof = Math.random().toString(36)
  const orders = new Map<string, PaymentOrder>()
  const refunds = new Map<string, Refund>()
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  let serial = 0

  const signed = (notice: Notice) => ({ headers: { 'x-proof': proof }, body: JSON.stringify(notice) })
  const paymentOf = (outTradeNo: string): Payment => {
    const payment = orders.get(outTradeNo)?.payment
    if (!payment) throw new Error(`nobody opened ${outTradeNo}`)
    return payment
  }

  const isOver = ({ expiresAt, payment }: PaymentOrder) =>
    payment.state === 'NOTPAY' && expiresAt <= clock.now().toISOString()
  const stateOf = (order: PaymentOrder) => (isOver(order) ? 'CLOSED' : order.payment.state)

  function checkRepetition(known: PaymentOrder, terms: Omit<PaymentOrder, 'payment'>): void {
    const state = stateOf(known)
    if (state === 'CLOSED') throw refused('ORDER_CLOSED')
    if (state !== 'NOTPAY') throw refused('OUT_TRADE_NO_USED')
    const { payment: _, ...first } = known
    if (!isDeepStrictEqual(first, terms)) throw refused('INVALID_REQUEST')
  }

  function checkRefund({ payment }: PaymentOrder, outTradeNo: string, fen: number, totalFen: number): void {
    const given = [...refunds.values()].filter((one) => one.outTradeNo === outTradeNo)
    const left = (payment.fen ?? 0) - given.reduce((sum, one) => sum + one.fen, 0)
    if (payment.fen !== totalFen || fen > left) throw refused('INVALID_REQUEST')
  }

  return {
    merchant,
    async prepay({ outTradeNo, fen, openid, description, expiresAt }) {
      await turn()
      const known = orders.get(outTradeNo)
      if (known) checkRepetition(known, { fen, openid, description, expiresAt })
      if (!known)
        orders.set(outTradeNo, {
          fen,
          openid,
          description,
          expiresAt,
          payment: { ...merchant, outTradeNo, state: 'NOTPAY' },
        })
      const at = Math.floor(clock.now().getTime() / 1000)
      return { timeStamp: String(at), nonceStr: 'n', package: `prepay_id=${outTradeNo}`, signType: 'RSA', paySign: 's' }
    },
    async query(outTradeNo) {
      await turn()
      const order = orders.get(outTradeNo)
      return order ? { ...order.payment, state: stateOf(order) } : null
    },
    async close(outTradeNo) {
      await turn()
      const order = orders.get(outTradeNo)
      if (order?.payment.paidAt) return 'paid'
      if (order) order.payment = { ...order.payment, state: 'CLOSED' }
      return 'closed'
    },
    async refund({ outTradeNo, outRefundNo, fen, totalFen }) {
      await turn()
      const order = orders.get(outTradeNo)
      if (!order) throw refused('RESOURCE_NOT_EXISTS')
      const known = refunds.get(outRefundNo)
      if (known && (known.outTradeNo !== outTradeNo || known.fen !== fen || order.fen !== totalFen))
        throw refused('INVALID_REQUEST')
      if (known) return known
      checkRefund(order, outTradeNo, fen, totalFen)
      const refund: Refund = { outTradeNo, outRefundNo, fen, refundId: `r${refunds.size + 1}`, state: 'SUCCESS' }
      refunds.set(outRefundNo, refund)
      order.payment = { ...order.payment, state: 'REFUND' }
      return refund
    },
    async refundOf(outRefundNo) {
      await turn()
      return refunds.get(outRefundNo) ?? null
    },
    async readNotice(headers, rawBody) {
      if (headers['x-proof'] !== proof) throw new AppError('NOTICE_REFUSED', { reason: 'not proven' })
      return JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString()) as Notice
    },
    pay(outTradeNo) {
      const order = orders.get(outTradeNo)
      if (!order) throw new Error(`nobody opened ${outTradeNo}`)
      serial += 1
      order.payment = {
        ...order.payment,
        state: 'SUCCESS',
        fen: order.fen,
        currency: 'CNY',
        transactionId: `42000000${serial}`,
        openid: order.openid,
        paidAt: clock.now().toISOString(),
      }
      return signed({ id: `notice-${serial}`, kind: 'paid', payment: paymentOf(outTradeNo) })
    },
    refundNotice: ({ outTradeNo, fen }) =>
      signed({
        id: 'notice-r',
        kind: 'refund',
        refund: { outTradeNo, outRefundNo: 'COUNTER1', refundId: 'r-counter', state: 'SUCCESS', fen },
      }),
    notice: (payment) =>
      signed({ id: 'notice-x', kind: 'paid', payment: { ...merchant, state: 'SUCCESS', currency: 'CNY', ...payment } }),
    refunds: () => [...refunds.values()],
  }
}
