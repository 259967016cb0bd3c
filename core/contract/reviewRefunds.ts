import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, OrderView } from './shapes'

const Reviewed = z.object({
  order: OrderView,
  buyer: z.object({ userId: Id, nickname: z.string() }),
  /** How much of the course was watched, 0 to 100. */
  watchedPercent: z.int(),
})

/**
 * The office and orders: those whose refund waits (or is stuck), all of them with the newest first, one order, and the decision. `give` gives back without having been
 * asked, or in place of what was asked for, whole or in part. `settle` closes a stuck one that was given back by hand, with the reason;
 * `refuse` gives a stuck one up that its payment service has not got.
 */
export const reviewRefunds = contract({
  name: 'reviewRefunds',
  access: 'support',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('waiting'), after: z.string().max(100).optional() }),
    z.strictObject({ action: z.literal('all'), after: z.string().max(100).optional() }),
    z.strictObject({ action: z.literal('look'), orderId: Id }),
    z.strictObject({ action: z.literal('agree'), orderId: Id, answer: z.string().trim().max(200).optional() }),
    z.strictObject({ action: z.literal('refuse'), orderId: Id, answer: z.string().trim().min(1).max(200) }),
    z.strictObject({
      action: z.literal('give'),
      orderId: Id,
      /** Of what was paid through the gateway and from the balance together; everything that is left when left out. */
      fen: Fen.min(1).optional(),
      reason: z.string().trim().min(1).max(200),
      /** Whether the course is shut; always when everything is given back. */
      shut: z.boolean().optional(),
    }),
    z.strictObject({ action: z.literal('again'), orderId: Id }),
    z.strictObject({ action: z.literal('settle'), orderId: Id, answer: z.string().trim().min(1).max(200) }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.literal('waiting'), orders: z.array(Reviewed), next: z.string().nullable() }),
    z.object({ action: z.literal('all'), orders: z.array(Reviewed), next: z.string().nullable() }),
    z.object({ action: z.enum(['look', 'agree', 'refuse', 'give', 'again', 'settle']), reviewed: Reviewed }),
  ]),
})
