import { randomBytes } from 'node:crypto'
import type { DeskClock } from '../clock'
import { badParameter, notEmulated, writeRefused } from './errors'
import { count, find } from './reader'
import type { SortSpec } from './sort'
import type { Collection, Store, Stored } from './store'
import { COMMITTED, type Touch, type Transactions } from './transactions'
import { checkStorable } from './updateOperators'
import { replacement, type Updater, updater } from './updater'
import { type Doc, isDoc, type Value, withServerDates } from './values'
import type { writeQueue } from './writes'

/** Which documents of a collection: `byId` is a question for exactly one `_id`. */
export type Target = { collection: string; query: Doc; byId: boolean; transactionId: string | undefined }

export type GetOptions = { sort: SortSpec; offset: number; limit: number }
export type Modification = { data: Doc; merge: boolean; multi: boolean; upsert: boolean }

/** An answer together with the index that found it (null: the whole collection was read). */
export type Answer<T> = { value: T; indexUsed: string | null }

const BY_ID = '_id_'

type World = { store: Store; queue: ReturnType<typeof writeQueue>; transactions: Transactions; clock: DeskClock }

export type Documents = ReturnType<typeof documents>

/** The operations on documents, in values (the wire is somewhere else): plain ones, and the by-id ones of transactions. */
export function documents({ store, queue, transactions, clock }: World) {
  const plainWrite = <T>(job: (touch: Touch) => T): Promise<T> => queue.write(transactions.plain(job))

  /** The id of a by-id question; within a transaction nothing else is allowed. */
  function idOf({ query, byId, transactionId }: Target): Value {
    const id = query._id
    const only = Object.keys(query).length === 1 && id !== undefined
    const isPlain = !isDoc(id) || !Object.keys(id)[0]?.startsWith('$')
    if (only && isPlain) return id as Value
    if (transactionId !== undefined) throw notEmulated('anything but a document by its _id in a transaction')
    throw badParameter(byId ? 'a document is asked for by its _id alone' : 'no _id')
  }

  function prepared(doc: Doc, now: number): Doc {
    const { _id, ...fields } = withServerDates(doc, now)
    const whole = { _id: _id ?? randomBytes(16).toString('hex'), ...fields }
    checkStorable(whole)
    return whole
  }

  function compile({ data, merge }: Modification): Updater {
    if (!merge) return replacement(data, clock.now())
    const plain = Object.keys(data).find((key) => !key.startsWith('$'))
    if (plain !== undefined) throw writeRefused(`Unknown modifier: ${plain}`)
    if (Object.keys(data).length === 0) throw badParameter('an update without operators')
    return updater(data, clock.now())
  }

  function applyTo(of: Collection, stored: Stored, update: Updater, touch: Touch): Doc {
    touch(of, stored.doc._id as Value, stored.doc)
    const next = update(stored.doc)
    if (next !== stored.doc) store.replace(of, stored, next)
    return next
  }

  /** The document a failed `set` creates: the replacement under the asked id. */
  function created(id: Value, data: Doc): Doc {
    return prepared({ ...data, _id: id }, clock.now())
  }

  function modifyInTransaction(target: Target & { transactionId: string }, change: Modification) {
    const of = store.collection(target.collection)
    const id = idOf(target)
    const update = compile(change)
    const old = transactions.get(target.transactionId, of, id)
    if (!old) {
      if (!change.upsert || change.merge) return { updated: 0, upsertId: null, doc: null }
      transactions.insert(target.transactionId, of, created(id, change.data))
      return { updated: 0, upsertId: id, doc: null }
    }
    const next = update(old)
    if (next !== old) transactions.put(target.transactionId, of, id, next)
    return { updated: next === old ? 0 : 1, upsertId: null, doc: next }
  }

  const isTransaction = (target: Target): target is Target & { transactionId: string } =>
    target.transactionId !== undefined

  return {
    async add(collection: string, docs: Doc[], transactionId?: string): Promise<Answer<Value[]>> {
      const of = store.collection(collection)
      const whole = docs.map((doc) => prepared(doc, clock.now()))
      if (transactionId !== undefined) {
        await transactions.inTurn(transactionId, () => {
          for (const doc of whole) transactions.insert(transactionId, of, doc)
        })
      } else {
        await plainWrite((touch) => {
          for (const doc of whole) {
            touch(of, doc._id as Value, null)
            store.insert(of, doc)
          }
        })
      }
      return { value: whole.map((doc) => doc._id as Value), indexUsed: BY_ID }
    },

    async get(target: Target, { sort, offset, limit }: GetOptions): Promise<Answer<Doc[]>> {
      const of = store.collection(target.collection)
      if (isTransaction(target)) {
        const { transactionId } = target
        const id = idOf(target)
        const doc = await transactions.inTurn(transactionId, () => transactions.get(transactionId, of, id))
        return { value: doc ? [doc] : [], indexUsed: BY_ID }
      }
      if (target.byId) {
        const stored = store.byId(of, idOf(target))
        return { value: stored ? [stored.doc] : [], indexUsed: BY_ID }
      }
      const { found, plan } = find(store, of, { query: target.query, sort, offset, limit })
      return { value: found.map(({ doc }) => doc), indexUsed: plan.indexUsed }
    },

    count(collection: string, query: Doc): Answer<number> {
      const { total, indexUsed } = count(store, store.collection(collection), query)
      return { value: total, indexUsed }
    },

    /** `update` and `set`: how many documents changed, and the id of a document that `set` had to create. */
    async modify(target: Target, change: Modification): Promise<Answer<{ updated: number; upsertId: Value | null }>> {
      if (isTransaction(target)) {
        const work = () => modifyInTransaction(target, change)
        const { updated, upsertId } = await transactions.inTurn(target.transactionId, work)
        return { value: { updated, upsertId }, indexUsed: BY_ID }
      }
      const of = store.collection(target.collection)
      const update = compile(change)
      return plainWrite((touch) => {
        const { found, plan } = find(store, of, { query: target.query, limit: change.multi ? undefined : 1 })
        const changed = found.filter((stored) => applyTo(of, stored, update, touch) !== stored.doc)
        if (found.length > 0 || !change.upsert) {
          return { value: { updated: changed.length, upsertId: null }, indexUsed: plan.indexUsed }
        }
        if (change.merge) throw notEmulated('an update that creates its document')
        const id = idOf(target)
        touch(of, id, null)
        store.insert(of, created(id, change.data))
        return { value: { updated: 0, upsertId: id }, indexUsed: plan.indexUsed }
      })
    },

    /** Changes the first document that answers, in the same instant as it is found, and gives it back as it is then. */
    async modifyAndReturn(target: Target, data: Doc): Promise<Answer<Doc | null>> {
      const change = { data, merge: true, multi: false, upsert: false }
      if (isTransaction(target)) {
        const work = () => modifyInTransaction(target, change)
        return { value: (await transactions.inTurn(target.transactionId, work)).doc, indexUsed: BY_ID }
      }
      const of = store.collection(target.collection)
      const update = compile(change)
      return plainWrite((touch) => {
        const { found, plan } = find(store, of, { query: target.query, limit: 1 })
        const [first] = found
        return { value: first ? applyTo(of, first, update, touch) : null, indexUsed: plan.indexUsed }
      })
    },

    async remove(target: Target, multi: boolean): Promise<Answer<number>> {
      const of = store.collection(target.collection)
      if (isTransaction(target)) {
        const { transactionId } = target
        const id = idOf(target)
        const removed = await transactions.inTurn(transactionId, () => {
          const there = transactions.get(transactionId, of, id) !== null
          if (there) transactions.put(transactionId, of, id, null)
          return there ? 1 : 0
        })
        return { value: removed, indexUsed: BY_ID }
      }
      return plainWrite((touch) => {
        const { found, plan } = find(store, of, { query: target.query, limit: multi ? undefined : 1 })
        for (const stored of found) {
          touch(of, stored.doc._id as Value, stored.doc)
          store.remove(of, stored)
        }
        return { value: found.length, indexUsed: plan.indexUsed }
      })
    },

    addCollection: (name: string): Promise<void> =>
      queue.write(() => {
        store.addCollection(name)
      }),

    startTransaction: (): Promise<string> => transactions.start(),

    async commitTransaction(id: string): Promise<void> {
      try {
        await queue.write(transactions.commitJob(id))
        transactions.finish(id, COMMITTED)
      } catch (error) {
        transactions.finish(id, 'could not be committed and was rolled back')
        throw error
      }
    },

    abortTransaction: (id: string): void => transactions.abort(id),
  }
}
