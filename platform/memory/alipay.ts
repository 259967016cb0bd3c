import { AppError } from '../../core/contract/errors'
import type { Clock, Gateway, Notice, Payment, Refund } from '../../core/ports'
import { type Moved, movedBy } from './moved'
import { eventLoop, type Turn } from './turn'

type Options = { merchant?: Gateway['merchant']; turn?: Turn }
type Terms = { fen: number; expiresAt: string }
type Trade = Terms & { payment: Payment }

const refused = (code: string) => new AppError('PAYMENT_REFUSED', { code })

// Proven by a word that no request from outside can know; Alipay has a key for it.
const PROOF = 'the word of Alipay in memory'

/**
 * Alipay in memory, with the rules the core relies on: placing an order asks nobody, a trade comes into being when a buyer
 * opens its address, an unopened one counts as closed and may still be paid, there is one refund per refund number and
 * never more than was paid, and a refund is told as "look", not as a fact.
 */
export function memoryAlipay(
  clock: Clock,
  { merchant = { mchid: '2088000000000001', appid: '2021000000000001' }, turn = eventLoop }: Options = {},
): Gateway & {
  /** A buyer opens the address and does not pay yet. Throws when the order is not open any more. */
  open(outTradeNo: string): void
  /** Somebody pays, even in the moment the order closes; answers the notice that will be sent. */
  pay(outTradeNo: string): { headers: Record<string, string>; body: string }
  /** A genuine notice of whatever is said: for what a signature alone does not promise. */
  notice(payment: Partial<Payment> & { outTradeNo: string }): { headers: Record<string, string>; body: string }
  /** A genuine notice that something happened to this order: a refund, or that it closed. */
  lookNotice(outTradeNo: string): { headers: Record<string, string>; body: string }
  refunds(): Refund[]
  /** Every payment and refund, oldest first. */
  moved(): Moved[]
} {
  const addresses = new Map<string, Terms>()
  const trades = new Map<string, Trade>()
  const refunds = new Map<string, Refund>()
  const refundedAt = new Map<Refund, string>()
  let serial = 0

  const signed = (notice: Notice) => ({ headers: { 'x-proof': PROOF }, body: JSON.stringify(notice) })

  /** The trade as it stands now: one that nobody paid in time is closed. */
  function tradeOf(outTradeNo: string): Trade | undefined {
    const trade = trades.get(outTradeNo)
    if (trade?.payment.state === 'NOTPAY' && trade.expiresAt <= clock.now().toISOString())
      trade.payment = { ...trade.payment, state: 'CLOSED' }
    return trade
  }

  function opened(outTradeNo: string): Trade {
    const known = tradeOf(outTradeNo)
    if (known) return known
    const terms = addresses.get(outTradeNo)
    if (!terms) throw new Error(`nobody was given an address for ${outTradeNo}`)
    const trade: Trade = { ...terms, payment: { ...merchant, outTradeNo, state: 'NOTPAY' } }
    trades.set(outTradeNo, trade)
    return trade
  }

  // Refund numbers are one trade's own.
  const key = (outTradeNo: string, outRefundNo: string) => `${outTradeNo}:${outRefundNo}`

  const givenBack = (outTradeNo: string): number =>
    [...refunds.values()].filter((one) => one.outTradeNo === outTradeNo).reduce((sum, { fen }) => sum + fen, 0)

  return {
    name: 'alipay',
    merchant,
    canClose: true,
    async prepay({ outTradeNo, method, fen, expiresAt, returnUrl }) {
      await turn()
      if (method !== 'alipayPage' && method !== 'alipayWap') throw refused('PARAM_ERROR')
      addresses.set(outTradeNo, { fen, expiresAt })
      const url = `https://alipay.example/gateway.do?${new URLSearchParams({ outTradeNo, returnUrl })}`
      return { sheet: { method, url }, seal: null }
    },
    async query({ outTradeNo }) {
      await turn()
      const payment = tradeOf(outTradeNo)?.payment ?? null
      // It is a refund only once everything has gone back.
      return payment?.state === 'REFUND' ? { ...payment, backFen: payment.fen } : payment
    },
    async close({ outTradeNo }) {
      await turn()
      const trade = tradeOf(outTradeNo)
      if (trade?.payment.paidAt) return 'paid'
      if (trade) trade.payment = { ...trade.payment, state: 'CLOSED' }
      return 'closed'
    },
    async refund({ outTradeNo, outRefundNo, refundFen }) {
      await turn()
      const trade = tradeOf(outTradeNo)
      if (!trade) throw refused('ACQ.TRADE_NOT_EXIST')
      const known = refunds.get(key(outTradeNo, outRefundNo))
      if (known && known.fen !== refundFen) throw refused('ACQ.DISCORDANT_REPEAT_REQUEST')
      if (known) return known
      if (!trade.payment.paidAt) throw refused('ACQ.TRADE_STATUS_ERROR')
      if (givenBack(outTradeNo) + refundFen > trade.fen) throw refused('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')

      const refund: Refund = { outTradeNo, outRefundNo, refundId: outRefundNo, state: 'SUCCESS', fen: refundFen }
      refunds.set(key(outTradeNo, outRefundNo), refund)
      refundedAt.set(refund, clock.now().toISOString())
      // Given back in part, the trade goes on as paid.
      if (givenBack(outTradeNo) === trade.fen) trade.payment = { ...trade.payment, state: 'REFUND' }
      return refund
    },
    async refundOf({ outTradeNo, outRefundNo }) {
      await turn()
      return refunds.get(key(outTradeNo, outRefundNo)) ?? null
    },
    async readNotice(headers, rawBody) {
      if (headers['x-proof'] !== PROOF) throw new AppError('NOTICE_REFUSED', { reason: 'not proven' })
      // What carries the word was written by `signed`.
      return JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString()) as Notice
    },
    open(outTradeNo) {
      const { state } = opened(outTradeNo).payment
      if (state !== 'NOTPAY') throw new Error(`${outTradeNo} is ${state}`)
    },
    pay(outTradeNo) {
      const trade = opened(outTradeNo)
      serial += 1
      trade.payment = {
        ...trade.payment,
        state: 'SUCCESS',
        fen: trade.fen,
        currency: 'CNY',
        transactionId: `2026${String(serial).padStart(24, '0')}`,
        paidAt: clock.now().toISOString(),
      }
      return signed({ id: `alipay-notice-${serial}`, kind: 'paid', payment: trade.payment })
    },
    notice: (payment) =>
      signed({
        id: 'alipay-notice-x',
        kind: 'paid',
        payment: { ...merchant, state: 'SUCCESS', currency: 'CNY', ...payment },
      }),
    lookNotice: (outTradeNo) => signed({ id: `alipay-look-${outTradeNo}`, kind: 'look', outTradeNo }),
    refunds: () => [...refunds.values()],
    moved: () =>
      movedBy(
        [...trades.values()].map(({ payment }) => payment),
        [...refundedAt].map(([refund, at]) => ({ refund, at })),
      ),
  }
}
