import { AppError } from '../contract/errors'
import type { Rating } from '../contract/reviews'
import type { Filter, Ports } from '../ports'
import { helpfulKeyOf, Review, ratingKeyOf, ratingOf, weightOf } from './review'
import { reviewIdOf, turnReview } from './reviewTurn'
import { recount, SHARDS, shardOf, sumsOf } from './tally'

type How = Parameters<typeof turnReview> extends [unknown, ...infer Rest] ? Rest : never

export type Order = 'newest' | 'helpful'

const PAGE = 100
const keyFields = { newest: 'key', helpful: 'helpfulKey' } as const

/** What is asked of reviews. Whatever changes whether one counts goes through `turn`. */
export const reviewBook = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => {
  const idOf = (courseId: string, userId: string): string => reviewIdOf({ ids }, courseId, userId)
  const find = async (reviewId: string): Promise<Review | null> =>
    Review.nullable().parse(await store.get('reviews', reviewId))

  const list = async (where: Filter, by: 'key' | 'helpfulKey', direction: 'asc' | 'desc', limit: number) =>
    (await store.find('reviews', { where, orderBy: [[by, direction]], limit })).map((doc) => Review.parse(doc))

  return {
    idOf,
    find,
    turn: (...how: How) => turnReview({ store }, ...how),
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
