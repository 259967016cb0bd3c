import { letterOf, writeLetter } from '../messages/letter'
import { spendConsent } from '../messages/spend'
import type { OrderPorts } from './gateway'
import type { Order } from './order'
import { orders } from './orders'

const courseIdOf = ({ goods }: Order): string =>
  goods.kind === 'course' || goods.kind === 'gift' ? goods.courseId : ''

/** A course was paid for and is open. */
export async function tellOpened(ports: OrderPorts, order: Order): Promise<void> {
  const facts = { title: order.title, courseId: courseIdOf(order), orderId: order._id, fen: order.price.goodsFen }
  await writeLetter(ports, letterOf(ports, { userId: order.userId, kind: 'courseOpened', about: order._id, facts }))
}

/** Money is back. What was refunded is the last on the order; a rest that goes on is told when it has ended. */
export async function tellRefund(ports: OrderPorts, orderId: string): Promise<void> {
  const order = await orders(ports).find(orderId)
  const refund = order?.refunds.at(-1)
  if (!order || order.isLate || refund?.state !== 'done') return
  await writeLetter(
    ports,
    letterOf(ports, {
      userId: order.userId,
      kind: 'refundDone',
      about: refund.refundNo,
      facts: {
        title: order.title,
        courseId: courseIdOf(order),
        orderId,
        fen: refund.fen + refund.balanceFen,
        words: refund.answer,
      },
    }),
  )
}

/** The school said no, and why. */
export async function tellRefused(ports: OrderPorts, order: Order): Promise<Order> {
  const refund = order.refunds.at(-1)
  if (refund?.state === 'refused')
    await writeLetter(
      ports,
      letterOf(ports, {
        userId: order.userId,
        kind: 'refundRefused',
        about: `${refund.refundNo}:${refund.doneAt}`,
        facts: { title: order.title, courseId: courseIdOf(order), orderId: order._id, words: refund.answer },
      }),
    )
  return order
}

/**
 * What an order's message cost. It is tried whatever our count says: nothing is worth more, and WeChat may know of a consent that
 * was never reported to us.
 */
export async function noteConsent(ports: OrderPorts, { userId }: Order, became: 'sent' | 'refused'): Promise<void> {
  if (became === 'sent') await spendConsent(ports, userId, 'opened', 0)
}
