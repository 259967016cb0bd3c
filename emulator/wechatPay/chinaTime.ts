const EIGHT_HOURS_MS = 8 * 3_600_000

const inChina = (at: number): string => new Date(at + EIGHT_HOURS_MS).toISOString()

/** RFC 3339 with China's offset, whole seconds: how WeChat Pay writes times. */
export const chinaTime = (at: number): string => `${inChina(at).slice(0, 19)}+08:00`

/** `2026-11-21 10:40:00`: how bills write times. */
export const billTime = (at: number): string => inChina(at).slice(0, 19).replace('T', ' ')

/** `2026-11-21`: the day in China. */
export const chinaDay = (at: number): string => inChina(at).slice(0, 10)

/** When a day in China begins. */
export const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** `20261121104000`: the time inside WeChat Pay's own numbers. */
export const chinaDigits = (at: number): string => inChina(at).replaceAll(/\D/g, '').slice(0, 14)
