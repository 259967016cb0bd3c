import type { Payment, Refund } from '../../core/ports'

type Paid = Payment & { fen: number; transactionId: string }

/** What came in and went out, as bills tell of it. Times are ISO. */
export type Moved =
  | { kind: 'payment'; at: string; payment: Paid }
  | { kind: 'refund'; at: string; refund: Refund; payment: Paid }

const isPaid = (payment: Payment): payment is Paid & { paidAt: string } =>
  payment.fen !== undefined && payment.transactionId !== undefined && payment.paidAt !== undefined

/** All that moved by these payments and refunds, oldest first. */
export function movedBy(payments: Payment[], refunds: { refund: Refund; at: string }[]): Moved[] {
  const paid = payments.filter(isPaid)
  const came = paid.map((payment): Moved => ({ kind: 'payment', at: payment.paidAt, payment }))
  const went = refunds.flatMap(({ refund, at }) =>
    paid
      .filter(({ outTradeNo }) => outTradeNo === refund.outTradeNo)
      .map((payment): Moved => ({ kind: 'refund', at, refund, payment })),
  )
  return [...came, ...went].sort((a, b) => a.at.localeCompare(b.at))
}
