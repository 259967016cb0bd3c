import { counted } from './counted'
import { tongues } from './speak'

/** Months as dates in English say them. */
export const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const words = tongues({
  zh: {
    justNow: '刚刚',
    minutesAgo: (n: number) => `${n} 分钟前`,
    today: (clock: string) => `今天 ${clock}`,
    yesterday: (clock: string) => `昨天 ${clock}`,
    thisYear: (month: number, date: number, clock: string) => `${month}月${date}日 ${clock}`,
    day: (year: number, month: number, date: number) => `${year}年${month}月${date}日`,
    moments: '不到 1 分钟',
    minutesLeft: (n: number) => `还剩 ${n} 分钟`,
    hoursLeft: (n: number) => `还剩 ${n} 小时`,
    daysLeft: (n: number) => `还剩 ${n} 天`,
    seconds: (n: number) => `${n} 秒`,
    minutes: (n: number) => `${n} 分钟`,
    hours: (n: number) => `${n} 小时`,
    hoursAndMinutes: (hours: number, minutes: number) => `${hours} 小时 ${minutes} 分`,
  },
  en: {
    justNow: 'just now',
    minutesAgo: (n) => `${n} min ago`,
    today: (clock) => `today ${clock}`,
    yesterday: (clock) => `yesterday ${clock}`,
    thisYear: (month, date, clock) => `${date} ${MONTHS[month - 1]} ${clock}`,
    day: (year, month, date) => `${date} ${MONTHS[month - 1]} ${year}`,
    moments: 'less than a minute left',
    minutesLeft: (n) => `${counted(n, 'minute')} left`,
    hoursLeft: (n) => `${counted(n, 'hour')} left`,
    daysLeft: (n) => `${counted(n, 'day')} left`,
    seconds: (n) => `${n} s`,
    minutes: (n) => `${n} min`,
    hours: (n) => `${n} h`,
    hoursAndMinutes: (hours, minutes) => `${hours} h ${minutes} min`,
  },
})

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
  if (minutes >= 0 && minutes < 1) return words().justNow
  if (minutes >= 0 && minutes < 60) return words().minutesAgo(minutes)
  const days = dayNumber(now) - dayNumber(at)
  if (days === 0) return words().today(clock)
  if (days === 1) return words().yesterday(clock)
  if (date.getUTCFullYear() === shanghai(now).getUTCFullYear())
    return words().thisYear(date.getUTCMonth() + 1, date.getUTCDate(), clock)
  return day(instant)
}

/** A day: 2025年3月5日. */
export function day(instant: string): string {
  const date = shanghai(Date.parse(instant))
  return words().day(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
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
  if (ms < 60_000) return words().moments
  if (ms < 3600_000) return words().minutesLeft(Math.floor(ms / 60_000))
  if (ms < DAY_MS) return words().hoursLeft(Math.floor(ms / 3600_000))
  return words().daysLeft(Math.floor(ms / DAY_MS))
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
  if (seconds < 60) return words().seconds(Math.max(1, Math.round(seconds)))
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return words().minutes(minutes)
  return minutes % 60 ? words().hoursAndMinutes(Math.floor(minutes / 60), minutes % 60) : words().hours(minutes / 60)
}
