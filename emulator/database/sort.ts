import { compare, RANK, rankOf } from './compare'
import { badQuery, notEmulated } from './errors'
import { type Doc, isDoc, own, type Value } from './values'

export type SortSpec = { path: string; parts: string[]; direction: 1 | -1 }[]

/** Reads `{ field: 1 | -1 }`; text scores and other orders are refused by name. */
export function sortSpec(order: Doc): SortSpec {
  return Object.entries(order).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) {
      if (isDoc(direction)) throw notEmulated(`the sort ${JSON.stringify(direction)}`)
      throw badQuery('$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    }
    if (path.startsWith('$')) throw badQuery(`FieldPath field names may not start with '$'.`)
    return { path, parts: path.split('.'), direction }
  })
}

/** Every value a document has at a path, lists opened. */
function valuesAt(value: Value | undefined, parts: string[], from: number, out: (Value | undefined)[]): void {
  const part = parts[from]
  if (Array.isArray(value)) {
    if (value.length === 0) out.push(part === undefined ? value : undefined)
    for (const element of value) {
      if (part === undefined) out.push(element)
      else if (isDoc(element)) valuesAt(own(element, part), parts, from + 1, out)
      else out.push(undefined)
    }
    return
  }
  if (part === undefined) out.push(value)
  else if (isDoc(value)) valuesAt(own(value, part), parts, from + 1, out)
  else out.push(undefined)
}

/** An empty list sorts before null (MongoDB gives it the key "undefined"). */
function compareSortKeys(a: Value | undefined, b: Value | undefined): number {
  const rank = (value: Value | undefined) =>
    Array.isArray(value) && value.length === 0 ? RANK.emptyArray : rankOf(value)
  return rank(a) - rank(b) || compare(a, b)
}

/** The value a document sorts by: of a list the smallest element ascending, the largest descending. */
function sortKey(doc: Doc, parts: string[], direction: 1 | -1): Value | undefined {
  if (parts.length === 1) {
    const value = own(doc, parts[0] as string)
    if (!Array.isArray(value)) return value
  }
  const values: (Value | undefined)[] = []
  valuesAt(doc, parts, 0, values)
  return values.reduce((best, one) => (compareSortKeys(one, best) * direction < 0 ? one : best))
}

/** Compares two documents by a sort; ties are 0, so a stable sort keeps their order. */
export function sorter(spec: SortSpec): (a: Doc, b: Doc) => number {
  return (a, b) => {
    for (const { parts, direction } of spec) {
      const order = compareSortKeys(sortKey(a, parts, direction), sortKey(b, parts, direction))
      if (order !== 0) return order < 0 ? -direction : direction
    }
    return 0
  }
}
