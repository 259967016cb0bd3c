import { badQuery, notEmulated } from './errors'

const MINUTE = 60_000
const DAY = 86_400_000
const SHANGHAI_OFFSET_MINUTES = 8 * 60
// China kept summer time from 1986 to 1991; from 1992 on Shanghai is always eight hours ahead.
const SHANGHAI_IS_STEADY_SINCE = Date.UTC(1992, 0, 1)

/** Minutes ahead of UTC: `UTC`, `GMT`, `Asia/Shanghai` and offsets such as `+08:00`; other zones are refused by name. */
export function zoneMinutes(zone: unknown, at: number): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT') return 0
  if (zone === 'Asia/Shanghai') {
    if (at < SHANGHAI_IS_STEADY_SINCE) throw notEmulated('a date before 1992 in Asia/Shanghai')
    return SHANGHAI_OFFSET_MINUTES
  }
  const offset = typeof zone === 'string' ? /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) : null
  if (!offset) throw notEmulated(`the time zone ${JSON.stringify(zone)}`)
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0)
  return offset[1] === '-' ? -minutes : minutes
}

/** The calendar of an instant in a zone. Week days: ISO 1 (Monday) to 7, and MongoDB's own 1 (Sunday) to 7. */
export function calendar(at: Date, zone: unknown) {
  const offset = zoneMinutes(zone, at.getTime())
  const local = new Date(at.getTime() + offset * MINUTE)
  const year = local.getUTCFullYear()
  const dayOfYear = Math.floor((local.getTime() - Date.UTC(year, 0, 1)) / DAY) + 1
  const isoDay = local.getUTCDay() === 0 ? 7 : local.getUTCDay()
  // The ISO week belongs to the year of its Thursday.
  const thursday = new Date(local.getTime() + (4 - isoDay) * DAY)
  const isoYear = thursday.getUTCFullYear()
  const isoWeek = Math.floor((thursday.getTime() - Date.UTC(isoYear, 0, 1)) / DAY / 7) + 1
  return {
    offset,
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    dayOfYear,
    dayOfWeek: local.getUTCDay() + 1,
    isoDay,
    isoYear,
    isoWeek,
    // Weeks begin on Sunday; the days before the first Sunday are week 0.
    week: Math.floor((dayOfYear + 6 - local.getUTCDay()) / 7),
  }
}

export type Calendar = ReturnType<typeof calendar>

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

function zoneText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${pad(size % 60, 2)}`
}

const SPECIFIERS: Record<string, (day: Calendar) => string> = {
  Y: ({ year }) => pad(year, 4),
  m: ({ month }) => pad(month, 2),
  d: ({ day }) => pad(day, 2),
  H: ({ hour }) => pad(hour, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  L: ({ millisecond }) => pad(millisecond, 3),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  w: ({ dayOfWeek }) => String(dayOfWeek),
  u: ({ isoDay }) => String(isoDay),
  U: ({ week }) => pad(week, 2),
  V: ({ isoWeek }) => pad(isoWeek, 2),
  G: ({ isoYear }) => pad(isoYear, 4),
  z: ({ offset }) => zoneText(offset),
  Z: ({ offset }) => String(offset),
  '%': () => '%',
}

/** MongoDB writes ISO 8601 with milliseconds, and a Z only for UTC. */
const defaultFormat = (zone: unknown): string => (zone === undefined ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L')

/** `$dateToString`. */
export function dateToString(at: Date, format: unknown, zone: unknown): string {
  const pattern = format ?? defaultFormat(zone)
  if (typeof pattern !== 'string') throw badQuery("$dateToString requires that 'format' be a string")
  const day = calendar(at, zone)
  return pattern.replace(/%([\s\S]?)/g, (_, letter: string) => {
    const specifier = SPECIFIERS[letter]
    if (!specifier) throw badQuery(`Invalid format character '%${letter}' in format string`)
    return specifier(day)
  })
}
