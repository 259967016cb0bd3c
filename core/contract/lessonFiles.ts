import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

/** How often one person took one file along. Times of the first and the last. */
export const Taking = z.object({
  takingId: Id,
  nickname: z.string(),
  lessonId: Id,
  lessonTitle: z.string(),
  name: z.string(),
  times: z.int().positive(),
  firstAt: Instant,
  lastAt: Instant,
})
export type Taking = z.infer<typeof Taking>

const Name = z.string().min(1).max(100)

/**
 * Files that go with lessons. `take`: whoever may study the lesson gets an address for minutes, and it is noted that they took it.
 * `taken`: who took what, for the course's teacher and the school. `courses`: those that the caller teaches.
 */
export const lessonFiles = contract({
  name: 'lessonFiles',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('take'), courseId: Id, lessonId: Id, name: Name }),
    z.strictObject({
      action: z.literal('taken'),
      courseId: Id,
      /** One lesson's alone. */
      lessonId: Id.optional(),
      /** `next` of the page before. */
      after: z.string().max(100).optional(),
    }),
    z.strictObject({ action: z.literal('courses') }),
  ]),
  output: z.discriminatedUnion('action', [
    /** The browser keeps it under its own name. */
    z.object({ action: z.literal('take'), url: z.string(), expiresAt: Instant }),
    z.object({
      action: z.literal('taken'),
      courseTitle: z.string(),
      takings: z.array(Taking),
      next: z.string().nullable(),
    }),
    z.object({
      action: z.literal('courses'),
      courses: z.array(z.object({ courseId: Id, title: z.string() })),
    }),
  ]),
})
