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
  key: z.string(),
})
export type FavouriteDoc = z.infer<typeof FavouriteDoc>

export const favouriteIdOf = (userId: string, courseId: string): string => `${userId}:${courseId}`
