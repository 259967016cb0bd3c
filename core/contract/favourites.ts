import * as z from 'zod'
import { contract } from './contract'
import { CourseCard, Fen, Id } from './shapes'

export const Favourite = z.object({
  courseId: Id,
  /** Null when the course is not on the shelf any more. */
  card: CourseCard.nullable(),
  addedAt: z.string(),
  /** By how much the price has fallen since it was added; 0 when it has not. */
  fellFen: Fen,
})
export type Favourite = z.infer<typeof Favourite>

/** The courses somebody wants to keep an eye on: add, remove (each as often as one likes), ask about one, and the list, newest first. */
export const favourites = contract({
  name: 'favourites',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('add'), courseId: Id }),
    z.strictObject({ action: z.literal('remove'), courseId: Id }),
    z.strictObject({ action: z.literal('has'), courseId: Id }),
    z.strictObject({ action: z.literal('list'), after: z.string().max(100).optional() }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.enum(['add', 'remove', 'has']), isFavourite: z.boolean() }),
    z.object({ action: z.literal('list'), favourites: z.array(Favourite), next: z.string().nullable() }),
  ]),
})
