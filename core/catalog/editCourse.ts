import { notePriceFall } from '../community/priceFalls'
import type { Input, Output } from '../contract'
import type { CourseDraft } from '../contract/editCourse'
import { AppError } from '../contract/errors'
import type { Chapter } from '../contract/shapes'
import type { Caller, Ports } from '../ports'
import { htmlOf } from './article'
import { categories } from './categories'
import { pathFrom } from './category'
import { type Course, Course as CourseShape, type Lesson, lessonIdOf } from './course'
import { prepare } from './prepared'
import { lessonsOf } from './restock'
import { shelf } from './shelf'

const doubled = (values: string[]): string | undefined => values.find((value, at) => values.indexOf(value) !== at)

type LessonDraft = CourseDraft['lessons'][number]

/** Chapters come one after the other, the last before the end. */
const runsOn = (chapters: Chapter[], durationSeconds: number): boolean =>
  chapters.every(({ at }, n) => at < (chapters[n + 1]?.at ?? durationSeconds))

function contradictionIn(lesson: LessonDraft): string | null {
  const {
    kind,
    mediaFileId,
    article,
    durationSeconds,
    renditions = [],
    chapters = [],
    pages = [],
    attachments = [],
  } = lesson
  const isPlayed = kind === 'video' || kind === 'audio'
  if (isPlayed && !mediaFileId) return 'no media'
  if (kind === 'article' && !article.trim()) return 'no text'
  if (kind === 'document' && pages.length === 0) return 'no pages'
  if (kind !== 'document' && pages.length > 0) return 'pages outside a document'
  if (kind !== 'video' && renditions.length > 0) return 'qualities without a film'
  if (doubled(renditions.map(({ quality }) => quality))) return 'two films of one quality'
  if (doubled(attachments.map(({ name }) => name.toLowerCase()))) return 'two files of one name'
  if (!isPlayed && chapters.length > 0) return 'chapters of what is not played'
  if (!runsOn(chapters, durationSeconds)) return 'chapters out of order'
  // Credit for reading is counted on this scale: the whole must be its parts.
  if (kind === 'document' && Math.abs(pages.reduce((sum, page) => sum + page.seconds, 0) - durationSeconds) > 1)
    return 'pages do not add up'
  return null
}

/** What one field alone cannot say: lessons told apart, media where it is needed, answers that exist. */
function refuseContradictions({ lessons, quiz }: CourseDraft): void {
  const twice = doubled(lessons.map((lesson) => lesson.lessonId))
  if (twice) throw new AppError('BAD_INPUT', { lessonId: twice, reason: 'two lessons of this id' })
  for (const lesson of lessons) {
    const reason = contradictionIn(lesson)
    if (reason) throw new AppError('BAD_INPUT', { lessonId: lesson.lessonId, reason })
  }
  quiz.forEach(({ kind, options, answer }, at) => {
    const choices = kind === 'judge' ? 2 : options.length
    if (
      answer.some((one) => one >= choices) ||
      doubled(answer.map(String)) ||
      (kind !== 'multiple' && answer.length > 1)
    )
      throw new AppError('BAD_INPUT', { question: at + 1, reason: 'the answer does not fit the options' })
  })
}

const courseOf = (draft: CourseDraft, before: Course | null, at: string): Course => ({
  _id: draft.courseId,
  title: draft.title,
  summary: draft.summary,
  descriptionHtml: htmlOf(draft.description),
  audience: draft.audience,
  teacher: draft.teacher,
  fen: draft.fen,
  category: pathFrom(draft.category),
  tags: draft.tags,
  form: draft.form,
  status: before?.status ?? 'draft',
  coverFileId: draft.coverFileId,
  outline: draft.lessons.map(({ lessonId, title, kind, free, durationSeconds }) => ({
    lessonId,
    title,
    kind,
    free,
    durationSeconds,
  })),
  shelfKey: before?.shelfKey ?? '',
  createdAt: before?.createdAt ?? at,
  changedAt: at,
})

const lessonsFrom = (draft: CourseDraft): Lesson[] =>
  draft.lessons.map(({ article, renditions = [], chapters = [], pages = [], attachments = [], ...lesson }) => ({
    ...lesson,
    renditions,
    chapters,
    pages,
    attachments,
    _id: lessonIdOf(draft.courseId, lesson.lessonId),
    courseId: draft.courseId,
    articleHtml: article.trim() ? htmlOf(article) : '',
  }))

type Needs = Pick<Ports, 'store' | 'clock'>

async function save({ store, clock }: Needs, draft: CourseDraft): Promise<{ course: Course; isNew: boolean }> {
  refuseContradictions(draft)
  const at = clock.now().toISOString()
  const before = CourseShape.nullable().parse(await store.get('courses', draft.courseId))
  const lessons = lessonsFrom(draft)
  const course = courseOf(draft, before, at)
  // Lessons first: the course's outline is what makes them visible.
  await Promise.all([
    ...lessons.map((lesson) => store.put('lessons', lesson)),
    categories({ store }).bringIn(course.category, at),
  ])
  await store.put('quizzes', { _id: draft.courseId, questions: draft.quiz })
  await store.put('courses', course)
  await shelf({ store }).place(course, lessons)
  await notePriceFall({ store, clock }, before, course)
  return { course, isNew: !before }
}

async function move({ store, clock }: Needs, courseId: string, status: 'published' | 'withdrawn'): Promise<Course> {
  const at = clock.now().toISOString()
  const before = CourseShape.nullable().parse(await store.get('courses', courseId))
  if (!before) throw new AppError('COURSE_NOT_FOUND', { courseId })
  const shelfKey = before.shelfKey || (status === 'published' ? `${at}:${courseId}` : '')
  const set = { status, shelfKey, changedAt: at }
  const course = CourseShape.nullable().parse(await store.change('courses', courseId, {}, { set }))
  if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId })
  const { move, place } = shelf({ store })
  // A course from before there was a shelf is put there whole.
  if (!(await move(course))) await place(course, await lessonsOf({ store }, course))
  return course
}

/** Whatever changes on the shelf is found, listed and on the home page when this answers. */
export const editCourse =
  (ports: Needs) =>
  async (_: Caller, input: Input<'editCourse'>): Promise<Output<'editCourse'>> => {
    const { course, isNew } =
      input.action === 'save'
        ? await save(ports, input.course)
        : {
            course: await move(ports, input.courseId, input.action === 'publish' ? 'published' : 'withdrawn'),
            isNew: false,
          }
    if (course.status !== 'draft') await prepare(ports)
    return { courseId: course._id, status: course.status, isNew }
  }
