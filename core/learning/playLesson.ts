import { courses } from '../catalog/courses'
import { pictureFileIds, withPictureUrls } from '../catalog/pictures'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import type { Caller, Ports } from '../ports'
import { studies } from './studies'
import { nothingStudied, progressOf } from './study'

/** A media address lasts as long as a sitting needs it and not long enough to be worth passing on. */
const MEDIA_TTL_SECONDS = 15 * 60

/**
 * Opens a lesson for its owner, or a free one for anybody signed in.
 * Refuses: COURSE_NOT_FOUND, LESSON_NOT_FOUND, NOT_OWNED.
 */
export const playLesson =
  (ports: Pick<Ports, 'store' | 'files' | 'clock'>) =>
  async ({ userId }: Caller, { courseId, lessonId }: Input<'playLesson'>): Promise<Output<'playLesson'>> => {
    const [course, lesson, enrolment, study] = await Promise.all([
      courses(ports).find(courseId),
      courses(ports).lesson(courseId, lessonId),
      enrolments(ports).find(userId, courseId),
      studies(ports).find(userId, courseId),
    ])
    const now = ports.clock.now()
    const owned = isOpen(enrolment, now)
    if (!course || course.status === 'draft' || (course.status === 'withdrawn' && !owned))
      throw new AppError('COURSE_NOT_FOUND', { courseId })
    const at = course.outline.findIndex((one) => one.lessonId === lessonId)
    const outlined = course.outline[at]
    if (!lesson || !outlined) throw new AppError('LESSON_NOT_FOUND', { courseId, lessonId })
    if (!owned && !outlined.free) throw new AppError('NOT_OWNED', { courseId, lessonId })

    const files = [...new Set([lesson.mediaFileId, course.coverFileId, ...pictureFileIds(lesson.articleHtml)])].filter(
      (fileId) => fileId !== null,
    )
    const [urls] = await Promise.all([
      files.length ? ports.files.addresses(files, MEDIA_TTL_SECONDS) : [],
      studies(ports).open(study, { userId, courseId }, outlined, now.toISOString()),
    ])
    const urlOf = (fileId: string | null): string | null => (fileId ? (urls[files.indexOf(fileId)] ?? null) : null)
    const mediaUrl = urlOf(lesson.mediaFileId)
    // The lesson is described but its film is gone: better a clear refusal than an empty player.
    if (lesson.mediaFileId && !mediaUrl)
      throw new AppError('LESSON_NOT_FOUND', { courseId, lessonId, reason: 'no media' })

    return {
      courseTitle: course.title,
      lesson: outlined,
      media: mediaUrl
        ? { url: mediaUrl, expiresAt: new Date(now.getTime() + MEDIA_TTL_SECONDS * 1000).toISOString() }
        : null,
      articleHtml: withPictureUrls(lesson.articleHtml, urlOf),
      coverUrl: urlOf(course.coverFileId),
      progress: study ? progressOf(study, outlined) : nothingStudied(lessonId),
      previousLessonId: course.outline[at - 1]?.lessonId ?? null,
      nextLessonId: course.outline[at + 1]?.lessonId ?? null,
      owned,
    }
  }
