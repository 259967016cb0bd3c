import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller } from '../ports'
import { askPayment } from './closeOrder'
import { viewOf } from './order'
import { orders } from './orders'
import { finishOrder, type OrderPorts } from './settleOrder'

/** Where my order stands. What the notice or the outbox has not brought yet is fetched here: the buyer is waiting. */
export const checkOrder =
  (ports: OrderPorts) =>
  async ({ userId }: Caller, { orderId }: Input<'checkOrder'>): Promise<Output<'checkOrder'>> => {
    const order = await orders(ports).find(orderId)
    // Somebody else's order is answered like one that does not exist.
    if (!order || order.userId !== userId) throw new AppError('ORDER_NOT_FOUND', { orderId })
    if (order.state === 'pending') return { order: viewOf(await askPayment(ports, order)) }
    if (order.state === 'paid' && order.todo.length) return { order: viewOf(await finishOrder(ports, order)) }
    return { order: viewOf(order) }
  }
