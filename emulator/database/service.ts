import { EJSON } from 'bson'
import type { DeskClock } from '../clock'
import { type Action, type Actions, CloudError } from '../wire'
import { aggregate } from './aggregation'
import { documents } from './documents'
import { OPERATIONS_KEPT } from './limits'
import { find } from './reader'
import { type Collections, openStore } from './store'
import { transactions } from './transactions'
import { type Handler, handlers } from './wire'
import { writeQueue } from './writes'

export type { Collections }

/** One database operation of one request. `startedAt` is desk time in milliseconds; `indexUsed: null` is a whole-collection read; `code` is the refusal, if it was refused. */
export type Operation = {
  action: string
  collection: string | undefined
  invocationToken: string | undefined
  transactionId: string | undefined
  startedAt: number
  ms: number
  indexUsed: string | null
  code: string | undefined
}

/** A collection as the panel shows it. */
export type LookCollection = { name: string; documents: number; indexes: string[] }

/** A page of documents as plain JSON (relaxed EJSON: dates are `{ "$date": … }`). */
export type LookPage = { total: number; documents: unknown[] }

export type LookQuestion = { offset: number; limit: number; id?: string }

export type Database = {
  /** The `database.*` actions of `POST /admin`. */
  actions: Actions
  /** The latest operations, oldest first; older ones are forgotten. */
  operations: Operation[]
  /** Calls for every operation when it is done. Returns the way to stop. */
  onOperation(listener: (operation: Operation) => void): () => void
  /** With `strictIndexes`: every operation that read a whole collection since the start. A test expects it empty. */
  scans: Operation[]
  look(): LookCollection[]
  /** With `id`, the page holds that document or nothing; `total` stays the collection's. */
  look(collection: string, page: LookQuestion): LookPage
  /** Commits what waits, rolls open transactions back and closes the file. */
  close(): void
}

export type DatabaseOptions = { file: string; clock: DeskClock; collections: Collections; strictIndexes?: boolean }

/** Opens the document database of the desk in one file. Declared collections and indexes are created or rebuilt. */
export function openDatabase({ file, clock, collections, strictIndexes = false }: DatabaseOptions): Database {
  const store = openStore(file, collections)
  const queue = writeQueue(store)
  const running = transactions(store)
  const all = handlers(documents({ store, queue, transactions: running, clock }), (name, pipeline) =>
    aggregate(store, store.collection(name), pipeline),
  )
  const listeners = new Set<(operation: Operation) => void>()
  const operations: Operation[] = []
  const scans: Operation[] = []

  function note(operation: Operation): void {
    operations.push(operation)
    if (operations.length > OPERATIONS_KEPT) operations.splice(0, operations.length - OPERATIONS_KEPT)
    if (strictIndexes && operation.indexUsed === null && operation.code === undefined) scans.push(operation)
    for (const listener of listeners) listener(operation)
  }

  const watched =
    (action: string, handle: Handler): Action =>
    async ({ body }) => {
      const started = performance.now()
      const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
      const operation: Operation = {
        action,
        collection: text(body.collectionName),
        invocationToken: text(body.wxCloudApiToken),
        transactionId: text(body.transactionId),
        startedAt: clock.now(),
        ms: 0,
        indexUsed: null,
        code: undefined,
      }
      try {
        const { answer, indexUsed } = await handle(body)
        operation.indexUsed = indexUsed
        return answer
      } catch (error) {
        operation.code = error instanceof CloudError ? error.code : 'SYS_ERR'
        throw error
      } finally {
        operation.ms = performance.now() - started
        note(operation)
      }
    }

  function look(): LookCollection[]
  function look(collection: string, page: LookQuestion): LookPage
  function look(collection?: string, page: LookQuestion = { offset: 0, limit: 20 }): LookCollection[] | LookPage {
    if (collection === undefined) {
      return store.names().map((name) => {
        const of = store.collection(name)
        return { name, documents: store.size(of), indexes: of.indexes.map((index) => index.name) }
      })
    }
    const of = store.collection(collection)
    const { id, ...slice } = page
    const { found } = find(store, of, { query: id === undefined ? {} : { _id: id }, ...slice })
    return { total: store.size(of), documents: found.map(({ doc }) => EJSON.serialize(doc, { relaxed: true })) }
  }

  return {
    actions: Object.fromEntries(Object.entries(all).map(([action, handle]) => [action, watched(action, handle)])),
    operations,
    onOperation(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    scans,
    look,
    close() {
      queue.close()
      running.close()
      store.close()
    },
  }
}
