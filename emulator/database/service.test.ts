import { rmSync } from 'node:fs'
import { type Desk, desk } from './fixture'
import { MAX_LIMIT } from './limits'
import type { Collections } from './service'

const SHOP: Collections = {
  courses: {
    indexes: [
      { name: 'teacher_price', fields: { teacherId: 1, fen: -1 } },
      { name: 'tags', fields: { tags: 1 } },
    ],
  },
  certificates: { indexes: [{ name: 'number', fields: { number: 1 }, unique: true }] },
}
const SPRING = { _id: 'spring', title: '春山', teacherId: 'lin', fen: 19900, tags: ['art', 'ink'] }
const AUTUMN = { _id: 'autumn', title: '秋水', teacherId: 'lin', fen: 990, tags: ['art'] }

let d: Desk
beforeEach(() => {
  d = desk(SHOP)
})
afterEach(() => d.close())

const lastIndex = () => d.database.operations.at(-1)?.indexUsed

describe('writing and reading', () => {
  test('a document comes back as it was put, its id first', async () => {
    await d.add('courses', {
      at: { $date: '2026-01-01T00:00:00Z' },
      nested: { n: [1, null, { $oid: '0123456789abcdef01234567' }] },
      _id: 'x',
    })
    const { data } = await d.ask('getDocument', { collectionName: 'courses', query: { _id: 'x' }, queryType: 'DOC' })
    expect(data).toEqual({
      list: [
        '{"_id":"x","at":{"$date":"2026-01-01T00:00:00Z"},"nested":{"n":[1,null,{"$oid":"0123456789abcdef01234567"}]}}',
      ],
      offset: 0,
      limit: 100,
    })
  })

  test('a document without an id is given one of 32 hex digits', async () => {
    const { data } = await d.ask('insertDocument', { collectionName: 'courses', data: [{ title: '无名' }] })
    expect(data).toEqual({ insertedIds: [expect.stringMatching(/^[0-9a-f]{32}$/)] })
  })

  test('a second document of the same id is refused in MongoDB’s words', async () => {
    await d.add('courses', SPRING)
    await expect(d.add('courses', SPRING)).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message:
        '[FailedOperation] multiple write errors: [{write errors: [{E11000 duplicate key error collection: tnt-desk.courses index: _id_ dup key: { _id: "spring" }}]}, {<nil>}]',
    })
  })

  test('a unique index holds over inserts and updates; missing counts as null', async () => {
    await d.add('certificates', { _id: 'a', number: 7 }, { _id: 'b' })
    const duplicate = (key: string) => ({
      code: 'DATABASE_REQUEST_FAILED',
      message: expect.stringContaining(`index: number dup key: ${key}`),
    })
    await expect(d.add('certificates', { _id: 'c', number: 7 })).rejects.toMatchObject(duplicate('{ number: 7 }'))
    await expect(d.add('certificates', { _id: 'd' })).rejects.toMatchObject(duplicate('{ number: null }'))
    await expect(d.update('certificates', 'b', { $set: { number: 7 } })).rejects.toMatchObject(
      duplicate('{ number: 7 }'),
    )
    expect(await d.get('certificates', {})).toEqual([{ _id: 'a', number: 7 }, { _id: 'b' }])
  })

  test('several documents of one add stand or fall together', async () => {
    await d.add('courses', SPRING)
    await expect(d.add('courses', AUTUMN, SPRING)).rejects.toThrow('E11000')
    expect(await d.doc('courses', 'autumn')).toBe(null)
  })

  test('writes of one moment share a commit, and one refusal does not touch the others', async () => {
    const writes = [d.add('courses', SPRING), d.add('courses', SPRING), d.add('courses', AUTUMN)]
    expect((await Promise.allSettled(writes)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  test('set replaces or creates', async () => {
    const set = (data: object) =>
      d.ask('modifyDocument', {
        collectionName: 'courses',
        query: { _id: 'spring' },
        queryType: 'DOC',
        data,
        merge: false,
        upsert: true,
        multi: false,
      })
    expect(await set({ title: '春山' })).toEqual({ data: { updated: 0, upsert_id: 'spring' } })
    expect(await set({ fen: 1 })).toEqual({ data: { updated: 1, upsert_id: null } })
    expect(await d.doc('courses', 'spring')).toEqual({ _id: 'spring', fen: 1 })
  })

  test('an update tells how many documents changed', async () => {
    await d.add('courses', SPRING, AUTUMN)
    expect(await d.update('courses', { teacherId: 'lin' }, { $min: { fen: 5000 } })).toEqual({
      updated: 1,
      upsert_id: null,
    })
    expect(await d.update('courses', 'nobody', { $set: { fen: 1 } })).toEqual({ updated: 0, upsert_id: null })
    expect(await d.get('courses', {}, { projection: { fen: 1 } })).toEqual([
      { _id: 'spring', fen: 5000 },
      { _id: 'autumn', fen: 990 },
    ])
  })

  test('of many that want the last seat, one gets it', async () => {
    await d.add('courses', { _id: 'live', seats: 1 })
    const take = () =>
      d.ask('modifyAndReturnDoc', {
        collectionName: 'courses',
        query: { _id: 'live', seats: { $gt: 0 } },
        data: { $inc: { seats: -1 } },
      })
    const answers = await Promise.all(Array.from({ length: 20 }, take))
    expect(answers.filter(({ data }) => (data as { updated: number }).updated === 1)).toEqual([
      { data: { updated: 1, doc: '{"_id":"live","seats":0}' } },
    ])
  })

  test('remove takes one or all', async () => {
    await d.add('courses', SPRING, AUTUMN, { _id: 'winter' })
    const remove = (query: object, multi: boolean) =>
      d.ask('removeDocument', { collectionName: 'courses', query, queryType: 'WHERE', multi })
    expect(await remove({ teacherId: 'lin' }, false)).toEqual({ data: { deleted: 1 } })
    expect(await remove({}, true)).toEqual({ data: { deleted: 2 } })
    expect(await d.get('courses', { tags: 'art' })).toEqual([])
  })

  test('an update that is refused for one document leaves all as they were', async () => {
    await d.add('courses', SPRING, { ...AUTUMN, fen: 'free' })
    await expect(d.update('courses', { teacherId: 'lin' }, { $inc: { fen: 1 } })).rejects.toThrow(
      'non-numeric type string',
    )
    expect(await d.doc('courses', 'spring')).toEqual(SPRING)
  })
})

describe('questions', () => {
  beforeEach(async () => {
    await d.add('courses', SPRING, AUTUMN, { _id: 'winter', teacherId: 'wu', fen: 0, tags: [] })
  })

  test('order, offset, limit and projection', async () => {
    expect(await d.get('courses', {}, { order: { fen: 1 }, offset: 1, limit: 1, projection: { title: 1 } })).toEqual([
      { _id: 'autumn', title: '秋水' },
    ])
    expect(await d.get('courses', { _id: 'spring' }, { projection: { tags: 0, _id: 0, teacherId: 0 } })).toEqual([
      { title: '春山', fen: 19900 },
    ])
  })

  test('100 documents without a limit, never more than 1000', async () => {
    const data = Array.from({ length: MAX_LIMIT + 5 }, (_, i) => ({ _id: `c${i}` }))
    await d.add('courses', ...data)
    expect(await d.get('courses', {})).toHaveLength(100)
    expect(await d.get('courses', {}, { limit: 5000 })).toHaveLength(1000)
    expect(
      await d.ask('calculateDocument', { collectionName: 'courses', query: { _id: { $gte: 'c0', $lt: 'd' } } }),
    ).toEqual({
      data: { total: 1005 },
    })
  })

  test.each([
    [{ teacherId: 'lin' }, { fen: -1 }, 'teacher_price'],
    [{ teacherId: 'lin', fen: { $lt: 5000 } }, {}, 'teacher_price'],
    [{ teacherId: { $in: ['lin', 'wu'] } }, { fen: 1 }, 'teacher_price'],
    [{ tags: 'ink' }, {}, 'tags'],
    [{ _id: { $in: ['spring', 'winter'] } }, {}, '_id_'],
    [{}, { _id: -1 }, '_id_'],
    [{ $or: [{ _id: 'spring' }, { tags: 'art' }] }, {}, '_id_+tags'],
    [{ title: '春山' }, {}, null],
    [{ title: '春山' }, { _id: 1 }, null],
    [{ fen: 990 }, {}, null],
    [{}, {}, null],
  ])('%j sorted by %j uses the index %s', async (query, order, index) => {
    await d.get('courses', query, { order })
    expect(lastIndex()).toBe(index)
  })

  test('whole reads are kept for tests to find', async () => {
    await d.get('courses', { tags: 'art' })
    expect(d.database.scans).toEqual([])
    await d.ask('calculateDocument', { collectionName: 'courses', query: { title: '春山' }, wxCloudApiToken: 'call-1' })
    expect(d.database.scans).toEqual([
      {
        action: 'database.calculateDocument',
        collection: 'courses',
        invocationToken: 'call-1',
        transactionId: undefined,
        startedAt: expect.any(Number),
        ms: expect.any(Number),
        indexUsed: null,
        code: undefined,
      },
    ])
  })
})

describe('refusals', () => {
  const text =
    '[ResourceNotFound] Db or Table not exist. Please check your request, but if the problem cannot be solved, contact us.'
  test.each([
    'getDocument',
    'insertDocument',
    'calculateDocument',
    'removeDocument',
    'modifyDocument',
    'modifyAndReturnDoc',
    'aggregateDocuments',
  ])('%s of a collection nobody created', async (action) => {
    const body = {
      collectionName: 'nowhere',
      data: action === 'insertDocument' ? [{}] : { $set: { a: 1 } },
      stages: [],
      merge: true,
    }
    await expect(d.ask(action, body)).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST', message: text })
  })

  test('a collection is created once', async () => {
    expect(await d.ask('addCollection', { collectionName: 'notes' })).toEqual({})
    await d.add('notes', { _id: 'n' })
    expect(await d.get('notes', {})).toEqual([{ _id: 'n' }])
    await expect(d.ask('addCollection', { collectionName: 'notes' })).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_ALREADY_EXIST',
    })
  })

  test.each([
    [{ data: ['not json'] }, 'INVALID_PARAM'],
    [{ data: 'x' }, 'INVALID_PARAM'],
    [{ data: [{ a: { $numberDecimal: '1' } }] }, 'DATABASE_INVALID_OPERRATOR'],
    [{ data: [{ _id: [1] }] }, 'DATABASE_REQUEST_FAILED'],
    [{ data: [{ a: { $b: 1 } }] }, 'DATABASE_REQUEST_FAILED'],
    [{ data: [{ a: 'x'.repeat(17 * 1024 * 1024) }] }, 'DATABASE_REQUEST_FAILED'],
  ])('an insert that cannot be stored (%#)', async (body, code) => {
    await expect(d.ask('insertDocument', { collectionName: 'courses', ...body })).rejects.toMatchObject({ code })
    expect(d.database.operations.at(-1)?.code).toBe(code)
  })

  test('an update without operators', async () => {
    await expect(d.update('courses', 'spring', { fen: 1 })).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
  })
})

describe('the desk', () => {
  test('every operation is told, with the invocation that asked', async () => {
    const heard: string[] = []
    const stop = d.database.onOperation(({ action, collection, invocationToken, code }) =>
      heard.push([action, collection, invocationToken, code].join(' ')),
    )
    await d.ask('insertDocument', { collectionName: 'courses', data: [SPRING], wxCloudApiToken: 'call-1' })
    await d.ask('getDocument', { collectionName: 'nowhere', wxCloudApiToken: 'call-2' }).catch(() => {})
    stop()
    await d.get('courses', {})
    expect(heard).toEqual([
      'database.insertDocument courses call-1 ',
      'database.getDocument nowhere call-2 DATABASE_COLLECTION_NOT_EXIST',
    ])
  })

  test('server dates are the desk’s', async () => {
    d.clock.advance(86_400_000)
    await d.add('courses', { _id: 'dated', at: { $tcb_server_date: { offset: 0 } } })
    const { at } = (await d.doc('courses', 'dated')) as { at: { $date: string } }
    expect(Math.abs(Date.parse(at.$date) - Date.now() - 86_400_000)).toBeLessThan(5_000)
  })

  test('the panel sees collections and pages of documents', async () => {
    await d.add('courses', SPRING, AUTUMN)
    expect(d.database.look()).toEqual([
      { name: 'certificates', documents: 0, indexes: ['number'] },
      { name: 'courses', documents: 2, indexes: ['teacher_price', 'tags'] },
    ])
    expect(d.database.look('courses', { offset: 1, limit: 5 })).toEqual({ total: 2, documents: [AUTUMN] })
  })

  test('a closed database opens again with everything, and with the indexes of today', async () => {
    const file = `${d.file}-again`
    const first = desk(SHOP, file)
    await first.add('courses', SPRING, AUTUMN)
    await first.ask('addCollection', { collectionName: 'notes' })
    first.close()

    const today: Collections = { courses: { indexes: [{ name: 'by_fen', fields: { fen: 1 } }] } }
    const second = desk(today, file)
    expect(await second.get('courses', { fen: { $gt: 0 } }, { order: { fen: 1 } })).toEqual([AUTUMN, SPRING])
    expect(second.database.look().map(({ name, indexes }) => [name, ...indexes])).toEqual([
      ['certificates', 'number'],
      ['courses', 'by_fen'],
      ['notes'],
    ])
    expect(second.database.scans).toEqual([])
    second.close()
    rmSync(file)
  })
})
