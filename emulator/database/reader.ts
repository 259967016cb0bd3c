import { decode } from './codec'
import type { Row } from './driver'
import { matcher } from './matcher'
import { type Access, type Plan, plan, type Range } from './planner'
import { type SortSpec, sorter } from './sort'
import type { Collection, Store, Stored } from './store'
import type { Doc } from './values'

/** A question to one collection. `limit` absent means all. */
export type Question = { query: Doc; sort?: SortSpec; offset?: number; limit?: number }

const FIRST_PAGE = 32
const LARGEST_PAGE = 2_000

type RangedAccess = Extract<Access, { ranges: Range[] }>

/** Sees one row after the other; false stops the reading. */
type Visit = (stored: Stored) => boolean

const stored = (row: Row): Stored => ({ rid: Number(row.rid), doc: decode(String(row.doc)) })

/** Reads rows in pages that grow, because most questions are answered by the first few. */
function pages(fetch: (last: Row | undefined, size: number) => Row[], visit: Visit): boolean {
  let last: Row | undefined
  for (let size = FIRST_PAGE; ; size = Math.min(size * 4, LARGEST_PAGE)) {
    const rows = fetch(last, size)
    for (const row of rows) if (!visit(stored(row))) return false
    if (rows.length < size) return true
    last = rows.at(-1)
  }
}

function readRange(store: Store, of: Collection, access: RangedAccess, range: Range, visit: Visit): boolean {
  const { low, high } = range
  const [sign, order] = access.reverse ? ['<', 'DESC'] : ['>', 'ASC']
  if (access.kind === 'id') {
    const [first, next] = [
      `SELECT rid, id AS k, doc FROM ${of.table} WHERE id >= ? AND id < ? ORDER BY id ${order} LIMIT ?`,
      `SELECT rid, id AS k, doc FROM ${of.table} WHERE id >= ? AND id < ? AND id ${sign} ? ORDER BY id ${order} LIMIT ?`,
    ]
    return pages(
      (last, size) =>
        last ? store.sql(next).all(low, high, last.k ?? null, size) : store.sql(first).all(low, high, size),
      visit,
    )
  }
  const from = `SELECT x.rid AS rid, x.k AS k, c.doc AS doc FROM ${access.index.table} x CROSS JOIN ${of.table} c ON c.rid = x.rid`
  const [first, next] = [
    `${from} WHERE x.k >= ? AND x.k < ? ORDER BY x.k ${order}, x.rid ${order} LIMIT ?`,
    `${from} WHERE x.k >= ? AND x.k < ? AND (x.k, x.rid) ${sign} (?, ?) ORDER BY x.k ${order}, x.rid ${order} LIMIT ?`,
  ]
  return pages(
    (last, size) =>
      last
        ? store.sql(next).all(low, high, last.k ?? null, last.rid ?? null, size)
        : store.sql(first).all(low, high, size),
    visit,
  )
}

function once(visit: Visit): Visit {
  const seen = new Set<number>()
  return (one) => {
    if (seen.has(one.rid)) return true
    seen.add(one.rid)
    return visit(one)
  }
}

function read(store: Store, of: Collection, access: Access, visit: Visit): boolean {
  if (access.kind === 'scan') {
    const statement = store.sql(`SELECT rid, doc FROM ${of.table} WHERE rid > ? ORDER BY rid LIMIT ?`)
    return pages((last, size) => statement.all(last?.rid ?? 0, size), visit)
  }
  if (access.kind === 'union') {
    const fresh = once(visit)
    return access.branches.every((branch) => read(store, of, branch, fresh))
  }
  const fresh = access.kind === 'index' && access.repeats ? once(visit) : visit
  return access.ranges.every((range) => readRange(store, of, access, range, fresh))
}

/** The documents that answer a question, in its order, and how they were found. */
export function find(store: Store, of: Collection, question: Question): { found: Stored[]; plan: Plan } {
  const { query, sort = [], offset = 0, limit = Number.POSITIVE_INFINITY } = question
  const matches = matcher(query)
  const chosen = plan(of, query, sort)
  const found: Stored[] = []
  if (limit === 0) return { found, plan: chosen }
  const enough = chosen.sorted ? offset + limit : Number.POSITIVE_INFINITY
  read(store, of, chosen.access, (one) => {
    if (matches(one.doc)) found.push(one)
    return found.length < enough
  })
  if (!chosen.sorted) {
    const order = sorter(sort)
    found.sort((a, b) => order(a.doc, b.doc))
  }
  return { found: found.slice(offset, offset + limit), plan: chosen }
}

/** How many documents answer a question. The whole collection is counted without reading it. */
export function count(store: Store, of: Collection, query: Doc): { total: number; indexUsed: string | null } {
  if (Object.keys(query).length === 0) return { total: store.size(of), indexUsed: '_id_' }
  const matches = matcher(query)
  const chosen = plan(of, query, [])
  let total = 0
  read(store, of, chosen.access, ({ doc }) => {
    if (matches(doc)) total++
    return true
  })
  return { total, indexUsed: chosen.indexUsed }
}
