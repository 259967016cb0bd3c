import type { Payment } from '../ports'
import type { Order } from './order'
import { orders } from './orders'
import { bookPayment, finishOrder, type OrderPorts } from './settleOrder'

const hasPaid = (payment: Payment | null): payment is Payment & { state: 'SUCCESS' } => payment?.state === 'SUCCESS'

async function book(ports: OrderPorts, order: Order, payment: Payment): Promise<Order> {
  const booked = await bookPayment(ports, order, payment)
  return finishOrder(ports, booked.order)
}

/** Asks WeChat Pay whether a pending order was paid after all (a lost notice), and books it if so. */
export async function askPayment(ports: OrderPorts, order: Order): Promise<Order> {
  const payment = await ports.payments.query(order._id)
  return hasPaid(payment) ? book(ports, order, payment) : order
}

/**
 * Closes a pending order whose time is over: at WeChat Pay first, so that nobody can pay any more, then here. A payment
 * that slipped in before is booked instead. Still pending when WeChat Pay contradicts itself: ask again later.
 */
export async function closeOrder(ports: OrderPorts, order: Order): Promise<Order> {
  const payment = await ports.payments.query(order._id)
  if (hasPaid(payment)) return book(ports, order, payment)
  // Paid without our hearing of it, and given back by hand at WeChat Pay: nobody owes anybody, but somebody should know.
  if (payment?.state === 'REFUND') ports.alert('REFUNDED_ELSEWHERE', { orderId: order._id })
  else if ((await ports.payments.close(order._id)) === 'paid') return askPayment(ports, order)
  const closed = await orders(ports).change(order._id, { state: 'pending' }, { set: { state: 'closed', dueAt: null } })
  return closed ?? (await orders(ports).find(order._id)) ?? order
}
