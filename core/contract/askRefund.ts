import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, OrderView } from './shapes'

/** Asks for my money back: `look` says what would come back and how, `ask` asks, `withdraw` takes the question back. */
export const askRefund = contract({
  name: 'askRefund',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look'), orderId: Id }),
    z.strictObject({ action: z.literal('ask'), orderId: Id, reason: z.string().trim().min(1).max(200) }),
    z.strictObject({ action: z.literal('withdraw'), orderId: Id }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('look'),
      /** `atOnce`: goes back by itself. `review`: the school decides. `no`: not possible, `why` says so. */
      policy: z.enum(['atOnce', 'review', 'no']),
      why: z.enum(['', 'NOTHING_LEFT', 'NOT_PAID', 'UNDER_WAY', 'GIFT_CLAIMED', 'TOO_LATE', 'WATCHED', 'BY_APPLE']),
      fen: Fen,
      balanceFen: Fen,
      points: z.int().nonnegative(),
      days: z.int(),
      watchedPercent: z.int(),
    }),
    z.object({ action: z.literal('ask'), order: OrderView }),
    z.object({ action: z.literal('withdraw'), order: OrderView }),
  ]),
})
