import type { AdminCall } from '../wire'
import type { Documents, GetOptions, Target } from './documents'
import { badParameter, notEmulated } from './errors'
import { DEFAULT_LIMIT, MAX_LIMIT } from './limits'
import { projection } from './projection'
import { sortSpec } from './sort'
import { type Doc, docFromWire, fromWire, isDoc, toWire, type Value } from './values'

/** What an action answers on the wire, and which index served it. */
export type Handled = { answer: Record<string, unknown>; indexUsed: string | null }

type Body = AdminCall['body']
export type Handler = (body: Body) => Promise<Handled> | Handled

function text(body: Body, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw badParameter(`${name} is required`)
  return value
}

/** A part of a question that may be left out; the SDKs also leave it as an empty string. */
function optionalDoc(body: Body, name: string): Doc {
  const value = body[name]
  return value === undefined || value === null || value === '' ? {} : docFromWire(value, name)
}

function optionalNumber(body: Body, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw badParameter(`${name} must be a whole number, not negative`)
  }
  return value
}

function target(body: Body): Target {
  const kind = body.queryType ?? 'WHERE'
  if (kind !== 'DOC' && kind !== 'WHERE') throw badParameter(`queryType ${String(kind)}`)
  const transactionId = body.transactionId
  if (transactionId !== undefined && typeof transactionId !== 'string') throw badParameter('transactionId')
  return {
    collection: text(body, 'collectionName'),
    query: optionalDoc(body, 'query'),
    byId: kind === 'DOC',
    transactionId,
  }
}

const wireOptions = (body: Body): GetOptions => ({
  sort: sortSpec(optionalDoc(body, 'order')),
  offset: optionalNumber(body, 'offset') ?? 0,
  limit: Math.min(optionalNumber(body, 'limit') ?? DEFAULT_LIMIT, MAX_LIMIT),
})

/** Inserted documents arrive as a list of EJSON texts. */
function newDocs(body: Body): Doc[] {
  if (!Array.isArray(body.data)) throw badParameter('data must be a list of documents')
  return body.data.map((one: unknown) => docFromWire(one, 'data'))
}

/** Ids go back as plain JSON: strings as they are, others in EJSON's shape. */
const plainId = (id: Value | null): unknown => (id === null ? null : JSON.parse(toWire(id)))

/** An aggregation's stages: `{ stageKey, stageValue }`, the value in EJSON (scalars too). */
function stages(body: Body): Doc[] {
  if (!Array.isArray(body.stages)) throw badParameter('stages must be a list')
  return body.stages.map((stage: unknown) => {
    if (!isDoc(stage) || typeof stage.stageKey !== 'string') throw badParameter('a stage needs a stageKey')
    return { [stage.stageKey]: fromWire(stage.stageValue, stage.stageKey) }
  })
}

/** The pipeline runner, given in so that the wire knows nothing of engines. */
export type Aggregate = (collection: string, pipeline: Doc[]) => { docs: Doc[]; indexUsed: string | null }

/** The `database.*` actions of the server SDKs, by name. */
export function handlers(documents: Documents, aggregate: Aggregate): Record<string, Handler> {
  return {
    async 'database.addCollection'(body) {
      await documents.addCollection(text(body, 'collectionName'))
      return { answer: {}, indexUsed: BY_ID }
    },

    async 'database.insertDocument'(body) {
      const { collection, transactionId } = target({ ...body, query: '' })
      const { value, indexUsed } = await documents.add(collection, newDocs(body), transactionId)
      return { answer: { data: { insertedIds: value.map(plainId) } }, indexUsed }
    },

    async 'database.getDocument'(body) {
      const options = wireOptions(body)
      const { value, indexUsed } = await documents.get(target(body), options)
      const shape = projection(optionalDoc(body, 'projection'))
      const list = value.map((doc) => toWire(shape(doc)))
      return { answer: { data: { list, offset: options.offset, limit: options.limit } }, indexUsed }
    },

    'database.calculateDocument'(body) {
      const { collection, query } = target(body)
      const { value, indexUsed } = documents.count(collection, query)
      return { answer: { data: { total: value } }, indexUsed }
    },

    async 'database.modifyDocument'(body) {
      const change = {
        data: docFromWire(body.data, 'data'),
        merge: body.merge === true,
        multi: body.multi === true,
        upsert: body.upsert === true,
      }
      const { value, indexUsed } = await documents.modify(target(body), change)
      const { updated, upsertId } = value
      return { answer: { data: { updated, upsert_id: plainId(upsertId) } }, indexUsed }
    },

    async 'database.modifyAndReturnDoc'(body) {
      const { value, indexUsed } = await documents.modifyAndReturn(target(body), docFromWire(body.data, 'data'))
      return { answer: { data: { updated: value ? 1 : 0, doc: value && toWire(value) } }, indexUsed }
    },

    async 'database.removeDocument'(body) {
      const { value, indexUsed } = await documents.remove(target(body), body.multi === true)
      return { answer: { data: { deleted: value } }, indexUsed }
    },

    'database.aggregateDocuments'(body) {
      if (body.transactionId !== undefined) throw notEmulated('an aggregation in a transaction')
      const { docs, indexUsed } = aggregate(text(body, 'collectionName'), stages(body))
      return { answer: { data: { list: docs.map(toWire) } }, indexUsed }
    },

    async 'database.startTransaction'() {
      return { answer: { transactionId: await documents.startTransaction() }, indexUsed: BY_ID }
    },

    async 'database.commitTransaction'(body) {
      await documents.commitTransaction(text(body, 'transactionId'))
      return { answer: {}, indexUsed: BY_ID }
    },

    'database.abortTransaction'(body) {
      documents.abortTransaction(text(body, 'transactionId'))
      return { answer: {}, indexUsed: BY_ID }
    },
  }
}

/** What reads no collection counts as served by the id. */
const BY_ID = '_id_'
