import * as z from 'zod'
import { contract } from './contract'
import { Id, LessonProgress } from './shapes'

/**
 * What was played since the last beat: `from`–`to` in seconds of the lesson (for an article: of its reading time).
 * The server credits at most the time that has passed on its own clock × the fastest speed; the rest is dropped.
 * `lateBy` is for what was studied without a network: the seconds since, which may reach back a day in a lesson the phone keeps.
 */
export const recordProgress = contract({
  name: 'recordProgress',
  access: 'learner',
  input: z.strictObject({
    courseId: Id,
    lessonId: Id,
    from: z.number().nonnegative().max(360_000),
    to: z.number().nonnegative().max(360_000),
    lateBy: z.number().nonnegative().max(31_536_000).optional(),
  }),
  output: z.object({ progress: LessonProgress, creditedSeconds: z.number() }),
})
