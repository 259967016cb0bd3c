import { bundle, type Plant } from './bundle'
import type { Report } from './worker'
import { runWorker } from './worlds'

/** A mistake that somebody has made, here or elsewhere, as a change of our code. */
export type Defect = {
  name: string
  plants: Plant[]
  /** How many worlds are looked through at least, where several people must meet in one moment for it to show. */
  rare?: number
}

const ORDERS = 'core/orders'

/**
 * The defects of the sample code this project began with (D10–D14), those that other systems were found to have, and some of our own. Each
 * must make a world fail; one that does not would mean that the simulation is blind to it.
 */
export const defects: Defect[] = [
  {
    name: 'D10 · a notice’s amount is not compared (paid on a signed notice of another amount)',
    plants: [
      {
        file: `${ORDERS}/settle.ts`,
        find: "if (payment.fen !== order.price.payFen) return { outcome: 'refused', reason: 'another amount' }",
        replace: '',
      },
    ],
  },
  {
    name: 'D10 · a notice’s merchant is not compared',
    plants: [
      {
        file: `${ORDERS}/settle.ts`,
        find: "if (payment.mchid !== merchant.mchid) return { outcome: 'refused', reason: 'another merchant' }",
        replace: '',
      },
    ],
  },
  {
    name: 'D10 · success is answered for an unknown order',
    plants: [
      {
        file: 'core/payments/takeNotice.ts',
        find: "throw new AppError('ORDER_NOT_FOUND', { orderId })",
        replace: "return 'noted'",
      },
    ],
  },
  {
    name: 'D11 · the client confirms: whoever asks about an order has paid it',
    plants: [
      {
        file: `${ORDERS}/closeOrder.ts`,
        find: 'if (!gateway) return settleHeld(ports, order)\n  const payment',
        replace: 'return settleHeld(ports, order)\n  const payment',
      },
    ],
  },
  {
    name: 'D11 · another price is asked for than the order’s',
    plants: [{ file: `${ORDERS}/gateway.ts`, find: 'fen: price.payFen', replace: 'fen: price.goodsFen' }],
  },
  {
    name: 'D12 · a refund leaves access',
    plants: [
      {
        file: `${ORDERS}/workRefund.ts`,
        find: 'if (refund.shuts && !order.isLate) await takeBack(ports, order)',
        replace: '',
      },
    ],
  },
  {
    name: 'D12 · a refund leaves the certificate',
    plants: [
      { file: `${ORDERS}/delivery.ts`, find: '      certificates(ports).revoke(userId, courseId, at),\n', replace: '' },
    ],
  },
  {
    name: 'D12 · a refund leaves the points that were spent',
    plants: [
      {
        file: `${ORDERS}/accounting.ts`,
        find: "credit(pointsOf(order.userId), refund.points, 'point'),\n    debit('pointsIssued', refund.points, 'point'),",
        replace: '',
      },
    ],
  },
  {
    name: 'D12 · a refund leaves the teacher’s share',
    plants: [
      {
        file: `${ORDERS}/accounting.ts`,
        find: 'const share = part(shareOf, order, refund)',
        replace: 'const share = 0',
      },
    ],
  },
  {
    name: 'D13 · a forged notice is believed',
    plants: [
      {
        file: 'core/payments/payNotify.ts',
        find: 'await gateway.readNotice(headers, body)',
        replace: 'await Promise.resolve(headers).then(() => JSON.parse(body))',
      },
    ],
  },
  {
    name: 'D14 · nobody checks whether the course is bought already',
    plants: [
      {
        file: `${ORDERS}/quote.ts`,
        find: "if (isOpen(enrolment, now)) throw new AppError('ALREADY_OWNED', { courseId })",
        replace: '',
      },
      {
        file: `${ORDERS}/purchase.ts`,
        find: "if (latest.state === 'paid') return paidCourse(ports, latest)",
        replace: '',
      },
      {
        file: `${ORDERS}/delivery.ts`,
        find: "isSecond && order.price.goodsFen > 0 ? 'duplicate' : 'done'",
        replace: "'done'",
      },
    ],
  },
  {
    name: 'D14 · the price is not frozen: a second tap takes the price of now',
    plants: [
      {
        file: `${ORDERS}/purchase.ts`,
        find: '  await hold(ports, order, quoted)\n',
        replace:
          "  await orders(ports).change(order._id, { state: 'pending' }, { set: { price: terms.price } })\n  await hold(ports, order, quoted)\n",
      },
    ],
  },
  {
    name: 'Elsewhere · order numbers collide between buyers',
    plants: [
      {
        file: `${ORDERS}/orders.ts`,
        find: "ids.of('order', userId, goodsKey, attempt)",
        replace: "ids.of('order', goodsKey, attempt)",
      },
    ],
  },
  {
    name: 'Elsewhere · one notice sent ten times opens the course several times',
    plants: [
      {
        file: 'core/entitlements/enrolments.ts',
        find: 'if (revoked.includes(source) || (before && before.until === until)) return null\n        return { grants: [...grants.filter((one) => one !== before), grant], revoked }',
        replace: 'void before\n        return { grants: [...grants, grant], revoked }',
      },
    ],
  },
  {
    name: 'Elsewhere · one balance buys five courses at once',
    plants: [
      {
        file: 'core/ledger/ledger.ts',
        find: 'if (amount < 0 && (changes[at]?.[1] ?? 0) < 0 && (mustCover || isFloored(_id)))',
        replace: 'if (amount > 0 && amount < 0 && (changes[at]?.[1] ?? 0) < 0 && (mustCover || isFloored(_id)))',
      },
    ],
  },
  {
    name: 'Elsewhere · a code for one is used by many',
    plants: [
      {
        file: 'core/codes/redeemCode.ts',
        find: "code._id,\n    { state: 'open' },\n    { set: { state: 'redeemed'",
        replace: "code._id,\n    {},\n    { set: { state: 'redeemed'",
      },
    ],
  },
  {
    name: 'Elsewhere · a late payment is not given back',
    plants: [
      {
        file: `${ORDERS}/settle.ts`,
        find: "return {\n        outcome: 'refunding',\n        from: 'closed',",
        replace:
          "if (order.state === 'closed') return { outcome: 'already' }\n      return {\n        outcome: 'refunding',\n        from: 'closed',",
      },
    ],
  },
  {
    name: 'Elsewhere · each try of a refund takes a number of its own',
    plants: [
      {
        file: `${ORDERS}/workRefund.ts`,
        find: 'outRefundNo: refund.refundNo }',
        replace: "outRefundNo: [refund.refundNo, ports.clock.now().getTime()].join('T') }",
      },
    ],
  },
  {
    name: 'Ours · what a closed order had set aside is not set free',
    plants: [{ file: `${ORDERS}/closeOrder.ts`, find: "todo: isHolding ? ['release'] : []", replace: 'todo: []' }],
  },
  {
    name: 'Elsewhere · of the last place it is asked whether it is there, and it is not held',
    plants: [
      { file: 'core/seats/seats.ts', find: '{ limit: null } : { left: { gt: 0 } }', replace: '{ limit: null } : {}' },
    ],
  },
  {
    name: 'Elsewhere · the place of an order that was given up stays taken',
    plants: [
      {
        file: `${ORDERS}/orderSeat.ts`,
        find: "if (order.seat === 'late' || isOver(order)) await",
        replace: "if (order.state !== 'closed') await",
      },
    ],
  },
  {
    name: 'Elsewhere · a refund leaves the place taken',
    plants: [{ file: `${ORDERS}/workRefund.ts`, find: ", ...(freesSeat && { todo: 'release' })", replace: '' }],
  },
  {
    name: 'Elsewhere · a place is set free as often as somebody asks',
    plants: [
      {
        file: 'core/seats/seats.ts',
        find: 'lacks(key), { inc: { freed: 1 } }',
        replace: 'lacks(key), { inc: { left: 1, freed: 1 } }',
      },
    ],
  },
  {
    name: 'Ours · who pays after the closing is let in although all places are taken',
    plants: [
      {
        file: `${ORDERS}/orderSeat.ts`,
        find: "return answer === 'taken' || answer === 'over'",
        replace: "return answer !== 'over' || answer === 'over'",
      },
    ],
  },
  {
    name: 'Ours · what costs nothing is opened without a place',
    plants: [{ file: `${ORDERS}/closeOrder.ts`, find: ' && (await isSeated(ports, order))', replace: '' }],
  },
  {
    name: 'Ours · of several workers each tells the buyer',
    plants: [
      {
        file: `${ORDERS}/outbox.ts`,
        find: "when: { todo: 'message', tellingUntil: { lte: now.toISOString() } },",
        replace: "when: { todo: 'message', tellingUntil: { ne: 'claimed' } },",
      },
    ],
  },
  {
    name: 'Ours · a membership that is given back leaves the courses it had opened',
    plants: [
      {
        file: `${ORDERS}/delivery.ts`,
        find: 'await alignMemberCourses(ports, userId)) {\n    await studies',
        replace: '[] as string[]) {\n    await studies',
      },
    ],
  },
  {
    name: 'Ours · a refund tried again is ticked off with the try before it',
    rare: 2000,
    plants: [
      {
        file: `${ORDERS}/outbox.ts`,
        find: "return { todo: task, 'refund.state': { ne: 'going' } }",
        replace: 'return { todo: task }',
      },
    ],
  },
  {
    name: 'Ours · a payout is started anew at every look',
    plants: [
      {
        file: 'core/profit/withdraw.ts',
        find: 'const known = await ports.transfers.transferOf(one._id)',
        replace: 'const known = one.state === "started" ? await ports.transfers.transferOf(one._id) : null',
      },
      {
        file: 'core/profit/withdraw.ts',
        find: 'ports.transfers.start({ outBillNo: one._id,',
        replace: "ports.transfers.start({ outBillNo: [one._id, one.looks].join('L'),",
      },
    ],
  },
]

export type Found =
  | { name: string; seed: number; sentence: string; contradiction: string }
  | { name: string; seed: null }

/** The first seed of so many in which a world with this defect fails, and what it violates. */
export async function findDefect({ name, plants, rare = 0 }: Defect, worlds: number): Promise<Found> {
  const code = await bundle(plants)
  const failed: Report[] = []
  const all = Math.max(worlds, rare)
  await runWorker(code, { first: 1, stride: 1, worlds: all, stopsAtFirst: true, tellsStory: false }, (report) => {
    if (report.violations.length) failed.push(report)
  })
  const [first] = failed
  const violation = first?.violations[0]
  return first && violation ? { name, seed: first.seed, ...violation } : { name, seed: null }
}
