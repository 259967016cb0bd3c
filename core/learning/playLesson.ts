import { pictureFileIds, withPictureUrls } from '../catalog/pictures'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { User } from '../people/user'
import type { Caller, Ports } from '../ports'
import { attachmentsOf } from './attachments'
import { openToStudy } from './openToStudy'
import { studies } from './studies'
import { KEPT_FOR_MS, nothingStudied, progressOf } from './study'

/** A media address lasts as long as a sitting needs it and not long enough to be worth passing on. */
const MEDIA_TTL_SECONDS = 15 * 60

/** Addresses are made for so many pages of a document at once; the ones before are for turning back. */
const PAGES_AHEAD = 40
const PAGES_BACK = 3

/** The page on which a reader stands after so many seconds of reading time. */
function pageAt(pages: readonly { seconds: number }[], seconds: number): number {
  let end = 0
  const at = pages.findIndex((page) => {
    end += page.seconds
    return seconds < end
  })
  return at < 0 ? Math.max(0, pages.length - 1) : at
}

/** A phone asks again after a month, or when access ends. */
function keptUntilOf(now: Date, accessUntil: string | null): string {
  const month = new Date(now.getTime() + KEPT_FOR_MS).toISOString()
  return accessUntil !== null && accessUntil < month ? accessUntil : month
}

/** Enough to tell whose copy it is, too little to tell a stranger who that is. */
async function markOf({ store }: Pick<Ports, 'store'>, userId: string): Promise<string> {
  const user = User.nullable().parse(await store.get('users', userId))
  const [first = ''] = user?.nickname ?? ''
  return `${first}** ${userId.slice(-4)}`
}

/**
 * Opens a lesson for its owner, or a free one for anybody signed in.
 * Refuses: COURSE_NOT_FOUND, LESSON_NOT_FOUND, NOT_OWNED.
 */
export const playLesson =
  (ports: Pick<Ports, 'store' | 'files' | 'clock'>) =>
  async (
    { userId }: Caller,
    { courseId, lessonId, keep = false, page }: Input<'playLesson'>,
  ): Promise<Output<'playLesson'>> => {
    const [{ course, lesson, outlined, at, enrolment, owned }, study, mark] = await Promise.all([
      openToStudy(ports, userId, { courseId, lessonId }),
      studies(ports).find(userId, courseId),
      markOf(ports, userId),
    ])
    const now = ports.clock.now()
    const progress = study ? progressOf(study, outlined) : nothingStudied(lessonId)
    const firstPage = Math.max(0, page ?? pageAt(lesson.pages, progress.positionSeconds) - PAGES_BACK)
    const pageFiles = lesson.pages.slice(firstPage, firstPage + PAGES_AHEAD).map(({ fileId }) => fileId)
    const films = lesson.renditions.map(({ fileId }) => fileId)
    const files = [
      ...new Set([
        lesson.mediaFileId,
        ...films,
        ...pageFiles,
        course.coverFileId,
        ...pictureFileIds(lesson.articleHtml),
      ]),
    ].filter((fileId) => fileId !== null)
    const [urls] = await Promise.all([
      files.length ? ports.files.addresses(files, MEDIA_TTL_SECONDS) : [],
      studies(ports).open(study, { userId, courseId }, { ...outlined, isKept: keep }, now.toISOString()),
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
        ? {
            url: mediaUrl,
            expiresAt: new Date(now.getTime() + MEDIA_TTL_SECONDS * 1000).toISOString(),
            renditions: lesson.renditions.flatMap(({ quality, fileId }) => {
              const url = urlOf(fileId)
              return url ? { quality, url } : []
            }),
          }
        : null,
      chapters: lesson.chapters,
      pages: lesson.pages.map(({ fileId, ...each }) => ({ ...each, url: urlOf(fileId) })),
      articleHtml: withPictureUrls(lesson.articleHtml, urlOf),
      coverUrl: urlOf(course.coverFileId),
      attachments: attachmentsOf(lesson),
      progress,
      previousLessonId: course.outline[at - 1]?.lessonId ?? null,
      nextLessonId: course.outline[at + 1]?.lessonId ?? null,
      owned,
      outline: course.outline.map(({ lessonId, title, kind, free }) => ({ lessonId, title, kind, free })),
      keptUntil: keptUntilOf(now, owned ? (enrolment?.accessUntil ?? null) : null),
      mark,
    }
  }
