import * as z from 'zod'
import { contract } from './contract'
import { OrderView } from './shapes'

/** My orders, newest first, 20 a page. */
export const myOrders = contract({
  name: 'myOrders',
  access: 'learner',
  input: z.strictObject({ after: z.string().max(100).optional() }),
  output: z.object({ orders: z.array(OrderView), next: z.string().nullable() }),
})
