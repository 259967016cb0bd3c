import { Context, evalExpr } from 'mingo/core'
import {
  $arrayElemAt,
  $concatArrays,
  $filter,
  $isArray,
  $let,
  $literal,
  $map,
  $mergeObjects,
  $objectToArray,
  $range,
  $reduce,
  $split,
  $strLenCP,
} from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { average, extreme, total } from './accumulators'
import { compare } from './compare'
import { type Calendar, calendar, dateToString } from './dates'
import { badQuery, notEmulated } from './errors'
import { type Doc, isDoc, typeName, type Value } from './values'

/**
 * Aggregation expressions: mingo evaluates paths, variables and the operators checked to be right; everything it gets
 * wrong is replaced here, and whatever is in neither list is refused by name before a document is read.
 */
type Evaluate = (expression: Value | undefined) => Value | undefined
type Operator = (operand: Value, evaluate: Evaluate) => Value | undefined

const isMissing = (value: Value | undefined): value is null | undefined => value === null || value === undefined

/** Operands as a list: `{ $op: x }` means the same as `{ $op: [x] }`. */
const listed = (operand: Value): Value[] => (Array.isArray(operand) ? operand : [operand])

function exactly(name: string, operand: Value, count: number): Value[] {
  const operands = listed(operand)
  if (operands.length !== count) {
    throw badQuery(`Expression ${name} takes exactly ${count} arguments. ${operands.length} were passed in.`)
  }
  return operands
}

/** MongoDB's order with one difference of expressions: a missing value stands below null. */
function order(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compare(a, b)
}

const comparison =
  (name: string, holds: (order: number) => Value): Operator =>
  (operand, evaluate) => {
    const [a, b] = exactly(name, operand, 2).map(evaluate)
    return holds(order(a, b))
  }

/** What counts as true in an expression: everything but false, null, missing and zero. */
const isTrue = (value: Value | undefined): boolean => !isMissing(value) && value !== false && value !== 0

function number(name: string, value: Value | undefined): number {
  if (typeof value !== 'number') throw badQuery(`${name} only supports numeric types, not ${typeName(value)}`)
  return value
}

/** One number in, one number out; null and missing stay null. */
const numeric =
  (name: string, compute: (value: number) => number): Operator =>
  (operand, evaluate) => {
    const value = evaluate(exactly(name, operand, 1)[0])
    return isMissing(value) ? null : compute(number(name, value))
  }

function add(operand: Value, evaluate: Evaluate): Value {
  const values = listed(operand).map(evaluate)
  if (values.some(isMissing)) return null
  const dates = values.filter((value) => value instanceof Date)
  if (dates.length > 1) throw badQuery('only one date allowed in an $add expression')
  let sum = 0
  for (const value of values) sum += value instanceof Date ? value.getTime() : addend(value)
  return dates.length === 1 ? new Date(sum) : sum
}

function addend(value: Value | undefined): number {
  if (typeof value !== 'number') throw badQuery(`$add only supports numeric or date types, not ${typeName(value)}`)
  return value
}

function subtract(operand: Value, evaluate: Evaluate): Value {
  const [a, b] = exactly('$subtract', operand, 2).map(evaluate)
  if (isMissing(a) || isMissing(b)) return null
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  if (a instanceof Date && typeof b === 'number') return new Date(a.getTime() - b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  throw badQuery(`can't $subtract ${typeName(b)} from ${typeName(a)}`)
}

function multiply(operand: Value, evaluate: Evaluate): Value {
  const values = listed(operand).map(evaluate)
  if (values.some(isMissing)) return null
  return values.reduce<number>((product, value) => product * number('$multiply', value), 1)
}

const division =
  (name: string, zero: string, compute: (a: number, b: number) => number): Operator =>
  (operand, evaluate) => {
    const [a, b] = exactly(name, operand, 2).map(evaluate)
    if (isMissing(a) || isMissing(b)) return null
    const divisor = number(name, b)
    if (divisor === 0) throw badQuery(zero)
    return compute(number(name, a), divisor)
  }

/** `$round` goes to the even neighbour on a tie, `$trunc` cuts; both take places from -20 to 100. */
const places =
  (name: string, compute: (value: number) => number): Operator =>
  (operand, evaluate) => {
    const [value, digits = 0] = listed(operand).map(evaluate)
    if (isMissing(value) || isMissing(digits)) return null
    const count = number(name, digits)
    if (!Number.isInteger(count) || count < -20 || count > 100) {
      throw badQuery(`cannot apply ${name} with precision value ${count} value must be in [-20, 100]`)
    }
    return shift(compute(shift(number(name, value), count)), -count)
  }

/** Moves the decimal point through the decimal text, where 1.005 is still 1.005. */
function shift(value: number, by: number): number {
  if (!Number.isFinite(value)) return value
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + by}`)
}

function halfToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}

function concat(operand: Value, evaluate: Evaluate): Value {
  const values = listed(operand).map(evaluate)
  if (values.some(isMissing)) return null
  const wrong = values.find((value) => typeof value !== 'string')
  if (wrong !== undefined) throw badQuery(`$concat only supports strings, not ${typeName(wrong)}`)
  return values.join('')
}

/** ASCII only, as MongoDB does it; null becomes the empty string. */
const letters =
  (name: string, change: (text: string) => string): Operator =>
  (operand, evaluate) => {
    const value = evaluate(exactly(name, operand, 1)[0])
    if (isMissing(value)) return ''
    if (typeof value === 'object') throw badQuery(`can't convert from BSON type ${typeName(value)} to String`)
    return String(value).replace(/[A-Za-z]+/g, change)
  }

function substring(operand: Value, evaluate: Evaluate): Value {
  const [text, from, count] = exactly('$substrCP', operand, 3).map(evaluate)
  if (typeof from !== 'number' || from < 0) throw badQuery('$substrCP: the starting index must be non-negative integer')
  if (typeof count !== 'number' || count < 0) throw badQuery('$substrCP: length must be a nonnegative integer')
  if (isMissing(text)) return ''
  if (typeof text !== 'string') throw badQuery(`can't convert from BSON type ${typeName(text)} to String`)
  return [...text].slice(from, from + count).join('')
}

function toText(operand: Value, evaluate: Evaluate): Value {
  const value = evaluate(exactly('$toString', operand, 1)[0])
  if (isMissing(value)) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && typeName(value) !== 'objectId') {
    throw badQuery(`Unsupported conversion from ${typeName(value)} to string in $convert with no onError value`)
  }
  return String(value)
}

function cond(operand: Value, evaluate: Evaluate): Value | undefined {
  if (isDoc(operand)) {
    const stray = Object.keys(operand).find((key) => !['if', 'then', 'else'].includes(key))
    if (stray !== undefined) throw badQuery(`Unrecognized parameter to $cond: ${stray}`)
    for (const part of ['if', 'then', 'else'])
      if (!(part in operand)) throw badQuery(`Missing '${part}' parameter to $cond`)
    return evaluate(isTrue(evaluate(operand.if)) ? operand.then : operand.else)
  }
  const [test, yes, no] = exactly('$cond', operand, 3)
  return evaluate(isTrue(evaluate(test)) ? yes : no)
}

function ifNull(operand: Value, evaluate: Evaluate): Value | undefined {
  const operands = listed(operand)
  if (operands.length < 2) throw badQuery(`$ifNull needs at least two arguments, had: ${operands.length}`)
  for (const one of operands.slice(0, -1)) {
    const value = evaluate(one)
    if (!isMissing(value)) return value
  }
  return evaluate(operands.at(-1))
}

function choose(operand: Value, evaluate: Evaluate): Value | undefined {
  if (!isDoc(operand) || !Array.isArray(operand.branches)) throw badQuery('$switch requires at least one branch.')
  for (const branch of operand.branches) {
    if (!isDoc(branch)) throw badQuery('$switch expected each branch to be an object')
    if (isTrue(evaluate(branch.case))) return evaluate(branch.then)
  }
  if (!('default' in operand))
    throw badQuery('$switch could not find a matching branch for an input, and no default was specified.')
  return evaluate(operand.default)
}

function list(name: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value))
    throw badQuery(`The argument to ${name} must be an array, but was of type: ${typeName(value)}`)
  return value
}

const end =
  (name: string, at: number): Operator =>
  (operand, evaluate) => {
    const value = evaluate(exactly(name, operand, 1)[0])
    return isMissing(value) ? null : list(name, value).at(at)
  }

function isIn(operand: Value, evaluate: Evaluate): Value {
  const [wanted, inside] = exactly('$in', operand, 2).map(evaluate)
  if (!Array.isArray(inside)) throw badQuery(`$in requires an array as a second argument, found: ${typeName(inside)}`)
  return inside.some((one) => order(one, wanted) === 0)
}

function slice(operand: Value, evaluate: Evaluate): Value {
  const [value, first, count] = listed(operand).map(evaluate)
  if (isMissing(value) || isMissing(first)) return null
  const elements = list('$slice', value)
  if (typeof first !== 'number' || !Number.isInteger(first))
    throw badQuery('Second argument to $slice must be a whole number')
  if (count === undefined) return first >= 0 ? elements.slice(0, first) : elements.slice(first)
  if (typeof count !== 'number' || count <= 0)
    throw badQuery(`Third argument to $slice must be positive: ${String(count)}`)
  const from = first < 0 ? Math.max(0, elements.length + first) : first
  return elements.slice(from, from + count)
}

/** In an expression these fold one list, or all operands. */
const fold =
  (compute: (values: (Value | undefined)[]) => Value): Operator =>
  (operand, evaluate) => {
    const values = listed(operand).map(evaluate)
    const [only] = values
    return compute(values.length === 1 && Array.isArray(only) ? only : values)
  }

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

/** Replaces mingo's: each stands in the list of its faults, or was found wrong when its source was read. */
const OURS: Record<`$${string}`, Operator> = {
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
  $cmp: comparison('$cmp', (order) => Math.sign(order)),
  $and: (operand, evaluate) => listed(operand).every((one) => isTrue(evaluate(one))),
  $or: (operand, evaluate) => listed(operand).some((one) => isTrue(evaluate(one))),
  $not: (operand, evaluate) => !isTrue(evaluate(exactly('$not', operand, 1)[0])),
  $cond: cond,
  $ifNull: ifNull,
  $switch: choose,
  $add: add,
  $subtract: subtract,
  $multiply: multiply,
  $divide: division('$divide', "can't $divide by zero", (a, b) => a / b),
  $mod: division('$mod', "can't $mod by zero", (a, b) => a % b),
  $abs: numeric('$abs', Math.abs),
  $ceil: numeric('$ceil', Math.ceil),
  $floor: numeric('$floor', Math.floor),
  $sqrt: numeric('$sqrt', (value) => {
    if (value < 0) throw badQuery("$sqrt's argument must be greater than or equal to 0")
    return Math.sqrt(value)
  }),
  $round: places('$round', halfToEven),
  $trunc: places('$trunc', Math.trunc),
  $concat: concat,
  $toLower: letters('$toLower', (text) => text.toLowerCase()),
  $toUpper: letters('$toUpper', (text) => text.toUpperCase()),
  $substrCP: substring,
  $toString: toText,
  $size: (operand, evaluate) => list('$size', evaluate(exactly('$size', operand, 1)[0])).length,
  $first: end('$first', 0),
  $last: end('$last', -1),
  $in: isIn,
  $slice: slice,
  $sum: fold(total),
  $avg: fold(average),
  $min: fold((values) => extreme(values, -1)),
  $max: fold((values) => extreme(values, 1)),
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

/** Taken from mingo as they are: read, and right in the cases of `aggregation.test.ts`. */
const MINGO = {
  $arrayElemAt,
  $concatArrays,
  $filter,
  $isArray,
  $let,
  $literal,
  $map,
  $mergeObjects,
  $objectToArray,
  $range,
  $reduce,
  $split,
  $strLenCP,
}

type MingoOperator = (of: Doc, operand: Value, options: Options) => Value | undefined

const adapted = Object.entries(OURS).map(([name, operator]): [string, MingoOperator] => [
  name,
  (of, operand, options) => operator(operand, (expression) => settled(evalExpr(of, expression, options))),
])

// mingo types its operators one by one; to its table they are all functions of (document, operand, options).
const context = Context.init({ expression: { ...Object.fromEntries(adapted), ...MINGO } as never })

const ALLOWED = new Set([...Object.keys(OURS), ...Object.keys(MINGO)])
const VARIABLES_REFUSED = new Set(['NOW', 'CLUSTER_TIME', 'KEEP', 'PRUNE', 'DESCEND'])

function checkPath(path: string): void {
  const [head = '', ...rest] = path.replace(/^\$\$?/, '').split('.')
  if (path.startsWith('$$') && VARIABLES_REFUSED.has(head)) throw notEmulated(`the variable ${path}`)
  if (!path.startsWith('$$') && (head === '' || rest.includes('')))
    throw badQuery(`FieldPath '${path}' has an empty name`)
  if ([head, ...rest].some((part) => /^\d+$/.test(part))) throw notEmulated(`a list position in the path '${path}'`)
}

/** Refuses what is on neither list, before any document is read. */
export function checkExpression(expression: Value | undefined): void {
  if (typeof expression === 'string' && expression.startsWith('$')) checkPath(expression)
  if (Array.isArray(expression)) for (const one of expression) checkExpression(one)
  if (!isDoc(expression)) return
  const [first = '', ...others] = Object.keys(expression)
  if (first.startsWith('$')) {
    if (!ALLOWED.has(first)) throw notEmulated(`the expression operator ${first}`)
    if (others.length > 0) throw badQuery(`an object representing an expression must have exactly one field: ${first}`)
    if (first === '$literal') return
  }
  for (const inner of Object.values(expression)) checkExpression(inner)
}

/** Fields without a value disappear, elements without one become null. */
function settled(value: unknown): Value | undefined {
  if (Array.isArray(value)) return value.map((one) => settled(one) ?? null)
  // What comes out is made of what went in: database values, and undefined where a path led nowhere.
  const known = value as Value | undefined
  if (known === undefined || !isDoc(known)) return known
  const doc: Doc = {}
  for (const field of Object.keys(known)) {
    const inner = settled(known[field])
    if (inner !== undefined) doc[field] = inner
  }
  return doc
}

/** Compiles an expression: a function of a document, `undefined` when the value is missing. */
export function expression(source: Value): (doc: Doc) => Value | undefined {
  checkExpression(source)
  const options = { context } as Partial<Options> as Options
  return (doc) => settled(evalExpr(doc, source, options))
}
