import { compare, same } from './compare'
import { notEmulated } from './errors'
import { own, type Value } from './values'

type Values = (Value | undefined)[]

const numbers = (values: Values): number[] => values.filter((value) => typeof value === 'number')

/** The sum of what is a number; everything else counts nothing. */
export const total = (values: Values): Value => numbers(values).reduce((sum, value) => sum + value, 0)

/** The mean of what is a number; null of none. */
export function average(values: Values): Value {
  const counted = numbers(values)
  return counted.length === 0 ? null : counted.reduce((sum, value) => sum + value, 0) / counted.length
}

/** The smallest (-1) or largest (1) in BSON order; null and missing do not take part, null of none. */
export function extreme(values: Values, side: 1 | -1): Value {
  let best: Value = null
  for (const value of values) {
    if (value === null || value === undefined) continue
    if (best === null || Math.sign(compare(value, best)) === side) best = value
  }
  return best
}

function distinct(values: Values): Value {
  const set: Value[] = []
  for (const value of values) if (value !== undefined && !set.some((there) => same(there, value))) set.push(value)
  return set
}

/** What `$group` can gather. A missing value is not pushed and not put into a set. */
const ACCUMULATORS: Record<string, (values: Values) => Value> = {
  $sum: total,
  $avg: average,
  $min: (values) => extreme(values, -1),
  $max: (values) => extreme(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: distinct,
}

/** The accumulator of that name, or a refusal. */
export function accumulator(name: string): (values: Values) => Value {
  const found = own(ACCUMULATORS, name)
  if (!found) throw notEmulated(`the accumulator ${name}`)
  return found
}
