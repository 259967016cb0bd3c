import * as z from 'zod'
import { contract } from './contract'
import { Fen, Id, Instant } from './shapes'

/** What the school writes to somebody about. */
export const LetterKind = z.enum([
  'courseOpened',
  'refundDone',
  'refundRefused',
  'giftClaimed',
  'certificate',
  'reviewAnswered',
  'reviewHidden',
  'priceFell',
])
export type LetterKind = z.infer<typeof LetterKind>

/** The facts of a letter; what it says in words is the reader's language's business. Empty and 0 where there is nothing to say. */
export const LetterFacts = z.object({
  /** The course, or what else was bought. */
  title: z.string(),
  courseId: z.string(),
  orderId: z.string(),
  fen: Fen,
  /** What a person wrote: an answer, a reason. */
  words: z.string(),
})
export type LetterFacts = z.infer<typeof LetterFacts>

export const LetterView = z.object({
  letterId: Id,
  kind: LetterKind,
  facts: LetterFacts,
  at: Instant,
  isRead: z.boolean(),
})
export type LetterView = z.infer<typeof LetterView>

/** Unread letters are counted to here and no further. */
export const MOST_UNREAD = 99

/** What the school wrote to the caller, newest first, and how many are unread. `readAll` reads up to the newest one that was seen. */
export const inbox = contract({
  name: 'inbox',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('list'), after: z.string().max(100).optional() }),
    z.strictObject({ action: z.literal('count') }),
    z.strictObject({ action: z.literal('read'), letterId: Id }),
    z.strictObject({ action: z.literal('readAll'), upTo: z.string().min(1).max(100) }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('list'),
      letters: z.array(LetterView),
      next: z.string().nullable(),
      /** For `readAll`; null when there are none. */
      newest: z.string().nullable(),
      unread: z.int(),
    }),
    z.object({ action: z.enum(['count', 'read', 'readAll']), unread: z.int() }),
  ]),
})
