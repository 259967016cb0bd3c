import { type Calendar, calendar, dateToString } from '../dates'
import { badQuery } from '../errors'
import { isDoc, typeName, type Value } from '../values'
import { type Evaluate, isMissing, listed, type Operator, type Operators } from './operator'

function dateText(operand: Value, evaluate: Evaluate): Value | undefined {
  if (!isDoc(operand)) throw badQuery('$dateToString only supports an object as its argument')
  const stray = Object.keys(operand).find((key) => !['date', 'format', 'timezone', 'onNull'].includes(key))
  if (stray !== undefined) throw badQuery(`Unrecognized argument to $dateToString: ${stray}`)
  const at = evaluate(operand.date)
  if (isMissing(at)) return 'onNull' in operand ? evaluate(operand.onNull) : null
  if (!(at instanceof Date)) throw badQuery(`can't convert from BSON type ${typeName(at)} to Date`)
  const zone = operand.timezone === undefined ? undefined : evaluate(operand.timezone)
  return zone === null ? null : dateToString(at, operand.format, zone)
}

/** One part of a date: `{ $year: date }` or `{ $year: { date, timezone } }`. */
const datePart =
  (name: string, part: (day: Calendar) => number): Operator =>
  (operand, evaluate) => {
    const withZone = isDoc(operand) && 'date' in operand
    const at = evaluate(withZone ? operand.date : listed(operand)[0])
    if (isMissing(at)) return null
    if (!(at instanceof Date)) throw badQuery(`can't convert from BSON type ${typeName(at)} to Date (${name})`)
    return part(calendar(at, withZone && operand.timezone !== undefined ? evaluate(operand.timezone) : undefined))
  }

/** Dates as text and in parts, in UTC or a named zone. */
export const dates: Operators = {
  $dateToString: dateText,
  $year: datePart('$year', ({ year }) => year),
  $month: datePart('$month', ({ month }) => month),
  $dayOfMonth: datePart('$dayOfMonth', ({ day }) => day),
  $dayOfYear: datePart('$dayOfYear', ({ dayOfYear }) => dayOfYear),
  $dayOfWeek: datePart('$dayOfWeek', ({ dayOfWeek }) => dayOfWeek),
  $hour: datePart('$hour', ({ hour }) => hour),
  $minute: datePart('$minute', ({ minute }) => minute),
  $second: datePart('$second', ({ second }) => second),
  $millisecond: datePart('$millisecond', ({ millisecond }) => millisecond),
  $week: datePart('$week', ({ week }) => week),
  $isoWeek: datePart('$isoWeek', ({ isoWeek }) => isoWeek),
  $isoWeekYear: datePart('$isoWeekYear', ({ isoYear }) => isoYear),
  $isoDayOfWeek: datePart('$isoDayOfWeek', ({ isoDay }) => isoDay),
}
