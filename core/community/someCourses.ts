import { type Course, Course as CourseShape } from '../catalog/course'
import type { Ports } from '../ports'

/** Those of these courses that there are, on the shelf or not, in one request; at most a hundred. */
export async function someCourses({ store }: Pick<Ports, 'store'>, courseIds: string[]): Promise<Course[]> {
  const wanted = [...new Set(courseIds)]
  if (!wanted.length) return []
  const found = await store.find('courses', { where: { _id: { in: wanted } }, limit: wanted.length })
  return found.map((doc) => CourseShape.parse(doc))
}
