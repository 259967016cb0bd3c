import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeskClock, deskClock } from '../clock'
import { type Collections, type Database, openDatabase } from './service'

/** A database in a folder of its own, asked in plain JSON the way the SDKs ask it over the wire. Tests only. */
export type Desk = {
  database: Database
  clock: DeskClock
  file: string
  /** One action; answers its whole answer, throws its refusal. */
  ask(action: string, body?: Record<string, unknown>): Promise<Record<string, unknown>>
  add(collection: string, ...docs: object[]): Promise<void>
  /** `where(query).get()` with order and the like; documents come back as plain JSON. */
  get(collection: string, query: object, more?: Record<string, unknown>): Promise<unknown[]>
  doc(collection: string, id: string, transactionId?: string): Promise<unknown>
  /** `doc(id).update()` when the question is an id, else `where(query).update()`. */
  update(collection: string, query: string | object, data: object, transactionId?: string): Promise<unknown>
  aggregate(collection: string, ...stages: object[]): Promise<unknown[]>
  close(): void
}

const EJSON_FIELDS = ['query', 'order', 'projection', 'data']

const wired = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (!EJSON_FIELDS.includes(name) || typeof value === 'string') return [name, value]
      return [name, Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : JSON.stringify(value)]
    }),
  )

type Data = { list?: string[] } & Record<string, unknown>

export function desk(collections: Collections, file?: string): Desk {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'xingtan-database-')) : undefined
  const path = file ?? join(folder ?? '', 'desk.db')
  const clock = deskClock()
  const database = openDatabase({ file: path, clock, collections, strictIndexes: true })

  const ask: Desk['ask'] = async (action, body = {}) => {
    const name = `database.${action}`
    const answer = await database.actions[name]?.({ action: name, body: wired(body) })
    if (!answer) throw new Error(`no action ${name}`)
    return answer as Record<string, unknown>
  }
  const data = async (action: string, body: Record<string, unknown>) => (await ask(action, body)).data as Data
  const list = async (action: string, body: Record<string, unknown>) =>
    ((await data(action, body)).list ?? []).map((text) => JSON.parse(text) as unknown)

  return {
    database,
    clock,
    file: path,
    ask,
    async add(collectionName, ...docs) {
      await ask('insertDocument', { collectionName, data: docs })
    },
    get: (collectionName, query, more = {}) =>
      list('getDocument', { collectionName, query, queryType: 'WHERE', ...more }),
    doc: async (collectionName, id, transactionId) =>
      (await list('getDocument', { collectionName, query: { _id: id }, queryType: 'DOC', transactionId }))[0] ?? null,
    update: (collectionName, query, change, transactionId) =>
      data('modifyDocument', {
        collectionName,
        query: typeof query === 'string' ? { _id: query } : query,
        queryType: typeof query === 'string' ? 'DOC' : 'WHERE',
        multi: typeof query !== 'string',
        merge: true,
        upsert: false,
        data: change,
        transactionId,
      }),
    aggregate: (collectionName, ...stages) =>
      list('aggregateDocuments', {
        collectionName,
        stages: stages.flatMap((stage) =>
          Object.entries(stage).map(([stageKey, value]) => ({ stageKey, stageValue: JSON.stringify(value) })),
        ),
      }),
    close() {
      database.close()
      if (folder) rmSync(folder, { recursive: true })
    },
  }
}
