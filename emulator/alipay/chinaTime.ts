const EIGHT_HOURS_MS = 8 * 3_600_000

/** `2026-11-21 10:40:00`: how Alipay writes times, always in China's and without saying so. */
export const chinaTime = (at: number): string =>
  new Date(at + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ')

/** `20261121`: the day inside Alipay's own numbers. */
export const chinaDay = (at: number): string => chinaTime(at).slice(0, 10).replaceAll('-', '')

/** The moment such a text means; undefined when it means none. */
export function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined
  const at = Date.parse(`${text.replace(' ', 'T')}+08:00`)
  return Number.isNaN(at) ? undefined : at
}
