import * as z from 'zod'
import { CourseCard, type CourseFilter } from '../contract/shapes'
import { termsOf } from '../search/words'
import { type Course, cardOf } from './course'

/**
 * A course as lists, home and search see it: its card, what it is narrowed by and found by, and its place in every order. One slim
 * document beside the course, written whenever the course is.
 */
export const ShelfEntry = z.object({
  /** The courseId. */
  _id: z.string(),
  onShelf: z.boolean(),
  card: CourseCard.omit({ coverUrl: true, seats: true }),
  coverFileId: z.string().nullable(),
  /** `tag:水墨`, `price:free` …: every filter is one of these. */
  facets: z.array(z.string()),
  /** What a search finds it by, in title, teacher, tags, category and summary. */
  terms: z.array(z.string()),
  /** Its pieces of text that search looks through (`core/search/passage.ts`). */
  passages: z.array(z.string()),
  shelfKey: z.string(),
  priceKey: z.string(),
  heatKey: z.string(),
  /** Who joined and who studied in the last 30 days, and who ever joined: counted every hour. */
  heat: z.int(),
  joined: z.int(),
  /** Whether it has a limited number of places, which are counted elsewhere. */
  isLimited: z.boolean().default(false),
})
export type ShelfEntry = z.infer<typeof ShelfEntry>

const DIVIDE_FEN = 5000
const HALF_AN_HOUR = 1800
const THREE_HOURS = 10_800
/** Numbers of one width stand in order as text. */
const padded = (value: number): string => String(value).padStart(9, '0')

export const heatKeyOf = (heat: number, shelfKey: string): string => `${padded(heat)}:${shelfKey}`
export const priceKeyOf = (fen: number, shelfKey: string): string => `${padded(fen)}:${shelfKey}`

const priceFacet = (fen: number): string => (fen === 0 ? 'free' : fen < DIVIDE_FEN ? 'under50' : 'over50')
const lengthFacet = (seconds: number): string =>
  seconds < HALF_AN_HOUR ? 'short' : seconds <= THREE_HOURS ? 'medium' : 'long'

export const teacherFacet = (name: string): string => `teacher:${name}`
export const tagFacet = (tag: string): string => `tag:${tag}`
export const categoryFacet = (path: string): string => `category:${path}`
export const FREE = 'price:free'

function facetsOf(course: Course): string[] {
  const seconds = course.outline.reduce((sum, lesson) => sum + lesson.durationSeconds, 0)
  return [
    categoryFacet(course.category),
    teacherFacet(course.teacher.name),
    ...course.tags.map(tagFacet),
    `price:${priceFacet(course.fen)}`,
    ...new Set(course.outline.map(({ kind }) => `kind:${kind}`)),
    ...(course.outline.some(({ free }) => free) ? ['trial'] : []),
    `length:${lengthFacet(seconds)}`,
  ]
}

/** What a filter demands, but for the category, which stands for everything beneath it. */
export const facetsWanted = ({ teacher, tag, price, kind, trial, length }: CourseFilter): string[] => [
  ...(teacher ? [teacherFacet(teacher)] : []),
  ...(tag ? [tagFacet(tag)] : []),
  ...(price ? [`price:${price}`] : []),
  ...(kind ? [`kind:${kind}`] : []),
  ...(trial ? ['trial'] : []),
  ...(length ? [`length:${length}`] : []),
]

/** All of an entry but what is counted and what the office agreed. */
export function entryOf(
  course: Course,
  passages: string[],
): Omit<ShelfEntry, 'heat' | 'joined' | 'heatKey' | 'isLimited'> {
  const { coverUrl: _, seats: __, ...card } = cardOf(course)
  const said = [course.title, course.teacher.name, ...course.tags, course.category, course.summary]
  return {
    _id: course._id,
    onShelf: course.status === 'published',
    card,
    coverFileId: course.coverFileId,
    facets: facetsOf(course),
    terms: [...new Set(said.flatMap(termsOf))],
    passages,
    shelfKey: course.shelfKey,
    priceKey: priceKeyOf(course.fen, course.shelfKey),
  }
}
