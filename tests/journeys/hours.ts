import { beginOf, DAY_MS, dayOf, daysAfter } from '../../core/days'

/** Hours in China, whatever hour it is where and when the tests run. */

const HOUR_MS = 3_600_000

/** How long it is until nine in the morning: hours that pass afterwards do not end the day. */
export const untilMorning = (now: number): number =>
  (beginOf(dayOf(new Date(now))) + 9 * HOUR_MS - now + DAY_MS) % DAY_MS

/** How long it is until eleven of the next morning, when the bills of this day are there. */
export const untilBills = (now: number): number => beginOf(daysAfter(dayOf(new Date(now)), 1)) + 11 * HOUR_MS - now
