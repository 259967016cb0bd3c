import { beginOf, DAY_MS, dayOf } from '../days'

/** The hours at which bills are expected. */

const HOUR_MS = 3_600_000

/** The last moment of a day, ISO: what is booked for a whole day carries it. */
export const endOf = (day: string): string => new Date(beginOf(day) + DAY_MS - 1).toISOString()

/** Bills are ready at ten of the next day (pay.weixin.qq.com/doc/v3/merchant/4013071227). */
export const newestWithBill = (now: Date): string => dayOf(new Date(now.getTime() - DAY_MS - 10 * HOUR_MS))

/** A whole day later than promised, at noon, nobody waits in silence any more. */
export const isOverdue = (day: string, now: Date): boolean => now.getTime() >= beginOf(day) + 2 * DAY_MS + 12 * HOUR_MS

/** Two clocks, and two books of one service, agree to within this: what happens later on a day may stand in the next day's bill. */
const BORDER_MS = 10 * 60_000
export const isAtBorder = (at: string): boolean => Date.parse(at) >= beginOf(dayOf(at)) + DAY_MS - BORDER_MS
