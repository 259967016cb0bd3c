import * as z from 'zod'
import { contract } from './contract'
import { StudyPlan } from './planStudy'
import { CourseCard, Id, Instant, LessonKind } from './shapes'

const Day = z.iso.date()

/** What the page 学习 shows: the courses I own with how far I am, the last one studied first; my days and my plan. */
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
        /** Of a course that was not begun its first lesson; null when all is finished. */
        resume: z
          .object({
            lessonId: Id,
            title: z.string(),
            kind: LessonKind,
            positionSeconds: z.number(),
            /** Of the lesson that is gone on with. */
            leftSeconds: z.number(),
          })
          .nullable(),
        /** When access ends; null when it does not. */
        accessUntil: Instant.nullable(),
        certificateNumber: z.string().nullable(),
      }),
    ),
    /** Whether these are all; a learner of more than a hundred sees the newest. */
    isAll: z.boolean(),
    /** Today in Shanghai, as the server has it. */
    today: Day,
    /** Seconds at study, the days of the last ten weeks on which there was any, the oldest first. */
    days: z.array(z.object({ day: Day, seconds: z.number() })),
    /** Days in a row up to today, and the longest row there ever was. A day counts from its first minute. */
    streak: z.object({ days: z.int(), longest: z.int() }),
    /** Since Monday. */
    daysThisWeek: z.int(),
    plan: StudyPlan.nullable(),
  }),
})
