import * as z from 'zod'
import { contract } from './contract'
import { Id, OrderView } from './shapes'

/**
 * Where my order stands. While it is unpaid here, the payment service itself is asked: a lost notice does not keep a learner waiting.
 * `loginCode`, a fresh code of `wx.login`, goes on with coins whose session is over (PAYMENT_UNAVAILABLE {reason: LOGIN_AGAIN}).
 */
export const checkOrder = contract({
  name: 'checkOrder',
  access: 'learner',
  input: z.strictObject({ orderId: Id, loginCode: z.string().max(200).optional() }),
  output: z.object({ order: OrderView }),
})
