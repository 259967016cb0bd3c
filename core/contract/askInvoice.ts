import * as z from 'zod'
import { contract } from './contract'
import { Id, OrderView } from './shapes'

/** Asks for an invoice (发票) for one of my paid orders; until it is issued the same call corrects it. */
export const askInvoice = contract({
  name: 'askInvoice',
  access: 'learner',
  input: z.strictObject({
    orderId: Id,
    /** A person's or a company's name. */
    title: z.string().trim().min(1).max(100),
    /** A company's tax number (统一社会信用代码); empty for a person. */
    taxNo: z
      .string()
      .trim()
      .regex(/^([0-9A-Z]{15}|[0-9A-Z]{18}|[0-9A-Z]{20})?$/),
    email: z.email().max(100),
  }),
  output: z.object({ order: OrderView }),
})
