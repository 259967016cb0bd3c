import { byIds } from '../byIds'
import type { Ports } from '../ports'
import { Course } from './course'

/** Those of these courses that there are, on the shelf or not. */
export async function someCourses(ports: Pick<Ports, 'store'>, courseIds: string[]): Promise<Course[]> {
  const found = await byIds(ports, 'courses', courseIds)
  return [...found.values()].map((doc) => Course.parse(doc))
}
