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

/**
 * What became of a refund: the money is back, or the school said no, and why. It is the last on the order; a rest that goes on is told when it has
 * ended, and what the buyer took back nobody tells them.
 */
export async function tellRefund(ports: OrderPorts, orderId: string): Promise<void> {
  const order = await orders(ports).find(orderId)
  const refund = order?.refunds.at(-1)
  if (!order || order.isLate || !refund) return
  const { refundNo, state, answer: words, doneAt } = refund
  const facts = { title: order.title, courseId: courseIdOf(order), orderId, words }
  const { userId } = order
  if (state === 'done') {
    const fen = refund.fen + refund.balanceFen
    await writeLetter(ports, letterOf(ports, { userId, kind: 'refundDone', about: refundNo, facts: { ...facts, fen } }))
  } else if (words && !order.refund) {
    const about = `${refundNo}:${doneAt}`
    await writeLetter(ports, letterOf(ports, { userId, kind: 'refundRefused', about, facts }))
  }
}

/**
 * What an order's message cost. It is tried whatever our count says: nothing is worth more, and WeChat may know of a consent that
 * was never reported to us.
 */
export async function noteConsent(ports: OrderPorts, { userId }: Order, became: 'sent' | 'refused'): Promise<void> {
  if (became === 'sent') await spendConsent(ports, userId, 'opened', 0)
}
