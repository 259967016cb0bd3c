import { beginOf, dayOf, daysAfter } from '../days'

/** Seconds at study by Shanghai day (`YYYY-MM-DD`). */
export type Days = Record<string, number>

/** A day counts when at least this much of it was spent at study: opening the app is not studying. */
const LEAST_SECONDS = 60

/** Adds a stretch of time, cut at midnight in Shanghai. */
export function addTime(days: Days, from: number, until: number): Days {
  const day = dayOf(new Date(from))
  const end = Math.min(until, beginOf(daysAfter(day, 1)))
  const seconds = Math.round(((days[day] ?? 0) + (end - from) / 1000) * 10) / 10
  const added = { ...days, [day]: seconds }
  return end < until ? addTime(added, end, until) : added
}

/** The days of several studies together. */
export function sumOf(all: Days[]): Days {
  const sum: Days = {}
  for (const days of all) for (const [day, seconds] of Object.entries(days)) sum[day] = (sum[day] ?? 0) + seconds
  return sum
}

const isStudied = (days: Days, day: string): boolean => (days[day] ?? 0) >= LEAST_SECONDS

/** Days in a row up to today; a today that has not been studied yet does not break the row. */
export function streakOf(days: Days, today: string): number {
  let day = isStudied(days, today) ? today : daysAfter(today, -1)
  let length = 0
  for (; isStudied(days, day); day = daysAfter(day, -1)) length += 1
  return length
}

/** The longest row of days there ever was. */
export const longestOf = (days: Days): number =>
  Math.max(
    0,
    ...Object.keys(days)
      .filter((day) => isStudied(days, day) && !isStudied(days, daysAfter(day, 1)))
      .map((last) => streakOf(days, last)),
  )

/** Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return daysAfter(day, -((weekday + 6) % 7))
}

/** How many days of this week, from Monday to today, were studied. */
export const daysThisWeek = (days: Days, today: string): number =>
  Object.keys(days).filter((day) => day >= mondayOf(today) && day <= today && isStudied(days, day)).length
