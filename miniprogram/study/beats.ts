import type { Output } from '../../core/contract'
import { CallError, call, codeOf } from '../api/call'
import { type Beat, type BeatPlace, BeatQueue, type Sent } from './beatQueue'

const KEY = 'beats'

type Recorded = Output<'recordProgress'>

/** Refusals that asking again later can mend. */
const passing: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT', 'BUSY', 'UNEXPECTED', 'NEED_LOGIN'])

async function record(beat: Beat): Promise<Recorded> {
  try {
    return await call('recordProgress', beat)
  } catch (error) {
    if (codeOf(error) !== 'LESSON_NOT_OPENED') throw error
    // The cloud has not seen this lesson opened (it was opened from what the phone kept): open it and say it again.
    await call('playLesson', { courseId: beat.courseId, lessonId: beat.lessonId })
    return call('recordProgress', beat)
  }
}

async function send(beat: Beat): Promise<Sent<Recorded>> {
  try {
    return { status: 'taken', answer: await record(beat) }
  } catch (error) {
    if (passing.has(codeOf(error))) return { status: 'kept' }
    console.warn('a beat was refused', codeOf(error), error instanceof CallError ? error.requestId : error)
    return { status: 'refused' }
  }
}

const place: BeatPlace = {
  read: () => (wx.getStorageSync(KEY) || []) as Beat[], // only `write` stores under this key
  write: (beats) => wx.setStorageSync(KEY, beats),
}

const queue = new BeatQueue<Recorded>(place, send)

/** Remembers what was studied, on the phone, at once. */
export const keepBeat = (beat: Beat): void => queue.add(beat)

/** Reports everything that waits. Resolves to the newest answer, or null when the cloud took nothing. Never throws. */
export const sendBeats = (): Promise<Recorded | null> => queue.flush()

const LONGEST_WAIT_MS = 1500

/** Lets what was just studied reach the cloud before a page asks about it. On a slow line the page does not wait for it. */
export async function beatsTold(): Promise<void> {
  if (place.read().length === 0) return
  await Promise.race([sendBeats(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))])
}

/** Where the learner really was last, when the cloud has not heard of it yet. */
export function placeWaiting(courseId: string, lessonId: string): number | undefined {
  const waiting = place.read().filter((beat) => beat.courseId === courseId && beat.lessonId === lessonId)
  return waiting[waiting.length - 1]?.to
}
