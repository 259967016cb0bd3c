import * as z from 'zod'
import type { LessonProgress, OutlineLesson } from '../contract/shapes'
import { addTime } from './days'

/** A stretch of a lesson, in seconds from its beginning. */
export type Interval = [from: number, to: number]

const Watched = z.array(z.tuple([z.number(), z.number()]))

export const Beat = z.object({
  lessonId: z.string(),
  from: z.number(),
  to: z.number(),
  /** The server's time when the beat arrived, ISO. */
  at: z.string(),
  /** Of what was studied without a network: the seconds since, by the phone's own clock. */
  lateBy: z.number().optional(),
})
export type Beat = z.infer<typeof Beat>

/**
 * One learner's study of one course. Beats are appended as they arrive, in one write; what they are worth is worked out
 * from them by the rules below, so that a beat that comes twice, late or from two devices at once cannot be counted twice.
 */
export const Study = z.object({
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  /** Lessons that were opened after access was checked, with their length in seconds. */
  opened: z.record(z.string(), z.number()),
  /** Lessons that a phone was given to keep, with the server's time of that, ISO. */
  kept: z.record(z.string(), z.string()).default({}),
  /** What earlier beats were worth, lesson by lesson. */
  lessons: z.record(z.string(), z.object({ watched: Watched, position: z.number() })),
  /** Beats not yet added to `lessons`. */
  beats: z.array(Beat),
  /** The server's time up to which study time has been spent, ISO. */
  spentUntil: z.string(),
  /** Seconds at study on each day in Shanghai, whether new to the learner or seen again. */
  days: z.record(z.string(), z.number()).default({}),
  /** The server's time up to which `days` were counted, ISO; empty before the first beat. */
  countedUntil: z.string().default(''),
  lastBeatAt: z.string(),
  lastLessonId: z.string(),
  /** Goes up with every write: a fold is only stored over the beats it has seen. */
  rev: z.int(),
})
export type Study = z.infer<typeof Study>

export const studyIdOf = (userId: string, courseId: string): string => `${userId}:${courseId}`

/** The fastest the player plays. */
export const MAX_SPEED = 2
/** Study time that was not used is kept this long, so that a beat that was held up on a bad line still counts. */
const KEPT_MS = 10 * 60_000
/** … and this long for a lesson that the phone was given to keep: a journey without a network. */
const KEPT_OFFLINE_MS = 24 * 3600_000
/** A phone may keep a lesson this long before it must ask again. */
export const KEPT_FOR_MS = 30 * 24 * 3600_000
/** A lesson is finished when this share of it has been played: credits and silences at the end are nobody's homework. */
const FINISHED_SHARE = 0.9

const round = (seconds: number): number => Math.round(seconds * 10) / 10

/** The intervals joined where they touch, in order. */
export function union(intervals: Interval[]): Interval[] {
  const joined: Interval[] = []
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

/** The parts of one stretch that are not in `watched` (a union). */
export function unseen([from, to]: Interval, watched: Interval[]): Interval[] {
  const parts: Interval[] = []
  let start = from
  for (const [seenFrom, seenTo] of watched) {
    if (seenTo <= start) continue
    if (seenFrom >= to) break
    if (seenFrom > start) parts.push([start, seenFrom])
    start = Math.max(start, seenTo)
  }
  if (start < to) parts.push([start, to])
  return parts
}

export const total = (intervals: Interval[]): number => intervals.reduce((sum, [from, to]) => sum + to - from, 0)

/** The first `budget` seconds of these stretches. */
function take(parts: Interval[], budget: number): Interval[] {
  const taken: Interval[] = []
  let left = budget
  for (const [from, to] of parts) {
    if (left <= 0) break
    const end = Math.min(to, from + left)
    taken.push([from, end])
    left -= end - from
  }
  return taken
}

/** Whether the beat comes from a lesson that the phone was given to keep, and how far back its time may lie. */
function lateness(study: Study, { lessonId, at, lateBy }: Beat): { reachMs: number; lateMs: number } {
  const keptAt = study.kept[lessonId]
  const isKept = lateBy !== undefined && keptAt !== undefined && Date.parse(at) - Date.parse(keptAt) <= KEPT_FOR_MS
  return isKept ? { reachMs: KEPT_OFFLINE_MS, lateMs: lateBy * 1000 } : { reachMs: KEPT_MS, lateMs: 0 }
}

/** The time of a beat, no moment twice, on the days on which it was spent. */
function countDays(study: Study, beat: Beat, playedSeconds: number): Pick<Study, 'days' | 'countedUntil'> {
  const { reachMs, lateMs } = lateness(study, beat)
  const arrived = Date.parse(beat.at)
  const until = arrived - lateMs
  const counted = Math.max(Date.parse(study.countedUntil || study.spentUntil), arrived - reachMs)
  const from = Math.max(counted, until - playedSeconds * 1000)
  if (from >= until) return study
  return { days: addTime(study.days, from, until), countedUntil: new Date(until).toISOString() }
}

/** Adds one beat: at most the time that has passed × the fastest speed is credited, and no second twice. */
function addBeat(study: Study, beat: Beat): Study {
  const length = study.opened[beat.lessonId]
  if (length === undefined) return study
  const before = study.lessons[beat.lessonId] ?? { watched: [], position: 0 }
  const to = Math.min(beat.to, length)
  const arrived = Date.parse(beat.at)
  const spent = Math.max(Date.parse(study.spentUntil), arrived - lateness(study, beat).reachMs)
  const budget = Math.max(0, ((arrived - spent) / 1000) * MAX_SPEED)

  const fresh = beat.from < to ? take(unseen([beat.from, to], before.watched), budget) : []
  const credited = total(fresh)
  return {
    ...study,
    ...countDays(study, beat, Math.max(0, to - beat.from)),
    lessons: {
      ...study.lessons,
      [beat.lessonId]: {
        watched: union([...before.watched, ...fresh]).map(([a, b]): Interval => [round(a), round(b)]),
        position: round(Math.min(to, length)),
      },
    },
    spentUntil: new Date(spent + (credited / MAX_SPEED) * 1000).toISOString(),
  }
}

/** The same study with its beats worked in, in the order in which the server received them. */
export function fold(study: Study): Study {
  const inOrder = [...study.beats].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return { ...inOrder.reduce(addBeat, study), beats: [] }
}

/** How far the learner is in one lesson of the outline. */
export function progressOf(study: Study, lesson: Pick<OutlineLesson, 'lessonId' | 'durationSeconds'>): LessonProgress {
  const { watched, position } = fold(study).lessons[lesson.lessonId] ?? { watched: [], position: 0 }
  const watchedSeconds = round(Math.min(total(watched), lesson.durationSeconds))
  return {
    lessonId: lesson.lessonId,
    watchedSeconds,
    positionSeconds: position,
    finished: watchedSeconds >= lesson.durationSeconds * FINISHED_SHARE,
  }
}

export const nothingStudied = (lessonId: string): LessonProgress => ({
  lessonId,
  watchedSeconds: 0,
  positionSeconds: 0,
  finished: false,
})

/** A whole percentage by seconds; 100 only when every lesson is finished, and never over it. */
export function percentOf(outline: OutlineLesson[], study: Study | null): number {
  const progress = outline.map((lesson) => (study ? progressOf(study, lesson) : nothingStudied(lesson.lessonId)))
  if (progress.length && progress.every((one) => one.finished)) return 100
  const whole = outline.reduce((sum, lesson) => sum + lesson.durationSeconds, 0)
  // A finished lesson counts whole, although its last seconds may not have been played.
  const done = outline.reduce((sum, lesson, at) => {
    const one = progress[at]
    return sum + (one?.finished ? lesson.durationSeconds : (one?.watchedSeconds ?? 0))
  }, 0)
  return whole > 0 ? Math.min(99, Math.floor((done / whole) * 100)) : 0
}

/** What a learner goes on with. `leftSeconds`: of that lesson. */
export type Resume = Pick<OutlineLesson, 'lessonId' | 'title' | 'kind'> & {
  positionSeconds: number
  leftSeconds: number
}

/** Where somebody begins who has not opened a lesson yet. */
export function beginningOf([first]: OutlineLesson[]): Resume | null {
  if (!first) return null
  const { lessonId, title, kind, durationSeconds } = first
  return { lessonId, title, kind, positionSeconds: 0, leftSeconds: durationSeconds }
}

/** Where to go on: the lesson last studied, or the one after it when that is finished. */
export function resumeOf(outline: OutlineLesson[], study: Study): Resume | null {
  const last = outline.findIndex((lesson) => lesson.lessonId === study.lastLessonId)
  const inOrder = last < 0 ? outline : [...outline.slice(last), ...outline.slice(0, last)]
  const next = inOrder.find((lesson) => !progressOf(study, lesson).finished)
  if (!next) return null
  const { positionSeconds, watchedSeconds } = progressOf(study, next)
  const leftSeconds = round(next.durationSeconds - watchedSeconds)
  return { lessonId: next.lessonId, title: next.title, kind: next.kind, positionSeconds, leftSeconds }
}
