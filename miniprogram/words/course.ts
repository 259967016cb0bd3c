import type { CourseCard, OutlineLesson } from '../../core/contract/shapes'
import { priceWords } from './money'
import { clockOf, lengthOf } from './time'

type Form = CourseCard['form']
type Kind = OutlineLesson['kind']

export const formWords: Record<Form, string> = { single: '单课', series: '系列课', column: '专栏' }
export const kindWords: Record<Kind, string> = { video: '视频', audio: '音频', article: '文章', document: '文档' }
export const kindIcons: Record<Kind, string> = {
  video: 'play-circle',
  audio: 'earphone',
  article: 'article',
  document: 'file',
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
    ? `${card.kinds.map((kind) => kindWords[kind]).join('、')} · ${lengthOf(card.durationSeconds)}`
    : `${formWords[card.form]} · ${card.lessonCount} 节 · ${lengthOf(card.durationSeconds)}`

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
    ? `约读 ${lengthOf(lesson.durationSeconds)}`
    : clockOf(lesson.durationSeconds)
