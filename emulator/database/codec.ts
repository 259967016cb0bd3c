import { ObjectId } from 'bson'
import { notEmulated } from './errors'
import { type Doc, isDoc, type Value } from './values'

/** Documents on disk: JSON, with `{ "$date": ms }`, `{ "$oid": hex }` and `{ "$num": "NaN" }` where JSON has no word. Stored fields never begin with `$`. */
function tag(value: Value): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $num: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return { $date: value.getTime() }
  if (value instanceof ObjectId) return { $oid: value.toHexString() }
  if (Array.isArray(value)) return value.map(tag)
  if (!isDoc(value)) throw notEmulated('a regular expression as a stored value')
  const plain: Record<string, unknown> = {}
  for (const field of Object.keys(value)) plain[field] = tag(value[field] as Value)
  return plain
}

export const encode = (doc: Doc): string => JSON.stringify(tag(doc))

function untag(value: unknown): Value {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = untag(value[i])
    return value
  }
  // What JSON.parse gives of our own text is one of these; documents are untagged in place.
  if (value === null || typeof value !== 'object') return value as Value
  const plain = value as Record<string, unknown>
  if (typeof plain.$date === 'number') return new Date(plain.$date)
  if (typeof plain.$oid === 'string') return new ObjectId(plain.$oid)
  if (typeof plain.$num === 'string') return Number(plain.$num)
  for (const field in plain) {
    const inner = plain[field]
    if (inner !== null && typeof inner === 'object') plain[field] = untag(inner)
  }
  return plain as Doc
}

export const decode = (text: string): Doc => untag(JSON.parse(text)) as Doc
