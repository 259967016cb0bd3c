// @ts-check
import { words } from './words.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Units of time in milliseconds, as people choose them. */
export const MS = { seconds: SECOND, minutes: MINUTE, hours: HOUR, days: DAY }

/** ¥ with decimals only where they are needed. @param {number} fen */
export const money = (fen) => `¥${(fen / 100).toFixed(2).replace(/\.?0+$/, '')}`

/** @param {number} n */
export const grouped = (n) => n.toLocaleString('zh-CN')

/** @param {number} count */
export function bytes(count) {
  if (count < 1024) return `${count} B`
  const kilo = count / 1024
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`
}

/** How long something took. @param {number | undefined} ms */
export function took(ms) {
  if (ms === undefined) return words.none
  if (ms >= SECOND) return `${(ms / SECOND).toFixed(2)} ${words.units.seconds}`
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ${words.units.ms}`
}

/** A span in its two largest units: 1 天 3 小时. @param {number} ms */
export function span(ms) {
  const { days, hours, minutes, seconds } = words.units
  /** @type {[number, string][]} */
  const units = [
    [DAY, days],
    [HOUR, hours],
    [MINUTE, minutes],
    [SECOND, seconds],
  ]
  let rest = Math.max(0, Math.round(ms / SECOND)) * SECOND
  const parts = units.flatMap(([size, name]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${name}`] : []
  })
  return parts.slice(0, 2).join(' ') || `0 ${seconds}`
}

/** @param {string} at ISO @param {string} now ISO */
export function ahead(at, now) {
  const ms = Date.parse(at) - Date.parse(now)
  return ms < SECOND ? words.now : words.inTime(span(ms))
}

const shanghai = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** @param {string | number} at @returns {Record<string, string>} */
const partsOf = (at) => Object.fromEntries(shanghai.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))

/** The number of a day in Shanghai, to count days by. @param {Record<string, string>} parts */
const dayOf = ({ year, month, day }) => Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY

/** @param {Record<string, string>} parts */
const clockOf = ({ hour, minute, second }) => `${hour}:${minute}:${second}`

/** Day and time by number: 11月21日 20:30:00. @param {string | number} at */
export function dated(at) {
  const then = partsOf(at)
  return `${then.month}月${then.day}日 ${clockOf(then)}`
}

/** A day by name when it is near: 今天, 昨天, 11月21日, with the year when it is another. @param {string | number} at @param {string} now */
export function time(at, now) {
  const [then, today] = [partsOf(at), partsOf(now)]
  const near = new Map([
    [-1, words.yesterday],
    [0, words.today],
    [1, words.tomorrow],
  ]).get(dayOf(then) - dayOf(today))
  if (near) return `${near} ${clockOf(then)}`
  return then.year === today.year ? dated(at) : `${then.year}年${dated(at)}`
}

/** The whole date and time in Shanghai. @param {string} at */
export const fullTime = (at) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'full', timeStyle: 'medium' }).format(
    new Date(at),
  )
