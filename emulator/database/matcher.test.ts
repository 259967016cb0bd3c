import { BSONRegExp } from 'bson'
import { matcher, pattern } from './matcher'
import { type Doc, toValue } from './values'

/** The names of those that answer a question. */
const who = (query: object, people: Record<string, object>): string[] => {
  const matches = matcher(toValue(query) as Doc)
  return Object.entries(people).flatMap(([name, doc]) => (matches(toValue(doc) as Doc) ? [name] : []))
}
const refusal = (query: object) => () => matcher(toValue(query) as Doc)

const SCORES = {
  none: {},
  empty: { score: null },
  low: { score: 3 },
  high: { score: 9 },
  word: { score: '9' },
  many: { score: [1, 9] },
}

describe('comparisons', () => {
  test('stay within the type of their operand', () => {
    expect(who({ score: { $gt: 3 } }, SCORES)).toEqual(['high', 'many'])
    expect(who({ score: { $gte: '1' } }, SCORES)).toEqual(['word'])
  })
  test('null means missing too, also with "at least" and "at most"', () => {
    expect(who({ score: null }, SCORES)).toEqual(['none', 'empty'])
    expect(who({ score: { $gte: null } }, SCORES)).toEqual(['none', 'empty'])
    expect(who({ score: { $lte: null } }, SCORES)).toEqual(['none', 'empty'])
    expect(who({ score: { $gt: null } }, SCORES)).toEqual([])
  })
  test('NaN answers only to NaN', () => {
    const values = { nan: { n: Number.NaN }, zero: { n: 0 } }
    expect(who({ n: { $lt: 5 } }, values)).toEqual(['zero'])
    expect(who({ n: Number.NaN }, values)).toEqual(['nan'])
    expect(who({ n: { $gte: Number.NaN } }, values)).toEqual(['nan'])
  })
  test('two bounds may be met by two elements of a list', () => {
    expect(who({ score: { $gt: 8, $lt: 2 } }, SCORES)).toEqual(['many'])
  })
  test('not equal and not in look at the whole list', () => {
    expect(who({ score: { $ne: 9 } }, SCORES)).toEqual(['none', 'empty', 'low', 'word'])
    expect(who({ score: { $nin: [9, null] } }, SCORES)).toEqual(['low', 'word'])
  })
})

describe('objects and lists', () => {
  test('two objects are equal only with the same fields in the same order', () => {
    const people = { same: { name: { family: '李', given: '梅' } }, turned: { name: { given: '梅', family: '李' } } }
    expect(who({ name: { family: '李', given: '梅' } }, people)).toEqual(['same'])
  })
  test('a list equals itself, and each of its elements', () => {
    const lists = { flat: { a: [1, 2] }, nested: { a: [[1, 2]] }, longer: { a: [1, 2, 3] } }
    expect(who({ a: [1, 2] }, lists)).toEqual(['flat', 'nested'])
    expect(who({ a: 3 }, lists)).toEqual(['longer'])
  })
  test('a path goes through the objects of a list, and a number also names a position', () => {
    const docs = { first: { a: [{ b: 1 }, { b: 2 }] }, second: { a: [{ b: 2 }, { b: 3 }] }, deep: { a: [[{ b: 1 }]] } }
    expect(who({ 'a.b': 1 }, docs)).toEqual(['first'])
    expect(who({ 'a.0.b': 2 }, docs)).toEqual(['second'])
  })
  test('one element without the field is enough for null', () => {
    const docs = {
      some: { a: [{ b: 1 }, { c: 2 }] },
      all: { a: [{ b: 1 }] },
      scalars: { a: [1, 2] },
      empty: { a: [] },
      scalar: { a: 4 },
    }
    expect(who({ 'a.b': null }, docs)).toEqual(['some', 'scalar'])
    expect(who({ 'a.b': { $exists: false } }, docs)).toEqual(['scalars', 'empty', 'scalar'])
  })
  test('$size counts lists only', () => {
    expect(who({ a: { $size: 2 } }, { two: { a: [1, 2] }, nested: { a: [[1, 2]] }, text: { a: 'ab' } })).toEqual([
      'two',
    ])
  })
  test('$all asks each value of the list, also of a scalar and of a list in a list', () => {
    const docs = { scalar: { a: 1 }, list: { a: [1, 2] }, nested: { a: [[1, 2]] } }
    expect(who({ a: { $all: [1] } }, docs)).toEqual(['scalar', 'list'])
    expect(who({ a: { $all: [[1, 2]] } }, docs)).toEqual(['list', 'nested'])
    expect(who({ a: { $all: [] } }, docs)).toEqual([])
  })
  test('$elemMatch wants everything from one element', () => {
    const docs = {
      split: {
        a: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      },
      whole: { a: [{ x: 1, y: 1 }] },
      numbers: { a: [3, 7] },
    }
    expect(who({ a: { $elemMatch: { x: 1, y: 1 } } }, docs)).toEqual(['whole'])
    expect(who({ a: { $elemMatch: { $gt: 4, $lt: 8 } } }, docs)).toEqual(['numbers'])
    expect(who({ a: { $elemMatch: { $gt: 4, $lt: 6 } } }, docs)).toEqual([])
    expect(who({ a: { $all: [{ $elemMatch: { x: 2 } }, { $elemMatch: { x: 1 } }] } }, docs)).toEqual(['split'])
  })
})

test('a field may be called like something every object has', () => {
  expect(who({ constructor: { $exists: true } }, { plain: {}, named: { constructor: 1 } })).toEqual(['named'])
})

describe('words and numbers', () => {
  test('a pattern looks at text, with or without regard to case', () => {
    const docs = {
      upper: { name: 'Spring' },
      lower: { name: 'spring' },
      list: { name: ['x', 'spring'] },
      number: { name: 7 },
    }
    expect(who({ name: new BSONRegExp('^spr') }, docs)).toEqual(['lower', 'list'])
    expect(who({ name: { $regex: '^spr', $options: 'i' } }, docs)).toEqual(['upper', 'lower', 'list'])
    expect(who({ name: { $in: [new BSONRegExp('^S'), 7] } }, docs)).toEqual(['upper', 'number'])
    expect(who({ name: { $not: new BSONRegExp('spring', 'i') } }, docs)).toEqual(['number'])
  })
  test('a pattern that is fine in PCRE and too loose for strict JavaScript still works', () => {
    expect(pattern('a\\-b', '').test('a-b')).toBe(true)
  })
  test('$mod takes numbers only and cuts fractions', () => {
    expect(who({ n: { $mod: [7, 0] } }, { text: { n: '7' }, fraction: { n: 7.9 }, other: { n: 8 } })).toEqual([
      'fraction',
    ])
  })
})

describe('logic', () => {
  test('and, or, nor and not', () => {
    const docs = { a: { n: 1 }, b: { n: 2 }, c: { n: 3 }, none: {} }
    expect(who({ $or: [{ n: 1 }, { n: 3 }] }, docs)).toEqual(['a', 'c'])
    expect(who({ $nor: [{ n: 1 }, { n: 3 }] }, docs)).toEqual(['b', 'none'])
    expect(who({ $and: [{ n: { $gt: 1 } }, { n: { $lt: 3 } }] }, docs)).toEqual(['b'])
    expect(who({ n: { $not: { $gt: 1 } } }, docs)).toEqual(['a', 'none'])
  })
})

describe('refusals', () => {
  test.each([
    [{ a: { $near: [1, 2] } }, 'the query operator $near is not emulated on this desk'],
    [{ $where: 'this.a' }, 'the query operator $where is not emulated on this desk'],
    [{ $expr: { $eq: [1, 1] } }, 'the query operator $expr is not emulated on this desk'],
    [{ a: { $type: 'string' } }, 'the query operator $type is not emulated on this desk'],
    [{ a: new BSONRegExp('x', 'x') }, "the regular expression option 'x' is not emulated on this desk"],
  ])('%j is not emulated', (query, text) => {
    expect(refusal(query)).toThrow(expect.objectContaining({ code: 'DATABASE_INVALID_OPERRATOR', message: text }))
  })
  test.each([
    [{ $or: [] }, '$or must be a nonempty array'],
    [{ a: { $ne: new BSONRegExp('x') } }, "Can't have regex as arg to $ne."],
    [{ a: { $gt: new BSONRegExp('x') } }, "Can't have RegEx as arg to predicate over field '$gt'."],
    [{ a: { $in: 3 } }, '$in needs an array'],
    [{ a: { $size: -1 } }, '$size may not be negative'],
    [{ a: { $mod: [0, 1] } }, 'divisor cannot be 0'],
    [{ a: { $regex: 1 } }, '$regex has to be a string'],
    [{ a: { $not: 3 } }, '$not needs a regex or a document'],
    [{ a: { $gt: 1, b: 2 } }, 'unknown operator: b'],
  ])('%j is refused as MongoDB refuses it', (query, text) => {
    expect(refusal(query)).toThrow(
      expect.objectContaining({ code: 'DATABASE_REQUEST_FAILED', message: `[FailedOperation] ${text}` }),
    )
  })
})
