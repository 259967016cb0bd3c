import type { Input, Output } from '../../core/contract'
import { CallError, call, codeOf } from '../api/call'
import { type Beat, type BeatPlace, BeatQueue, type Sent } from './beatQueue'
import { dropWhatEnded, isKept, keepProgress } from './downloads'

const KEY = 'beats'

type Recorded = Output<'recordProgress'>

/** Refusals that asking again later can mend. */
const passing: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT', 'BUSY', 'UNEXPECTED', 'NEED_LOGIN'])

/** What is told this soon was studied now; the cloud's own clock knows better than the phone's. */
const AT_ONCE_SECONDS = 60

/** What waited for a network says for how long. */
function asked({ studiedAt, ...beat }: Beat): Input<'recordProgress'> {
  const lateBy = studiedAt === undefined ? 0 : Math.round((Date.now() - studiedAt) / 1000)
  return lateBy > AT_ONCE_SECONDS ? { ...beat, lateBy } : beat
}

async function record(beat: Beat): Promise<Recorded> {
  try {
    return await call('recordProgress', asked(beat))
  } catch (error) {
    if (codeOf(error) !== 'LESSON_NOT_OPENED') throw error
    // The cloud has not seen this lesson opened, or has shut it since: access is checked, and it is said again.
    const { courseId, lessonId } = beat
    await call('playLesson', { courseId, lessonId, keep: isKept({ courseId, lessonId }) })
    return call('recordProgress', asked(beat))
  }
}

async function send(beat: Beat): Promise<Sent<Recorded>> {
  try {
    const answer = await record(beat)
    keepProgress(beat, answer.progress)
    return { status: 'taken', answer }
  } catch (error) {
    if (passing.has(codeOf(error))) return { status: 'kept' }
    dropWhatEnded(beat, codeOf(error))
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
export const keepBeat = (beat: Beat): void => queue.add({ ...beat, studiedAt: Date.now() })

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
