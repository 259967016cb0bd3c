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

/** Where to begin: where the learner stopped, or anew when that was the end. Seconds. */
function startOf({ lesson, progress }: Opened, waiting: number | undefined): number {
  const at = waiting ?? progress.positionSeconds
  return at >= lesson.durationSeconds - END_SECONDS ? 0 : at
}

/**
 * Opens a lesson: from the cloud, or without a network from what the phone keeps (`isOffline`). A kept lesson that the cloud
 * opens again may be kept longer; one that it refuses is removed. `startAt`: seconds. Throws what `call` throws.
 */
export async function openLesson(lesson: LessonKey): Promise<{ opened: Opened; startAt: number; isOffline: boolean }> {
  const keep = isKept(lesson)
  // Asked before the cloud is: a place that is told meanwhile may be in neither answer afterwards.
  const waiting = placeWaiting(lesson.courseId, lesson.lessonId)
  try {
    const opened = await call('playLesson', { ...lesson, ...(keep && { keep }) })
    const startAt = startOf(opened, waiting)
    if (!keep) return { opened, startAt, isOffline: false }
    renew(lesson, opened)
    return { opened: fromPhone(opened, await openKept(lesson)), startAt, isOffline: false }
  } catch (error) {
    dropWhatEnded(lesson, codeOf(error))
    const kept = ofTheLine.has(codeOf(error)) ? await openKept(lesson) : null
    if (!kept) throw error
    return { opened: kept, startAt: startOf(kept, waiting), isOffline: true }
  }
}

/** Opens an audio lesson for the player. */
export async function openTrack(key: LessonKey): Promise<Ready> {
  const { opened, startAt } = await openLesson(key)
  const { lesson, courseTitle, coverUrl, media } = opened
  return { track: { ...key, title: lesson.title, courseTitle, coverUrl, url: media?.url ?? '' }, startAt }
}
