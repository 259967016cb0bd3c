import { AppError } from '../../core/contract/errors'
import type { Clock, Notice, Payment, Payments, Refund } from '../../core/ports'

type PaymentOrder = { fen: number; openid: string; description: string; expiresAt: string; payment: Payment }

/**
 * A payment service in memory that keeps the rules the core relies on: one order per number with unchangeable terms, no
 * payment after closing, one refund per refund number. Its notices are proven by a word only it knows.
 */
export function memoryPayments(
  clock: Clock,
  merchant = { mchid: '1900000001', appid: 'wx8888888888888888' },
): Payments & {
  /** Somebody pays; answers the notice that will be sent. */
  pay(outTradeNo: string): { headers: Record<string, string>; body: string }
  /** A genuine notice of whatever is said: for what a signature alone does not promise. */
  notice(payment: Partial<Payment> & { outTradeNo: string }): { headers: Record<string, string>; body: string }
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

  return {
    merchant,
    async prepay({ outTradeNo, fen, openid, description, expiresAt }) {
      await turn()
      const known = orders.get(outTradeNo)
      if (known && known.payment.state !== 'NOTPAY') throw new AppError('PAYMENT_REFUSED', { code: 'ORDER_PAID' })
      if (known && (known.fen !== fen || known.openid !== openid || known.description !== description))
        throw new AppError('PAYMENT_REFUSED', { code: 'INVALID_REQUEST' })
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
      return orders.get(outTradeNo)?.payment ?? null
    },
    async close(outTradeNo) {
      await turn()
      const order = orders.get(outTradeNo)
      if (order?.payment.state === 'SUCCESS') return 'paid'
      if (order) order.payment = { ...order.payment, state: 'CLOSED' }
      return 'closed'
    },
    async refund({ outTradeNo, outRefundNo, fen }) {
      await turn()
      const known = refunds.get(outRefundNo)
      if (known) return known
      const refund: Refund = { outTradeNo, outRefundNo, fen, refundId: `r${refunds.size + 1}`, state: 'SUCCESS' }
      refunds.set(outRefundNo, refund)
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
    notice: (payment) =>
      signed({ id: 'notice-x', kind: 'paid', payment: { ...merchant, state: 'SUCCESS', currency: 'CNY', ...payment } }),
    refunds: () => [...refunds.values()],
  }
}
