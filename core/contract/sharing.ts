import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

/** How somebody came: a card in a chat, the moments, a poster's code, a copied link. */
export const Via = z.enum(['card', 'timeline', 'poster', 'link'])
export type Via = z.infer<typeof Via>

/** A promoter's own sign: short, on every share of theirs, and not the number of their account. */
export const PromoterCode = z.string().regex(/^[0-9A-Z]{8}$/)

/**
 * Sharing: the caller's own code, an arrival through somebody else's, a link to copy, the code of a poster, and how often a course was
 * opened through shares. An arrival counts once a day per person; through one's own share it does not count at all.
 */
export const sharing = contract({
  name: 'sharing',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('mine') }),
    z.strictObject({
      action: z.literal('arrive'),
      code: z.string().max(20),
      /** Empty where it was not a course. */
      courseId: z.string().max(64),
      via: Via,
    }),
    z.strictObject({ action: z.literal('link'), courseId: Id }),
    z.strictObject({ action: z.literal('poster'), courseId: Id }),
    z.strictObject({ action: z.literal('opens'), courseId: Id }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.literal('mine'), code: PromoterCode }),
    z.object({ action: z.literal('arrive'), isKept: z.boolean() }),
    /** `url` opens the course from anywhere; null where WeChat makes none now. */
    z.object({ action: z.literal('link'), url: z.string().nullable(), expiresAt: Instant.nullable() }),
    z.object({
      action: z.literal('poster'),
      code: PromoterCode,
      myName: z.string(),
      /** The mini-program code as base64; null where WeChat draws none now. */
      picture: z.object({ base64: z.string(), contentType: z.string() }).nullable(),
    }),
    z.object({
      action: z.literal('opens'),
      /** By anybody's share, and by the caller's. */
      all: z.int().nonnegative(),
      mine: z.int().nonnegative(),
    }),
  ]),
})
