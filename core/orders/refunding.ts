import { AppError } from '../contract/errors'
import type { OrderPorts } from './gateway'
import { isKept, type Order, type OrderRefund, outboxDueAt } from './order'
import { orders } from './orders'
import { finishOrder, handOver } from './outbox'

/** What an order becomes while this refund is carried out. */
const begun = (refund: OrderRefund, now: Date) => ({
  set: {
    refund: { ...refund, state: 'going' },
    dueAt: outboxDueAt(now),
    looks: 0,
    ...(refund.isWhole && { state: 'refunding' }),
  },
  push: { todo: 'refund' },
  inc: { rev: 1 },
})

/** Shares that are just being handed over are handed over first: what a refund takes back depends on it. */
async function settledOrder(ports: OrderPorts, order: Order): Promise<Order> {
  return order.todo.includes('mature') ? finishOrder(ports, order) : order
}

/**
 * Puts a refund into an order that has none in hand: to be decided (`asked`), or carried out at once (`going`). One conditional write: of two at the
 * same moment one wins. Refuses: REFUND_NOT_POSSIBLE, BUSY.
 */
export async function beginRefund(ports: OrderPorts, known: Order, refund: OrderRefund): Promise<Order> {
  const order = await settledOrder(ports, known)
  if (!isKept(order) || order.refund) throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id })
  const change = refund.state === 'going' ? begun(refund, ports.clock.now()) : { set: { refund }, inc: { rev: 1 } }
  // What goes back was worked out from the order as it was read: whatever changed since then raised `rev`.
  const begins = await orders(ports).change(
    order._id,
    { state: known.state, 'refund.state': null, rev: known.rev, todo: { ne: 'mature' } },
    change,
  )
  if (!begins) throw new AppError('BUSY', { orderId: order._id })
  return refund.state === 'going' ? handOver(ports, begins) : begins
}

/** Agrees to a refund that was asked for, and carries it out. Refuses: REFUND_NOT_POSSIBLE when it no longer waits, BUSY. */
export async function agreeToRefund(ports: OrderPorts, known: Order, answer: string): Promise<Order> {
  const order = await settledOrder(ports, known)
  const { refund } = order
  if (!isKept(order) || refund?.state !== 'asked') throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id })
  const agreed = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refund.refundNo, 'refund.state': 'asked', todo: { ne: 'mature' } },
    begun({ ...refund, answer }, ports.clock.now()),
  )
  if (!agreed) throw new AppError('BUSY', { orderId: order._id })
  return handOver(ports, agreed)
}

/**
 * Gives back something else than what waits to be decided: the question ends with the answer and this begins, in one write.
 * Refuses: REFUND_NOT_POSSIBLE when nothing waits any more, BUSY.
 */
export async function giveInstead(
  ports: OrderPorts,
  known: Order,
  answer: string,
  refundFor: (order: Order) => OrderRefund,
): Promise<Order> {
  const order = await settledOrder(ports, known)
  const asked = order.refund
  if (!isKept(order) || asked?.state !== 'asked') throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id })
  const now = ports.clock.now()
  const ended: OrderRefund = { ...asked, state: 'refused', answer, doneAt: now.toISOString() }
  const { set, push, inc } = begun(refundFor({ ...order, refund: null, refunds: [...order.refunds, ended] }), now)
  const given = await orders(ports).change(
    order._id,
    {
      'refund.refundNo': asked.refundNo,
      'refund.state': 'asked',
      refundedFen: order.refundedFen,
      todo: { ne: 'mature' },
    },
    { set, push: { ...push, refunds: ended }, inc },
  )
  if (!given) throw new AppError('BUSY', { orderId: order._id })
  return finishOrder(ports, given)
}

/**
 * Ends a refund that waits without giving anything back: taken back by the buyer, or refused with words, which the outbox then
 * tells them.
 */
export async function endQuestion(ports: OrderPorts, order: Order, answer: string): Promise<Order> {
  const { refund } = order
  if (refund?.state !== 'asked') throw new AppError('REFUND_NOT_POSSIBLE', { orderId: order._id })
  const now = ports.clock.now()
  const ended = { ...refund, state: 'refused', answer, doneAt: now.toISOString() }
  const changed = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refund.refundNo, 'refund.state': 'asked' },
    {
      set: { refund: null, ...(answer && { dueAt: outboxDueAt(now) }) },
      push: { refunds: ended, ...(answer && { todo: 'refund' }) },
      inc: { rev: 1 },
    },
  )
  if (!changed) throw new AppError('BUSY', { orderId: order._id })
  return changed
}
