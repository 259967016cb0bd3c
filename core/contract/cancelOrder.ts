import * as z from 'zod'
import { contract } from './contract'
import { Id, OrderView } from './shapes'

/** Gives up my unpaid order: points and balance it held come back. One that turns out to be paid is opened instead. */
export const cancelOrder = contract({
  name: 'cancelOrder',
  access: 'learner',
  input: z.strictObject({ orderId: Id }),
  output: z.object({ order: OrderView }),
})
