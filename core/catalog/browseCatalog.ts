import { certificates } from '../certificates/certificates'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { progressOf } from '../learning/study'
import { isSeatHeldBy } from '../orders/orderSeat'
import type { Caller, Ports } from '../ports'
import { Seats } from '../seats/seats'
import { agreementText, PURCHASE_AGREEMENTS_ID, writtenIn } from '../settings/purchaseAgreements'
import { Course } from './course'
import { courses } from './courses'
import { homePage, mineOf } from './homePage'
import { alike, facetsLike } from './like'
import { prepare, prepared, STALE_MS } from './prepared'
import { cardsOf, shelf } from './shelf'
import { ShelfEntry, teacherFacet } from './shelfEntry'
import { termsFrom } from './terms'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'shop' | 'clock' | 'afterwards'>
type Asked<A> = Extract<Input<'browseCatalog'>, { action: A }>
type Answer<A> = Extract<Output<'browseCatalog'>, { action: A }>

const LIST_PAGE = 20
/** A teacher with more courses than this is counted by these. */
const OF_A_TEACHER = 100
const RELATED_CANDIDATES = 40
const RELATED = 4

async function home(ports: Needs, { userId }: Caller): Promise<Answer<'home'>> {
  const [window, mine] = await Promise.all([prepared(ports).window(), mineOf(ports, userId)])
  if (ports.clock.now().getTime() - Date.parse(window.startedAt) > STALE_MS)
    ports.afterwards(async () => void (await prepare(ports)))
  return homePage(ports, window, mine)
}

async function list(ports: Needs, asked: Asked<'list'>): Promise<Answer<'list'>> {
  const { action, sort = 'new', after, ...filter } = asked
  const { page, keyOf } = shelf(ports)
  // One more than a page tells whether there is a next one.
  const found = await page(filter, sort, LIST_PAGE + 1, after)
  const entries = found.slice(0, LIST_PAGE)
  const last = entries.at(-1)
  return {
    action,
    courses: await cardsOf(ports, entries),
    next: found.length > LIST_PAGE && last ? keyOf(last, sort) : null,
  }
}

async function detail(ports: Needs, { userId }: Caller, courseId: string): Promise<Answer<'detail'>> {
  const [known, enrolment, study, certificate] = await Promise.all([
    ports.store.getWith('courses', courseId, {
      shelf: [courseId],
      seats: [courseId],
      terms: [courseId],
      settings: [PURCHASE_AGREEMENTS_ID],
    }),
    userId ? enrolments(ports).find(userId, courseId) : null,
    userId ? studies(ports).find(userId, courseId) : null,
    userId ? certificates(ports).ofLearner(userId, courseId) : null,
  ])
  const course = Course.nullable().parse(known?.doc ?? null)
  const entry = ShelfEntry.nullable().parse(known?.others.shelf?.[0] ?? null)
  const seats = Seats.nullable().parse(known?.others.seats?.[0] ?? null)
  const { notes } = termsFrom(courseId, known?.others.terms?.[0] ?? null)
  const owned = isOpen(enrolment, ports.clock.now())
  // Taken off the shelf, a course stays open to those who own it and is gone for everybody else.
  if (!course || course.status === 'draft' || (course.status === 'withdrawn' && !owned))
    throw new AppError('COURSE_NOT_FOUND', { courseId })

  const [card] = await courses(ports).cards([course], seats ? [seats] : [])
  if (!card) throw new AppError('COURSE_NOT_FOUND', { courseId })
  return {
    action: 'detail',
    course: {
      card,
      descriptionHtml: course.descriptionHtml,
      audience: course.audience,
      teacher: course.teacher,
      outline: course.outline,
      owned,
      progress: study ? course.outline.map((lesson) => progressOf(study, lesson)) : [],
      certificateNumber: certificate && !certificate.revokedAt ? certificate._id : null,
      joined: entry?.joined ?? 0,
      holdsSeat: userId !== '' && isSeatHeldBy(ports, seats, userId, courseId),
      notes: notes || writtenIn(known?.others.settings?.[0] ?? null).notes,
    },
  }
}

/** Nothing that this caller has is offered again. */
async function related(ports: Needs, { userId }: Caller, courseId: string): Promise<Answer<'related'>> {
  const [entry, held] = await Promise.all([
    shelf(ports).entry(courseId),
    userId ? enrolments(ports).ofLearner(userId) : [],
  ])
  if (!entry) return { action: 'related', courses: [] }
  const candidates = await shelf(ports).find({ facets: { in: facetsLike([entry]) } }, 'hot', RELATED_CANDIDATES)
  const owned = new Set(held.filter((one) => isOpen(one, ports.clock.now())).map((one) => one.courseId))
  const found = alike([entry], candidates, owned, RELATED)
  const cards = await cardsOf(
    ports,
    found.map((one) => one.entry),
  )
  return {
    action: 'related',
    courses: found.flatMap(({ because }, at) => (cards[at] ? [{ card: cards[at], because }] : [])),
  }
}

async function teacher(ports: Needs, name: string): Promise<Answer<'teacher'>> {
  const entries = await shelf(ports).find({ facets: teacherFacet(name) }, 'new', OF_A_TEACHER)
  const [newest] = entries
  if (!newest) throw new AppError('TEACHER_NOT_FOUND')
  const [course, cards] = await Promise.all([
    courses(ports).find(newest._id),
    cardsOf(ports, entries.slice(0, LIST_PAGE)),
  ])
  const sum = (of: (entry: (typeof entries)[number]) => number): number =>
    entries.reduce((all, one) => all + of(one), 0)
  return {
    action: 'teacher',
    name,
    bio: course?.teacher.bio ?? '',
    courses: cards,
    courseCount: entries.length,
    lessonCount: sum(({ card }) => card.lessonCount),
    durationSeconds: sum(({ card }) => card.durationSeconds),
    joined: sum(({ joined }) => joined),
  }
}

/** The shop window. What is on the shelf is the same for everybody; what is mine is added for a caller we know. */
export const browseCatalog =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'browseCatalog'>): Promise<Output<'browseCatalog'>> => {
    switch (input.action) {
      case 'home':
        return home(ports, caller)
      case 'list':
        return list(ports, input)
      case 'detail':
        return detail(ports, caller, input.courseId)
      case 'related':
        return related(ports, caller, input.courseId)
      case 'categories':
        return { action: 'categories', categories: (await prepared(ports).window()).tree }
      case 'teacher':
        return teacher(ports, input.name)
      case 'agreement':
        return { action: 'agreement', agreement: await agreementText(ports, input.agreement) }
    }
  }
