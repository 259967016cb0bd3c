import { byIds } from '../byIds'
import { Course } from '../catalog/course'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { percentOf, Study, studyIdOf } from '../learning/study'
import { User } from '../people/user'
import type { Caller } from '../ports'
import type { RefundPorts } from './askRefund'
import { arrived, settlingOf } from './bookPayment'
import { gatewayOf, placedOf } from './gateway'
import { maturesAtOf, type Order, type OrderRefund, outboxDueAt, viewOf } from './order'
import { orders } from './orders'
import { handOver } from './outbox'
import { agreeToRefund, beginRefund, endQuestion, giveInstead } from './refunding'
import { refundOf } from './refundRules'
import { refundNoOf } from './settle'

const PAGE = 20

const courseOf = ({ goods }: Order): string => (goods.kind === 'course' ? goods.courseId : '')
const studyOf = (order: Order): string => studyIdOf(order.userId, courseOf(order))

/** How these orders read in the office: who bought, and how much of the course they watched. Three questions, however many orders. */
async function readerOf(ports: RefundPorts, list: Order[]) {
  const ofCourses = list.filter(courseOf)
  const ids = {
    users: list.map(({ userId }) => userId),
    courses: ofCourses.map(courseOf),
    studies: ofCourses.map(studyOf),
  }
  const [users, courses, studies] = await Promise.all([
    byIds(ports, 'users', ids.users),
    byIds(ports, 'courses', ids.courses),
    byIds(ports, 'studies', ids.studies),
  ])
  return (order: Order) => {
    const { userId } = order
    const user = User.nullable().parse(users.get(userId) ?? null)
    const course = Course.nullable().parse(courses.get(courseOf(order)) ?? null)
    const study = Study.nullable().parse(studies.get(studyOf(order)) ?? null)
    return {
      order: viewOf(order),
      buyer: { userId, nickname: user?.nickname ?? '' },
      watchedPercent: course ? percentOf(course.outline, study) : 0,
    }
  }
}

const asStuck = (order: Order): OrderRefund => {
  if (order.refund?.state !== 'stuck') throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id })
  return order.refund
}

/** A stuck refund as its gateway has it; null when it has none. */
async function standingRefund(ports: RefundPorts, order: Order, { fen, refundNo }: OrderRefund) {
  const gateway = gatewayOf(ports, order)
  return fen && gateway ? gateway.refundOf({ ...placedOf(order), outRefundNo: refundNo }) : null
}

/**
 * Gives up a stuck refund that its gateway has not got, or has closed: the order stands as it did before. Money that was never
 * earned cannot be kept.
 */
async function giveUp(ports: RefundPorts, order: Order, answer: string): Promise<Order> {
  const refund = asStuck(order)
  const known = await standingRefund(ports, order, refund)
  if (order.isLate || (known && known.state !== 'CLOSED'))
    throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id, why: 'UNDER_WAY' })
  const isUntouched = order.refundedFen + order.refundedBalanceFen + order.refundedPoints === 0
  const changed = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refund.refundNo, 'refund.state': 'stuck' },
    {
      set: {
        refund: null,
        state: isUntouched ? 'paid' : 'partlyRefunded',
        maturesAt: maturesAtOf(order, order.paidAt ?? order.openedAt),
        dueAt: outboxDueAt(ports.clock.now()),
      },
      push: {
        refunds: { ...refund, state: 'refused', answer, doneAt: ports.clock.now().toISOString() },
        // What it took out of a wallet already is put back by the outbox: not before it is given up, and not never.
        todo: 'refund',
      },
      inc: { rev: 1 },
    },
  )
  if (!changed) throw new AppError('BUSY', { orderId: order._id })
  return handOver(ports, changed)
}

/** Tries a stuck refund again: under its own number, or under the next where the gateway has closed that one for good. */
async function again(ports: RefundPorts, order: Order): Promise<Order> {
  const refund = asStuck(order)
  const isDead = (await standingRefund(ports, order, refund))?.state === 'CLOSED'
  const now = ports.clock.now()
  const at = now.toISOString()
  const next = isDead ? refundNoOf({ ...order, refunds: [...order.refunds, refund] }) : refund.refundNo
  const changed = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refund.refundNo, 'refund.state': 'stuck' },
    {
      set: { refund: { ...refund, refundNo: next, state: 'going' }, dueAt: outboxDueAt(now), looks: 0 },
      push: {
        todo: 'refund',
        ...(isDead && { refunds: { ...refund, state: 'refused', answer: '支付平台关闭了这次退款', doneAt: at } }),
      },
      inc: { rev: 1 },
    },
  )
  if (!changed) throw new AppError('BUSY', { orderId: order._id })
  return handOver(ports, changed)
}

/**
 * Closes a stuck refund that somebody gave back by hand: the books and the course follow as if the gateway had done it.
 * Refuses BUSY when the refund has moved meanwhile.
 */
async function settle(ports: RefundPorts, order: Order, answer: string, by: string): Promise<Order> {
  const refund = asStuck(order)
  const at = ports.clock.now().toISOString()
  await ports.store.insert('audits', { _id: settlingOf(refund.refundNo), at, by, what: 'refund', words: answer })
  return handOver(ports, await arrived(ports, order, { ...refund, answer }))
}

/** Gives back a part or all of it, without having been asked, or in place of what was asked for. */
async function give(
  ports: RefundPorts,
  order: Order,
  { fen, reason, shut }: Extract<Input<'reviewRefunds'>, { action: 'give' }>,
): Promise<Order> {
  const at = ports.clock.now().toISOString()
  const refundFor = (of: Order): OrderRefund => {
    const refund = refundOf(of, { fen, reason, by: 'staff', state: 'going', shuts: shut }, at)
    if (!refund) throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id, why: 'NOTHING_LEFT' })
    return refund
  }
  return order.refund?.state === 'asked'
    ? giveInstead(ports, order, reason, refundFor)
    : beginRefund(ports, order, refundFor(order))
}

async function decide(
  ports: RefundPorts,
  order: Order,
  input: Exclude<Input<'reviewRefunds'>, { action: 'waiting' | 'all' }>,
  by: string,
): Promise<Order> {
  switch (input.action) {
    case 'look':
      return order
    case 'agree':
      return agreeToRefund(ports, order, input.answer ?? '')
    case 'refuse':
      return order.refund?.state === 'stuck'
        ? giveUp(ports, order, input.answer)
        : handOver(ports, await endQuestion(ports, order, input.answer))
    case 'give':
      return give(ports, order, input)
    case 'again':
      return again(ports, order)
    case 'settle':
      return settle(ports, order, input.answer, by)
  }
}

/**
 * The office looks at orders and decides about refunds. Refuses: ORDER_NOT_FOUND, REFUND_NOT_POSSIBLE (nothing left, none that waits), BUSY.
 */
export const reviewRefunds =
  (ports: RefundPorts) =>
  async ({ userId }: Caller, input: Input<'reviewRefunds'>): Promise<Output<'reviewRefunds'>> => {
    if (input.action === 'all') {
      const found = await orders(ports).all(input.after, PAGE + 1)
      const page = found.slice(0, PAGE)
      return {
        action: 'all',
        orders: page.map(await readerOf(ports, page)),
        next: found.length > PAGE ? (page.at(-1)?.listKey ?? null) : null,
      }
    }
    if (input.action === 'waiting') {
      const [stuck, asked] = await Promise.all([
        input.after ? [] : orders(ports).refundsIn('stuck', PAGE),
        orders(ports).refundsIn('asked', PAGE + 1, input.after),
      ])
      const page = asked.slice(0, PAGE)
      const all = [...stuck, ...page]
      return {
        action: 'waiting',
        orders: all.map(await readerOf(ports, all)),
        next: asked.length > PAGE ? (page.at(-1)?.refund?.askedAt ?? null) : null,
      }
    }
    const order = await orders(ports).find(input.orderId)
    if (!order) throw new AppError('ORDER_NOT_FOUND', { orderId: input.orderId })
    const decided = await decide(ports, order, input, userId)
    const read = await readerOf(ports, [decided])
    return { action: input.action, reviewed: read(decided) }
  }
