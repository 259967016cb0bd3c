import { badQuery } from '../errors'
import { typeName, type Value } from '../values'
import { type Evaluate, exactly, isMissing, listed, type Operator, type Operators } from './operator'

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

/** Text. */
export const text: Operators = {
  $concat: concat,
  $toLower: letters('$toLower', (text) => text.toLowerCase()),
  $toUpper: letters('$toUpper', (text) => text.toUpperCase()),
  $substrCP: substring,
  $toString: toText,
}
