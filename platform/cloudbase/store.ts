import type { Change, Condition, Doc, Filter, Scalar, Store, Sum, SumRow } from '../../core/ports'
import { app } from './app'
import { transaction } from './transaction'

const database = app.database()
const command = database.command

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function conditionOf(condition: Condition): unknown {
  if (typeof condition !== 'object' || condition === null) return condition
  if ('gt' in condition) return command.gt(condition.gt)
  if ('gte' in condition) return command.gte(condition.gte)
  if ('lt' in condition) return command.lt(condition.lt)
  if ('lte' in condition) return command.lte(condition.lte)
  if ('ne' in condition) return command.neq(condition.ne)
  if ('in' in condition) return command.in(condition.in)
  return database.RegExp({ regexp: plain(condition.matches), options: 'i' })
}

/** Beside others on the same field even a bare value must be a command. */
const commandOf = (condition: Condition): unknown =>
  typeof condition === 'object' && condition !== null ? conditionOf(condition) : command.eq(condition)

const queryOf = (where: Filter): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(where).map(([path, condition]) => [
      path,
      Array.isArray(condition) ? command.and(condition.map(commandOf)) : conditionOf(condition),
    ]),
  )

const isPlainObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** The SDK flattens an object into its fields; only `command.set` replaces it whole, which is what `set` means. */
function updateOf({ set = {}, inc = {}, push = {}, pull = {} }: Change): Record<string, unknown> {
  const each = <T>(fields: Record<string, T>, change: (value: T) => unknown) =>
    Object.fromEntries(Object.entries(fields).map(([path, value]) => [path, change(value)]))
  return {
    ...each(set, (value) => (isPlainObject(value) ? command.set(value) : value)),
    ...each(inc, (by) => command.inc(by)),
    ...each(push, (value) => command.push([value])),
    ...each(pull, (value) => command.pull(value)),
  }
}

/** Beside a document's own fields, while others are fetched for it: which are wanted, and those found. */
const WANTED = '_wanted'
const FOUND = '_found_'

/** The place of an element in the list that was opened. */
const PLACE = '_place'

/** A row's fields as one expression each, by their number. */
function keyOf(by: Sum['by']): Record<string, unknown> {
  const $ = command.aggregate
  return Object.fromEntries(
    by.map((field, at) => [
      `by${at}`,
      typeof field === 'string' ? `$${field}` : $.arrayElemAt([$.split([`$${field.kindOf}`, ':']), 0]),
    ]),
  )
}

type Group = { row: Record<string, Scalar>; sum: number; count: number }

const failed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'DATABASE_REQUEST_FAILED'

/** Documents in CloudBase. One method is one request, except an insert that meets an existing document, and a transaction. */
export const store: Store = {
  async get(collection, id) {
    const { data } = await database.collection(collection).doc(id).get()
    return (data?.[0] as Doc | undefined) ?? null
  },

  async getWith(collection, id, others) {
    const names = Object.keys(others)
    const one = database.collection(collection).aggregate().match({ _id: id })
    const asked = names.reduce(
      (stages, from) => stages.lookup({ from, localField: `${WANTED}.${from}`, foreignField: '_id', as: FOUND + from }),
      one.addFields({ [WANTED]: command.aggregate.literal(others) }),
    )
    const { data } = await asked.end()
    const [{ [WANTED]: _, ...doc } = { _id: '' }] = data as Doc[]
    if (!doc._id) return null
    const found: Record<string, Doc[]> = {}
    for (const name of names) {
      found[name] = doc[FOUND + name] as Doc[]
      delete doc[FOUND + name]
    }
    return { doc: doc as Doc, others: found }
  },

  async find(collection, { where, orderBy = [], limit }) {
    let query = database.collection(collection).where(queryOf(where))
    for (const [field, direction] of orderBy) query = query.orderBy(field, direction)
    const { data } = await query.limit(Math.min(limit, 100)).get()
    return data as Doc[]
  },

  /** The rows come in one document: how many documents an aggregation answers at the most is not documented. */
  async sum(collection, { where, each, of, by }) {
    const $ = command.aggregate
    const found = database.collection(collection).aggregate().match(queryOf(where))
    const opened = each ? found.unwind({ path: `$${each}`, includeArrayIndex: PLACE }) : found
    const { data } = await opened
      .group({ _id: keyOf(by), sum: $.sum(`$${of}`), count: $.sum(each ? $.cond([$.eq([`$${PLACE}`, 0]), 1, 0]) : 1) })
      .group({ _id: null, groups: $.push({ row: '$_id', sum: '$sum', count: '$count' }) })
      .end()
    const [{ groups } = { groups: [] }] = data as { groups: Group[] }[]
    return groups.map(({ row, sum, count }): SumRow => ({ by: by.map((_, at) => row[`by${at}`] ?? null), sum, count }))
  },

  async insert(collection, doc) {
    try {
      await database.collection(collection).add(doc)
      return true
    } catch (error) {
      // The text of a duplicate key differs between versions of the service: look whether it is there instead.
      if (failed(error) && (await store.get(collection, doc._id))) return false
      throw error
    }
  },

  async change(collection, id, when, change) {
    const { doc } = await database
      .collection(collection)
      .where({ ...queryOf(when), _id: id })
      .updateAndReturn(updateOf(change))
    return (doc as Doc | null | undefined) ?? null
  },

  async put(collection, { _id, ...fields }) {
    await database.collection(collection).doc(_id).set(fields)
  },

  async remove(collection, id, when) {
    const { deleted } = await database
      .collection(collection)
      .where({ ...queryOf(when), _id: id })
      .remove()
    return Number(deleted) > 0
  },

  transaction,
}
