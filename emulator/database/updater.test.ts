import { replacement, updater } from './updater'
import { type Doc, toValue } from './values'

const NOW = Date.parse('2026-03-01T00:00:00Z')
const updated = (doc: object, update: object): unknown =>
  updater(toValue(update) as Doc, NOW)(toValue({ _id: 'x', ...doc }) as Doc)
const rest = (doc: object, update: object) => {
  const { _id, ...fields } = updated(doc, update) as Doc
  return fields
}
const refused = (text: string) =>
  expect.objectContaining({
    code: 'DATABASE_REQUEST_FAILED',
    message: `[FailedOperation] multiple write errors: [{write errors: [{${text}}]}, {<nil>}]`,
  })

describe('fields', () => {
  test('$set makes the way to a nested field and keeps what is beside it', () => {
    expect(rest({ a: { b: 1 } }, { $set: { 'a.c.d': 2, e: [1] } })).toEqual({ a: { b: 1, c: { d: 2 } }, e: [1] })
  })
  test('$set fills a list up to a position', () => {
    expect(rest({ a: [1] }, { $set: { 'a.3': 4 } })).toEqual({ a: [1, null, null, 4] })
  })
  test('$unset removes a field, leaves null in a list and does not mind a missing one', () => {
    expect(rest({ a: 1, b: [1, 2], c: 5 }, { $unset: { a: '', 'b.0': '', 'c.d': '' } })).toEqual({ b: [null, 2], c: 5 })
  })
  test('$inc and $mul count from nothing', () => {
    expect(rest({ n: 2 }, { $inc: { n: -3, m: 4 }, $mul: { k: 5 } })).toEqual({ n: -1, m: 4, k: 0 })
  })
  test('$min and $max compare across types in BSON order', () => {
    expect(rest({ a: 5, b: 5, c: 'x' }, { $min: { a: 3, d: 1 }, $max: { b: 3, c: 9 } })).toEqual({
      a: 3,
      b: 5,
      c: 'x',
      d: 1,
    })
  })
  test('$rename moves a value and does not mind a missing one', () => {
    expect(rest({ a: { b: 1 } }, { $rename: { 'a.b': 'c.d', gone: 'there' } })).toEqual({ a: {}, c: { d: 1 } })
  })
  test('the same document comes back when nothing changes', () => {
    const doc = toValue({ _id: 'x', n: 1, tags: ['a'] }) as Doc
    expect(updater({ $set: { n: 1 }, $addToSet: { tags: 'a' } }, NOW)(doc)).toBe(doc)
  })
  test('server dates are replaced at any depth by one instant of the desk', () => {
    const update = {
      $set: { 'a.at': { $tcb_server_date: { offset: 1000 } } },
      $push: { log: { at: { $tcb_server_date: { offset: 0 } } } },
    }
    expect(rest({}, update)).toEqual({ a: { at: new Date(NOW + 1000) }, log: [{ at: new Date(NOW) }] })
  })
})

describe('lists', () => {
  test('$push appends one value, or each of several at a place', () => {
    expect(rest({ a: [1] }, { $push: { a: [2, 3] } })).toEqual({ a: [1, [2, 3]] })
    expect(rest({ a: [1, 2] }, { $push: { a: { $each: [8, 9], $position: 1 } } })).toEqual({ a: [1, 8, 9, 2] })
    expect(rest({ a: [1, 2] }, { $push: { a: { $each: [8], $position: -1 } } })).toEqual({ a: [1, 8, 2] })
    expect(rest({}, { $push: { a: 1 } })).toEqual({ a: [1] })
  })
  test('$push sorts, then cuts', () => {
    expect(rest({ a: [5, 1] }, { $push: { a: { $each: [3], $sort: 1, $slice: -2 } } })).toEqual({ a: [3, 5] })
    const rows = [{ s: 2 }, { s: 9 }]
    expect(rest({ a: rows }, { $push: { a: { $each: [{ s: 5 }], $sort: { s: -1 }, $slice: 2 } } })).toEqual({
      a: [{ s: 9 }, { s: 5 }],
    })
  })
  test('$addToSet knows objects by their fields in order', () => {
    expect(
      rest(
        { a: [{ x: 1, y: 2 }] },
        {
          $addToSet: {
            a: {
              $each: [
                { x: 1, y: 2 },
                { y: 2, x: 1 },
              ],
            },
          },
        },
      ),
    ).toEqual({
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    })
  })
  test('$pop takes from either end', () => {
    expect(rest({ a: [1, 2, 3], b: [1, 2], c: [] }, { $pop: { a: 1, b: -1, c: 1, d: 1 } })).toEqual({
      a: [1, 2],
      b: [2],
      c: [],
    })
  })
  test('$pull takes a value, a condition on the element or a question about its fields', () => {
    expect(rest({ a: [1, 2, 1] }, { $pull: { a: 1 } })).toEqual({ a: [2] })
    expect(rest({ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } })).toEqual({ a: [1] })
    expect(rest({ a: [{ s: 1, t: 2 }, { s: 3 }] }, { $pull: { a: { s: { $lt: 2 } } } })).toEqual({ a: [{ s: 3 }] })
    expect(rest({ a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } })).toEqual({ a: [2] })
  })
})

describe('what the cloud refuses is refused here', () => {
  test.each([
    [{ a: null }, { $set: { 'a.b': 1 } }, "Cannot create field 'b' in element {a: null}"],
    [{ a: 'text' }, { $set: { 'a.b': 1 } }, 'Cannot create field \'b\' in element {a: "text"}'],
    [{ a: [1] }, { $set: { 'a.b': 1 } }, "Cannot create field 'b' in element {a: [ 1 ]}"],
    [
      { n: 'one' },
      { $inc: { n: 1 } },
      'Cannot apply $inc to a value of non-numeric type. {_id: "x"} has the field \'n\' of non-numeric type string',
    ],
    [
      { n: null },
      { $inc: { n: 1 } },
      'Cannot apply $inc to a value of non-numeric type. {_id: "x"} has the field \'n\' of non-numeric type null',
    ],
    [{ n: 1 }, { $inc: { n: '1' } }, 'Cannot increment with non-numeric argument: {"1"}'],
    [
      { a: 'text' },
      { $push: { a: 1 } },
      'The field \'a\' must be an array but is of type string in document {_id: "x"}',
    ],
    [
      { a: 1 },
      { $addToSet: { a: 1 } },
      'Cannot apply $addToSet to a non-array field. Field named \'a\' has a non-array type int in the document {_id: "x"}',
    ],
    [{ a: 1 }, { $pop: { a: 1 } }, "Path 'a' contains an element of non-array type 'int'"],
    [{ a: 1 }, { $pull: { a: 1 } }, 'Cannot apply $pull to a non-array value'],
    [{}, { $set: { a: 1 }, $inc: { a: 1 } }, "Updating the path 'a' would create a conflict at 'a'"],
    [{}, { $set: { a: 1, 'a.b': 2 } }, "Updating the path 'a.b' would create a conflict at 'a'"],
    [{}, { $set: {} }, "'$set' is empty. You must specify a field like so: {$set: {<field>: ...}}"],
    [{}, { $set: { _id: 'y' } }, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [{}, { $set: { 'a..b': 1 } }, "The update path 'a..b' contains an empty field name, which is not allowed."],
    [{}, { $set: { a: { $b: 1 } } }, "The dollar ($) prefixed field '$b' is not valid for storage."],
    [
      { a: [{ b: 1 }] },
      { $rename: { 'a.b': 'c' } },
      'The source field cannot be an array element, \'a.b\' in doc with _id: "x" has an array field',
    ],
  ])('%j with %j', (doc, update, text) => {
    expect(() => updated(doc, update)).toThrow(refused(text))
  })

  test('setting the same _id is no change', () => {
    expect(updated({ n: 1 }, { $set: { _id: 'x', n: 2 } })).toEqual({ _id: 'x', n: 2 })
  })

  test.each([
    [{ $setOnInsert: { a: 1 } }, 'the update operator $setOnInsert'],
    [{ $bit: { a: { and: 1 } } }, 'the update operator $bit'],
    [{ $set: { 'a.__proto__.b': 1 } }, 'a field named __proto__'],
    [{ $set: { 'a.$.b': 1 } }, "the positional path 'a.$.b'"],
    [{ $set: { 'a.$[].b': 1 } }, "the positional path 'a.$[].b'"],
  ])('%j is not emulated', (update, what) => {
    expect(() => updated({}, update)).toThrow(
      expect.objectContaining({ code: 'DATABASE_INVALID_OPERRATOR', message: `${what} is not emulated on this desk` }),
    )
  })
})

test('a replacement keeps the id and nothing else', () => {
  const replace = replacement(toValue({ n: 2, at: { $tcb_server_date: {} } }) as Doc, NOW)
  expect(replace(toValue({ _id: 'x', old: true }) as Doc)).toEqual({ _id: 'x', n: 2, at: new Date(NOW) })
})
