import type { CourseCard } from '../contract/shapes'
import type { Ports } from '../ports'
import { type Seats, seatsView } from '../seats/seats'
import { type Course, Course as CourseShape, cardOf, type Lesson, Lesson as LessonShape, lessonIdOf } from './course'

const COVER_TTL_SECONDS = 3600

/** What the shop asks about courses and lessons. */
export const courses = ({ store, files }: Pick<Ports, 'store' | 'files'>) => {
  return {
    async find(courseId: string): Promise<Course | null> {
      const doc = await store.get('courses', courseId)
      return doc && CourseShape.parse(doc)
    },

    async lesson(courseId: string, lessonId: string): Promise<Lesson | null> {
      return LessonShape.nullable().parse(await store.get('lessons', lessonIdOf(courseId, lessonId)))
    },

    /** Cards with the addresses of their covers, asked for in one call; with places, where they have been read. */
    async cards(list: Course[], seats: Seats[] = []): Promise<CourseCard[]> {
      const covers = list.flatMap((course) => course.coverFileId ?? [])
      const urls = covers.length ? await files.addresses(covers, COVER_TTL_SECONDS) : []
      const urlOf = new Map(covers.map((id, at) => [id, urls[at] ?? null]))
      return list.map((course) =>
        cardOf(course, {
          coverUrl: course.coverFileId ? (urlOf.get(course.coverFileId) ?? null) : null,
          seats: seatsView(seats.find(({ _id }) => _id === course._id)),
        }),
      )
    },
  }
}
