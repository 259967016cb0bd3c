import * as z from 'zod'
import { Fen, Id, Instant, PayMethod, PaySheet, Price } from './shapes'

/** How somebody wants to pay: said with every purchase, decided by the server. */
export const PayChoice = z.strictObject({
  /** Left out: the first of the ways that are open to this buyer. */
  method: PayMethod.optional(),
  /** What the page runs on, a phone when left out; a wrong word only offers the wrong ways. */
  device: z.enum(['phone', 'computer']).optional(),
  usePoints: z.boolean().optional(),
  useBalance: z.boolean().optional(),
  /** Which version of the agreement for these goods the page showed, where there is one. */
  agreed: z.int().positive().optional(),
  /** A fresh code of `wx.login`, which WeChat's virtual payment needs. */
  loginCode: z.string().max(200).optional(),
})
export type PayChoice = z.infer<typeof PayChoice>

/** What a purchase answers: a sheet to pay at, or that everything is paid and opened. */
export const Bought = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('pay'),
    orderId: Id,
    fen: Fen,
    price: Price,
    expiresAt: Instant,
    sheet: PaySheet,
    /** The subscribe-message template to ask consent for, where the shop has one. */
    templateId: z.string().nullable(),
  }),
  z.object({ status: z.literal('opened'), orderId: Id }),
])
export type Bought = z.infer<typeof Bought>
