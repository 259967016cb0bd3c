import { beginOf as beginOfDay, dayOf } from '../days'

/** The Shanghai month a time is in: `2026-11`. */
export const monthOf = (now: Date): string => dayOf(now).slice(0, 7)

/** When a Shanghai month begins, ISO. */
export const beginOf = (month: string): string => new Date(beginOfDay(`${month}-01`)).toISOString()

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
