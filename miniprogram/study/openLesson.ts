import type { Output } from '../../core/contract'
import { call, codeOf } from '../api/call'
import { placeWaiting } from './beats'
import { dropWhatEnded, isKept, openKept, renew } from './downloads'
import type { LessonKey } from './recorder'
import type { Ready } from './sound'

export type Opened = Output<'playLesson'>

/** Failures of the line; then what the phone keeps is looked at. */
const ofTheLine: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT', 'BUSY'])

/** So close to its end a lesson begins anew. */
const END_SECONDS = 3

/**
 * With a network, too, a kept film and kept pages come from the phone, unless their teacher has changed them since. Sound comes from
 * its address: only so it goes on in the background.
 */
function fromPhone(opened: Opened, kept: Opened | null): Opened {
  const isSame =
    kept?.lesson.durationSeconds === opened.lesson.durationSeconds && kept.pages.length === opened.pages.length
  if (!kept || !isSame) return opened
  if (opened.lesson.kind === 'video') return { ...opened, media: kept.media }
  return opened.lesson.kind === 'document' ? { ...opened, pages: kept.pages } : opened
}

/**
 * Opens a lesson: from the cloud, or without a network from what the phone keeps (`isOffline`). A kept lesson that the cloud
 * opens again may be kept longer; one that it refuses is removed. Throws what `call` throws.
 */
export async function openLesson(lesson: LessonKey): Promise<{ opened: Opened; isOffline: boolean }> {
  const keep = isKept(lesson)
  try {
    const opened = await call('playLesson', { ...lesson, ...(keep && { keep }) })
    if (!keep) return { opened, isOffline: false }
    renew(lesson, opened.keptUntil)
    return { opened: fromPhone(opened, await openKept(lesson)), isOffline: false }
  } catch (error) {
    dropWhatEnded(lesson, codeOf(error))
    const kept = ofTheLine.has(codeOf(error)) ? await openKept(lesson) : null
    if (!kept) throw error
    return { opened: kept, isOffline: true }
  }
}

/** Where to begin: where the learner stopped, or anew when that was the end. Seconds. */
export function startOf({ lesson, progress }: Opened, { courseId, lessonId }: LessonKey): number {
  const at = placeWaiting(courseId, lessonId) ?? progress.positionSeconds
  return at >= lesson.durationSeconds - END_SECONDS ? 0 : at
}

/** An audio lesson as the player takes it. */
const readyOf = (key: LessonKey, opened: Opened): Ready => ({
  track: {
    ...key,
    title: opened.lesson.title,
    courseTitle: opened.courseTitle,
    coverUrl: opened.coverUrl,
    url: opened.media?.url ?? '',
  },
  startAt: startOf(opened, key),
})

/** Opens an audio lesson for the player. */
export async function openTrack(key: LessonKey): Promise<Ready> {
  const { opened } = await openLesson(key)
  return readyOf(key, opened)
}
