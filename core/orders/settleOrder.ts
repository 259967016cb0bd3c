import { certificates } from '../certificates/certificates'
import { AppError } from '../contract/errors'
import { orderSource } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import type { Payment, Ports, Refund } from '../ports'
import { lookAgainAt, type Order, settle, type Task, takeBack } from './order'
import { orders } from './orders'

export type OrderPorts = Pick<Ports, 'store' | 'ids' | 'payments' | 'messages' | 'clock' | 'alert'>

/**
 * Books a proven payment on its order: one conditional write, which also stores what the order now owes. The same payment
 * a thousand times, at once or years apart, changes nothing after the first.
 * Refuses with NOTICE_REFUSED what is not this order's payment, and says so to whoever watches.
 */
export async function bookPayment(
  ports: OrderPorts,
  order: Order,
  payment: Payment,
): Promise<{ outcome: 'settled' | 'refunding' | 'already'; order: Order }> {
  for (let current = order; ; ) {
    const settlement = settle(current, payment, ports.payments.merchant, ports.clock.now())
    if (settlement.outcome === 'refused') {
      ports.alert('PAYMENT_DOES_NOT_FIT', { orderId: order._id, reason: settlement.reason })
      throw new AppError('NOTICE_REFUSED', { orderId: order._id, reason: settlement.reason })
    }
    if (settlement.outcome === 'already') return { outcome: 'already', order: current }

    const changed = await orders(ports).change(order._id, { state: settlement.from }, settlement.change)
    if (changed) return { outcome: settlement.outcome, order: changed }
    // Somebody moved the order between our reading and our writing: read what it is now and decide again.
    const now = await orders(ports).find(order._id)
    if (!now) throw new AppError('ORDER_NOT_FOUND', { orderId: order._id })
    current = now
  }
}

/**
 * Books a refund that WeChat Pay reports: also one that was made in the merchant's console and not by us. The same report
 * again changes nothing.
 */
export async function bookRefund(ports: OrderPorts, order: Order, refund: Refund): Promise<Order> {
  const change = takeBack(order, refund, ports.clock.now())
  if (change === 'partly') ports.alert('PARTLY_REFUNDED', { orderId: order._id, fen: refund.fen })
  if (change === 'partly' || !change) return order
  return (await orders(ports).change(order._id, { state: 'paid' }, change)) ?? order
}

/** Asks for the money back, or how far it is. True when it has arrived. */
async function refund(ports: OrderPorts, order: Order): Promise<boolean> {
  if (!order.refund) return true
  const { payments, alert } = ports
  const { outRefundNo, reason } = order.refund
  const answer =
    (await payments.refundOf(outRefundNo)) ??
    (await payments.refund({ outTradeNo: order._id, outRefundNo, fen: order.fen, totalFen: order.fen, reason }))
  if (answer.state === 'ABNORMAL' || answer.state === 'CLOSED')
    alert('REFUND_STUCK', { orderId: order._id, state: answer.state })
  if (answer.state !== 'SUCCESS') return false
  await orders(ports).change(
    order._id,
    { state: 'refunding' },
    { set: { state: 'refunded', refundedAt: ports.clock.now().toISOString() } },
  )
  return true
}

/** Each task says whether it is done; one that is not done stays in the outbox. */
const work: Record<Task, (ports: OrderPorts, order: Order) => Promise<boolean>> = {
  async enrol(ports, order) {
    await enrolments(ports).grant(order.userId, order.courseId, orderSource(order._id), ports.clock.now().toISOString())
    return true
  },
  async message({ messages }, order) {
    await messages.coursePaid({
      openid: order.openid,
      courseId: order.courseId,
      title: order.title,
      fen: order.fen,
      orderId: order._id,
      paidAt: order.paidAt ?? order.openedAt,
    })
    return true
  },
  refund,
  async revoke(ports, { _id, userId, courseId }) {
    const at = ports.clock.now().toISOString()
    const isOut = await enrolments(ports).revoke(userId, courseId, orderSource(_id), at)
    // Lessons bought are shut and the certificate withdrawn, unless something else still opens the course.
    if (isOut)
      await Promise.all([studies(ports).shut(userId, courseId), certificates(ports).revoke(userId, courseId, at)])
    return true
  },
}

/**
 * A message spends a consent of the buyer's, so of several workers at once only one sends it: whoever writes its time on
 * the order first. Should that one die before the task is off the list, the next may send when the time is over.
 */
const TELLING_MS = 60_000
const claim = (ports: OrderPorts, order: Order): Promise<Order | null> => {
  const now = ports.clock.now()
  return orders(ports).change(
    order._id,
    { todo: 'message', tellingUntil: { lt: now.toISOString() } },
    { set: { tellingUntil: new Date(now.getTime() + TELLING_MS).toISOString() } },
  )
}

/** Works off what the order owes. Stopped anywhere and begun again, it ends the same. */
export async function finishOrder(ports: OrderPorts, order: Order): Promise<Order> {
  const book = orders(ports)
  const reread = async () => (await book.find(order._id)) ?? order
  if (!order.todo.length && order.dueAt)
    return (await book.change(order._id, { state: order.state }, { set: { dueAt: null } })) ?? reread()

  let current = order
  for (const task of order.todo) {
    if (task === 'message' && !(await claim(ports, order))) return reread()
    if (!(await work[task](ports, current))) {
      const dueAt = lookAgainAt(current.looks, ports.clock.now())
      return (await book.change(order._id, { todo: task }, { set: { dueAt }, inc: { looks: 1 } })) ?? reread()
    }
    const isLast = task === order.todo.at(-1)
    const change = { pull: { todo: task }, ...(isLast && { set: { dueAt: null } }) }
    // Null when another worker of this outbox was faster: then what it wrote is the truth.
    current = (await book.change(order._id, { todo: task }, change)) ?? (await reread())
  }
  return current
}
