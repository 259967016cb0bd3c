import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, Instant, PayParams } from './shapes'

/** Opens an order, or resumes the one already open. The price is the server's; a free course opens at once. */
export const buyCourse = contract({
  name: 'buyCourse',
  access: 'learner',
  input: z.strictObject({ courseId: Id }),
  output: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('pay'),
      orderId: Id,
      fen: Fen,
      expiresAt: Instant,
      payment: PayParams,
      /** The subscribe-message template to ask consent for, where the shop has one. */
      templateId: z.string().nullable(),
    }),
    z.object({ status: z.literal('opened'), orderId: Id }),
  ]),
})
