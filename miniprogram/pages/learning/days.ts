import type { Output } from '../../../core/contract'
import { learningWords } from './words'

type Learning = Output<'myLearning'>
export type Cell = {
  day: string
  date: string
  level: 0 | 1 | 2 | 3
  isToday: boolean
  isAhead: boolean
  words: string
}

const DAY_MS = 24 * 3600_000
const WEEKS = 5
/** From so many minutes on a day is drawn fuller. */
const LEVELS = [1, 10, 30]

const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const minutesOf = (seconds: number): number => Math.floor(seconds / 60)

/** Five weeks up to this one, Monday to Sunday. Days are those of Shanghai, as the cloud counted them. */
export function calendarOf({ today, days }: Pick<Learning, 'today' | 'days'>): Cell[] {
  const seconds = new Map(days.map((one) => [one.day, one.seconds]))
  const now = msOf(today)
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * DAY_MS
  const first = monday - (WEEKS - 1) * 7 * DAY_MS
  return Array.from({ length: WEEKS * 7 }, (_, n) => {
    const day = dayOf(first + n * DAY_MS)
    const minutes = minutesOf(seconds.get(day) ?? 0)
    const level = LEVELS.filter((least) => minutes >= least).length as Cell['level'] // there are three
    return {
      day,
      date: String(Number(day.slice(8))),
      level,
      isToday: day === today,
      isAhead: day > today,
      words: level > 0 ? learningWords().dayStudied(day, minutes) : learningWords().dayNot(day),
    }
  })
}

/** A gentle next step: what was done today, and what would be enough. */
export function stepOf({ today, days, plan, daysThisWeek }: Learning): string {
  const words = learningWords()
  const done = minutesOf(days.find(({ day }) => day === today)?.seconds ?? 0)
  if (!plan) return done > 0 ? words.stepToday(done) : words.stepNone
  if (done >= plan.minutesPerDay) return words.stepDone(done)
  if (daysThisWeek >= plan.daysPerWeek) return words.stepWeek
  return done > 0 ? words.stepMore(done, plan.minutesPerDay - done) : words.stepBegin(plan.minutesPerDay)
}

export const weekWords = ({ plan, daysThisWeek }: Learning): string =>
  plan ? learningWords().weekPlanned(daysThisWeek, plan.daysPerWeek) : learningWords().week(daysThisWeek)
