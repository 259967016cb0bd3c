import { average, extreme, total } from '../accumulators'
import { badQuery } from '../errors'
import { typeName, type Value } from '../values'
import { order } from './logic'
import { type Evaluate, exactly, isMissing, listed, type Operator, type Operators } from './operator'

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

/** Lists, and what folds them. */
export const lists: Operators = {
  $size: (operand, evaluate) => list('$size', evaluate(exactly('$size', operand, 1)[0])).length,
  $first: end('$first', 0),
  $last: end('$last', -1),
  $in: isIn,
  $slice: slice,
  $sum: fold(total),
  $avg: fold(average),
  $min: fold((values) => extreme(values, -1)),
  $max: fold((values) => extreme(values, 1)),
}
