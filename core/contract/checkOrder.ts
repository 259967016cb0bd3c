import * as z from 'zod'
import { contract } from './contract'
import { Id, OrderView } from './shapes'

/** Where my order stands. While it is unpaid here, WeChat Pay itself is asked: a lost notice does not keep a learner waiting. */
export const checkOrder = contract({
  name: 'checkOrder',
  access: 'learner',
  input: z.strictObject({ orderId: Id }),
  output: z.object({ order: OrderView }),
})
