import * as z from 'zod'
import { contract } from './contract'
import { Region, ReviewState, Stars } from './reviewShapes'
import { Id, Instant } from './shapes'

/** At most so many signs: a thought, not an essay. */
export const REVIEW_SIGNS = 500

/** What learners think of a course, added up. `average` has one decimal; null while nobody has said anything. */
export const Rating = z.object({
  count: z.int().nonnegative(),
  average: z.number().nullable(),
  /** How many gave one star, two … five. */
  byStars: z.array(z.int().nonnegative()).length(5),
})
export type Rating = z.infer<typeof Rating>

export const ReviewView = z.object({
  reviewId: Id,
  stars: Stars,
  text: z.string(),
  author: z.object({ nickname: z.string(), avatarUrl: z.string().nullable() }),
  /** How much of the course its author had watched when writing, 0 to 100. */
  watchedPercent: z.int(),
  helpful: z.int().nonnegative(),
  /** The caller found it helpful; the caller wrote it. */
  isHelpfulToMe: z.boolean(),
  isMine: z.boolean(),
  answer: z
    .object({ text: z.string(), by: z.enum(['teacher', 'school']), at: Instant, region: Region.nullable() })
    .nullable(),
  writtenAt: Instant,
  /** Null while it stands as first written. */
  changedAt: Instant.nullable(),
  /** Where its author was when writing or changing it; null where nobody knows. */
  region: Region.nullable(),
})
export type ReviewView = z.infer<typeof ReviewView>

export const MyReview = ReviewView.extend({
  state: ReviewState,
  /** What the school says about hiding it. */
  hiddenWhy: z.string(),
})
export type MyReview = z.infer<typeof MyReview>

/** Whether the caller may write: `own` comes first, then `study` a little. */
export const MayReview = z.enum(['yes', 'own', 'study'])

const ReviewId = z.strictObject({ reviewId: Id })
const Text = z.string().trim().max(REVIEW_SIGNS)

/**
 * What learners think of a course: read, write, change or remove one's own, mark one as helpful, and the answer of teacher or
 * school. Who owns the course and has studied a little may write, once; others see it when its words are fit.
 */
export const reviews = contract({
  name: 'reviews',
  access: 'anyone',
  needsAgreement: ['write', 'answer'],
  input: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('list'),
      courseId: Id,
      order: z.enum(['newest', 'helpful']),
      /** `next` of the page before. */
      after: z.string().max(100).optional(),
      /** How many a page: 20 unless fewer are wanted. */
      size: z.int().min(1).max(20).optional(),
    }),
    z.strictObject({ action: z.literal('write'), courseId: Id, stars: Stars, text: Text }),
    z.strictObject({ action: z.literal('remove'), courseId: Id }),
    ReviewId.extend({ action: z.literal('helpful'), isHelpful: z.boolean() }),
    ReviewId.extend({ action: z.literal('answer'), text: Text.min(1) }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('list'),
      rating: Rating,
      reviews: z.array(ReviewView),
      next: z.string().nullable(),
      may: MayReview,
      mine: MyReview.nullable(),
      /** The caller teaches this course or looks after reviews. */
      mayAnswer: z.boolean(),
    }),
    z.object({ action: z.literal('write'), mine: MyReview, rating: Rating }),
    z.object({ action: z.literal('remove'), rating: Rating }),
    z.object({
      action: z.literal('helpful'),
      reviewId: Id,
      helpful: z.int().nonnegative(),
      isHelpfulToMe: z.boolean(),
    }),
    z.object({ action: z.literal('answer'), review: ReviewView }),
  ]),
})
