import type { CourseCard } from '../contract/shapes'
import type { Condition, Filter, Ports } from '../ports'
import { type Course, Course as CourseShape, cardOf, type Lesson, Lesson as LessonShape, lessonIdOf } from './course'

const SHELF_PAGE = 100
const COVER_TTL_SECONDS = 3600

/** What the shop asks about courses and lessons. */
export const courses = ({ store, files }: Pick<Ports, 'store' | 'files'>) => {
  const shelf = async (where: Filter, limit: number): Promise<Course[]> => {
    const found = await store.find('courses', {
      where: { status: 'published', ...where },
      orderBy: [['shelfKey', 'desc']],
      limit,
    })
    return found.map((doc) => CourseShape.parse(doc))
  }

  return {
    async find(courseId: string): Promise<Course | null> {
      const doc = await store.get('courses', courseId)
      return doc && CourseShape.parse(doc)
    },

    async lesson(courseId: string, lessonId: string): Promise<Lesson | null> {
      return LessonShape.nullable().parse(await store.get('lessons', lessonIdOf(courseId, lessonId)))
    },

    shelf,

    /** The whole shelf, newest first; one question for each hundred courses. */
    async wholeShelf(): Promise<Course[]> {
      const all: Course[] = []
      for (let last: Condition | undefined; ; ) {
        const page = await shelf(last === undefined ? {} : { shelfKey: last }, SHELF_PAGE)
        all.push(...page)
        const end = page.at(-1)
        if (!end || page.length < SHELF_PAGE) return all
        last = { lt: end.shelfKey }
      }
    },

    /** Cards with the addresses of their covers, asked for in one call. */
    async cards(list: Course[]): Promise<CourseCard[]> {
      const covers = list.flatMap((course) => course.coverFileId ?? [])
      const urls = covers.length ? await files.addresses(covers, COVER_TTL_SECONDS) : []
      const urlOf = new Map(covers.map((id, at) => [id, urls[at] ?? null]))
      return list.map((course) => cardOf(course, course.coverFileId ? (urlOf.get(course.coverFileId) ?? null) : null))
    },
  }
}
