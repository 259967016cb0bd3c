import { AppError } from '../contract/errors'
import type { Gateway, Placed, Ports } from '../ports'
import type { Order } from './order'

/** What everything that moves an order needs. */
export type OrderPorts = Pick<Ports, 'store' | 'ids' | 'gateways' | 'messages' | 'clock' | 'alert'>

/** The gateway an order is paid through; null for one that needs none. Refuses PAYMENT_UNAVAILABLE when it is no longer set up. */
export function gatewayOf({ gateways }: Pick<Ports, 'gateways'>, { _id, way }: Order): Gateway | null {
  if (!way) return null
  const gateway = gateways(way.gateway)
  if (!gateway) throw new AppError('PAYMENT_UNAVAILABLE', { orderId: _id, reason: 'NOT_SET_UP' })
  return gateway
}

/** What is asked of the buyer's client when an order is placed. */
export type Placing = { clientIp?: string; loginCode?: string; productId?: string; returnUrl?: string }

/** Places an order, or places it again: what its buyer pays at, and the seal to keep with it. */
export function place(gateway: Gateway, order: Order, { clientIp, loginCode, productId, returnUrl }: Placing) {
  const { seal: _, ...placed } = placedOf(order)
  return gateway.prepay({
    ...placed,
    description: order.title,
    expiresAt: order.expiresAt,
    returnUrl: returnUrl ?? '',
    clientIp: clientIp ?? '127.0.0.1',
    loginCode: loginCode ?? '',
    productId: productId ?? '',
  })
}

/** The order as its gateway must be told of it. */
export function placedOf({ _id, way, price, openid, seal }: Order): Placed {
  if (!way) throw new Error(`${_id} is paid through no gateway`)
  return { outTradeNo: _id, method: way.method, fen: price.payFen, openid, seal }
}
