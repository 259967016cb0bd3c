import { BSONRegExp, EJSON, ObjectId } from 'bson'
import { badParameter, notEmulated } from './errors'
import { MAX_NESTING } from './limits'

/** One document as the database holds it. A field that is absent is `undefined` when read, never stored so. */
export type Doc = { [field: string]: Value }

/** What a field may hold. Regular expressions appear in questions only; every other BSON type is refused by name. */
export type Value = null | boolean | number | string | Date | ObjectId | BSONRegExp | Value[] | Doc

/** A plain sub-document: not a list, a date, an id or a pattern. */
export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof ObjectId) &&
  !(value instanceof BSONRegExp)

/** A field of the object itself: `constructor` and its like are names as good as any. */
export const own = <T>(record: { [field: string]: T }, field: string): T | undefined =>
  Object.hasOwn(record, field) ? record[field] : undefined

/** MongoDB's names of types, for its error texts. */
export function typeName(value: Value | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof BSONRegExp) return 'regex'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : 'double'
  return 'object'
}

const LONE_SURROGATE = /\p{Surrogate}/u

function string(value: string): string {
  if (LONE_SURROGATE.test(value)) throw badParameter('a string is not valid UTF-8')
  return value
}

function accept(value: unknown, depth: number): Value {
  if (depth > MAX_NESTING) throw badParameter(`a document nests deeper than ${MAX_NESTING} levels`)
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value === 'string') return string(value)
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw badParameter('an invalid date')
    return value
  }
  if (value instanceof ObjectId || value instanceof BSONRegExp) return value
  if (Array.isArray(value)) return value.map((one) => accept(one, depth + 1))
  if (typeof value === 'object' && !('_bsontype' in value)) {
    const doc: Doc = {}
    for (const [field, inner] of Object.entries(value)) {
      if (field === '__proto__') throw notEmulated('a field named __proto__')
      if (inner !== undefined) doc[string(field)] = accept(inner, depth + 1)
    }
    return doc
  }
  const kind = typeof value === 'object' ? String(Reflect.get(value, '_bsontype')) : typeof value
  throw notEmulated(`a value of type ${kind}`)
}

/** Reads one EJSON text of the wire (canonical or relaxed) into values; numbers become JavaScript numbers. */
export function fromWire(text: unknown, what: string): Value {
  if (typeof text !== 'string') throw badParameter(`${what} must be a string of EJSON`)
  let parsed: unknown
  try {
    parsed = EJSON.parse(text, { relaxed: true })
  } catch (error) {
    throw badParameter(`${what} is not EJSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return accept(parsed, 0)
}

/** One document (or part of a question) of the wire. */
export function docFromWire(text: unknown, what: string): Doc {
  const value = fromWire(text, what)
  if (!isDoc(value)) throw badParameter(`${what} must be an object`)
  return value
}

/** Writes one document as relaxed EJSON, as the SDKs read it. */
export const toWire = (doc: Value): string => EJSON.stringify(doc, { relaxed: true })

/** Any plain value as database values: used by declarations and tests that skip the wire. */
export const toValue = (value: unknown): Value => accept(value, 0)

/** A copy that shares nothing that can be changed. */
export function clone<T extends Value>(value: T): T
export function clone(value: Value): Value {
  if (Array.isArray(value)) return value.map((one) => clone(one))
  if (!isDoc(value)) return value
  const doc: Doc = {}
  for (const field of Object.keys(value)) doc[field] = clone(value[field] as Value)
  return doc
}

const SERVER_DATE = '$tcb_server_date'

/**
 * Replaces every `{ $tcb_server_date: { offset } }`, at any depth, by the desk's time plus the offset in milliseconds.
 * All of one operation get the same instant.
 */
export function withServerDates<T extends Value>(value: T, now: number): T
export function withServerDates(value: Value, now: number): Value {
  if (Array.isArray(value)) return value.map((one) => withServerDates(one, now))
  if (!isDoc(value)) return value
  if (SERVER_DATE in value) {
    const spec = value[SERVER_DATE]
    const offset = isDoc(spec) ? (spec.offset ?? 0) : 0
    if (typeof offset !== 'number') throw badParameter('the offset of a server date must be a number')
    return new Date(now + offset)
  }
  const doc: Doc = {}
  for (const field of Object.keys(value)) doc[field] = withServerDates(value[field] as Value, now)
  return doc
}
