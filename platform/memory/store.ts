import type { Change, Condition, Doc, Filter, Scalar, Store, Sum, SumRow } from '../../core/ports'
import { copyOf } from './copy'
import { memoryTransactions } from './transactions'
import { eventLoop, type Turn } from './turn'

/** Every value at a path; a list is looked into, as the database does. */
function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value) && path.length) return value.flatMap((one) => valuesAt(one, path))
  const [field, ...rest] = path
  if (field === undefined) return Array.isArray(value) ? [...value, value] : [value]
  if (typeof value !== 'object' || value === null) return []
  return valuesAt((value as Record<string, unknown>)[field], rest)
}

/** Only values of one kind are compared: a number is neither before nor after a text. What is missing stands with null. */
const compare = (a: unknown, b: Scalar): number | null => {
  const value = a ?? null
  if (typeof value !== typeof b || value === null || b === null) return value === b ? 0 : null
  return (value as string | number) < (b as string | number) ? -1 : value === b ? 0 : 1
}

/** The order of kinds: nothing, numbers, texts, documents and lists, yes and no. */
const KINDS = ['null', 'number', 'string', 'object', 'boolean']
const kindOf = (value: unknown): number => (value === null ? 0 : KINDS.indexOf(typeof value))

const inOrder = (a: unknown, b: unknown): number =>
  kindOf(a) - kindOf(b) || (typeof a === 'object' ? 0 : (compare(a, b as Scalar) ?? 0))

/** What a document is sorted by: of a list the smallest, or the largest when sorting downwards. */
function sortKey(doc: Doc, path: string, direction: 'asc' | 'desc'): unknown {
  const values = valuesAt(doc, path.split('.')).map((value) => value ?? null)
  return (
    values
      .filter((value) => !Array.isArray(value))
      .sort(inOrder)
      .at(direction === 'asc' ? 0 : -1) ?? null
  )
}

function meets(values: unknown[], condition: Condition): boolean {
  const some = (test: (order: number) => boolean, than: Scalar) =>
    values.some((value) => {
      const order = compare(value, than)
      return order !== null && test(order)
    })
  const equals = (wanted: Scalar) =>
    values.some((value) => (value ?? null) === wanted) || (wanted === null && !values.length)
  if (typeof condition !== 'object' || condition === null) return equals(condition)
  if ('gt' in condition) return some((order) => order > 0, condition.gt)
  if ('gte' in condition) return some((order) => order >= 0, condition.gte)
  if ('lt' in condition) return some((order) => order < 0, condition.lt)
  if ('lte' in condition) return some((order) => order <= 0, condition.lte)
  if ('ne' in condition) return !equals(condition.ne)
  if ('in' in condition) return condition.in.some(equals)
  return values.some(
    (value) => typeof value === 'string' && value.toLowerCase().includes(condition.matches.toLowerCase()),
  )
}

const fits = (doc: Doc, where: Filter): boolean =>
  Object.entries(where).every(([path, conditions]) =>
    (Array.isArray(conditions) ? conditions : [conditions]).every((condition) =>
      meets(valuesAt(doc, path.split('.')), condition),
    ),
  )

/** The value at a path that leads through no list. */
const valueAt = (doc: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, field) => Object(value)[field], doc)

/** A document for each element of its list, which stands in the list's place. */
const opened = (doc: Doc, list: string): Doc[] =>
  listOf(valueAt(doc, list), list).map((element) => apply(doc, { set: { [list]: element } }))

function sumOf(docs: Doc[], { each, of, by }: Sum): SumRow[] {
  const rows = new Map<string, SumRow>()
  for (const doc of docs)
    for (const [place, one] of (each ? opened(doc, each) : [doc]).entries()) {
      const values = by.map((field) => {
        const value = (valueAt(one, typeof field === 'string' ? field : field.kindOf) ?? null) as Scalar
        return typeof field === 'string' ? value : value === null ? null : (String(value).split(':')[0] ?? '')
      })
      const key = JSON.stringify(values)
      const row = rows.get(key) ?? { by: values, sum: 0, count: 0 }
      const amount = valueAt(one, of)
      rows.set(key, {
        ...row,
        sum: row.sum + (typeof amount === 'number' ? amount : 0),
        count: row.count + (place ? 0 : 1),
      })
    }
  return [...rows.values()]
}

function setAt(target: Record<string, unknown>, path: string[], next: (before: unknown) => unknown): void {
  const [field = '', ...rest] = path
  // A list has no holes in the database: what is jumped over is null.
  if (Array.isArray(target)) while (target.length < Number(field)) target.push(null)
  if (!rest.length) {
    target[field] = next(target[field])
    return
  }
  const inner = target[field] === undefined ? {} : target[field]
  if (typeof inner !== 'object' || inner === null || (Array.isArray(inner) && !/^\d+$/.test(rest[0] ?? '')))
    throw new Error(`cannot set ${path.join('.')}: ${field} is not a document`)
  target[field] = inner
  setAt(inner as Record<string, unknown>, rest, next)
}

const listOf = (value: unknown, path: string): unknown[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Error(`${path} is not a list`)
  return value
}

const isThere = (doc: Doc, path: string): boolean => valueAt(doc, path) !== undefined

/** As strict as the cloud: a sum needs a number, a push needs a list. */
function apply(doc: Doc, { set = {}, inc = {}, push = {}, pull = {} }: Change): Doc {
  const changed = copyOf(doc)
  const at = (path: string, next: (before: unknown) => unknown) => setAt(changed, path.split('.'), next)
  for (const [path, value] of Object.entries(set)) at(path, () => copyOf(value))
  for (const [path, by] of Object.entries(inc))
    at(path, (before = 0) => {
      if (typeof before !== 'number') throw new Error(`${path} is not a number`)
      return before + by
    })
  for (const [path, value] of Object.entries(push)) at(path, (before) => [...listOf(before, path), copyOf(value)])
  for (const [path, value] of Object.entries(pull).filter(([path]) => isThere(changed, path)))
    at(path, (before) => listOf(before, path).filter((one) => one !== value))
  return changed
}

/** Documents in memory with the cloud's manners; every call takes a turn of the event loop, as the network would, or of `turn`. */
export function memoryStore(
  turn: Turn = eventLoop,
): Store & { all(collection: string): Doc[]; forget(collection: string): void } {
  const collections = new Map<string, Map<string, Doc>>()
  const of = (name: string): Map<string, Doc> => {
    const known = collections.get(name) ?? new Map<string, Doc>()
    collections.set(name, known)
    return known
  }
  const copy = (doc: Doc | undefined): Doc | null => (doc ? copyOf(doc) : null)
  /** The one place where documents change; what stood there before is still what open transactions see. */
  function keep(collection: string, doc: Doc): void {
    wrote(collection, doc._id, of(collection).get(doc._id))
    of(collection).set(doc._id, copyOf(doc))
  }
  const { wrote, transaction } = memoryTransactions({ read: (name, id) => of(name).get(id), write: keep, turn })

  return {
    all: (collection) => [...of(collection).values()].map((doc) => copyOf(doc)),
    forget: (collection) => of(collection).clear(),
    async get(collection, id) {
      await turn()
      return copy(of(collection).get(id))
    },
    async getWith(collection, id, others) {
      await turn()
      const doc = copy(of(collection).get(id))
      const those = ([name, ids]: [string, string[]]) =>
        [name, ids.flatMap((one) => copy(of(name).get(one)) ?? [])] as const
      return doc && { doc, others: Object.fromEntries(Object.entries(others).map(those)) }
    },
    async find(collection, { where, orderBy = [], limit }) {
      await turn()
      return [...of(collection).values()]
        .filter((doc) => fits(doc, where))
        .sort((a, b) => {
          for (const [field, direction] of orderBy) {
            const order = inOrder(sortKey(a, field, direction), sortKey(b, field, direction))
            if (order) return direction === 'asc' ? order : -order
          }
          return 0
        })
        .slice(0, Math.min(limit, 100))
        .map((doc) => copyOf(doc))
    },
    async sum(collection, sum) {
      await turn()
      return sumOf(
        [...of(collection).values()].filter((doc) => fits(doc, sum.where)),
        sum,
      )
    },
    async insert(collection, doc) {
      await turn()
      if (of(collection).has(doc._id)) return false
      keep(collection, doc)
      return true
    },
    async change(collection, id, when, change) {
      await turn()
      const doc = of(collection).get(id)
      if (!doc || !fits(doc, when)) return null
      const changed = apply(doc, change)
      keep(collection, changed)
      return copyOf(changed)
    },
    async put(collection, doc) {
      await turn()
      keep(collection, doc)
    },
    async remove(collection, id, when) {
      await turn()
      const doc = of(collection).get(id)
      if (!doc || !fits(doc, when)) return false
      wrote(collection, id, doc)
      of(collection).delete(id)
      return true
    },
    transaction,
  }
}
