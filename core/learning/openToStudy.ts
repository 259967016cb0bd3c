import { courses } from '../catalog/courses'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import type { Ports } from '../ports'

/**
 * A lesson that this person may study now, with its course and its place in it: it is theirs (`owned`), or free.
 * Refuses: COURSE_NOT_FOUND, LESSON_NOT_FOUND, NOT_OWNED.
 */
export async function openToStudy(
  ports: Pick<Ports, 'store' | 'files' | 'clock'>,
  userId: string,
  { courseId, lessonId }: { courseId: string; lessonId: string },
) {
  const [course, lesson, enrolment] = await Promise.all([
    courses(ports).find(courseId),
    courses(ports).lesson(courseId, lessonId),
    enrolments(ports).find(userId, courseId),
  ])
  const owned = isOpen(enrolment, ports.clock.now())
  if (!course || course.status === 'draft' || (course.status === 'withdrawn' && !owned))
    throw new AppError('COURSE_NOT_FOUND', { courseId })
  const at = course.outline.findIndex((one) => one.lessonId === lessonId)
  const outlined = course.outline[at]
  if (!lesson || !outlined) throw new AppError('LESSON_NOT_FOUND', { courseId, lessonId })
  if (!owned && !outlined.free) throw new AppError('NOT_OWNED', { courseId, lessonId })
  return { course, lesson, outlined, at, enrolment, owned }
}
