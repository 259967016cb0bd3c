import * as z from 'zod'
import { contract } from './contract'
import { Id, OrderView } from './shapes'

const InvoiceNumber = z
  .string()
  .trim()
  .regex(/^[0-9A-Z]{8,20}$/)
const Page = { after: z.string().max(100).optional() }

/**
 * The office and invoices: those asked for, the oldest first, and marking one as issued with its number; those whose money was given back after
 * they were issued (红冲), and marking one as corrected with the number of its red invoice. Marking the same again changes nothing.
 */
export const issueInvoices = contract({
  name: 'issueInvoices',
  access: 'finance',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('waiting'), ...Page }),
    z.strictObject({ action: z.literal('issue'), orderId: Id, number: InvoiceNumber }),
    z.strictObject({ action: z.literal('toCorrect'), ...Page }),
    z.strictObject({ action: z.literal('correct'), orderId: Id, number: InvoiceNumber }),
  ]),
  output: z.object({ orders: z.array(OrderView), next: z.string().nullable() }),
})
