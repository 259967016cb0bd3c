import * as z from 'zod'
import { ComplaintAbout, ComplaintWhy } from './complain'
import { contract } from './contract'
import { ReviewState } from './reviewShapes'
import { Rating, ReviewView } from './reviews'
import { Id, Instant } from './shapes'

export const ReviewCase = ReviewView.extend({
  courseId: Id,
  courseTitle: z.string(),
  state: ReviewState,
  hiddenWhy: z.string(),
  /** Which of its states this is: `show` says which one was looked at. */
  rev: z.int(),
})
export type ReviewCase = z.infer<typeof ReviewCase>

export const Complaint = z.object({
  complaintId: Id,
  about: ComplaintAbout,
  why: ComplaintWhy,
  words: z.string(),
  at: Instant,
  courseId: Id,
  courseTitle: z.string(),
  /** Null for one about a course. */
  review: ReviewCase.nullable(),
})
export type Complaint = z.infer<typeof Complaint>

const Words = z.string().trim().min(1).max(200)
const After = z.string().max(100).optional()

/**
 * The office and what people wrote: complaints, the oldest first, and reviews that wait to be looked at; hides a review with a
 * reason its author reads, shows one, closes a complaint. `holdBack`: a course's reviews, stars alone too, wait until somebody has
 * looked; what waits then goes on waiting when that is switched off. `course` says whether they do.
 * `recount` counts a course's reviews anew.
 */
export const moderate = contract({
  name: 'moderate',
  access: 'support',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('complaints'), after: After }),
    z.strictObject({ action: z.literal('waiting'), after: After }),
    z.strictObject({ action: z.literal('hide'), reviewId: Id, why: Words }),
    /** Of one that waits `rev` says which was looked at: refused when its author has changed it since. */
    z.strictObject({ action: z.literal('show'), reviewId: Id, rev: z.int().optional() }),
    /** Nothing is wrong, or it was mended: the complaint is closed, with a note for colleagues. */
    z.strictObject({ action: z.literal('close'), complaintId: Id, note: z.string().trim().max(200) }),
    z.strictObject({ action: z.literal('course'), courseId: Id }),
    z.strictObject({ action: z.literal('holdBack'), courseId: Id, isHeldBack: z.boolean() }),
    z.strictObject({ action: z.literal('recount'), courseId: Id }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({ action: z.literal('complaints'), complaints: z.array(Complaint), next: z.string().nullable() }),
    z.object({ action: z.literal('waiting'), reviews: z.array(ReviewCase), next: z.string().nullable() }),
    z.object({ action: z.enum(['hide', 'show']), review: ReviewCase }),
    z.object({ action: z.literal('close') }),
    z.object({ action: z.enum(['course', 'holdBack']), isHeldBack: z.boolean() }),
    z.object({ action: z.literal('recount'), rating: Rating }),
  ]),
})
