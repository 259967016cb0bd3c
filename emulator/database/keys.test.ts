import { ObjectId } from 'bson'
import * as fc from 'fast-check'
import { compare } from './compare'
import { directedKey, indexEntries, indexFields, keyOf } from './keys'
import { find } from './reader'
import { sortSpec } from './sort'
import { openStore } from './store'
import type { Doc, Value } from './values'

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab', '学', '𠮷', ''),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(new ObjectId('000000000000000000000001'), new ObjectId('ffffffffffffffffffffffff')),
)

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', '学'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

test('the order of keys, byte by byte, is the order of values', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(Math.sign(Buffer.compare(keyOf(a), keyOf(b)))).toBe(compare(a, b))
    }),
    { numRuns: 3000 },
  )
})

test('a descending key turns the order round', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(Math.sign(Buffer.compare(directedKey(a, -1), directedKey(b, -1)))).toBe(compare(b, a))
    }),
    { numRuns: 1000 },
  )
})

test('no key is the beginning of another, so the keys of two fields may follow each other', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      fc.pre(compare(a, b) !== 0)
      expect(keyOf(b).subarray(0, keyOf(a).length).equals(keyOf(a))).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

const entries = (fields: Record<string, 1 | -1>, doc: Doc) => indexEntries(indexFields(fields), doc)

test('a list stands in an index once for each different element', () => {
  expect(entries({ tags: 1 }, { tags: ['art', 'ink', 'art'] })).toEqual({
    keys: [keyOf('art'), keyOf('ink')],
    many: [true],
  })
  expect(entries({ 'lessons.id': 1 }, { lessons: [{ id: 1 }, { name: 'no id' }] }).keys).toEqual([
    keyOf(1),
    keyOf(null),
  ])
})

test('a missing field stands with null, an empty list before it', () => {
  expect(entries({ tags: 1 }, {}).keys).toEqual([keyOf(null)])
  const [empty] = entries({ tags: 1 }, { tags: [] }).keys
  expect(Buffer.compare(empty ?? keyOf(null), keyOf(null))).toBe(-1)
})

test('two lists in one index are refused as MongoDB refuses them', () => {
  expect(() => entries({ a: 1, b: 1 }, { a: [1, 2], b: [3, 4] })).toThrow('cannot index parallel arrays [b] [a]')
})

const small: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom('x', 'y'),
  fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('x'), fc.constant(null)), { maxLength: 3 }),
)
const document: fc.Arbitrary<Doc> = fc.record(
  {
    a: small,
    b: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4 })),
    c: fc.oneof(
      fc.record({ d: small }, { requiredKeys: [] }),
      fc.array(
        fc.record({ d: fc.integer({ min: 0, max: 4 }), e: fc.integer({ min: 0, max: 4 }) }, { requiredKeys: [] }),
        {
          maxLength: 2,
        },
      ),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const condition: fc.Arbitrary<Value> = fc.oneof(
  small,
  fc.dictionary(
    fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne', '$eq'),
    fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('x'), fc.constant(null)),
    {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    },
  ),
  fc.record(
    { $in: fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(null)), { maxLength: 3 }) },
    { noNullPrototype: true },
  ),
  fc.record({ $exists: fc.boolean() }, { noNullPrototype: true }),
)
const path = fc.constantFrom('a', 'b', 'c.d', 'c.e')
const plainQuery: fc.Arbitrary<Doc> = fc.dictionary(path, condition, { maxKeys: 3, noNullPrototype: true })
const query: fc.Arbitrary<Doc> = fc.oneof(
  plainQuery,
  fc.record({ $or: fc.array(plainQuery, { minLength: 1, maxLength: 2 }) }, { noNullPrototype: true }),
  fc.record({ $and: fc.array(plainQuery, { minLength: 1, maxLength: 2 }) }, { noNullPrototype: true }),
)
const direction = fc.constantFrom<1 | -1>(1, -1)
const order: fc.Arbitrary<Record<string, 1 | -1>> = fc.dictionary(path, direction, {
  maxKeys: 2,
  noNullPrototype: true,
})

const INDEXES: Record<string, 1 | -1>[] = [{ a: 1 }, { b: -1, a: 1 }, { 'c.d': 1, 'c.e': -1 }, { b: 1, 'c.d': -1 }]

test('whatever index is chosen, a question gets the answer of a whole-collection read', () => {
  const used = new Set<string | null>()
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(query, order, fc.nat(3), fc.integer({ min: 1, max: 5 })), { minLength: 30, maxLength: 30 }),
      (docs, questions) => {
        const indexes = INDEXES.map((fields) => ({ name: Object.keys(fields).join('_'), fields }))
        const store = openStore(':memory:', { indexed: { indexes }, bare: { indexes: [] } })
        docs.forEach((doc, i) => {
          for (const name of ['indexed', 'bare']) store.insert(store.collection(name), { _id: i, ...doc })
        })
        for (const [asked, sorted, offset, limit] of questions) {
          const whole = { query: asked, sort: sortSpec(sorted) }
          const answer = (name: string, more = {}) => find(store, store.collection(name), { ...whole, ...more })
          const ids = (found: { doc: Doc }[]) => found.map(({ doc }) => doc._id as number).sort((a, b) => a - b)
          const indexed = answer('indexed')
          used.add(indexed.plan.indexUsed)
          expect(ids(indexed.found)).toEqual(ids(answer('bare').found))
          // Ties may stand in any order, so a page is compared by what it sorts by.
          const page = answer('indexed', { offset, limit }).found
          const keys = (found: { doc: Doc }[]) =>
            found.map(({ doc }) =>
              Object.keys(sorted).map((field) => (field.includes('.') ? 0 : sortable(doc[field], sorted[field]))),
            )
          expect(keys(page)).toEqual(keys(answer('bare', { offset, limit }).found))
        }
        store.close()
      },
    ),
    { numRuns: 60 },
  )
  expect(used.size).toBeGreaterThan(4)
})

test('two bounds may be met by two elements of a list, so an index serves only one of them', () => {
  const store = openStore(':memory:', { scores: { indexes: [{ name: 'score', fields: { score: 1 } }] } })
  const scores = store.collection('scores')
  store.insert(scores, { _id: 'spread', score: [1, 9] })
  store.insert(scores, { _id: 'middle', score: [5, 5] })
  const { found, plan } = find(store, scores, { query: { score: { $gt: 6, $lt: 4 } } })
  expect([found.map(({ doc }) => doc._id), plan.indexUsed]).toEqual([['spread'], 'score'])
  store.close()
})

test('a list sorts by its smallest element even when a question looks at a larger one', () => {
  const store = openStore(':memory:', { scores: { indexes: [{ name: 'score', fields: { score: 1 } }] } })
  const scores = store.collection('scores')
  store.insert(scores, { _id: 'four', score: 4 })
  store.insert(scores, { _id: 'one and nine', score: [1, 9] })
  const { found } = find(store, scores, { query: { score: { $gt: 3 } }, sort: sortSpec({ score: 1 }) })
  expect(found.map(({ doc }) => doc._id)).toEqual(['one and nine', 'four'])
  store.close()
})

/** What a value sorts by: of a list the smallest or largest element; missing like null. */
function sortable(value: Value | undefined, direction: 1 | -1 | undefined): Value {
  if (!Array.isArray(value) || value.length === 0) return value ?? null
  const [first] = [...value].sort((a, b) => compare(a, b) * (direction ?? 1))
  return first ?? null
}
