/** Days as people and bills count them: from midnight to midnight in Shanghai, written `YYYY-MM-DD`. */

export const HOURS_EAST_MS = 8 * 3_600_000
export const DAY_MS = 24 * 3_600_000

/** The day of a time. */
export const dayOf = (at: string | Date): string =>
  new Date(new Date(at).getTime() + HOURS_EAST_MS).toISOString().slice(0, 10)

/** When a day begins, in ms. */
export const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** So many days later; earlier below zero. */
export const daysAfter = (day: string, days: number): string => dayOf(new Date(beginOf(day) + days * DAY_MS))
