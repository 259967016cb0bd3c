import { chinaDay } from './chinaTime'
import { FEE_PER_MILLE } from './limits'
import type { Order, Refund, TradeType } from './orders'
import type { Transfer } from './transferBook'

/** Whose trade it was and what for, as the trade bill tells it. */
export type Trade = {
  transactionId: string
  outTradeNo: string
  tradeType: TradeType
  openid: string
  description: string
  attach: string
}

/**
 * One movement on the merchant's account. `number` is the merchant's own of it, `fen` what was paid, given back or sent;
 * `feeFen` is what the service kept of a payment, or gave back with a refund.
 */
export type Booking =
  | { kind: 'payment'; at: number; number: string; fen: number; feeFen: number; trade: Trade }
  | {
      kind: 'refund'
      at: number
      number: string
      fen: number
      feeFen: number
      trade: Trade
      refundId: string
      outcome: Refund['outcome']
      settledAt: number | null
    }
  | { kind: 'refundReturned'; at: number; number: string; fen: number; refundId: string }
  | { kind: 'transfer' | 'transferReturned'; at: number; number: string; fen: number; transferBillNo: string }

/** The service's share of so many fen, half up to a whole fen. */
export const feeOf = (fen: number): number => Math.floor((fen * FEE_PER_MILLE + 500) / 1000)

const tradeOf = ({
  outTradeNo,
  tradeType,
  openid = '',
  description,
  attach = '',
  transactionId = '',
}: Order): Trade => ({
  transactionId,
  outTradeNo,
  tradeType,
  openid,
  description,
  attach,
})

/** An order's refunds with the fee that comes back: never more than was kept, in however many parts the money goes. */
function refundBookings(order: Order): Booking[] {
  let back = 0
  return order.refunds.flatMap(({ outRefundNo: number, refundId, fen, createdAt, outcome, ...refund }): Booking[] => {
    const settledAt = refund.settledAt ?? refund.succeededAt ?? null
    const isClosed = outcome === 'CLOSED'
    const feeFen = isClosed ? 0 : feeOf(back + fen) - feeOf(back)
    if (!isClosed) back += fen
    const booked: Booking = {
      kind: 'refund',
      at: createdAt,
      number,
      fen,
      feeFen,
      trade: tradeOf(order),
      refundId,
      outcome,
      settledAt,
    }
    return isClosed && settledAt !== null
      ? [booked, { kind: 'refundReturned', at: settledAt, number, fen, refundId }]
      : [booked]
  })
}

function orderBookings(order: Order): Booking[] {
  if (order.paidAt === undefined) return []
  const { fen, outTradeNo: number, paidAt: at } = order
  return [{ kind: 'payment', at, number, fen, feeFen: feeOf(fen), trade: tradeOf(order) }, ...refundBookings(order)]
}

function transferBookings({ outBillNo: number, transferBillNo, fen, createdAt, returnedAt }: Transfer): Booking[] {
  const sent: Booking = { kind: 'transfer', at: createdAt, number, fen, transferBillNo }
  return returnedAt === undefined
    ? [sent]
    : [sent, { kind: 'transferReturned', at: returnedAt, number, fen, transferBillNo }]
}

/** Everything that moved, in the order it was booked: the same orders on disk always give the same. */
export const bookings = (orders: Order[], transfers: Transfer[]): Booking[] =>
  [...orders.flatMap(orderBookings), ...transfers.flatMap(transferBookings)].sort(
    (a, b) => a.at - b.at || (a.number < b.number ? -1 : a.number > b.number ? 1 : 0),
  )

/** What one movement does to the balance, as the lines of the fund bill: a payment and the fee kept from it are two. */
export function movements(booking: Booking): { type: string; fen: number }[] {
  switch (booking.kind) {
    case 'payment':
      return [
        { type: '交易', fen: booking.fen },
        ...(booking.feeFen ? [{ type: '扣除交易手续费', fen: -booking.feeFen }] : []),
      ]
    case 'refund':
      return [{ type: '退款', fen: booking.feeFen - booking.fen }]
    // The three that follow are in the desk's own words: no captured bill shows WeChat Pay's.
    case 'refundReturned':
      return [{ type: '退款失败退回', fen: booking.fen }]
    case 'transfer':
      return [{ type: '商家转账', fen: -booking.fen }]
    case 'transferReturned':
      return [{ type: '商家转账退回', fen: booking.fen }]
  }
}

export const balanceOf = (booked: Booking[]): number => booked.flatMap(movements).reduce((sum, { fen }) => sum + fen, 0)

/** A payment of which nobody here knows: somebody else's, taken under the same merchant. */
export const strangerOf = ({ at, number, fen }: { at: number; number: string; fen: number }): Booking => ({
  kind: 'payment',
  at,
  number,
  fen,
  feeFen: feeOf(fen),
  trade: {
    transactionId: `4200${chinaDay(at).replaceAll('-', '')}${'0'.repeat(16)}`,
    outTradeNo: number,
    tradeType: 'NATIVE',
    openid: 'o-a-stranger',
    description: '陌生的一笔',
    attach: '',
  },
})
