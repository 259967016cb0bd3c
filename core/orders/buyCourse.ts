import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { PayParams } from '../contract/shapes'
import { enrolments } from '../entitlements/enrolments'
import type { Caller, Ports } from '../ports'
import { askPayment, closeOrder } from './closeOrder'
import type { Order } from './order'
import { orders } from './orders'
import { finishOrder, type OrderPorts } from './settleOrder'

type Needs = OrderPorts & Pick<Ports, 'files' | 'shop'>

const isOver = (order: Order, now: Date): boolean => order.expiresAt <= now.toISOString()

/** What to do about the newest order of this buyer for this course: pay it, or (null) open the next attempt. */
async function standing(ports: Needs, latest: Order | null): Promise<Order | null> {
  const isStale = latest?.state === 'pending' && isOver(latest, ports.clock.now())
  const order = isStale ? await closeOrder(ports, latest) : latest
  if (isStale && order?.state === 'pending') throw new AppError('BUSY', { orderId: latest._id })
  return order?.state === 'pending' || order?.state === 'paid' ? order : null
}

/** What the pay sheet needs; null when the order turns out to be paid, and has been opened, before its notice came. */
async function paySheet(ports: Needs, order: Order): Promise<PayParams | null> {
  try {
    return await ports.payments.prepay({
      outTradeNo: order._id,
      fen: order.fen,
      openid: order.openid,
      description: order.title,
      expiresAt: order.expiresAt,
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PAYMENT_REFUSED') throw error
    // An order that was paid can no longer be placed: nobody may be asked for money twice because a notice is late.
    if ((await askPayment(ports, order)).state === 'paid') return null
    throw error
  }
}

/**
 * Opens an order at the server's price, or resumes the one that is open, and asks the payment service for what the pay
 * sheet needs. A free course is opened at once.
 * Refuses: COURSE_NOT_FOUND (unknown, draft or withdrawn), ALREADY_OWNED, PAYMENT_UNAVAILABLE (the order stays; ask again).
 */
export const buyCourse =
  (ports: Needs) =>
  async ({ userId, openid }: Caller, { courseId }: Input<'buyCourse'>): Promise<Output<'buyCourse'>> => {
    const [course, enrolment, latest] = await Promise.all([
      courses(ports).find(courseId),
      enrolments(ports).find(userId, courseId),
      orders(ports).latest(userId, courseId),
    ])
    if (course?.status !== 'published') throw new AppError('COURSE_NOT_FOUND', { courseId })
    if (enrolment?.hasAccess) throw new AppError('ALREADY_OWNED', { courseId })

    const order =
      (await standing(ports, latest)) ??
      (await orders(ports).open({ userId, openid }, course, (latest?.attempt ?? 0) + 1, ports.clock.now()))
    if (order.state === 'paid') {
      await finishOrder(ports, order)
      return { status: 'opened', orderId: order._id }
    }
    // Closed or refunded between our reading and now: rare, and the buyer can simply tap again.
    if (order.state !== 'pending') throw new AppError('BUSY', { orderId: order._id })

    const payment = await paySheet(ports, order)
    if (!payment) return { status: 'opened', orderId: order._id }
    return {
      status: 'pay',
      orderId: order._id,
      fen: order.fen,
      expiresAt: order.expiresAt,
      payment,
      templateId: ports.shop.paidTemplateId,
    }
  }
