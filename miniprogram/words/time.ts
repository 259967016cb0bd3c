const SHANGHAI_MS = 8 * 3600_000
const DAY_MS = 24 * 3600_000

const two = (n: number): string => String(n).padStart(2, '0')
/** Days are Asia/Shanghai, wherever the phone is. */
const shanghai = (ms: number): Date => new Date(ms + SHANGHAI_MS)
const dayNumber = (ms: number): number => Math.floor((ms + SHANGHAI_MS) / DAY_MS)

/** A moment in words: 刚刚, 5 分钟前, 今天 20:30, 昨天 20:30, 3月5日 20:30, 2025年3月5日. */
export function when(instant: string, now: number = Date.now()): string {
  const at = Date.parse(instant)
  const date = shanghai(at)
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes >= 0 && minutes < 1) return '刚刚'
  if (minutes >= 0 && minutes < 60) return `${minutes} 分钟前`
  const days = dayNumber(now) - dayNumber(at)
  if (days === 0) return `今天 ${clock}`
  if (days === 1) return `昨天 ${clock}`
  if (date.getUTCFullYear() === shanghai(now).getUTCFullYear())
    return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${clock}`
  return day(instant)
}

/** A day: 2025年3月5日. */
export function day(instant: string): string {
  const date = shanghai(Date.parse(instant))
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
}

/** A moment to the second, for receipts: 2026-03-05 20:30:12. */
export function exactly(instant: string): string {
  const date = shanghai(Date.parse(instant))
  const days = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return `${days} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
}

/** What is left until a moment: 还剩 2 天, 还剩 3 小时, 还剩 12 分钟, 不到 1 分钟; '' when it has passed. */
export function left(instant: string, now: number = Date.now()): string {
  const ms = Date.parse(instant) - now
  if (ms <= 0) return ''
  if (ms < 60_000) return '不到 1 分钟'
  if (ms < 3600_000) return `还剩 ${Math.floor(ms / 60_000)} 分钟`
  if (ms < DAY_MS) return `还剩 ${Math.floor(ms / 3600_000)} 小时`
  return `还剩 ${Math.floor(ms / DAY_MS)} 天`
}

/** A place in a recording: 0:05, 12:30, 1:02:03. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** A length: 45 秒, 12 分钟, 1 小时 20 分. */
export function lengthOf(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} 秒`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} 分钟`
  return minutes % 60 ? `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分` : `${minutes / 60} 小时`
}
