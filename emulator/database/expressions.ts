import { Context, evalExpr } from 'mingo/core'
import { $arrayElemAt, $concatArrays, $filter, $isArray, $map, $range, $reduce } from 'mingo/operators/expression/array'
import { $mergeObjects, $objectToArray } from 'mingo/operators/expression/object'
import { $split, $strLenCP } from 'mingo/operators/expression/string'
import { $let } from 'mingo/operators/expression/variable'
import type { Options } from 'mingo/types'
import { badQuery, notEmulated } from './errors'
import { arithmetic } from './operators/arithmetic'
import { dates } from './operators/dates'
import { lists } from './operators/lists'
import { logic } from './operators/logic'
import type { Operators } from './operators/operator'
import { text } from './operators/text'
import { type Doc, isDoc, type Value } from './values'

/**
 * Aggregation expressions: mingo evaluates paths, variables and the operators checked to be right; everything it gets
 * wrong is replaced (`operators/`), and whatever is in neither list is refused by name before a document is read.
 */
const OURS: Operators = { ...logic, ...arithmetic, ...text, ...lists, ...dates }

/** Taken from mingo as they are: read, and right in the cases of `aggregation.test.ts`. */
const MINGO = {
  $arrayElemAt,
  $concatArrays,
  $filter,
  $isArray,
  $let,
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
