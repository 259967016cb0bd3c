import { badQuery } from '../errors'
import { typeName, type Value } from '../values'
import { type Evaluate, exactly, isMissing, listed, number, type Operator, type Operators } from './operator'

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

/** Numbers, and dates where MongoDB lets them be added and subtracted. */
export const arithmetic: Operators = {
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
}
