import * as z from 'zod'
import { Region, ReviewState, Stars } from '../contract/reviewShapes'
import type { Rating } from '../contract/reviews'
import type { OutlineLesson } from '../contract/shapes'
import { progressOf, type Study } from '../learning/study'
import type { Sums } from './tally'

/** What one learner thinks of one course. The id is made of both: there is one, however often it is written. */
export const Review = z.object({
  _id: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  userId: z.string(),
  stars: Stars,
  text: z.string(),
  watchedPercent: z.int(),
  state: ReviewState,
  hiddenWhy: z.string(),
  helpful: z.int().nonnegative(),
  answer: z
    .object({
      text: z.string(),
      by: z.enum(['teacher', 'school']),
      at: z.string(),
      region: Region.nullable().default(null),
    })
    .nullable(),
  writtenAt: z.string(),
  changedAt: z.string().nullable(),
  /** Never the address itself. Null for what was written before regions were kept. */
  region: Region.nullable().default(null),
  /** It waits because its course's reviews are looked at first: so it does until somebody has decided, whatever its author changes. */
  isHeldBack: z.boolean().default(false),
  /** Sorts by time, with no two alike. */
  key: z.string(),
  /** Sorts by how many found it helpful, then by time. */
  helpfulKey: z.string(),
  rev: z.int(),
})
export type Review = z.infer<typeof Review>

const DIGITS = 7
export const helpfulKeyOf = (helpful: number, key: string): string => `${String(helpful).padStart(DIGITS, '0')}:${key}`

/** Five minutes, or a tenth of a short course: enough to have met it. */
const ENOUGH_SECONDS = 300
const ENOUGH_PART = 0.1

export function hasStudied(outline: OutlineLesson[], study: Study | null): boolean {
  if (!study) return false
  const length = outline.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)
  const watched = outline.reduce((sum, lesson) => sum + progressOf(study, lesson).watchedSeconds, 0)
  return watched > 0 && watched >= Math.min(ENOUGH_SECONDS, length * ENOUGH_PART)
}

/** What a review adds to its course's sums: only one that everybody may see counts. */
export const weightOf = (review: Pick<Review, 'state' | 'stars'> | null): Sums =>
  review?.state === 'shown' ? { [`stars${review.stars}`]: 1 } : {}

export const ratingKeyOf = (courseId: string): string => `rating:${courseId}`

export function ratingOf(sums: Sums | undefined): Rating {
  const byStars = [1, 2, 3, 4, 5].map((stars) => sums?.[`stars${stars}`] ?? 0)
  const count = byStars.reduce((sum, n) => sum + n, 0)
  const stars = byStars.reduce((sum, n, at) => sum + n * (at + 1), 0)
  return { count, average: count ? Math.round((stars / count) * 10) / 10 : null, byStars }
}
