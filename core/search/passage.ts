import * as z from 'zod'
import type { Course, Lesson } from '../catalog/course'
import { bodyTermsOf, termsOf } from './words'

/** A piece of what a course says at length (its description, a lesson's text), small enough to be looked at whole. */
export const Passage = z.object({
  _id: z.string(),
  courseId: z.string(),
  onShelf: z.boolean(),
  /** Null for the description. */
  lessonId: z.string().nullable(),
  lessonTitle: z.string(),
  /** Whether everybody may read it: only then are its words shown beside a hit. */
  isOpen: z.boolean(),
  text: z.string(),
  terms: z.array(z.string()),
})
export type Passage = z.infer<typeof Passage>

const LENGTH = 500
/** More than 150,000 characters of one course are not looked through. */
const MOST = 300

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** What can be read of HTML that `article.ts` made. */
export const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()

/** Cut where sentences end, none longer than it may be. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const sentence of text.match(/[^。！？!?；;\n]{1,200}[。！？!?；;\n]?|[。！？!?；;\n]/gu) ?? []) {
    if (piece && piece.length + sentence.length > LENGTH) {
      pieces.push(piece)
      piece = ''
    }
    piece += sentence
  }
  return piece.trim() ? [...pieces, piece] : pieces
}

/** A course's passages. Each is found by the course's own name, teacher and tags as well, so that 「沈青禾 留白」 finds a lesson. */
export function passagesOf(course: Course, lessons: Lesson[]): Passage[] {
  const names = [course.title, course.teacher.name, ...course.tags]
    .flatMap(termsOf)
    .filter((term) => !/^[~^]/.test(term))
  const sources = [
    { lessonId: null, lessonTitle: '', isOpen: true, text: textOf(course.descriptionHtml) },
    ...lessons.map((lesson) => ({
      lessonId: lesson.lessonId,
      lessonTitle: lesson.title,
      isOpen: lesson.free,
      text: `${lesson.title} ${textOf(lesson.articleHtml)}`,
    })),
  ]
  return sources
    .flatMap(({ text, ...source }) => piecesOf(text).map((piece) => ({ ...source, text: piece })))
    .slice(0, MOST)
    .map((source, at) => ({
      ...source,
      _id: `${course._id}:${at}`,
      courseId: course._id,
      onShelf: course.status === 'published',
      terms: [...new Set([...names, ...bodyTermsOf(source.text)])],
    }))
}

const AROUND = 24

/** The words around the first place where one of these stands, with … where more is said. */
export function excerptOf(text: string, marks: string[]): string {
  const lower = text.toLowerCase()
  const places = marks.map((mark) => lower.indexOf(mark)).filter((place) => place >= 0)
  if (!places.length) return ''
  const from = Math.max(0, Math.min(...places) - AROUND)
  const to = Math.min(text.length, Math.min(...places) + AROUND * 2)
  return `${from > 0 ? '…' : ''}${text.slice(from, to).trim()}${to < text.length ? '…' : ''}`
}
