import * as z from 'zod'
import { contract } from './contract'

/** What a code would open, as its page shows it before anything happens. */
export const CodeView = z.object({
  /** As it is written: `8F3K-Q2ZD-…`. */
  code: z.string(),
  kind: z.enum(['course', 'membership']),
  /** Empty for a membership. */
  courseId: z.string(),
  title: z.string(),
  /** Days of membership; 0 for a course. */
  days: z.int(),
  /** Who gives it; empty for a code of the school. */
  giverName: z.string(),
  state: z.enum(['open', 'mine', 'redeemed', 'cancelled', 'expired']),
  /** The caller gave it: it is for somebody else, though nobody is stopped from keeping it. */
  isGiver: z.boolean(),
})
export type CodeView = z.infer<typeof CodeView>

/** A code of the school, or a friend's gift: `look` shows what it opens, `redeem` opens it for the caller, once for all. */
export const redeemCode = contract({
  name: 'redeemCode',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look'), code: z.string().min(1).max(40) }),
    z.strictObject({ action: z.literal('redeem'), code: z.string().min(1).max(40) }),
  ]),
  output: z.object({ code: CodeView }),
})
