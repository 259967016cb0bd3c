import * as z from 'zod'

/** One course that one person keeps an eye on. The id is made of both. */
export const FavouriteDoc = z.object({
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  isOn: z.boolean(),
  /** What it cost when it was added: a fall is told from there. */
  fen: z.int().nonnegative(),
  addedAt: z.string(),
  /** When it was last taken off; '' before that. */
  removedAt: z.string(),
  key: z.string(),
})
export type FavouriteDoc = z.infer<typeof FavouriteDoc>

/** Put back within so long it is the same favourite, with the price it had: somebody changed their mind. */
export const UNDO_MS = 3_600_000

export const favouriteIdOf = (userId: string, courseId: string): string => `${userId}:${courseId}`
