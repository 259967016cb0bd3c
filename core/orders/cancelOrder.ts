import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller } from '../ports'
import { myOrder } from './checkOrder'
import { closeOrder } from './closeOrder'
import type { OrderPorts } from './gateway'
import { viewOf } from './order'

/** Gives up an unpaid order. Refuses: ORDER_NOT_FOUND, BUSY when the payment service contradicts itself. */
export const cancelOrder =
  (ports: OrderPorts) =>
  async ({ userId }: Caller, { orderId }: Input<'cancelOrder'>): Promise<Output<'cancelOrder'>> => {
    const order = await myOrder(ports, userId, orderId)
    if (order.state !== 'pending') return { order: viewOf(order) }
    const closed = await closeOrder(ports, order)
    if (closed.state === 'pending') throw new AppError('BUSY', { orderId })
    return { order: viewOf(closed) }
  }
