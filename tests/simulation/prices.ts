import { isDeepStrictEqual } from 'node:util'
import type { Order } from '../../core/orders/order'
import type { Facts } from './facts'
import type { Known, Opened } from './witness'

const stepFen = ({ price }: Order, kind: string): number => price.steps.find((step) => step.kind === kind)?.fen ?? 0

/** What a member may have paid, in percent of the list price; 100 for everybody else. */
function percentsOf({ goods, userId }: Order, { terms }: Known, { memberships }: Facts): number[] {
  if (goods.kind !== 'course') return [100]
  const spells = memberships.find(({ _id }) => _id === userId)?.spells ?? []
  const ways = terms.length ? terms.map(({ forMembers }) => forMembers) : ['discount']
  return [
    100,
    ...(spells.length && ways.includes('free') ? [0] : []),
    ...(ways.includes('discount') ? spells.map(({ percent }) => percent) : []),
  ]
}

/** Worked out from scratch, without the core's arithmetic: list, less the member's part, less points, less balance. */
function fits(order: Order, listFen: number, percent: number, settings: Known['settings'][number]): boolean {
  const { price, goods } = order
  const goodsFen = Math.floor((listFen * percent) / 100)
  const mostPoints = Math.floor(Math.floor((goodsFen * settings.points.maxPercent) / 100) / settings.points.fenPerPoint)
  const mayUsePoints = settings.ways.points && (goods.kind === 'course' || goods.kind === 'gift')
  const mayUseBalance = settings.ways.balance && goods.kind !== 'topUp'
  return (
    stepFen(order, 'list') === listFen &&
    stepFen(order, 'member') === goodsFen - listFen &&
    price.goodsFen === goodsFen &&
    price.points <= (mayUsePoints ? mostPoints : 0) &&
    price.pointsFen === price.points * settings.points.fenPerPoint &&
    price.balanceFen <= (mayUseBalance ? goodsFen - price.pointsFen : 0) &&
    price.payFen === goodsFen - price.pointsFen - price.balanceFen
  )
}

function priceFault({ order, known }: Opened, facts: Facts): string | undefined {
  const { _id, price } = order
  if (price.steps.reduce((sum, { fen }) => sum + fen, 0) !== price.payFen)
    return `${_id}: its steps do not sum to its price`
  const percents = percentsOf(order, known, facts)
  const isExplained = known.listFen.some((listFen) =>
    percents.some((percent) => known.settings.some((settings) => fits(order, listFen, percent, settings))),
  )
  return isExplained
    ? undefined
    : `${_id}: nothing explains ${JSON.stringify(price)} at a list price of ${known.listFen.join(' or ')}`
}

/** Prices that nothing explains, prices that changed after the order, and payments of another amount than the order's. */
export const priceFaults = (facts: Facts): string[] =>
  [...facts.world.witness.opened.values()].flatMap((opened) => {
    const { order } = opened
    const fault = priceFault(opened, facts)
    const now = facts.orderOf.get(order._id)
    const frozen = now && isDeepStrictEqual([now.price, now.share, now.goods], [order.price, order.share, order.goods])
    const paid = facts.paid.find(({ orderId }) => orderId === order._id)
    return [
      ...(fault ? [fault] : []),
      ...(frozen ? [] : [`${order._id}: its terms changed after it was opened`]),
      ...(paid && paid.fen !== order.price.payFen
        ? [`${order._id}: ${paid.fen} fen were taken for ${order.price.payFen}`]
        : []),
    ]
  })
