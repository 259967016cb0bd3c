import { type Desk, desk } from './fixture'

const ORDERS = [
  {
    _id: 'o1',
    user: 'mei',
    fen: 19900,
    paidAt: { $date: '2026-02-28T15:59:59.999Z' },
    tags: ['art', 'ink'],
    state: 'paid',
  },
  { _id: 'o2', user: 'lin', fen: 990, paidAt: { $date: '2026-02-28T16:00:00.000Z' }, tags: [], state: 'paid' },
  { _id: 'o3', user: 'mei', fen: 100, paidAt: { $date: '2026-03-01T08:00:00.000Z' }, state: 'paid' },
  { _id: 'o4', user: 'lin', fen: null, state: 'pending' },
]
const USERS = [
  { _id: 'mei', name: '李梅' },
  { _id: 'lin', name: '林' },
]

let d: Desk
beforeAll(async () => {
  d = desk({
    orders: { indexes: [{ name: 'state_paidAt', fields: { state: 1, paidAt: -1 } }] },
    users: { indexes: [] },
    odd: { indexes: [] },
  })
  await d.add('orders', ...ORDERS)
  await d.add('users', ...USERS)
})
afterAll(() => d.close())

/** The value of one expression over one document. */
async function value(expression: unknown, doc: object = {}): Promise<unknown> {
  await d.add('odd', { _id: 'one', ...doc })
  try {
    const [first] = await d.aggregate('odd', { $match: { _id: 'one' } }, { $project: { v: expression } })
    return (first as { v?: unknown }).v
  } finally {
    await d.ask('removeDocument', { collectionName: 'odd', query: { _id: 'one' }, multi: false })
  }
}

describe('stages', () => {
  test('income by day of Shanghai, by index', async () => {
    const days = await d.aggregate(
      'orders',
      { $match: { state: 'paid' } },
      {
        $group: {
          _id: { $dateToString: { date: '$paidAt', format: '%Y-%m-%d', timezone: 'Asia/Shanghai' } },
          fen: { $sum: '$fen' },
          orders: { $sum: 1 },
        },
      },
      { $sort: { _id: 1 } },
    )
    expect(days).toEqual([
      { _id: '2026-02-28', fen: 19900, orders: 1 },
      { _id: '2026-03-01', fen: 1090, orders: 2 },
    ])
    expect(d.database.operations.at(-1)?.indexUsed).toBe('state_paidAt')
  })

  test('a missing and a null key are one group; sum, mean and extremes look at numbers only', async () => {
    const [all] = await d.aggregate('orders', {
      $group: {
        _id: '$nothing',
        sum: { $sum: '$fen' },
        mean: { $avg: '$fen' },
        least: { $min: '$fen' },
        most: { $max: '$fen' },
        first: { $first: '$fen' },
        last: { $last: '$gone' },
      },
    })
    expect(all).toEqual({ _id: null, sum: 20990, mean: 20990 / 3, least: 100, most: 19900, first: 19900, last: null })
  })

  test('a missing value is neither pushed nor put into a set', async () => {
    const [all] = await d.aggregate('orders', {
      $group: { _id: null, tags: { $push: '$tags' }, users: { $addToSet: '$user' }, none: { $addToSet: '$gone' } },
    })
    expect(all).toEqual({ _id: null, tags: [['art', 'ink'], []], users: ['mei', 'lin'], none: [] })
  })

  test('$lookup brings the other document by its id, and needs no whole read for it', async () => {
    const rows = await d.aggregate(
      'orders',
      { $match: { _id: { $in: ['o1', 'o4'] } } },
      { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'buyer' } },
      { $unwind: '$buyer' },
      { $project: { _id: 0, name: '$buyer.name' } },
    )
    expect(rows).toEqual([{ name: '李梅' }, { name: '林' }])
    expect(d.database.operations.at(-1)?.indexUsed).toBe('_id_')
  })

  test('$unwind drops empty lists unless told to keep them', async () => {
    const ids = { $project: { tag: '$tags' } }
    expect(await d.aggregate('orders', { $unwind: '$tags' }, ids)).toEqual([
      { _id: 'o1', tag: 'art' },
      { _id: 'o1', tag: 'ink' },
    ])
    expect(
      await d.aggregate(
        'orders',
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'n' } },
        { $project: { n: 1, tag: '$tags' } },
      ),
    ).toEqual([
      { _id: 'o1', n: 0, tag: 'art' },
      { _id: 'o1', n: 1, tag: 'ink' },
      { _id: 'o2', n: null },
      { _id: 'o3', n: null },
      { _id: 'o4', n: null },
    ])
  })

  test('$project leaves missing fields out, keeps _id unless told, and opens nested names', async () => {
    expect(
      await d.aggregate('orders', { $match: { _id: 'o3' } }, { $project: { fen: 1, gone: '$gone', 'a.b': '$user' } }),
    ).toEqual([{ _id: 'o3', fen: 100, a: { b: 'mei' } }])
    expect(
      await d.aggregate('orders', { $match: { _id: 'o3' } }, { $project: { _id: 0, paidAt: 0, state: 0 } }),
    ).toEqual([{ user: 'mei', fen: 100 }])
  })

  test('$addFields reaches into every object of a list', async () => {
    await d.add('odd', { _id: 'course', lessons: [{ n: 1 }, { n: 2 }] })
    expect(
      await d.aggregate(
        'odd',
        { $match: { _id: 'course' } },
        { $addFields: { 'lessons.free': false, count: { $size: '$lessons' } } },
      ),
    ).toEqual([
      {
        _id: 'course',
        lessons: [
          { n: 1, free: false },
          { n: 2, free: false },
        ],
        count: 2,
      },
    ])
    await d.ask('removeDocument', { collectionName: 'odd', query: { _id: 'course' }, multi: false })
  })

  test('$count of nothing is nothing; $sortByCount puts the largest first; $replaceRoot lifts', async () => {
    expect(await d.aggregate('orders', { $match: { _id: 'nobody' } }, { $count: 'n' })).toEqual([])
    expect(await d.aggregate('orders', { $match: { state: 'paid' } }, { $count: 'n' })).toEqual([{ n: 3 }])
    expect(await d.aggregate('orders', { $sortByCount: '$state' })).toEqual([
      { _id: 'paid', count: 3 },
      { _id: 'pending', count: 1 },
    ])
    expect(await d.aggregate('orders', { $limit: 1 }, { $replaceRoot: { newRoot: { who: '$user' } } })).toEqual([
      { who: 'mei' },
    ])
  })

  test('skip and limit page through a sorted answer', async () => {
    expect(
      await d.aggregate('orders', { $sort: { fen: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { fen: 1 } }),
    ).toEqual([
      { _id: 'o2', fen: 990 },
      { _id: 'o3', fen: 100 },
    ])
  })
})

describe('expressions that mingo gets wrong', () => {
  test('comparisons work across types, and missing is below null', async () => {
    expect(await value({ $gt: ['$text', '$n'] }, { text: 'a', n: 9 })).toBe(true)
    expect(await value({ $eq: ['$gone', null] })).toBe(false)
    expect(await value({ $lt: ['$gone', null] })).toBe(true)
    expect(await value({ $cmp: [{ $literal: { a: 1, b: 2 } }, { $literal: { b: 2, a: 1 } }] })).toBe(-1)
    expect(await value({ $ne: [1, 1] })).toBe(false)
    expect(await value([{ $gte: [2, 2] }, { $lte: [3, 2] }])).toEqual([true, false])
  })

  test.each([
    ['Asia/Shanghai', '2026-03-01 00:00:00.000 +0800 060 1 7 09 09 2026'],
    ['UTC', '2026-02-28 16:00:00.000 +0000 059 7 6 08 09 2026'],
    ['GMT', '2026-02-28 16:00:00.000 +0000 059 7 6 08 09 2026'],
    ['-05:30', '2026-02-28 10:30:00.000 -0530 059 7 6 08 09 2026'],
  ])('$dateToString in %s', async (timezone, text) => {
    const format = '%Y-%m-%d %H:%M:%S.%L %z %j %w %u %U %V %G'
    expect(
      await value({ $dateToString: { date: '$at', format, timezone } }, { at: { $date: '2026-02-28T16:00:00Z' } }),
    ).toBe(text)
  })

  test('$dateToString of no date, of no format and at the turn of an ISO year', async () => {
    expect(await value({ $dateToString: { date: '$gone', onNull: '—' } })).toBe('—')
    expect(await value({ $dateToString: { date: '$gone' } })).toBe(null)
    expect(await value({ $dateToString: { date: '$at' } }, { at: { $date: '2026-01-01T00:00:00Z' } })).toBe(
      '2026-01-01T00:00:00.000Z',
    )
    expect(
      await value({ $dateToString: { date: '$at', format: '%G-W%V' } }, { at: { $date: '2027-01-03T12:00:00Z' } }),
    ).toBe('2026-W53')
    expect(
      await value([{ $year: '$at' }, { $dayOfMonth: { date: '$at', timezone: 'Asia/Shanghai' } }], {
        at: { $date: '2026-12-31T20:00:00Z' },
      }),
    ).toEqual([2026, 1])
  })

  test('$ifNull, $cond and $switch take only the branch they need', async () => {
    expect(await value({ $ifNull: ['$gone', '$n', 7] }, { n: null })).toBe(7)
    expect(await value({ $cond: [{ $eq: ['$n', 0] }, 'none', { $divide: [1, '$n'] }] }, { n: 0 })).toBe('none')
    // biome-ignore lint/suspicious/noThenProperty: the language of expressions has a word "then"
    expect(await value({ $cond: { if: '$text', then: 1, else: 2 } }, { text: '' })).toBe(1)
    expect(
      // biome-ignore lint/suspicious/noThenProperty: the language of expressions has a word "then"
      await value({ $switch: { branches: [{ case: { $gt: ['$n', 5] }, then: 'many' }], default: 'few' } }, { n: 3 }),
    ).toBe('few')
  })

  test('arithmetic with null is null, with dates moves them', async () => {
    expect(await value({ $add: [1, '$gone'] })).toBe(null)
    expect(await value({ $add: ['$at', 1000] }, { at: { $date: '2026-01-01T00:00:00Z' } })).toEqual({
      $date: '2026-01-01T00:00:01Z',
    })
    expect(
      await value(
        { $subtract: ['$b', '$a'] },
        { a: { $date: '2026-01-01T00:00:00Z' }, b: { $date: '2026-01-02T00:00:00Z' } },
      ),
    ).toBe(86_400_000)
    expect(
      await value([
        { $round: [2.5] },
        { $round: [1.345, 2] },
        { $round: [1250, -2] },
        { $trunc: [-1.7] },
        { $mod: [-7, 3] },
      ]),
    ).toEqual([2, 1.34, 1200, -1, -1])
  })

  test('sums and extremes fold one list or all operands', async () => {
    expect(
      await value([{ $sum: '$a' }, { $sum: ['$a', 1] }, { $max: ['$n', 3] }, { $avg: '$a' }, { $min: '$none' }], {
        a: [1, 2, 'x'],
        n: 5,
        none: [],
      }),
    ).toEqual([3, 1, 5, 1.5, null])
  })

  test('text and lists', async () => {
    expect(await value({ $concat: ['第', { $toString: 3 }, '课'] })).toBe('第3课')
    expect(await value({ $concat: ['a', '$gone'] })).toBe(null)
    expect(await value([{ $toUpper: 'aé' }, { $toUpper: null }, { $substrCP: ['𠮷学字', 1, 1] }])).toEqual([
      'Aé',
      '',
      '学',
    ])
    expect(await value({ $first: '$a' }, { a: [[1, 2], 3] })).toEqual([1, 2])
    expect(await value({ $in: [{ b: 1, a: 2 }, '$a'] }, { a: [{ a: 2, b: 1 }] })).toBe(false)
    expect(await value([{ $slice: ['$a', -2] }, { $slice: ['$a', 1, 1] }], { a: [1, 2, 3] })).toEqual([[2, 3], [2]])
  })

  test('what mingo does well is reachable: map, filter, reduce, let, merge', async () => {
    const doc = { a: [1, 2, 3], o: { x: 1 } }
    expect(await value({ $map: { input: '$a', as: 'n', in: { $multiply: ['$$n', 10] } } }, doc)).toEqual([10, 20, 30])
    expect(await value({ $filter: { input: '$a', as: 'n', cond: { $gt: ['$$n', 1] } } }, doc)).toEqual([2, 3])
    expect(await value({ $reduce: { input: '$a', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, doc)).toBe(6)
    expect(
      await value({ $let: { vars: { two: { $arrayElemAt: ['$a', 1] } }, in: { $add: ['$$two', '$o.x'] } } }, doc),
    ).toBe(3)
    expect(await value({ $mergeObjects: ['$o', { y: '$gone', z: 2 }] }, doc)).toEqual({ x: 1, z: 2 })
    expect(await value({ $concatArrays: ['$a', [{ $strLenCP: '学校' }]] }, doc)).toEqual([1, 2, 3, 2])
  })
})

describe('refusals', () => {
  const run = (...stages: object[]) => d.aggregate('orders', ...stages)
  test.each([
    [{ $facet: {} }, 'the aggregation stage $facet'],
    [{ $lookup: { from: 'users', let: {}, pipeline: [], as: 'x' } }, "$lookup with 'let'"],
    [{ $project: { a: { $dateFromString: { dateString: 'x' } } } }, 'the expression operator $dateFromString'],
    [{ $project: { a: { $size: { $setUnion: [[1], [2]] } } } }, 'the expression operator $setUnion'],
    [{ $group: { _id: null, a: { $stdDevPop: '$fen' } } }, 'the accumulator $stdDevPop'],
    [{ $project: { a: '$$NOW' } }, 'the variable $$NOW'],
    [{ $project: { a: '$tags.0' } }, "a list position in the path '$tags.0'"],
    [
      { $project: { a: { $dateToString: { date: '$paidAt', timezone: 'Europe/Berlin' } } } },
      'the time zone "Europe/Berlin"',
    ],
  ])('%j is not emulated', async (stage, what) => {
    await expect(run({ $match: { _id: 'o1' } }, stage)).rejects.toMatchObject({
      code: 'DATABASE_INVALID_OPERRATOR',
      message: `${what} is not emulated on this desk`,
    })
  })
  test.each([
    [{ $project: { a: { $size: '$gone' } } }, 'The argument to $size must be an array, but was of type: missing'],
    [{ $project: { a: { $concat: ['a', 1] } } }, '$concat only supports strings, not int'],
    [{ $project: { a: { $add: ['a', 1] } } }, '$add only supports numeric or date types, not string'],
    [
      // biome-ignore lint/suspicious/noThenProperty: the language of expressions has a word "then"
      { $project: { a: { $switch: { branches: [{ case: false, then: 1 }] } } } },
      '$switch could not find a matching branch for an input, and no default was specified.',
    ],
    [{ $limit: 0 }, 'invalid argument to $limit stage: 0'],
    [{ $group: { n: { $sum: 1 } } }, 'a group specification must include an _id'],
  ])('%j is refused as MongoDB refuses it', async (stage, text) => {
    await expect(run({ $match: { _id: 'o1' } }, stage)).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: `[FailedOperation] ${text}`,
    })
  })
})
