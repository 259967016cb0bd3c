const EIGHT_HOURS_MS = 8 * 3_600_000

const inChina = (at: number): string => new Date(at + EIGHT_HOURS_MS).toISOString()

/** RFC 3339 with China's offset, whole seconds: how WeChat Pay writes times. */
export const chinaTime = (at: number): string => `${inChina(at).slice(0, 19)}+08:00`

/** `20261121104000`: the time inside WeChat Pay's own numbers. */
export const chinaDigits = (at: number): string => inChina(at).replaceAll(/\D/g, '').slice(0, 14)
