import type { MyReview, Rating, ReviewView } from '../../core/contract/reviews'
import { regionWords } from '../words/region'
import { when } from '../words/time'
import { communityWords } from './words'

/** A review as its row shows it. */
export type ReviewRow = {
  reviewId: string
  stars: number
  text: string
  name: string
  initial: string
  avatarUrl: string
  /** 3 天前 · 学了 40% · IP 属地 浙江 */
  meta: string
  helpful: number
  isHelpfulToMe: boolean
  isMine: boolean
  /** `meta`: 讲师回复 · 昨天 20:30 · IP 属地 浙江 */
  answer: { meta: string; text: string } | null
}

export function reviewRow(review: ReviewView, now?: number): ReviewRow {
  const words = communityWords()
  const { author, answer } = review
  const facts = [
    when(review.changedAt ?? review.writtenAt, now) + (review.changedAt ? ` ${words.changed}` : ''),
    words.watched(review.watchedPercent),
    regionWords(review.region),
  ]
  return {
    reviewId: review.reviewId,
    stars: review.stars,
    text: review.text,
    name: author.nickname,
    initial: [...author.nickname][0] ?? '',
    avatarUrl: author.avatarUrl ?? '',
    meta: facts.join(' · '),
    helpful: review.helpful,
    isHelpfulToMe: review.isHelpfulToMe,
    isMine: review.isMine,
    answer: answer && {
      meta: [
        answer.by === 'teacher' ? words.teacher : words.school,
        when(answer.at, now),
        regionWords(answer.region),
      ].join(' · '),
      text: answer.text,
    },
  }
}

/** What its author should know about their own review; '' when everybody can see it. */
export function standingWords(mine: Pick<MyReview, 'state' | 'hiddenWhy'>): string {
  const words = communityWords()
  if (mine.state === 'waiting') return words.waiting
  if (mine.state === 'withdrawn') return words.withdrawn
  return mine.state === 'hidden' ? words.hidden(mine.hiddenWhy) : ''
}

/** The average with its people and, from five stars down, how wide each bar is. */
export function ratingShown({ count, average, byStars }: Rating) {
  const most = Math.max(1, ...byStars)
  return {
    count,
    average: average ?? 0,
    averageWords: average === null ? '' : average.toFixed(1),
    people: communityWords().people(count),
    bars: byStars.map((n, at) => ({ stars: at + 1, count: n, percent: Math.round((n / most) * 100) })).reverse(),
  }
}
export type RatingShown = ReturnType<typeof ratingShown>
