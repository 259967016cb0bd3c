import type { CourseCard, OutlineLesson } from '../../core/contract/shapes'
import { counted } from './counted'
import { priceWords } from './money'
import { tongues } from './speak'
import { clockOf, lengthOf } from './time'

type Form = CourseCard['form']
type Kind = OutlineLesson['kind']

/** The forms of a course and the kinds of its lessons, by name. */
export const formWords = tongues<Record<Form, string>>({
  zh: { single: '单课', series: '系列课', column: '专栏' },
  en: { single: 'Short course', series: 'Series', column: 'Column' },
})
export const kindWords = tongues<Record<Kind, string>>({
  zh: { video: '视频', audio: '音频', article: '文章', document: '文档' },
  en: { video: 'Video', audio: 'Audio', article: 'Article', document: 'Document' },
})
const words = tongues({
  zh: {
    and: '、',
    lessons: (n: number) => `${n} 节`,
    reading: (length: string) => `约读 ${length}`,
  },
  en: {
    and: ', ',
    lessons: (n) => counted(n, 'lesson'),
    reading: (length) => `${length} read`,
  },
})
export const kindIcons: Record<Kind, string> = {
  video: 'play-circle',
  audio: 'earphone',
  article: 'article',
  document: 'file',
}

const seatWords = tongues({
  zh: { left: (n: number) => `还剩 ${n} 个名额`, full: '名额已满' },
  en: { left: (n) => `${counted(n, 'place')} left`, full: 'All places taken' },
})

/** So many places are few enough to be told. */
const FEW = 10

/** 还剩 3 个名额, or 名额已满; empty where there is no limit, or enough for everybody who looks. */
export const seatsLine = ({ seats }: Pick<CourseCard, 'seats'>): string => {
  if (!seats || seats.left > FEW) return ''
  return seats.left > 0 ? seatWords().left(seats.left) : seatWords().full
}

/** A course as its card shows it. */
export type CardView = {
  courseId: string
  title: string
  summary: string
  teacherName: string
  coverUrl: string
  /** 系列课 · 12 节 · 3 小时 20 分 */
  meta: string
  price: string
  isFree: boolean
}

export const metaOf = (card: CourseCard): string =>
  card.lessonCount === 1
    ? `${card.kinds.map((kind) => kindWords()[kind]).join(words().and)} · ${lengthOf(card.durationSeconds)}`
    : `${formWords()[card.form]} · ${words().lessons(card.lessonCount)} · ${lengthOf(card.durationSeconds)}`

export const cardView = (card: CourseCard): CardView => ({
  courseId: card.courseId,
  title: card.title,
  summary: card.summary,
  teacherName: card.teacherName,
  coverUrl: card.coverUrl ?? '',
  meta: metaOf(card),
  price: priceWords(card.fen),
  isFree: card.fen === 0,
})

/** A lesson's length as its row shows it: a recording by the clock, an article by reading time. */
export const lessonLength = (lesson: Pick<OutlineLesson, 'kind' | 'durationSeconds'>): string =>
  lesson.kind === 'article' || lesson.kind === 'document'
    ? words().reading(lengthOf(lesson.durationSeconds))
    : clockOf(lesson.durationSeconds)
