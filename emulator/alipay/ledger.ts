import { FEE_PER_MILLE } from './limits'
import type { Trade } from './trades'

/** One movement: a payment, or a refund that has arrived. `number` is the shop's own of it; `feeFen` was kept, or given back. */
export type Booking = {
  kind: 'payment' | 'refund'
  at: number
  number: string
  fen: number
  feeFen: number
  trade: Pick<Trade, 'tradeNo' | 'outTradeNo' | 'subject' | 'createdAt'>
}

/** Alipay's share of so many fen, half up to a whole fen. */
const feeOf = (fen: number): number => Math.floor((fen * FEE_PER_MILLE + 500) / 1000)

/** Never more fee comes back than was kept, in however many parts the money goes. */
function bookingsOf(trade: Trade): Booking[] {
  if (trade.paidAt === undefined) return []
  let back = 0
  const refunds = trade.refunds
    .filter(({ settlesAt }) => settlesAt === null)
    .map(({ outRequestNo: number, fen, createdAt: at }): Booking => {
      const feeFen = feeOf(back + fen) - feeOf(back)
      back += fen
      return { kind: 'refund', at, number, fen, feeFen, trade }
    })
  const { fen, outTradeNo: number, paidAt: at } = trade
  return [{ kind: 'payment', at, number, fen, feeFen: feeOf(fen), trade }, ...refunds]
}

/** Everything that moved, in the order in which it did. */
export const bookings = (trades: Trade[]): Booking[] => trades.flatMap(bookingsOf).sort((a, b) => a.at - b.at)

/** What one movement does to the balance, as the lines of the account: the money, and the fee of it. */
export const movements = ({ kind, fen, feeFen }: Booking): { type: string; fen: number }[] =>
  kind === 'payment'
    ? [{ type: '在线支付', fen }, ...(feeFen ? [{ type: '收费', fen: -feeFen }] : [])]
    : [{ type: '交易退款', fen: -fen }, ...(feeFen ? [{ type: '退费', fen: feeFen }] : [])]

/** A payment of which nobody here knows. */
export const strangerOf = ({ at, number, fen }: { at: number; number: string; fen: number }): Booking => ({
  kind: 'payment',
  at,
  number,
  fen,
  feeFen: feeOf(fen),
  trade: { tradeNo: '2026112122001999999999999999', outTradeNo: number, subject: '陌生的一笔', createdAt: at },
})
