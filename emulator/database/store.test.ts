import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { type Collections, openStore, type Store } from './store'
import type { Doc, Value } from './values'

const INDEXED: Collections = {
  courses: {
    indexes: [
      { name: 'tags', fields: { tags: 1 } },
      { name: 'lesson', fields: { 'lessons.n': -1, fen: 1 } },
    ],
  },
}

/** Every key of an index with the document it leads to. */
function contents(store: Store): string[] {
  const of = store.collection('courses')
  return of.indexes.flatMap(({ name, table }) =>
    store
      .sql(`SELECT hex(x.k) AS k, hex(c.id) AS id FROM ${table} x JOIN ${of.table} c ON c.rid = x.rid`)
      .all()
      .map(({ k, id }) => `${name} ${k} ${id}`)
      .sort(),
  )
}

const small: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('art', 'ink'),
)
const course: fc.Arbitrary<Doc> = fc.record(
  {
    tags: fc.oneof(small, fc.array(small, { maxLength: 3 })),
    fen: small,
    lessons: fc.oneof(
      small,
      fc.array(fc.record({ n: small }, { requiredKeys: [], noNullPrototype: true }), { maxLength: 3 }),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const step = fc.record({ id: fc.nat(4), doc: fc.option(course), undone: fc.boolean() })

test('after any inserts, changes, removals and rollbacks the indexes are as if built anew', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const store = openStore(':memory:', INDEXED)
      const of = store.collection('courses')
      const model = new Map<number, Doc>()
      store.exec('BEGIN')
      for (const { id, doc, undone } of steps) {
        store.exec('SAVEPOINT one')
        const there = store.byId(of, id)
        const next = doc && { _id: id, ...doc }
        if (there && next) store.replace(of, there, next)
        else if (there) store.remove(of, there)
        else if (next) store.insert(of, next)
        if (undone) {
          store.exec('ROLLBACK TO one')
          store.rolledBack()
        } else if (next) model.set(id, next)
        else model.delete(id)
        store.exec('RELEASE one')
      }
      store.exec('COMMIT')

      const anew = openStore(':memory:', INDEXED)
      for (const doc of model.values()) anew.insert(anew.collection('courses'), doc)
      expect(contents(store)).toEqual(contents(anew))
      // Lists once noted stay noted, but none that stands in a document may be missing.
      const noted = (one: Store) => one.collection('courses').indexes.flatMap(({ many }) => many)
      expect(noted(anew).filter((many, i) => many && !noted(store)[i])).toEqual([])
      store.close()
      anew.close()
    }),
    { numRuns: 150 },
  )
})

test('a list that came back after an undone write is still known when the file is opened again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-store-'))
  const file = join(folder, 'desk.db')
  const first = openStore(file, INDEXED)
  const insert = (doc: Doc) => first.insert(first.collection('courses'), doc)
  first.exec('BEGIN')
  insert({ _id: 1, tags: ['art', 'ink'] })
  first.abandon()
  insert({ _id: 2, tags: ['art', 'ink'] })
  first.close()
  const second = openStore(file, INDEXED)
  expect(second.collection('courses').indexes.map(({ name, many }) => [name, many])).toEqual([
    ['tags', [true]],
    ['lesson', [false, false]],
  ])
  second.close()
  rmSync(folder, { recursive: true })
})

test('a collection made in a write that is undone does not exist', () => {
  const store = openStore(':memory:', {})
  store.exec('BEGIN')
  store.addCollection('notes')
  store.abandon()
  expect(() => store.collection('notes')).toThrow('Db or Table not exist')
  store.addCollection('notes')
  expect(store.names()).toEqual(['notes'])
  store.close()
})

test('a unique index cannot be declared over documents that already share a value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-store-'))
  const file = join(folder, 'desk.db')
  const before = openStore(file, { people: { indexes: [] } })
  for (const _id of [1, 2]) before.insert(before.collection('people'), { _id, phone: '138' })
  before.close()
  const unique: Collections = { people: { indexes: [{ name: 'phone', fields: { phone: 1 }, unique: true }] } }
  expect(() => openStore(file, unique)).toThrow('index: phone dup key: { phone: "138" }')
  openStore(file, { people: { indexes: [] } }).close()
  rmSync(folder, { recursive: true })
})
