import type { Ports } from '../ports'
import { categories } from './categories'
import { Course, Lesson, lessonIdOf } from './course'
import { shelf } from './shelf'

const PAGE = 100
/** Lessons hold whole texts: more at a time could be more than one answer carries. */
const LESSONS = 10

/** The lessons of a course as they are kept, in the order of its outline. */
export async function lessonsOf({ store }: Pick<Ports, 'store'>, course: Course): Promise<Lesson[]> {
  const ids = course.outline.map(({ lessonId }) => lessonIdOf(course._id, lessonId))
  const found: Lesson[] = []
  for (let at = 0; at < ids.length; at += LESSONS) {
    const some = ids.slice(at, at + LESSONS)
    const docs = await store.find('lessons', { where: { _id: { in: some } }, limit: LESSONS })
    found.push(...docs.map((doc) => Lesson.parse(doc)))
  }
  return ids.flatMap((id) => found.find(({ _id }) => _id === id) ?? [])
}

/** Puts every published course on the shelf that is not there: those that came before there was one. */
export async function restock(ports: Pick<Ports, 'store' | 'clock'>): Promise<number> {
  const { store, clock } = ports
  const { place, entry } = shelf(ports)
  let placed = 0
  for (let last = ''; ; ) {
    const page = await store.find('courses', {
      where: { status: 'published', ...(last && { shelfKey: { lt: last } }) },
      orderBy: [['shelfKey', 'desc']],
      limit: PAGE,
    })
    for (const course of page.map((doc) => Course.parse(doc))) {
      last = course.shelfKey
      if (await entry(course._id)) continue
      await categories(ports).bringIn(course.category, clock.now().toISOString())
      await place(course, await lessonsOf(ports, course))
      placed += 1
    }
    if (page.length < PAGE) return placed
  }
}
