import * as z from 'zod'
import { contract } from './contract'
import { CourseCard, Id, Instant } from './shapes'

/** The courses I own with how far I am, the last one studied first. */
export const myLearning = contract({
  name: 'myLearning',
  access: 'learner',
  input: z.strictObject({}),
  output: z.object({
    courses: z.array(
      z.object({
        card: CourseCard,
        enrolledAt: Instant,
        finishedLessons: z.int(),
        /** 0–100, whole; 100 only when every lesson is finished. */
        percent: z.int(),
        resume: z.object({ lessonId: Id, title: z.string(), positionSeconds: z.number() }).nullable(),
        certificateNumber: z.string().nullable(),
      }),
    ),
  }),
})
