import type { ReviewView } from '../contract/reviews'
import { facesOf } from '../people/people'
import type { Caller, Ports } from '../ports'
import type { Review } from './review'
import { reviewBook } from './reviewBook'

/** Reviews as this caller sees them, names and pictures as they are today. */
export async function viewsOf(
  ports: Pick<Ports, 'store' | 'files' | 'ids'>,
  { userId }: Pick<Caller, 'userId'>,
  reviews: Review[],
): Promise<ReviewView[]> {
  const [faceOf, helpful] = await Promise.all([
    facesOf(
      ports,
      reviews.map((review) => review.userId),
    ),
    reviewBook(ports).votesOf(
      userId,
      reviews.map(({ _id }) => _id),
    ),
  ])
  return reviews.map((review) => ({
    reviewId: review._id,
    stars: review.stars,
    text: review.text,
    author: faceOf(review.userId),
    watchedPercent: review.watchedPercent,
    helpful: review.helpful,
    isHelpfulToMe: helpful.has(review._id),
    isMine: review.userId === userId,
    answer: review.answer,
    writtenAt: review.writtenAt,
    changedAt: review.changedAt,
    region: review.region,
  }))
}

/** One of them. */
export async function viewOf(
  ports: Pick<Ports, 'store' | 'files' | 'ids'>,
  caller: Pick<Caller, 'userId'>,
  review: Review,
): Promise<ReviewView> {
  const [view] = await viewsOf(ports, caller, [review])
  if (!view) throw new Error('a review has a view')
  return view
}
