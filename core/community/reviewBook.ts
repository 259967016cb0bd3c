import { AppError } from '../contract/errors'
import type { Rating } from '../contract/reviews'
import type { Letter } from '../messages/letter'
import type { Filter, Ports, Tx } from '../ports'
import { helpfulKeyOf, Review, ratingKeyOf, ratingOf, weightOf } from './review'
import { count, difference, recount, SHARDS, shardOf, sumsOf } from './tally'

export type Order = 'newest' | 'helpful'

const PAGE = 100
const keyFields = { newest: 'key', helpful: 'helpfulKey' } as const

/** What is asked of reviews. Whatever changes whether one counts goes through `turn`, which changes the course's sums with it. */
export const reviewBook = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => {
  const idOf = (courseId: string, userId: string): string => ids.of('review', courseId, userId)
  const find = async (reviewId: string): Promise<Review | null> =>
    Review.nullable().parse(await store.get('reviews', reviewId))

  const list = async (where: Filter, by: 'key' | 'helpfulKey', direction: 'asc' | 'desc', limit: number) =>
    (await store.find('reviews', { where, orderBy: [[by, direction]], limit })).map((doc) => Review.parse(doc))

  /** Decides over the review as it stands; null leaves it. A letter about it goes into the same transaction, once. */
  async function turn(
    reviewId: string,
    decide: (known: Review | null) => Review | null,
    letter?: (next: Review) => Letter,
  ): Promise<Review | null> {
    return store.transaction(async (tx) => {
      const known = Review.nullable().parse(await tx.get('reviews', reviewId))
      const next = decide(known)
      if (!next) return known
      const kept = { ...next, rev: (known?.rev ?? 0) + 1 }
      await tx.put('reviews', kept)
      await count(tx, ratingKeyOf(kept.courseId), kept.userId, difference(weightOf(known), weightOf(kept)))
      if (letter) await post(tx, letter(kept))
      return kept
    })
  }

  async function post(tx: Tx, letter: Letter): Promise<void> {
    if (!(await tx.get('letters', letter._id))) await tx.put('letters', letter)
  }

  return {
    idOf,
    find,
    turn,
    ofLearner: (courseId: string, userId: string) => find(idOf(courseId, userId)),

    /** Those that everybody may see. */
    shown: (courseId: string, order: Order, after: string | undefined, limit: number): Promise<Review[]> => {
      const field = keyFields[order]
      return list({ courseId, state: 'shown', ...(after && { [field]: { lt: after } }) }, field, 'desc', limit)
    },

    /** Those that wait for somebody to look, the oldest first. */
    waiting: (after: string | undefined, limit: number): Promise<Review[]> =>
      list({ state: 'waiting', ...(after && { key: { gt: after } }) }, 'key', 'asc', limit),

    async those(reviewIds: string[]): Promise<Review[]> {
      if (!reviewIds.length) return []
      const found = await store.find('reviews', { where: { _id: { in: reviewIds } }, limit: reviewIds.length })
      return found.map((doc) => Review.parse(doc))
    },

    async rating(courseId: string): Promise<Rating> {
      const key = ratingKeyOf(courseId)
      return ratingOf((await sumsOf({ store }, [key])).get(key))
    },

    /** A course that went back to the shop is no longer spoken for by this learner. Nothing when there is no review. */
    async withdraw(userId: string, courseId: string): Promise<void> {
      const reviewId = idOf(courseId, userId)
      // Most who leave have written nothing: a look costs less than a transaction.
      const known = await find(reviewId)
      if (known?.state !== 'shown' && known?.state !== 'waiting') return
      await turn(reviewId, (now) =>
        now?.state === 'shown' || now?.state === 'waiting' ? { ...now, state: 'withdrawn' } : null,
      )
    },

    /** One person finds one review helpful, or no longer; the same again changes nothing. Refuses: REVIEW_NOT_FOUND. */
    async vote(reviewId: string, userId: string, isHelpful: boolean): Promise<number> {
      const _id = voteIdOf(reviewId, userId)
      return store.transaction(async (tx) => {
        const review = Review.nullable().parse(await tx.get('reviews', reviewId))
        if (review?.state !== 'shown' || review.userId === userId) throw new AppError('REVIEW_NOT_FOUND', { reviewId })
        const vote = await tx.get('votes', _id)
        if ((vote?.isHelpful === true) === isHelpful) return review.helpful
        const helpful = review.helpful + (isHelpful ? 1 : -1)
        await tx.put('votes', { _id, reviewId, userId, isHelpful })
        await tx.put('reviews', {
          ...review,
          helpful,
          helpfulKey: helpfulKeyOf(helpful, review.key),
          rev: review.rev + 1,
        })
        return helpful
      })
    },

    /** Which of these reviews this person finds helpful. */
    async votesOf(userId: string, reviewIds: string[]): Promise<Set<string>> {
      if (!userId || !reviewIds.length) return new Set()
      const found = await store.find('votes', {
        where: { _id: { in: reviewIds.map((id) => voteIdOf(id, userId)) }, isHelpful: true },
        limit: reviewIds.length,
      })
      return new Set(found.map(({ reviewId }) => String(reviewId)))
    },

    /** Counts a course's reviews anew, each part by itself. */
    async recount(courseId: string): Promise<Rating> {
      for (let shard = 0; shard < SHARDS; shard++)
        await recount({ store }, ratingKeyOf(courseId), shard, async () => {
          const sums: Record<string, number> = {}
          for (let after: string | undefined; ; ) {
            const page = await this.shown(courseId, 'newest', after, PAGE)
            for (const review of page.filter(({ userId }) => shardOf(userId) === shard))
              for (const [name, by] of Object.entries(weightOf(review))) sums[name] = (sums[name] ?? 0) + by
            after = page.at(-1)?.key
            if (page.length < PAGE || !after) return sums
          }
        })
      return this.rating(courseId)
    },
  }
}

const voteIdOf = (reviewId: string, userId: string): string => `${reviewId}:${userId}`
