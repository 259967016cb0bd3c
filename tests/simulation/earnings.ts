import type { Order } from '../../core/orders/order'
import { entriesOf, type Facts } from './facts'

/** What an order's entries did to the accounts of this kind: above zero they gained. */
function gained(facts: Facts, order: Order, kinds: string[]): number {
  const lines = entriesOf(facts, order._id).flatMap((entry) => entry.lines)
  return lines.reduce(
    (sum, { account, amount }) => (kinds.includes(account.split(':')[0] ?? '') ? sum - amount : sum),
    0,
  )
}

/** What should have become of an order that is over, worked out from what was paid and not given back. */
function expected(order: Order): { shares: number; points: number; wallet: number } {
  const { price, share, goods, isLate, isMature, pointsPerYuan } = order
  const wasPaid = order.paidAt !== null && !isLate
  if (!wasPaid) return { shares: 0, points: 0, wallet: 0 }
  const leftFen = price.payFen + price.balanceFen - order.refundedFen - order.refundedBalanceFen
  if (goods.kind === 'topUp') return { shares: 0, points: 0, wallet: leftFen }
  const earned = isMature ? Math.floor(leftFen / 100) * pointsPerYuan : 0
  return {
    shares: Math.floor((leftFen * (share?.percent ?? 0)) / 100),
    points: earned - (price.points - order.refundedPoints),
    wallet: -(price.balanceFen - order.refundedBalanceFen),
  }
}

/** What a top-up's wallet could not give when the gateway had given it back already: a difference for the school to explain. */
const shortOf = (facts: Facts, order: Order): number => -gained(facts, order, ['differences'])

export const earningFaults = (facts: Facts): string[] =>
  facts.orders.flatMap((order) => {
    const should = expected(order)
    const is = {
      shares: gained(facts, order, ['shares', 'teacher']),
      points: gained(facts, order, ['points']),
      wallet: gained(facts, order, ['wallet']) - shortOf(facts, order),
    }
    return (['shares', 'points', 'wallet'] as const)
      .filter((kind) => is[kind] !== should[kind])
      .map((kind) => `${order._id} (${order.state}): ${kind} ${is[kind]}, should be ${should[kind]}`)
  })
