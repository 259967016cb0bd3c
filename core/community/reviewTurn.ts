import type { Letter } from '../messages/letterDoc'
import type { Doc, Ports } from '../ports'
import { Review, ratingKeyOf, weightOf } from './review'
import { count, difference } from './tally'

export const reviewIdOf = ({ ids }: Pick<Ports, 'ids'>, courseId: string, userId: string): string =>
  ids.of('review', courseId, userId)

/**
 * The only way a review changes: decides over it as it stands (null leaves it) and changes the course's sums with it, in one
 * transaction. A letter about it goes into the same one, once.
 */
export const turnReview = (
  { store }: Pick<Ports, 'store'>,
  reviewId: string,
  decide: (known: Review | null) => Review | null,
  letterFor?: (next: Review) => Letter,
): Promise<Review | null> =>
  store.transaction(async (tx) => {
    const known = Review.nullable().parse(await tx.get('reviews', reviewId))
    const next = decide(known)
    if (!next) return known
    const kept = { ...next, rev: (known?.rev ?? 0) + 1 }
    await tx.put('reviews', kept)
    await count(tx, ratingKeyOf(kept.courseId), kept.userId, difference(weightOf(known), weightOf(kept)))
    const letter = letterFor?.(kept)
    if (letter && !(await tx.get('letters', letter._id))) await tx.put('letters', letter)
    return kept
  })

const speaks = ({ state }: Doc): boolean => state === 'shown' || state === 'waiting'

/** A course that went back to the shop is no longer spoken for by this learner. Nothing when there is no review. */
export async function withdrawReview(
  ports: Pick<Ports, 'store' | 'ids'>,
  userId: string,
  courseId: string,
): Promise<void> {
  const reviewId = reviewIdOf(ports, courseId, userId)
  // Most who leave have written nothing: a look costs less than a transaction.
  const known = await ports.store.get('reviews', reviewId)
  if (!known || !speaks(known)) return
  await turnReview(ports, reviewId, (now) =>
    now && speaks(now) ? { ...now, state: 'withdrawn', isHeldBack: false } : null,
  )
}
