import type { Terms } from './item'
import { termsWords } from './words'

const MOST = 1000

/** What was typed as the number of places: null for none, undefined for what is no such number. */
export function limitOf(typed: string): number | null | undefined {
  if (!typed) return null
  const limit = Number(typed)
  return Number.isInteger(limit) && limit >= 1 && limit <= MOST ? limit : undefined
}

/** 已卖 3 个 · 等付款 1 个; says so where more are taken than there are now. */
export function seatsTaken({ limit, sold, held }: Terms['seats']): string {
  if (limit === null && sold + held === 0) return ''
  const w = termsWords()
  const taken = w.seatsTaken(sold, held)
  return limit !== null && sold + held > limit ? `${taken}。${w.seatsOver}` : taken
}
