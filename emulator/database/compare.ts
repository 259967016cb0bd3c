import { BSONRegExp, ObjectId } from 'bson'
import type { Value } from './values'

/**
 * MongoDB's order of types (docs "Comparison/Sort Order"). The numbers are also the first byte of index keys, so they
 * leave room below and above and are never 0 (ends a list) or above 0xFC (a bound).
 */
export const RANK = {
  emptyArray: 0x03,
  null: 0x05,
  number: 0x10,
  string: 0x20,
  object: 0x30,
  array: 0x38,
  objectId: 0x50,
  boolean: 0x58,
  date: 0x60,
  regex: 0x70,
} as const

/** Where a value's type stands; a missing field stands with null. */
export function rankOf(value: Value | undefined): number {
  if (value === null || value === undefined) return RANK.null
  if (typeof value === 'number') return RANK.number
  if (typeof value === 'string') return RANK.string
  if (typeof value === 'boolean') return RANK.boolean
  if (Array.isArray(value)) return RANK.array
  if (value instanceof Date) return RANK.date
  if (value instanceof ObjectId) return RANK.objectId
  if (value instanceof BSONRegExp) return RANK.regex
  return RANK.object
}

/** Strings by their UTF-8 bytes, which is by code point: UTF-16 order differs only where surrogates meet U+E000 and above. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000
    }
    return x < y ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

function compareNumbers(a: number, b: number): number {
  if (a === b) return 0
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1
  if (Number.isNaN(b)) return 1
  return a < b ? -1 : 1
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compare(a[i], b[i])
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}

function compareDocs(a: Record<string, Value>, b: Record<string, Value>): number {
  const left = Object.keys(a)
  const right = Object.keys(b)
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const x = left[i] as string
    const y = right[i] as string
    // MongoDB looks at the type of the field first, then at its name, then at its value.
    const order = Math.sign(rankOf(a[x]) - rankOf(b[y])) || compareStrings(x, y) || compare(a[x], b[y])
    if (order !== 0) return order
  }
  return Math.sign(left.length - right.length)
}

/** -1, 0 or 1: the order of BSON values, in which 0 is also MongoDB's equality (objects with the same fields in the same order). */
export function compare(a: Value | undefined, b: Value | undefined): number {
  const rank = rankOf(a)
  const other = rankOf(b)
  if (rank !== other) return rank < other ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime())
  if (a instanceof ObjectId && b instanceof ObjectId) return compareStrings(a.toHexString(), b.toHexString())
  if (a instanceof BSONRegExp && b instanceof BSONRegExp) {
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options)
  }
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b)
  if (rank === RANK.object) return compareDocs(a as Record<string, Value>, b as Record<string, Value>)
  return 0
}

/** MongoDB's equality. */
export const same = (a: Value | undefined, b: Value | undefined): boolean => compare(a, b) === 0
