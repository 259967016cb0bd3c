import { certificates } from '../certificates/certificates'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { progressOf, resumeOf } from '../learning/study'
import type { Caller, Filter, Ports } from '../ports'
import type { Course } from './course'
import { courses } from './courses'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'shop' | 'clock'>

const LIST_PAGE = 20
const HOME_ROW = 6
const DIVIDE_FEN = 5000

const priceBands: Record<NonNullable<Extract<Input<'browseCatalog'>, { action: 'list' }>['price']>, Filter> = {
  free: { fen: 0 },
  under50: { fen: [{ gt: 0 }, { lt: DIVIDE_FEN }] },
  over50: { fen: { gte: DIVIDE_FEN } },
}

function categoriesOf(shelf: Course[]): { name: string; courseCount: number }[] {
  const counts = new Map<string, number>()
  for (const { category } of shelf) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts]
    .map(([name, courseCount]) => ({ name, courseCount }))
    .sort((a, b) => b.courseCount - a.courseCount || (a.name < b.name ? -1 : 1))
}

async function home(ports: Needs, { userId }: Caller): Promise<Output<'browseCatalog'>> {
  const [shelf, last] = await Promise.all([courses(ports).wholeShelf(), userId ? studies(ports).latest(userId) : null])
  // The courses with the most to show lead the page: those with a cover and the most lessons.
  const featured = [...shelf]
    .filter((course) => course.coverFileId)
    .sort((a, b) => b.outline.length - a.outline.length || (a._id < b._id ? -1 : 1))
    .slice(0, 3)
  const newest = shelf.slice(0, HOME_ROW)
  const free = shelf.filter((course) => course.fen === 0).slice(0, HOME_ROW)

  const shown = [...new Set([...featured, ...newest, ...free])]
  const cards = new Map((await courses(ports).cards(shown)).map((card) => [card.courseId, card]))
  const cardsOf = (list: Course[]) => list.flatMap((course) => cards.get(course._id) ?? [])
  const resumed = last && shelf.find((course) => course._id === last.courseId)
  const lesson = last && resumed ? resumeOf(resumed.outline, last) : null

  return {
    action: 'home',
    schoolName: ports.shop.schoolName,
    categories: categoriesOf(shelf),
    featured: cardsOf(featured),
    newest: cardsOf(newest),
    free: cardsOf(free),
    resume:
      resumed && lesson
        ? {
            courseId: resumed._id,
            courseTitle: resumed.title,
            lessonId: lesson.lessonId,
            lessonTitle: lesson.title,
            positionSeconds: lesson.positionSeconds,
          }
        : null,
  }
}

async function list(
  ports: Needs,
  { keyword, category, teacher, price, after }: Extract<Input<'browseCatalog'>, { action: 'list' }>,
): Promise<Output<'browseCatalog'>> {
  const where: Filter = {
    ...(category && { category }),
    ...(teacher && { 'teacher.name': teacher }),
    ...(price && priceBands[price]),
    ...(keyword && { searchText: { matches: keyword.toLowerCase() } }),
    ...(after && { shelfKey: { lt: after } }),
  }
  // One more than a page tells whether there is a next one.
  const found = await courses(ports).shelf(where, LIST_PAGE + 1)
  const page = found.slice(0, LIST_PAGE)
  return {
    action: 'list',
    courses: await courses(ports).cards(page),
    next: found.length > LIST_PAGE ? (page.at(-1)?.shelfKey ?? null) : null,
  }
}

async function detail(ports: Needs, { userId }: Caller, courseId: string): Promise<Output<'browseCatalog'>> {
  const [course, enrolment, study, certificate] = await Promise.all([
    courses(ports).find(courseId),
    userId ? enrolments(ports).find(userId, courseId) : null,
    userId ? studies(ports).find(userId, courseId) : null,
    userId ? certificates(ports).ofLearner(userId, courseId) : null,
  ])
  const owned = isOpen(enrolment, ports.clock.now())
  // Taken off the shelf, a course stays open to those who own it and is gone for everybody else.
  if (!course || course.status === 'draft' || (course.status === 'withdrawn' && !owned))
    throw new AppError('COURSE_NOT_FOUND', { courseId })

  const [card] = await courses(ports).cards([course])
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
    },
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
    }
  }
