import type { MoneySettings } from '../contract/moneySettings'
import { isKept, type Order, type OrderRefund } from './order'
import { refundNoOf } from './settle'

/** What of an order has not been given back yet. */
export const leftOf = ({ price, refundedFen, refundedBalanceFen, refundedPoints }: Order) => ({
  fen: price.payFen - refundedFen,
  balanceFen: price.balanceFen - refundedBalanceFen,
  points: price.points - refundedPoints,
})

export type Policy = {
  policy: 'atOnce' | 'review' | 'no'
  why: '' | 'NOTHING_LEFT' | 'NOT_PAID' | 'UNDER_WAY' | 'GIFT_CLAIMED' | 'TOO_LATE' | 'WATCHED' | 'BY_APPLE'
}

const DAY_MS = 24 * 3_600_000

/**
 * Whether a buyer's wish goes back at once: asked for within the school's days, and little of it watched. What was spent from a wallet is
 * never in doubt, a claimed gift and everything later is for the school to decide; a top-up only the school can give back.
 */
export function policyOf(
  order: Order,
  { watchedPercent, isGiftClaimed, now }: { watchedPercent: number; isGiftClaimed: boolean; now: Date },
  { refund }: MoneySettings,
): Policy {
  if (!isKept(order)) return { policy: 'no', why: 'NOT_PAID' }
  if (order.refund) return { policy: 'no', why: 'UNDER_WAY' }
  const left = leftOf(order)
  if (left.fen + left.balanceFen + left.points === 0) return { policy: 'no', why: 'NOTHING_LEFT' }
  const paidAt = Date.parse(order.paidAt ?? order.openedAt)
  if (isGiftClaimed) return { policy: 'review', why: 'GIFT_CLAIMED' }
  if (now.getTime() - paidAt > refund.days * DAY_MS) return { policy: 'review', why: 'TOO_LATE' }
  if (order.goods.kind === 'topUp' || order.goods.kind === 'membership') return { policy: 'review', why: '' }
  if (watchedPercent > refund.watchedPercent) return { policy: 'review', why: 'WATCHED' }
  return { policy: 'atOnce', why: '' }
}

/**
 * A refund of an order: `fen` of it, or all that is left. Money goes back the way it came, through the gateway first and the rest to
 * the wallet; points come back only with everything.
 */
export function refundOf(
  order: Order,
  asked: { fen?: number; reason: string; by: OrderRefund['by']; state: 'asked' | 'going'; shuts?: boolean },
  at: string,
): OrderRefund | null {
  const left = leftOf(order)
  const wanted = asked.fen ?? left.fen + left.balanceFen
  const isWhole = wanted === left.fen + left.balanceFen
  const fen = Math.min(wanted, left.fen)
  const balanceFen = wanted - fen
  if (balanceFen > left.balanceFen || (wanted <= 0 && left.points === 0)) return null
  return {
    refundNo: refundNoOf(order),
    fen,
    balanceFen,
    points: isWhole ? left.points : 0,
    reason: asked.reason,
    by: asked.by,
    state: asked.state,
    answer: '',
    askedAt: at,
    doneAt: null,
    isWhole,
    shuts: isWhole || asked.shuts === true,
  }
}
