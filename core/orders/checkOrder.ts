import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller } from '../ports'
import { askPayment, lookAtOrder, mayStillBePaid } from './closeOrder'
import type { OrderPorts } from './gateway'
import { withLogin } from './login'
import { type Order, restsUntil, viewOf } from './order'
import { orders } from './orders'
import { handOver } from './outbox'

/** My order. Somebody else's is answered like one that does not exist. Refuses: ORDER_NOT_FOUND. */
export async function myOrder(ports: OrderPorts, userId: string, orderId: string): Promise<Order> {
  const order = await orders(ports).find(orderId)
  if (!order || order.userId !== userId) throw new AppError('ORDER_NOT_FOUND', { orderId })
  return order
}

/** Where my order stands. What the notice or the outbox has not brought yet is fetched here: the buyer is waiting. */
export const checkOrder =
  (ports: OrderPorts) =>
  async ({ userId, clientIp }: Caller, { orderId, loginCode }: Input<'checkOrder'>): Promise<Output<'checkOrder'>> => {
    const order = await myOrder(ports, userId, orderId)
    const login = { loginCode, clientIp }
    if (order.state === 'pending') {
      const seen = await withLogin(ports, order, login, (one) => askPayment(ports, one))
      return { order: viewOf(seen) }
    }
    if (mayStillBePaid(ports, order) || restsUntil(order)) {
      const seen = await withLogin(ports, order, login, (one) => lookAtOrder(ports, one))
      return { order: viewOf(seen) }
    }
    if (order.todo.length) return { order: viewOf(await handOver(ports, order, login)) }
    return { order: viewOf(order) }
  }
