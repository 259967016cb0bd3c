import type { Complaint, ReviewCase } from '../../../../core/contract/moderate'
import { reasonWords } from '../../../community/words'
import { regionWords } from '../../../words/region'
import { when } from '../../../words/time'
import { reviewsWords } from './words'

/** What the office decides about, as its card shows it. */
export type CaseRow = {
  key: string
  complaintId: string
  head: string
  when: string
  courseId: string
  courseTitle: string
  /** What the reader said is wrong. */
  said: string
  review: {
    reviewId: string
    rev: number
    stars: number
    text: string
    by: string
    region: string
    isHidden: boolean
  } | null
}

const reviewOf = (one: ReviewCase | null): CaseRow['review'] =>
  one && {
    reviewId: one.reviewId,
    rev: one.rev,
    stars: one.stars,
    text: one.text,
    by: reviewsWords().by(one.author.nickname, one.watchedPercent),
    region: regionWords(one.region),
    isHidden: one.state === 'hidden',
  }

export const complaintRow = (complaint: Complaint, now?: number): CaseRow => ({
  key: complaint.complaintId,
  complaintId: complaint.complaintId,
  head: complaint.about === 'course' ? reviewsWords().aboutCourse : reviewsWords().aboutReview,
  when: when(complaint.at, now),
  courseId: complaint.courseId,
  courseTitle: complaint.courseTitle,
  said: reviewsWords().said(reasonWords(complaint.why), complaint.words),
  review: reviewOf(complaint.review),
})

export const waitingRow = (review: ReviewCase, now?: number): CaseRow => ({
  key: review.reviewId,
  complaintId: '',
  head: reviewsWords().waiting,
  when: when(review.changedAt ?? review.writtenAt, now),
  courseId: review.courseId,
  courseTitle: review.courseTitle,
  said: '',
  review: reviewOf(review),
})
