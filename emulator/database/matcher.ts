import { BSONRegExp } from 'bson'
import { compare, rankOf, same } from './compare'
import { badQuery, notEmulated } from './errors'
import { type Doc, isDoc, own, typeName, type Value } from './values'

/** Whether a document answers a question. */
export type Matcher = (doc: Doc) => boolean

/** A test of one value found at a path; `undefined` is a missing field. */
type Test = (value: Value | undefined) => boolean

/** How a test looks at a list at the end of its path: every element and the list itself, or the list alone. */
type Leaf = 'elements too' | 'whole'

type Predicate = { test: Test; leaf: Leaf; negated: boolean }

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

/** True when one of the values at the path passes. Lists on the way are entered, but only their objects. */
function someAt(value: Value | undefined, parts: string[], from: number, test: Test, leaf: Leaf): boolean {
  const part = parts[from]
  if (part === undefined) {
    if (leaf === 'elements too' && Array.isArray(value) && value.some(test)) return true
    return test(value)
  }
  if (Array.isArray(value)) {
    if (isIndex(part)) {
      const element = value[Number(part)]
      if (element !== undefined && someAt(element, parts, from + 1, test, leaf)) return true
    }
    return value.some((element) => isDoc(element) && someAt(element, parts, from, test, leaf))
  }
  if (isDoc(value)) return someAt(own(value, part), parts, from + 1, test, leaf)
  return test(undefined)
}

/** A JavaScript pattern with the meaning of the PCRE one; options other than i, m, s and u are refused. */
export function pattern(source: string, options: string): RegExp {
  for (const option of options)
    if (!'imsu'.includes(option)) throw notEmulated(`the regular expression option '${option}'`)
  try {
    return new RegExp(source, [...new Set(`${options}u`)].join(''))
  } catch {
    // Without `u` JavaScript forgives escapes that PCRE allows too, such as `\-`.
    try {
      return new RegExp(source, options.replace('u', ''))
    } catch {
      throw badQuery(`Regular expression is invalid: ${source}`)
    }
  }
}

const matchesPattern = (expression: BSONRegExp): Test => {
  const compiled = pattern(expression.pattern, expression.options)
  return (value) =>
    typeof value === 'string' ? compiled.test(value) : value instanceof BSONRegExp && same(value, expression)
}

/** Equality as a test: null also means missing, a pattern also means "matches". */
function equals(operand: Value): Test {
  if (operand instanceof BSONRegExp) return matchesPattern(operand)
  if (operand === null) return (value) => value === null || value === undefined
  return (value) => value !== undefined && same(value, operand)
}

function ordered(operator: string, operand: Value, holds: (order: number) => boolean): Test {
  if (operand instanceof BSONRegExp) throw badQuery(`Can't have RegEx as arg to predicate over field '${operator}'.`)
  const inclusive = holds(0)
  if (operand === null) return (value) => inclusive && (value === null || value === undefined)
  // A comparison never leaves the type of its operand, and NaN equals only NaN.
  const rank = rankOf(operand)
  const operandIsNaN = Number.isNaN(operand)
  return (value) => {
    if (value === undefined || rankOf(value) !== rank) return false
    if (operandIsNaN || Number.isNaN(value)) return inclusive && operandIsNaN && Number.isNaN(value)
    return holds(compare(value, operand))
  }
}

function list(operator: string, operand: Value): Value[] {
  if (!Array.isArray(operand)) throw badQuery(`${operator} needs an array`)
  for (const one of operand) {
    if (isDoc(one) && Object.keys(one)[0]?.startsWith('$')) throw badQuery(`cannot nest $ under ${operator}`)
  }
  return operand
}

function anyOf(operator: string, operand: Value): Test {
  const tests = list(operator, operand).map(equals)
  return (value) => tests.some((test) => test(value))
}

function size(operand: Value): Test {
  if (typeof operand !== 'number' || !Number.isInteger(operand)) throw badQuery(`$size must be a whole number`)
  if (operand < 0) throw badQuery(`$size may not be negative`)
  return (value) => Array.isArray(value) && value.length === operand
}

function modulo(operand: Value): Test {
  if (!Array.isArray(operand)) throw badQuery('malformed mod, needs to be an array')
  const [divisor, remainder] = operand
  if (operand.length < 2) throw badQuery('malformed mod, not enough elements')
  if (operand.length > 2) throw badQuery('malformed mod, too many elements')
  if (typeof divisor !== 'number' || typeof remainder !== 'number')
    throw badQuery('malformed mod, divisor not a number')
  const by = Math.trunc(divisor)
  if (by === 0) throw badQuery('divisor cannot be 0')
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && Math.trunc(value) % by === Math.trunc(remainder)
}

/** `$elemMatch`: one element answers the whole condition, either a question about its fields or operators on itself. */
function elementMatch(operand: Value): Test {
  if (!isDoc(operand)) throw badQuery('$elemMatch needs an Object')
  const test = isOperators(operand) && !isLogical(operand) ? onValue(operand) : onDocument(operand)
  return (value) => Array.isArray(value) && value.some(test)
}

const isLogical = (operand: Doc): boolean => Object.keys(operand).some((key) => LOGICAL.has(key))

/** A question about the fields of a list's element; lists inside lists are asked by position. */
function onDocument(query: Doc): Test {
  const matches = matcher(query)
  return (value) => isDoc(value) && matches(value)
}

/** Operators on a value itself, as `$elemMatch: { $gt: 1 }` and `$pull: { scores: { $gte: 8 } }` use them. */
function onValue(operators: Doc): Test {
  const tests = predicates('', operators).map(
    ({ test, negated }) =>
      (value: Value | undefined) =>
        test(value) !== negated,
  )
  return (value) => tests.every((test) => test(value))
}

/** The condition of `$pull`: an equality, a pattern, operators on the element, or a question about its fields. */
export function pullCondition(operand: Value): (element: Value) => boolean {
  if (!isDoc(operand)) return equals(operand)
  return isOperators(operand) && !isLogical(operand) ? onValue(operand) : onDocument(operand)
}

function all(path: string, operand: Value): Predicate[] {
  const wanted = Array.isArray(operand) ? operand : undefined
  if (!wanted) throw badQuery('$all needs an array')
  if (wanted.length === 0) return [{ test: () => false, leaf: 'whole', negated: false }]
  return wanted.flatMap((one) => {
    if (isDoc(one) && Object.keys(one)[0] === '$elemMatch') return predicates(path, one)
    if (isDoc(one) && isOperators(one)) throw badQuery('no $ expressions in $all')
    return [{ test: equals(one), leaf: 'elements too' as const, negated: false }]
  })
}

function regex(operators: Doc): Test {
  const given = operators.$regex
  const options = operators.$options ?? ''
  if (typeof options !== 'string') throw badQuery('$options has to be a string')
  if (given instanceof BSONRegExp) return matchesPattern(options ? new BSONRegExp(given.pattern, options) : given)
  if (typeof given !== 'string') throw badQuery('$regex has to be a string')
  return matchesPattern(new BSONRegExp(given, options))
}

const one = (test: Test, leaf: Leaf = 'elements too', negated = false): Predicate[] => [{ test, leaf, negated }]

const OPERATORS: Record<string, (path: string, operand: Value, all: Doc) => Predicate[]> = {
  $eq: (_, operand) => one(operand instanceof BSONRegExp ? (value) => same(value, operand) : equals(operand)),
  $ne(_, operand) {
    if (operand instanceof BSONRegExp) throw badQuery("Can't have regex as arg to $ne.")
    return one(equals(operand), 'elements too', true)
  },
  $gt: (_, operand) => one(ordered('$gt', operand, (order) => order > 0)),
  $gte: (_, operand) => one(ordered('$gte', operand, (order) => order >= 0)),
  $lt: (_, operand) => one(ordered('$lt', operand, (order) => order < 0)),
  $lte: (_, operand) => one(ordered('$lte', operand, (order) => order <= 0)),
  $in: (_, operand) => one(anyOf('$in', operand)),
  $nin: (_, operand) => one(anyOf('$nin', operand), 'elements too', true),
  $exists: (_, operand) => one((value) => value !== undefined, 'elements too', !truthy(operand)),
  $size: (_, operand) => one(size(operand), 'whole'),
  $mod: (_, operand) => one(modulo(operand)),
  $all: (path, operand) => all(path, operand),
  $elemMatch: (_, operand) => one(elementMatch(operand), 'whole'),
  $regex: (_, __, operators) => one(regex(operators)),
  $options(_, __, operators) {
    if (operators.$regex === undefined) throw badQuery('$options needs a $regex')
    return []
  },
}

const truthy = (operand: Value): boolean => operand !== false && operand !== null && operand !== 0

/** Whether an object is operators (`{ $gt: 1 }`) and not a value to be equal to. */
export const isOperators = (value: Doc): boolean => Object.keys(value)[0]?.startsWith('$') === true

function predicates(path: string, operators: Doc): Predicate[] {
  return Object.entries(operators).flatMap(([operator, operand]) => {
    const make = own(OPERATORS, operator)
    if (!make)
      throw operator.startsWith('$')
        ? notEmulated(`the query operator ${operator}`)
        : badQuery(`unknown operator: ${operator}`)
    return make(path, operand, operators)
  })
}

function not(path: string, operand: Value): Matcher {
  if (operand instanceof BSONRegExp) return at(path, { test: equals(operand), leaf: 'elements too', negated: true })
  if (!isDoc(operand)) throw badQuery('$not needs a regex or a document')
  if (Object.keys(operand).length === 0) throw badQuery('$not cannot be empty')
  if (!isOperators(operand)) throw badQuery(`unknown operator: ${Object.keys(operand)[0]}`)
  const inner = onField(path, operand)
  return (doc) => !inner(doc)
}

function at(path: string, { test, leaf, negated }: Predicate): Matcher {
  const parts = path.split('.')
  if (parts.length === 1 && leaf === 'elements too') {
    return (doc) => {
      const value = own(doc, path)
      const found = (Array.isArray(value) && value.some(test)) || test(value)
      return found !== negated
    }
  }
  return (doc) => someAt(doc, parts, 0, test, leaf) !== negated
}

const every =
  (matchers: Matcher[]): Matcher =>
  (doc) =>
    matchers.every((matches) => matches(doc))

function onField(path: string, condition: Value): Matcher {
  if (!isDoc(condition) || !isOperators(condition)) {
    return at(path, { test: equals(condition), leaf: 'elements too', negated: false })
  }
  const { $not, ...rest } = condition
  const matchers = predicates(path, rest).map((predicate) => at(path, predicate))
  if ($not !== undefined) matchers.push(not(path, $not))
  return every(matchers)
}

const LOGICAL = new Set(['$and', '$or', '$nor'])

function clauses(operator: string, operand: Value): Matcher[] {
  if (!Array.isArray(operand) || operand.length === 0) throw badQuery(`${operator} must be a nonempty array`)
  return operand.map((clause) => {
    if (!isDoc(clause)) throw badQuery(`${operator} entries need to be full objects, not ${typeName(clause)}`)
    return matcher(clause)
  })
}

function logical(operator: string, operand: Value): Matcher {
  const inner = clauses(operator, operand)
  if (operator === '$and') return every(inner)
  if (operator === '$or') return (doc) => inner.some((matches) => matches(doc))
  return (doc) => !inner.some((matches) => matches(doc))
}

/**
 * Compiles a question. Every operator outside this file is refused by name; operands MongoDB refuses are refused with
 * its text.
 */
export function matcher(query: Doc): Matcher {
  return every(
    Object.entries(query).map(([key, condition]) => {
      if (LOGICAL.has(key)) return logical(key, condition)
      if (key.startsWith('$')) throw notEmulated(`the query operator ${key}`)
      return onField(key, condition)
    }),
  )
}
