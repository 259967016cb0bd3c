import { AppError } from '../contract/errors'
import { gatewayOf, type OrderPorts, place } from './gateway'
import type { Order } from './order'
import { orders } from './orders'

/** A fresh code of `wx.login`, where the buyer sent one, and where the buyer is. The code works once. */
export type Login = { loginCode?: string; clientIp?: string }

/** The gateway can go on only with a fresh session of the buyer's (coins of WeChat's virtual payment). */
export const awaitsLogin = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'PAYMENT_UNAVAILABLE' && error.facts.reason === 'LOGIN_AGAIN'

/** The order with a seal of the buyer's session of now. */
async function resealed(ports: OrderPorts, order: Order, login: Login): Promise<Order> {
  const gateway = gatewayOf(ports, order)
  if (!gateway) return order
  const { seal } = await place(gateway, order, login)
  return (await orders(ports).change(order._id, {}, { set: { seal } })) ?? order
}

/** Does `work` with an order; once more, with a fresh seal, when the buyer's session is over and the buyer brought a new one. */
export async function withLogin<T>(
  ports: OrderPorts,
  order: Order,
  login: Login,
  work: (order: Order) => Promise<T>,
): Promise<T> {
  try {
    return await work(order)
  } catch (error) {
    if (!login.loginCode || !awaitsLogin(error)) throw error
    return work(await resealed(ports, order, login))
  }
}
