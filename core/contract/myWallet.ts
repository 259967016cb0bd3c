import * as z from 'zod'
import { contract } from './contract'
import { Fen, Instant } from './shapes'

/** One movement of my money or points, as a statement shows it: above zero it came in. */
export const Movement = z.object({
  key: z.string(),
  kind: z.enum(['topUp', 'spent', 'released', 'refund', 'earned', 'takenBack', 'share', 'withdrawn', 'withdrawBack']),
  amount: z.int(),
  words: z.string(),
  at: Instant,
  orderId: z.string().nullable(),
})
export type Movement = z.infer<typeof Movement>

/** My wallet and my points: what they hold and what moved them, the newest first, 20 a page. */
export const myWallet = contract({
  name: 'myWallet',
  access: 'learner',
  input: z.strictObject({ of: z.enum(['wallet', 'points']), after: z.string().max(100).optional() }),
  output: z.object({
    walletFen: Fen,
    /** Below zero when a refund took back what was spent: the next ones fill it up. */
    points: z.int(),
    fenPerPoint: z.int(),
    canTopUp: z.boolean(),
    topUpFen: z.array(Fen),
    movements: z.array(Movement),
    next: z.string().nullable(),
  }),
})
