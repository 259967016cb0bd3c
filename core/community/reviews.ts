import { courses } from '../catalog/courses'
import { voiceOf } from '../catalog/voice'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { MyReview } from '../contract/reviews'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { percentOf } from '../learning/study'
import { letterOf } from '../messages/letter'
import type { Caller, Ports } from '../ports'
import { isHeldBack } from './holdBack'
import { hasStudied, helpfulKeyOf, type Review } from './review'
import { reviewBook } from './reviewBook'
import { viewOf, viewsOf } from './reviewView'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'messages' | 'regionOf'>
type Action<A> = Extract<Input<'reviews'>, { action: A }>

const PAGE = 20

const known = (caller: Caller): Caller => {
  if (!caller.userId) throw new AppError('NEED_LOGIN')
  return caller
}

async function myView(ports: Needs, caller: Caller, review: Review): Promise<MyReview> {
  return { ...(await viewOf(ports, caller, review)), state: review.state, hiddenWhy: review.hiddenWhy }
}

/** What somebody needs for a review: the course, access to it, and what was studied. */
async function standingOf(ports: Needs, { userId }: Caller, courseId: string) {
  const [course, enrolment, study] = await Promise.all([
    courses(ports).find(courseId),
    userId ? enrolments(ports).find(userId, courseId) : null,
    userId ? studies(ports).find(userId, courseId) : null,
  ])
  const isOwner = isOpen(enrolment, ports.clock.now())
  const may = !isOwner ? 'own' : course && hasStudied(course.outline, study) ? 'yes' : 'study'
  return { course, study, may: may as 'own' | 'study' | 'yes' }
}

async function list(
  ports: Needs,
  caller: Caller,
  { courseId, order, after, size = PAGE }: Action<'list'>,
): Promise<Output<'reviews'>> {
  const book = reviewBook(ports)
  const [found, rating, standing, mine, voice] = await Promise.all([
    // One more than a page tells whether there is a next one.
    book.shown(courseId, order, after, size + 1),
    book.rating(courseId),
    standingOf(ports, caller, courseId),
    caller.userId ? book.ofLearner(courseId, caller.userId) : null,
    voiceOf(ports, caller, courseId),
  ])
  if (!standing.course || standing.course.status === 'draft') throw new AppError('COURSE_NOT_FOUND', { courseId })
  const page = found.slice(0, size)
  const last = page.at(-1)
  const isStanding = mine && mine.state !== 'removed'
  const [reviews, myReview] = await Promise.all([
    viewsOf(ports, caller, page),
    isStanding ? myView(ports, caller, mine) : null,
  ])
  return {
    action: 'list',
    rating,
    reviews,
    next: found.length > size && last ? (order === 'newest' ? last.key : last.helpfulKey) : null,
    may: standing.may,
    mine: myReview,
    mayAnswer: voice !== null,
  }
}

/** Words that others will read must pass WeChat's check; where WeChat does not know the writer, somebody of the school looks. */
async function looksFit({ messages }: Needs, { openid }: Caller, text: string): Promise<boolean> {
  if (!text || !openid) return !text
  if (!(await messages.isFit(openid, text, 'comment'))) throw new AppError('WORDS_REFUSED')
  return true
}

/**
 * Refuses: COURSE_NOT_FOUND, NOT_OWNED, STUDY_FIRST, WORDS_REFUSED, REVIEW_HIDDEN (what the school took down is not written anew).
 */
async function write(
  ports: Needs,
  caller: Caller,
  { courseId, stars, text }: Action<'write'>,
): Promise<Output<'reviews'>> {
  const { userId } = caller
  const book = reviewBook(ports)
  const [{ course, study, may }, mustWait, before] = await Promise.all([
    standingOf(ports, caller, courseId),
    isHeldBack(ports, courseId),
    book.ofLearner(courseId, userId),
  ])
  if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId })
  if (may === 'own') throw new AppError('NOT_OWNED', { courseId })
  if (may === 'study') throw new AppError('STUDY_FIRST', { courseId })
  const isUnchanged = before?.state === 'shown' && before.text === text
  const isFit = isUnchanged || (await looksFit(ports, caller, text))

  const at = ports.clock.now().toISOString()
  const reviewId = book.idOf(courseId, userId)
  const region = ports.regionOf(caller.clientIp ?? '')
  const written = await book.turn(reviewId, (known) => {
    if (known?.state === 'hidden') throw new AppError('REVIEW_HIDDEN', { reviewId })
    const isSame = (known?.state === 'shown' || known?.isHeldBack) && known.stars === stars && known.text === text
    if (isSame) return null
    const isNew = !known || known.state === 'removed'
    const writtenAt = isNew ? at : known.writtenAt
    const key = `${writtenAt}:${reviewId}`
    const helpful = known?.helpful ?? 0
    const isHeldBack = mustWait || known?.isHeldBack === true
    return {
      _id: reviewId,
      courseId,
      courseTitle: course.title,
      userId,
      stars,
      text,
      watchedPercent: percentOf(course.outline, study),
      state: isFit && !isHeldBack ? 'shown' : 'waiting',
      hiddenWhy: '',
      helpful,
      answer: known?.answer ?? null,
      writtenAt,
      changedAt: isNew ? null : at,
      region,
      isHeldBack,
      key,
      helpfulKey: helpfulKeyOf(helpful, key),
      rev: 0,
    }
  })
  if (!written) throw new AppError('BUSY')
  const [mine, rating] = await Promise.all([myView(ports, caller, written), book.rating(courseId)])
  return { action: 'write', mine, rating }
}

async function remove(ports: Needs, { userId }: Caller, courseId: string): Promise<Output<'reviews'>> {
  const book = reviewBook(ports)
  // What the school has hidden stays hidden: removing and writing anew must not bring it back.
  await book.turn(book.idOf(courseId, userId), (known) =>
    known && known.state !== 'hidden' && known.state !== 'removed'
      ? { ...known, state: 'removed', text: '', region: null, isHeldBack: false }
      : null,
  )
  return { action: 'remove', rating: await book.rating(courseId) }
}

/** Refuses: REVIEW_NOT_FOUND, FORBIDDEN (neither teacher nor school), WORDS_REFUSED. */
async function answer(ports: Needs, caller: Caller, { reviewId, text }: Action<'answer'>): Promise<Output<'reviews'>> {
  const book = reviewBook(ports)
  const review = await book.find(reviewId)
  if (review?.state !== 'shown') throw new AppError('REVIEW_NOT_FOUND', { reviewId })
  const by = await voiceOf(ports, caller, review.courseId)
  if (!by) throw new AppError('FORBIDDEN')
  // The school's own people answer for what they write; a teacher's words are checked like a learner's.
  if (by === 'teacher' && !(await looksFit(ports, caller, text))) throw new AppError('ONLY_IN_WECHAT')
  const at = ports.clock.now().toISOString()
  const region = ports.regionOf(caller.clientIp ?? '')
  const answered = await book.turn(
    reviewId,
    (known) => (known?.state === 'shown' ? { ...known, answer: { text, by, at, region } } : null),
    (next) =>
      letterOf(ports, {
        userId: next.userId,
        kind: 'reviewAnswered',
        about: reviewId,
        facts: { title: next.courseTitle, courseId: next.courseId, words: text },
      }),
  )
  if (answered?.answer?.at !== at) throw new AppError('REVIEW_NOT_FOUND', { reviewId })
  return { action: 'answer', review: await viewOf(ports, caller, answered) }
}

export const reviews =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'reviews'>): Promise<Output<'reviews'>> => {
    switch (input.action) {
      case 'list':
        return list(ports, caller, input)
      case 'write':
        return write(ports, known(caller), input)
      case 'remove':
        return remove(ports, known(caller), input.courseId)
      case 'helpful': {
        const { reviewId, isHelpful } = input
        const helpful = await reviewBook(ports).vote(reviewId, known(caller).userId, isHelpful)
        return { action: 'helpful', reviewId, helpful, isHelpfulToMe: isHelpful }
      }
      case 'answer':
        return answer(ports, known(caller), input)
    }
  }
