import { BSONRegExp } from 'bson'
import { rankOf } from './compare'
import { directedKey, type IndexField } from './keys'
import { MAX_INDEX_POINTS } from './limits'
import { isOperators } from './matcher'
import type { SortSpec } from './sort'
import type { Collection, Index } from './store'
import { type Doc, isDoc, type Value } from './values'

/** Keys from `low` (included) up to `high` (excluded), as bytes. */
export type Range = { low: Buffer; high: Buffer }

/** Where to read documents from. `sorted`: they come in the wanted order; `repeats`: one document may come twice. */
export type Access =
  | { kind: 'scan' }
  | { kind: 'id'; ranges: Range[]; reverse: boolean }
  | { kind: 'index'; index: Index; ranges: Range[]; reverse: boolean; repeats: boolean }
  | { kind: 'union'; branches: Access[] }

/** How a question is answered. `indexUsed` names the index (`_id_`, several with `+`), or is null when every document may have to be read. */
export type Plan = { access: Access; sorted: boolean; indexUsed: string | null }

type Bound = { value: Value; inclusive: boolean }
type Constraint = { points?: Value[]; low?: Bound; high?: Bound }

/** Behind every key that begins with these bytes: ranks never reach 0xFF, upright or inverted. */
const AFTER = Buffer.from([0xff])
const after = (key: Buffer): Buffer => Buffer.concat([key, AFTER])

/** Only values with one place in an index can be looked up; lists and patterns are left to the matcher. */
const hasPlace = (value: Value): boolean => !Array.isArray(value) && !(value instanceof BSONRegExp)

function note(constraint: Constraint, operator: string, operand: Value): void {
  if (operator === '$eq' && hasPlace(operand)) constraint.points ??= [operand]
  if (operator === '$in' && Array.isArray(operand) && operand.every(hasPlace)) constraint.points ??= operand
  if (!hasPlace(operand)) return
  if (operand === null) {
    if (operator === '$gte' || operator === '$lte') constraint.points ??= [null]
    return
  }
  const bound = { value: operand, inclusive: operator === '$gte' || operator === '$lte' }
  if (operator === '$gt' || operator === '$gte') constraint.low ??= bound
  if (operator === '$lt' || operator === '$lte') constraint.high ??= bound
}

/** What a question demands of single fields, `$and` opened. Only a superset is promised: the matcher has the last word. */
function constraintsOf(query: Doc, found = new Map<string, Constraint>()): Map<string, Constraint> {
  for (const [key, condition] of Object.entries(query)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const clause of condition) if (isDoc(clause)) constraintsOf(clause, found)
    }
    if (key.startsWith('$')) continue
    const constraint = found.get(key) ?? {}
    if (isDoc(condition) && isOperators(condition)) {
      for (const [operator, operand] of Object.entries(condition)) note(constraint, operator, operand)
    } else note(constraint, '$eq', condition)
    found.set(key, constraint)
  }
  return found
}

/** The bytes between two bounds of one field; a bound that is absent is the border of the other's type. */
function fieldRange({ low, high }: Constraint, direction: 1 | -1): Range {
  const rank = rankOf((low ?? high)?.value)
  const key = (value: Value) => directedKey(value, direction)
  // Upside down, the upper bound is where reading starts.
  const [first, last] = direction === 1 ? [low, high] : [high, low]
  const [start, end] = direction === 1 ? [rank, rank + 1] : [0xff - rank, 0x100 - rank]
  return {
    low: first ? (first.inclusive ? key(first.value) : after(key(first.value))) : Buffer.from([start]),
    high: last ? (last.inclusive ? after(key(last.value)) : key(last.value)) : Buffer.from([end]),
  }
}

/** Both bounds hold for one and the same element only if no list is on the path; otherwise one of them must do. */
function usableRange({ low, high }: Constraint, many: boolean): Constraint | undefined {
  if (low && high && !many && rankOf(low.value) === rankOf(high.value)) return { low, high }
  if (low) return { low }
  return high && { high }
}

type Shape = { name: string; fields: IndexField[]; many: boolean[]; unique: boolean }
type Candidate = { ranges: Range[]; bounded: number; ranged: boolean; equal: number; sorted: boolean; reverse: boolean }

/** Elements of one list pair up in an index but not in a question: then only the first field may narrow the search. */
function pairsUp({ fields, many }: Shape): boolean {
  if (!many.some(Boolean)) return false
  const heads = fields.map(({ parts }) => parts[0])
  return new Set(heads).size < heads.length
}

function candidate(shape: Shape, constraints: Map<string, Constraint>, sort: SortSpec): Candidate {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let bounded = 0
  let equal = 0
  let range: Range | undefined
  const usable = pairsUp(shape) ? shape.fields.slice(0, 1) : shape.fields
  for (const [i, field] of usable.entries()) {
    const constraint = constraints.get(field.path)
    if (!constraint) break
    if (constraint.points) {
      const points = distinct(constraint.points.map((value) => directedKey(value, field.direction)))
      if (points.length * prefixes.length > MAX_INDEX_POINTS) break
      prefixes = prefixes.flatMap((prefix) => points.map((point) => Buffer.concat([prefix, point])))
      if (prefixes.length === 1) equal = i + 1
      bounded = i + 1
      continue
    }
    const bounds = usableRange(constraint, shape.many[i] === true)
    if (bounds) range = fieldRange(bounds, field.direction)
    break
  }
  const ranges = prefixes
    .map((prefix) =>
      range
        ? { low: Buffer.concat([prefix, range.low]), high: Buffer.concat([prefix, range.high]) }
        : { low: prefix, high: after(prefix) },
    )
    .sort((a, b) => Buffer.compare(a.low, b.low))
  const order = ranges.length === 1 && equal === bounded ? orderOf(shape, constraints, sort, equal) : undefined
  return {
    ranges,
    bounded,
    ranged: range !== undefined,
    equal,
    sorted: order !== undefined,
    reverse: order === 'backward',
  }
}

function distinct(keys: Buffer[]): Buffer[] {
  return [...new Map(keys.map((key) => [key.toString('latin1'), key])).values()]
}

/** Whether reading the index forwards or backwards gives the wanted order, once the first `equal` fields stand still. */
function orderOf(
  shape: Shape,
  constraints: Map<string, Constraint>,
  sort: SortSpec,
  equal: number,
): 'forward' | 'backward' | undefined {
  const still = new Set(shape.fields.slice(0, equal).flatMap(({ path }, i) => (shape.many[i] ? [] : [path])))
  const wanted = sort.filter(({ path }) => !(still.has(path) && constraints.get(path)?.points))
  const pairs = wanted.map((field, i) => ({ field, key: shape.fields[equal + i], many: shape.many[equal + i] }))
  if (pairs.some(({ field, key, many }) => key?.path !== field.path || many)) return undefined
  if (pairs.length > 0 && pairsUp(shape)) return undefined
  if (pairs.every(({ field, key }) => key?.direction === field.direction)) return 'forward'
  if (pairs.every(({ field, key }) => key?.direction !== field.direction)) return 'backward'
  return undefined
}

const score = ({ bounded, ranged, sorted }: Candidate, shape: Shape): number =>
  (shape.unique && bounded === shape.fields.length ? 1000 : 0) + bounded * 10 + (ranged ? 5 : 0) + (sorted ? 4 : 0)

const ID: Shape = {
  name: '_id_',
  fields: [{ path: '_id', parts: ['_id'], direction: 1 }],
  many: [false],
  unique: true,
}

/** Chooses how to read: the index that narrows most, then one that already has the order, else the whole collection. */
export function plan(collection: Collection, query: Doc, sort: SortSpec): Plan {
  const constraints = constraintsOf(query)
  const choices = [ID, ...collection.indexes].map((shape) => ({ shape, found: candidate(shape, constraints, sort) }))
  const useful = choices.filter(({ found }) => found.bounded > 0 || found.ranged)
  const ordering = choices.filter(({ found }) => sort.length > 0 && found.sorted)
  const best = [...useful, ...ordering].sort((a, b) => score(b.found, b.shape) - score(a.found, a.shape))[0]
  if (useful.length === 0) {
    const union = planUnion(collection, query)
    if (union) return union
  }
  if (!best) return { access: { kind: 'scan' }, sorted: sort.length === 0, indexUsed: null }
  const { ranges, reverse, sorted } = best.found
  const isId = best.shape === ID
  const access: Access = isId
    ? { kind: 'id', ranges, reverse }
    : { kind: 'index', index: best.shape as Index, ranges, reverse, repeats: best.shape.many.some(Boolean) }
  // An index that only gives the order still makes a question with conditions read every document.
  const narrows = useful.includes(best) || Object.keys(query).length === 0
  return { access, sorted: sorted || sort.length === 0, indexUsed: narrows ? best.shape.name : null }
}

/** `$or` whose every branch has an index: the documents of all branches, each once. */
function planUnion(collection: Collection, query: Doc): Plan | undefined {
  const clauses = query.$or
  if (!Array.isArray(clauses) || !clauses.every(isDoc)) return undefined
  const plans = clauses.map((clause) => plan(collection, clause, []))
  if (plans.some(({ indexUsed }) => indexUsed === null)) return undefined
  const names = [...new Set(plans.map(({ indexUsed }) => indexUsed))]
  return {
    access: { kind: 'union', branches: plans.map(({ access }) => access) },
    sorted: false,
    indexUsed: names.join('+'),
  }
}
