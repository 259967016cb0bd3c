const EIGHT_HOURS_MS = 8 * 3_600_000

/**
 * `2026-11-21 10:40:00`, always in China's time. The library takes the process's own zone, and functions run in UTC: a
 * request would seem eight hours old. So every time we send is written here.
 */
export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ')

/** The moment such a text means, as an ISO time; undefined when it means none. Some of Alipay's have milliseconds. */
export function instantOf(text: string): string | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)$/.exec(text) ?? []
  const at = new Date(`${day}T${time}+08:00`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
