import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { ReviewCase } from '../contract/moderate'
import { letterOf } from '../messages/letter'
import type { Caller, Ports } from '../ports'
import { complaints } from './complaints'
import { holdBack, isHeldBack } from './holdBack'
import type { Review } from './review'
import { reviewBook } from './reviewBook'
import { viewsOf } from './reviewView'
import { someCourses } from './someCourses'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock'>

const PAGE = 20

async function casesOf(ports: Needs, caller: Caller, reviews: Review[]): Promise<ReviewCase[]> {
  const views = await viewsOf(ports, caller, reviews)
  return reviews.flatMap(({ courseId, courseTitle, state, hiddenWhy, rev }, at) => {
    const view = views[at]
    return view ? { ...view, courseId, courseTitle, state, hiddenWhy, rev } : []
  })
}

async function listComplaints(ports: Needs, caller: Caller, after: string | undefined): Promise<Output<'moderate'>> {
  const found = await complaints(ports).open(after, PAGE + 1)
  const page = found.slice(0, PAGE)
  const [reviews, known] = await Promise.all([
    reviewBook(ports).those([...new Set(page.flatMap(({ about, targetId }) => (about === 'review' ? targetId : [])))]),
    someCourses(
      ports,
      page.map(({ courseId }) => courseId),
    ),
  ])
  const cases = new Map((await casesOf(ports, caller, reviews)).map((one) => [one.reviewId, one]))
  const titles = new Map(known.map(({ _id, title }) => [_id, title]))
  return {
    action: 'complaints',
    complaints: page.map(({ _id, about, why, words, at, courseId, targetId }) => ({
      complaintId: _id,
      about,
      why,
      words,
      at,
      courseId,
      courseTitle: titles.get(courseId) ?? '',
      review: about === 'review' ? (cases.get(targetId) ?? null) : null,
    })),
    next: found.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  }
}

async function listWaiting(ports: Needs, caller: Caller, after: string | undefined): Promise<Output<'moderate'>> {
  const found = await reviewBook(ports).waiting(after, PAGE + 1)
  const page = found.slice(0, PAGE)
  return {
    action: 'waiting',
    reviews: await casesOf(ports, caller, page),
    next: found.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  }
}

/** Hides or shows a review; what its author took back, or lost with the course, is not the office's to show. */
async function decide(
  ports: Needs,
  caller: Caller,
  input: Extract<Input<'moderate'>, { action: 'hide' | 'show' }>,
): Promise<Output<'moderate'>> {
  const { action, reviewId } = input
  const why = action === 'hide' ? input.why : ''
  const isHiding = action === 'hide'
  const at = ports.clock.now().toISOString()
  const decided = await reviewBook(ports).turn(
    reviewId,
    (known) => {
      const isOurs = known?.state === 'shown' || known?.state === 'waiting' || known?.state === 'hidden'
      if (!isOurs) throw new AppError('REVIEW_NOT_FOUND', { reviewId })
      // What somebody looked at is what is shown: words changed since are looked at again.
      if (input.action === 'show' && known.state === 'shown') return null
      if (input.action === 'show' && known.state === 'waiting' && known.rev !== input.rev)
        throw new AppError('CHANGED_MEANWHILE', { reviewId })
      return { ...known, state: isHiding ? 'hidden' : 'shown', hiddenWhy: why, isHeldBack: false }
    },
    isHiding
      ? (next) =>
          letterOf(ports, {
            userId: next.userId,
            kind: 'reviewHidden',
            // Hidden again after it was shown again is told again.
            about: `${reviewId}:${next.rev}`,
            facts: { title: next.courseTitle, courseId: next.courseId, words: why },
          })
      : undefined,
  )
  if (!decided) throw new AppError('REVIEW_NOT_FOUND', { reviewId })
  await ports.store.insert('audits', {
    _id: ports.ids.next(),
    at,
    by: caller.userId,
    what: 'review',
    reviewId,
    state: decided.state,
    words: why,
  })
  if (isHiding) await complaints(ports).closeAllAbout(reviewId, caller.userId, why)
  const [review] = await casesOf(ports, caller, [decided])
  if (!review) throw new AppError('REVIEW_NOT_FOUND', { reviewId })
  return { action, review }
}

/** Refuses: REVIEW_NOT_FOUND, CHANGED_MEANWHILE. */
export const moderate =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'moderate'>): Promise<Output<'moderate'>> => {
    switch (input.action) {
      case 'complaints':
        return listComplaints(ports, caller, input.after)
      case 'waiting':
        return listWaiting(ports, caller, input.after)
      case 'hide':
      case 'show':
        return decide(ports, caller, input)
      case 'close':
        await complaints(ports).close(input.complaintId, caller.userId, input.note)
        return { action: 'close' }
      case 'course':
        return { action: 'course', isHeldBack: await isHeldBack(ports, input.courseId) }
      case 'holdBack':
        await holdBack(ports, input.courseId, input.isHeldBack)
        return { action: 'holdBack', isHeldBack: input.isHeldBack }
      case 'recount':
        return { action: 'recount', rating: await reviewBook(ports).recount(input.courseId) }
    }
  }
