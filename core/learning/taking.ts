import * as z from 'zod'

/** That one person took one file of a lesson along. The id is made of all of it: however often, it is one document. */
export const TakingDoc = z.object({
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  lessonId: z.string(),
  lessonTitle: z.string(),
  name: z.string(),
  times: z.int(),
  firstAt: z.string(),
  lastAt: z.string(),
  /** Sorts by the first time, with no two alike. */
  key: z.string(),
})
export type TakingDoc = z.infer<typeof TakingDoc>
