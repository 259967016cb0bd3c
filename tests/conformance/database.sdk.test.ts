import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskClock } from '../../emulator/clock'
import { type Collections, type Database, openDatabase } from '../../emulator/database/service'
import { json, listen } from '../../emulator/http'
import { type Actions, CloudError } from '../../emulator/wire'

/** The real SDKs, unmodified, against the document database of the desk. */
const SDKS = ['@cloudbase/node-sdk', 'wx-server-sdk'] as const

const COLLECTIONS: Collections = {
  courses: { indexes: [{ name: 'teacher_fen', fields: { teacherId: 1, fen: -1 } }] },
  users: { indexes: [] },
  accounts: { indexes: [] },
}

/** `POST /admin` in its smallest form: the real gateway is tested elsewhere. */
function gateway(actions: Actions) {
  return listen(
    [
      {
        method: 'POST',
        path: '/admin',
        async handle({ body }) {
          const call = JSON.parse(body.toString()) as { action: string }
          const requestId = 'request'
          const action = actions[call.action]
          if (!action) return json({ code: 'INVALID_PARAM', message: `unknown action ${call.action}`, requestId })
          try {
            return json({ requestId, ...(await action({ action: call.action, body: call })) })
          } catch (error) {
            if (!(error instanceof CloudError)) throw error
            return json({ code: error.code, message: error.message, requestId })
          }
        },
      },
    ],
    0,
  )
}

let folder: string
let database: Database
let server: Awaited<ReturnType<typeof listen>>
const before = { ...process.env }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xingtan-sdk-'))
  database = openDatabase({ file: join(folder, 'desk.db'), clock: deskClock(), collections: COLLECTIONS })
  server = await gateway(database.actions)
  Object.assign(process.env, {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `http://127.0.0.1:${server.port}/admin` }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'desk',
    TENCENTCLOUD_SECRETKEY: 'desk',
    SCF_NAMESPACE: 'desk',
    TCB_ENV: 'desk',
    WX_CONTEXT_KEYS: 'WX_API_TOKEN',
    WX_API_TOKEN: 'invocation-1',
    SILENCE: 'true',
  })
})
afterAll(async () => {
  await server.close()
  database.close()
  process.env = before
  rmSync(folder, { recursive: true })
})

// The two SDKs share their surface in spirit, not in types: node-sdk takes a document, wx-server-sdk `{ data: document }`.
// biome-ignore lint/suspicious/noExplicitAny: two libraries with different typings go through the same test
type Loose = any

type Sdk = {
  db: Loose
  wrap(data: object): object
  isWx: boolean
  message(error: unknown): { code: unknown; text: string }
}

function open(name: (typeof SDKS)[number]): Sdk {
  const isWx = name === 'wx-server-sdk'
  // Loaded here because both read the environment when they start.
  const library: Loose = require(name)
  if (isWx) library.init({ env: 'desk' })
  const db = isWx ? library.database({ throwOnNotFound: false }) : library.init({ env: 'desk' }).database()
  return {
    db,
    isWx,
    wrap: (data) => (isWx ? { data } : data),
    message(error) {
      const { code, errCode, message, errMsg } = error as Record<string, unknown>
      return { code: isWx ? errCode : code, text: String(isWx ? errMsg : message) }
    },
  }
}

async function failure(sdk: Sdk, work: Promise<unknown>): Promise<{ code: unknown; text: string }> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('value' in outcome) throw new Error(`expected a refusal, got ${JSON.stringify(outcome.value)}`)
  return sdk.message(outcome.error)
}

describe.each(SDKS)('%s', (name) => {
  let sdk: Sdk
  let db: Loose
  let _: Loose

  beforeAll(() => {
    sdk = open(name)
    db = sdk.db
    _ = db.command
  })
  beforeEach(async () => {
    for (const collection of Object.keys(COLLECTIONS)) {
      await database.actions['database.removeDocument']?.({
        action: 'database.removeDocument',
        body: { collectionName: collection, query: '', multi: true },
      })
    }
    await db
      .collection('courses')
      .add(
        sdk.wrap({ _id: 'spring', title: '春山', teacherId: 'lin', fen: 19900, tags: ['art'], openedAt: new Date(0) }),
      )
    await db.collection('courses').add(sdk.wrap({ _id: 'autumn', title: '秋水', teacherId: 'lin', fen: 990, tags: [] }))
    await db.collection('users').add(sdk.wrap({ _id: 'lin', name: '林' }))
  })

  const titles = ({ data }: { data: { title: string }[] }) => data.map(({ title }) => title)

  test('add gives an id, get brings the document back with its dates', async () => {
    const added = await db.collection('users').add(sdk.wrap({ name: '无名' }))
    expect(added._id ?? added.id).toMatch(/^[0-9a-f]{32}$/)
    const { data } = await db.collection('courses').doc('spring').get()
    const spring = { _id: 'spring', title: '春山', teacherId: 'lin', fen: 19900, tags: ['art'], openedAt: new Date(0) }
    expect(sdk.isWx ? data : data[0]).toEqual(spring)
    expect(database.operations.at(-1)).toMatchObject({ invocationToken: 'invocation-1', indexUsed: '_id_' })
  })

  test('a missing document is nothing', async () => {
    const { data } = await db.collection('courses').doc('nobody').get()
    expect(data).toEqual(sdk.isWx ? null : [])
  })

  test('where, order, skip, limit, field and count', async () => {
    const courses = db.collection('courses')
    expect(
      titles(
        await courses
          .where({ teacherId: 'lin', fen: _.gte(1).and(_.lt(20000)) })
          .orderBy('fen', 'desc')
          .get(),
      ),
    ).toEqual(['春山', '秋水'])
    expect(database.operations.at(-1)?.indexUsed).toBe('teacher_fen')
    expect((await courses.orderBy('fen', 'asc').skip(1).limit(1).field({ fen: true }).get()).data).toEqual([
      { _id: 'spring', fen: 19900 },
    ])
    expect(titles(await courses.where({ title: db.RegExp({ regexp: '^秋', options: 'i' }) }).get())).toEqual(['秋水'])
    expect(
      titles(
        await courses
          .where(_.or([{ fen: 990 }, { tags: 'art' }]))
          .orderBy('fen', 'asc')
          .get(),
      ),
    ).toEqual(['秋水', '春山'])
    expect(titles(await courses.where({ _id: _.in(['autumn', 'x']) }).get())).toEqual(['秋水'])
    expect(await courses.where({ fen: _.gt(1000) }).count()).toMatchObject({ total: 1 })
  })

  test('update knows its operators, flattens objects, and takes server dates', async () => {
    const course = db.collection('courses').doc('spring')
    await course.update(
      sdk.wrap({
        fen: _.inc(100),
        tags: _.push(['ink', 'tea']),
        meta: { level: 1 },
        openedAt: db.serverDate({ offset: 1000 }),
        title: _.remove(),
      }),
    )
    await course.update(sdk.wrap({ meta: { length: 2 }, tags: _.pull('art') }))
    const { data } = await course.get()
    const { openedAt, ...rest } = sdk.isWx ? data : data[0]
    expect(rest).toEqual({
      _id: 'spring',
      teacherId: 'lin',
      fen: 20000,
      tags: ['ink', 'tea'],
      meta: { level: 1, length: 2 },
    })
    expect(Math.abs(openedAt.getTime() - Date.now() - 1000)).toBeLessThan(5_000)
  })

  test('where().update changes all, and says how many', async () => {
    const answer = await db
      .collection('courses')
      .where({ teacherId: 'lin' })
      .update(sdk.wrap({ fen: _.max(1000) }))
    expect(answer.updated ?? answer.stats.updated).toBe(1)
  })

  test('set replaces or creates; remove removes', async () => {
    const users = db.collection('users')
    await users.doc('wu').set(sdk.wrap({ name: '吴' }))
    await users.doc('wu').set(sdk.wrap({ nick: '小吴' }))
    expect((await users.where({ _id: 'wu' }).get()).data).toEqual([{ _id: 'wu', nick: '小吴' }])
    const removed = await users.doc('wu').remove()
    expect(removed.deleted ?? removed.stats.removed).toBe(1)
    const all = await users.where({ name: _.exists(true) }).remove()
    expect(all.deleted ?? all.stats.removed).toBe(1)
  })

  test('aggregate joins and sums', async () => {
    const $ = _.aggregate
    const { list, data } = await db
      .collection('courses')
      .aggregate()
      .match({ teacherId: 'lin' })
      .group({ _id: '$teacherId', fen: $.sum('$fen'), titles: $.push('$title') })
      .lookup({ from: 'users', localField: '_id', foreignField: '_id', as: 'teacher' })
      .unwind('$teacher')
      .project({ fen: 1, titles: 1, name: '$teacher.name' })
      .end()
    expect(list ?? data).toEqual([{ _id: 'lin', fen: 20890, titles: ['春山', '秋水'], name: '林' }])
  })

  test('createCollection, and refusals in the cloud’s words', async () => {
    const fresh = `notes_${sdk.isWx ? 'wx' : 'node'}`
    const missing =
      '[ResourceNotFound] Db or Table not exist. Please check your request, but if the problem cannot be solved, contact us.'
    expect(await failure(sdk, db.collection(fresh).where({}).count())).toEqual({
      code: sdk.isWx ? -502005 : 'DATABASE_COLLECTION_NOT_EXIST',
      text: expect.stringContaining(missing),
    })
    await db.createCollection(fresh)
    expect(await db.collection(fresh).where({}).count()).toMatchObject({ total: 0 })

    expect(await failure(sdk, db.collection('users').add(sdk.wrap({ _id: 'lin' })))).toEqual({
      code: sdk.isWx ? -502001 : 'DATABASE_REQUEST_FAILED',
      text: expect.stringContaining(
        'E11000 duplicate key error collection: tnt-desk.users index: _id_ dup key: { _id: "lin" }',
      ),
    })
    expect(
      await failure(
        sdk,
        db
          .collection('courses')
          .doc('spring')
          .update(sdk.wrap({ title: _.inc(1) })),
      ),
    ).toEqual({
      code: sdk.isWx ? -502001 : 'DATABASE_REQUEST_FAILED',
      text: expect.stringContaining('Cannot apply $inc to a value of non-numeric type'),
    })
  })

  describe('transactions', () => {
    beforeEach(async () => {
      for (const _id of ['mei', 'wu']) await db.collection('accounts').add(sdk.wrap({ _id, fen: 100 }))
    })
    const balances = async () =>
      (await db.collection('accounts').orderBy('_id', 'asc').get()).data.map(({ fen }: { fen: number }) => fen)

    test('commit together', async () => {
      const given = await db.runTransaction(async (tx: Loose) => {
        const { data } = await tx.collection('accounts').doc('mei').get()
        await tx
          .collection('accounts')
          .doc('mei')
          .update(sdk.wrap({ fen: _.inc(-30) }))
        await tx
          .collection('accounts')
          .doc('wu')
          .update(sdk.wrap({ fen: _.inc(30) }))
        expect((await tx.collection('accounts').doc('nobody').get()).data).toBe(null)
        return data.fen
      })
      expect([given, await balances()]).toEqual([100, [70, 130]])
    })

    test('a throw or a rollback undoes all, and the reason comes back', async () => {
      const spend = (end: (tx: Loose) => unknown) =>
        db.runTransaction(async (tx: Loose) => {
          await tx
            .collection('accounts')
            .doc('mei')
            .update(sdk.wrap({ fen: _.inc(-30) }))
          await tx.collection('accounts').add(sdk.wrap({ _id: 'new' }))
          await end(tx)
        })
      await expect(spend((tx) => tx.rollback('changed my mind'))).rejects.toBe('changed my mind')
      await expect(
        spend(() => {
          throw new Error('broken')
        }),
      ).rejects.toThrow('broken')
      expect(await balances()).toEqual([100, 100])
    })

    test('a conflict: node-sdk runs again by itself, wx-server-sdk says so', async () => {
      let runs = 0
      const work = db.runTransaction(async (tx: Loose) => {
        runs++
        await tx.collection('accounts').doc('mei').get()
        if (runs === 1)
          await db
            .collection('accounts')
            .doc('mei')
            .update(sdk.wrap({ fen: _.inc(1) }))
        await tx
          .collection('accounts')
          .doc('mei')
          .update(sdk.wrap({ fen: _.inc(-50) }))
      })
      if (sdk.isWx) {
        expect(await failure(sdk, work)).toEqual({
          code: -501001,
          text: expect.stringContaining('[ResourceUnavailable.TransactionConflict]'),
        })
        expect([runs, await balances()]).toEqual([1, [101, 100]])
      } else {
        await work
        expect([runs, await balances()]).toEqual([2, [51, 100]])
      }
    })
  })
})

test('node-sdk takes the last seat and gets the document back in one round trip', async () => {
  const { db } = open('@cloudbase/node-sdk')
  await db.collection('courses').doc('live').set({ seats: 1 })
  const take = () =>
    db
      .collection('courses')
      .where({ _id: 'live', seats: db.command.gt(0) })
      .updateAndReturn({ seats: db.command.inc(-1) })
  const before = database.operations.length
  expect((await take()).doc).toEqual({ _id: 'live', seats: 0 })
  expect((await take()).doc ?? null).toBe(null)
  expect(database.operations.length - before).toBe(2)
})
