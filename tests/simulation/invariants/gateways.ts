import { isKept } from '../../../core/orders/order'
import { entriesOf, type Facts, gatewayFen, isGiving, sum, total, twice } from '../facts'
import type { Invariant } from '../invariants'

/** Paid and given back whole elsewhere before we had heard of it: closed, with nothing to book. */
const cameToNothing = (facts: Facts, orderId: string): boolean => {
  const paidFen = sum(facts.paid.filter((one) => one.orderId === orderId).map(({ fen }) => fen))
  const backFen = sum(facts.returned.filter((one) => one.orderId === orderId).map(({ fen }) => fen))
  return facts.orderOf.get(orderId)?.state === 'closed' && paidFen === backFen
}

/** The books and what the gateways hold, paid and gave back. */
export const gateways: Invariant[] = [
  {
    sentence: 'Whoever has paid has what was bought, or the money back.',
    contradictions: ({ paid, orderOf, returned }) =>
      paid.flatMap(({ orderId, fen, userId }) => {
        const order = orderOf.get(orderId)
        if (!order) return [`${userId} paid ${orderId}, which is no order`]
        if (order.userId !== userId) return [`${userId} paid ${orderId}, which is ${order.userId}'s`]
        const back = sum(returned.filter((one) => one.orderId === orderId).map((one) => one.fen))
        const isShut = order.refunds.some(({ state, shuts }) => state === 'done' && shuts)
        if (isGiving(order) || back >= fen || (isKept(order) && isShut)) return []
        if (order.refund?.state === 'stuck') return []
        return [`${orderId} of ${userId} was paid with ${fen} fen and is ${order.state}; ${back} fen went back`]
      }),
  },
  {
    sentence: 'Every payment at a gateway is in the books once, with its amount, and every booked payment was paid.',
    contradictions(facts) {
      const { orders, paid } = facts
      return orders.flatMap((order) => {
        const there = paid.filter(({ orderId }) => orderId === order._id).map(({ fen }) => fen)
        const here = entriesOf(facts, order._id)
          .map(gatewayFen)
          .filter((fen) => fen > 0)
        if (there.length === here.length && there[0] === here[0]) return []
        if (!here.length && cameToNothing(facts, order._id)) return []
        return [
          `${order._id} (${order.state}): paid ${there.join('+') || 0} at the gateway, ${here.join('+') || 0} in the books`,
        ]
      })
    },
  },
  {
    sentence: 'Every refund at a gateway is in the books once, with its amount, and every booked refund went back.',
    contradictions(facts) {
      const { orders, returned } = facts
      return orders.flatMap((order) => {
        const there = returned.filter(({ orderId }) => orderId === order._id).map(({ fen }) => fen)
        const here = entriesOf(facts, order._id)
          .map(gatewayFen)
          .filter((fen) => fen < 0)
          .map((fen) => -fen)
        // Only WeChat Pay tells each refund by its number; elsewhere what one refund gave back may be booked as two.
        const isTold = order.way?.gateway === 'wechatPay'
        const differs = sum(there) !== sum(here) || (isTold && there.length !== here.length)
        if (!differs || (!here.length && cameToNothing(facts, order._id))) return []
        return [
          `${order._id} (${order.state}, ${order.refund?.state ?? 'no refund in hand'}): ${there.join('+') || 0} went back, ${here.join('+') || 0} in the books`,
        ]
      })
    },
  },
  {
    sentence: 'What the books hold at a gateway is what was paid there, less what was given back and paid out.',
    contradictions(facts) {
      return (['wechatPay', 'virtualPay', 'alipay'] as const).flatMap((gateway) => {
        const inFen = sum(facts.paid.filter((one) => one.gateway === gateway).map(({ fen }) => fen))
        const backFen = sum(facts.returned.filter((one) => one.gateway === gateway).map(({ fen }) => fen))
        const outFen =
          gateway === 'wechatPay'
            ? sum(
                facts.world.transfers
                  .all()
                  .filter(({ state }) => state === 'SUCCESS')
                  .map(({ fen }) => fen),
              )
            : 0
        const there = inFen - backFen - outFen
        const effective = facts.entries.filter(({ _id }) => !facts.idle.has(_id))
        const here = total({ entries: effective }, `gateway:${gateway}`)
        return there === here ? [] : [`${gateway}: ${here} fen in the books, ${there} there`]
      })
    },
  },
  {
    sentence:
      'No refund is made under two numbers: each of ours at a gateway is one refund of its order, and the reverse.',
    contradictions({ orders, returned, elsewhere }) {
      const others = new Set(elsewhere.map(({ refundNo }) => refundNo))
      const ours = returned.filter(({ refundNo }) => !others.has(refundNo))
      const told = new Map(
        orders.flatMap(({ refunds }) =>
          refunds
            .filter(({ state, by }) => state === 'done' && by !== 'elsewhere')
            .map((one) => [one.refundNo, one] as const),
        ),
      )
      return [
        ...ours
          .filter(({ refundNo, fen }) => told.get(refundNo)?.fen !== fen)
          .map(
            ({ refundNo, fen, orderId }) => `${fen} fen of ${orderId} went back as ${refundNo}, which no order knows`,
          ),
        ...twice(orders.flatMap(({ refunds }) => refunds.map(({ refundNo }) => refundNo))).map(
          (one) => `${one} is told twice`,
        ),
      ]
    },
  },
  {
    sentence: 'Nothing more is given back than was paid.',
    contradictions: ({ orders, paid, returned }) => [
      ...orders
        .filter(
          ({ price, refundedFen, refundedBalanceFen, refundedPoints }) =>
            refundedFen > price.payFen || refundedBalanceFen > price.balanceFen || refundedPoints > price.points,
        )
        .map(({ _id }) => `${_id} has given back more than its price`),
      ...paid.flatMap(({ orderId, fen }) => {
        const back = sum(returned.filter((one) => one.orderId === orderId).map((one) => one.fen))
        return back > fen ? [`${orderId}: ${back} of ${fen} fen went back`] : []
      }),
    ],
  },
  {
    sentence: 'Every payout that arrived is in the books once, with its amount, and every booked one arrived.',
    contradictions(facts) {
      const arrived = facts.world.transfers
        .all()
        .filter(({ state }) => state === 'SUCCESS')
        .map(({ outBillNo, fen }) => `${outBillNo} ${fen}`)
      const booked = facts.entries
        .filter(({ kind }) => kind === 'withdrawPaid')
        .map((entry) => `${entry._id.split(':')[0]} ${-gatewayFen(entry)}`)
      return [
        ...arrived.filter((one) => !booked.includes(one)).map((one) => `${one} arrived and is not booked`),
        ...booked.filter((one) => !arrived.includes(one)).map((one) => `${one} is booked and did not arrive`),
        ...(facts.withdrawals.every(({ endedAt }) => endedAt !== null) && facts.entries.length
          ? facts.balances
              .filter(({ _id, amount }) => _id.startsWith('payout:') && amount !== 0)
              .map(({ _id, amount }) => `${_id} still holds ${amount}`)
          : []),
      ]
    },
  },
]
