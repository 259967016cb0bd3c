import * as z from 'zod'
import { LetterFacts, LetterKind } from '../contract/inbox'

/**
 * Whether a letter is to reach WeChat as well: `none` never; `owed` until somebody sends it; `taken` by whoever is sending it now;
 * `sent`; `refused` by WeChat; `spared` because no consent was left for it.
 */
export const Push = z.enum(['none', 'owed', 'taken', 'sent', 'refused', 'spared'])
export type Push = z.infer<typeof Push>

/** Something the school wrote to one person. The id says what about, so that the same thing is written once. */
export const Letter = z.object({
  _id: z.string(),
  userId: z.string(),
  kind: LetterKind,
  facts: LetterFacts,
  at: z.string(),
  /** Sorts somebody's letters, newest first, with no two alike. */
  key: z.string(),
  isRead: z.boolean(),
  push: Push,
  /** When somebody should see to the push; null when nobody need. */
  dueAt: z.string().nullable(),
  tries: z.int().nonnegative(),
})
export type Letter = z.infer<typeof Letter>
