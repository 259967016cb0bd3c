import { BSONRegExp, ObjectId } from 'bson'
import { RANK, rankOf } from './compare'
import { badQuery, notEmulated } from './errors'
import { type Doc, isDoc, own, type Value } from './values'

/**
 * Index keys: bytes whose order (memcmp, which is SQLite's order of blobs) is the order of the values. No key is the
 * beginning of another, so the keys of several fields may stand one after the other.
 */
class KeyWriter {
  private bytes = Buffer.allocUnsafe(64)
  private length = 0

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.allocUnsafe((this.length + more) * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  byte(value: number): void {
    this.room(1)
    this.bytes[this.length++] = value
  }

  /** IEEE 754 in an order of bytes: positive numbers with the sign bit set, negative ones inverted; NaN below all. */
  number(value: number): void {
    this.room(8)
    if (Number.isNaN(value)) this.bytes.fill(0, this.length, this.length + 8)
    else {
      this.bytes.writeDoubleBE(value === 0 ? 0 : value, this.length)
      if (value < 0) for (let i = 0; i < 8; i++) this.invert(this.length + i)
      else this.bytes[this.length] = (this.bytes[this.length] as number) ^ 0x80
    }
    this.length += 8
  }

  private invert(at: number): void {
    this.bytes[at] = ~(this.bytes[at] as number) & 0xff
  }

  /** UTF-8 with a zero byte written as 00 FF, ended by 00 00. */
  string(value: string): void {
    if (value.includes('\0')) {
      for (const byte of Buffer.from(value)) {
        this.byte(byte)
        if (byte === 0) this.byte(0xff)
      }
    } else {
      this.room(Buffer.byteLength(value))
      this.length += this.bytes.write(value, this.length)
    }
    this.byte(0)
    this.byte(0)
  }

  value(value: Value | undefined): void {
    this.byte(rankOf(value))
    if (typeof value === 'number') this.number(value)
    else if (typeof value === 'string') this.string(value)
    else if (typeof value === 'boolean') this.byte(value ? 2 : 1)
    else if (value instanceof Date) this.number(value.getTime())
    else if (value instanceof ObjectId) this.string(value.toHexString())
    else if (value instanceof BSONRegExp) throw notEmulated('a regular expression as a stored value')
    else if (Array.isArray(value)) this.array(value)
    else if (value) this.doc(value)
  }

  private array(value: Value[]): void {
    for (const one of value) this.value(one)
    this.byte(0)
  }

  private doc(value: Doc): void {
    for (const field of Object.keys(value)) {
      const inner = value[field]
      // The type goes before the name, as in the comparison; `value` writes it again, which changes no order.
      this.byte(rankOf(inner))
      this.string(field)
      this.value(inner)
    }
    this.byte(0)
  }

  /** Turns everything written since `from` upside down: the order of a descending field. */
  descend(from: number): void {
    for (let i = from; i < this.length; i++) this.invert(i)
  }

  get size(): number {
    return this.length
  }

  done(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length))
  }
}

/** The key of one value, ascending. */
export function keyOf(value: Value | undefined): Buffer {
  const writer = new KeyWriter()
  writer.value(value)
  return writer.done()
}

/** The key of one value under a direction: 1 ascending, -1 descending (all bytes inverted). */
export function directedKey(value: Value | undefined, direction: 1 | -1): Buffer {
  const writer = new KeyWriter()
  writer.value(value)
  if (direction === -1) writer.descend(0)
  return writer.done()
}

/** A field of an index: its path and its direction. */
export type IndexField = { path: string; parts: string[]; direction: 1 | -1 }

export type IndexEntries = {
  keys: Buffer[]
  /** For each field of the index: whether a list of several elements stands on its path in this document. */
  many: boolean[]
}

const EMPTY_LIST = Symbol('empty list')
type Part = Value | undefined | typeof EMPTY_LIST
type Pending = { parts: string[]; at: Value | undefined; done: boolean; value: Part }

function emit(fields: IndexField[], values: Part[]): Buffer {
  const writer = new KeyWriter()
  fields.forEach((field, i) => {
    const from = writer.size
    const value = values[i]
    // MongoDB indexes an empty list as "undefined", which sorts before null.
    if (value === EMPTY_LIST) writer.byte(RANK.emptyArray)
    else writer.value(value)
    if (field.direction === -1) writer.descend(from)
  })
  return writer.done()
}

/** Walks down until the end of the path or until a list is met. */
function descend(pending: Pending): Pending {
  let { parts, at } = pending
  while (true) {
    if (Array.isArray(at)) return { parts, at, done: false, value: undefined }
    const part = parts[0]
    if (part === undefined) return { parts, at, done: true, value: at }
    if (!isDoc(at)) return { parts: [], at: undefined, done: true, value: undefined }
    at = own(at, part)
    parts = parts.slice(1)
  }
}

/**
 * The keys under which a document stands in an index: one, or one per element where a list is on a path. Two different
 * lists in one compound index are refused, as MongoDB refuses "parallel arrays".
 */
export function indexEntries(fields: IndexField[], doc: Doc): IndexEntries {
  const keys = new Map<string, Buffer>()
  const many = fields.map(() => false)

  function expand(pending: Pending[]): void {
    const walked = pending.map((one) => (one.done ? one : descend(one)))
    const open = walked.flatMap((one, i) => (one.done ? [] : [{ one, i }]))
    const first = open[0]
    if (first === undefined) {
      const key = emit(
        fields,
        walked.map((one) => one.value),
      )
      keys.set(key.toString('latin1'), key)
      return
    }
    const list = first.one.at as Value[]
    const parallel = open.find(({ one }) => one.at !== list)
    if (parallel) {
      const [a, b] = [first.i, parallel.i].map((i) => fields[i]?.path)
      throw badQuery(`cannot index parallel arrays [${b}] [${a}]`)
    }
    for (const { i } of open) many[i] ||= list.length > 1
    if (list.length === 0) expand(walked.map((one) => (one.done ? one : ended(one.parts, undefined, true))))
    for (const element of list) {
      expand(walked.map((one) => (one.done ? one : intoElement(one.parts, element))))
    }
  }

  expand(fields.map(({ parts }) => ({ parts, at: doc, done: false, value: undefined })))
  return { keys: [...keys.values()], many }
}

const ended = (parts: string[], value: Value | undefined, emptyList = false): Pending => ({
  parts: [],
  at: undefined,
  done: true,
  value: emptyList && parts.length === 0 ? EMPTY_LIST : value,
})

/** One element of a list: the end of the path takes it whole (a list in a list too), a longer path goes into objects only. */
const intoElement = (parts: string[], element: Value): Pending => {
  if (parts.length === 0) return ended(parts, element)
  return isDoc(element) ? { parts, at: element, done: false, value: undefined } : ended(parts, undefined)
}

/** Prepares declared fields: paths with numbers in them are refused, because a list would make them ambiguous. */
export function indexFields(fields: Record<string, 1 | -1>): IndexField[] {
  return Object.entries(fields).map(([path, direction]) => {
    const parts = path.split('.')
    if (parts.some((part) => part === '' || /^\d+$/.test(part))) throw notEmulated(`an index on '${path}'`)
    if (direction !== 1 && direction !== -1) throw notEmulated(`an index of kind '${String(direction)}'`)
    return { path, parts, direction }
  })
}
