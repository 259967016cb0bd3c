import * as fc from 'fast-check'
import { type Desk, desk } from './fixture'

let d: Desk
beforeEach(async () => {
  d = desk({ accounts: { indexes: [{ name: 'card', fields: { card: 1 }, unique: true }] } })
  await d.add('accounts', { _id: 'mei', fen: 100, card: 1 }, { _id: 'lin', fen: 100, card: 2 })
})
afterEach(() => d.close())

const begin = async (): Promise<string> => String((await d.ask('startTransaction')).transactionId)
const commit = (transactionId: string) => d.ask('commitTransaction', { transactionId })
const abort = (transactionId: string) => d.ask('abortTransaction', { transactionId })
const pay = (id: string, fen: number, transactionId?: string) =>
  d.update('accounts', id, { $inc: { fen } }, transactionId)
const fen = async (id: string, transactionId?: string) =>
  ((await d.doc('accounts', id, transactionId)) as { fen: number } | null)?.fen
const CONFLICT = {
  code: 'DATABASE_TRANSACTION_CONFLICT',
  message:
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
}
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('what a transaction writes is seen by itself, and by others only after the commit', async () => {
  const tx = await begin()
  expect(await pay('mei', -30, tx)).toEqual({ updated: 1, upsert_id: null })
  await pay('lin', 30, tx)
  expect([await fen('mei', tx), await fen('mei')]).toEqual([70, 100])
  await commit(tx)
  expect([await fen('mei'), await fen('lin')]).toEqual([70, 130])
})

test('a rollback leaves nothing', async () => {
  const tx = await begin()
  await pay('mei', -30, tx)
  await d.ask('insertDocument', { collectionName: 'accounts', data: [{ _id: 'wu', card: 3 }], transactionId: tx })
  await d.ask('removeDocument', {
    collectionName: 'accounts',
    query: { _id: 'lin' },
    queryType: 'DOC',
    transactionId: tx,
  })
  expect(await d.doc('accounts', 'lin', tx)).toBe(null)
  await abort(tx)
  expect(await d.get('accounts', {}, { order: { _id: 1 }, projection: { fen: 1 } })).toEqual([
    { _id: 'lin', fen: 100 },
    { _id: 'mei', fen: 100 },
  ])
})

test('reads stay at the first look, whatever others commit', async () => {
  const tx = await begin()
  expect(await fen('mei', tx)).toBe(100)
  await pay('lin', 5)
  await d.ask('removeDocument', { collectionName: 'accounts', query: { _id: 'mei' }, queryType: 'DOC', multi: false })
  await d.add('accounts', { _id: 'new', card: 9 })
  expect([await fen('lin', tx), await fen('mei', tx), await d.doc('accounts', 'new', tx)]).toEqual([100, 100, null])
  await commit(tx)
})

test('a lost update is a conflict', async () => {
  const tx = await begin()
  await fen('mei', tx)
  await pay('mei', 1)
  await expect(pay('mei', -50, tx)).rejects.toMatchObject(CONFLICT)
  expect(await fen('mei')).toBe(101)
  await expect(commit(tx)).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
})

test('the first writer wins, the second fails at once and is rolled back', async () => {
  const [first, second] = [await begin(), await begin()]
  await pay('mei', -10, first)
  await pay('lin', -10, second)
  await expect(pay('mei', -20, second)).rejects.toMatchObject(CONFLICT)
  await abort(second)
  await commit(first)
  expect([await fen('mei'), await fen('lin')]).toEqual([90, 100])
})

test('two transactions cannot create the same document', async () => {
  const [first, second] = [await begin(), await begin()]
  const add = (transactionId?: string) =>
    d.ask('insertDocument', { collectionName: 'accounts', data: [{ _id: 'wu', card: 7 }], transactionId })
  await add(first)
  await expect(add(second)).rejects.toMatchObject(CONFLICT)
  await commit(first)
  const third = await begin()
  await expect(add(third)).rejects.toMatchObject({
    code: 'DATABASE_REQUEST_FAILED',
    message: expect.stringContaining('E11000'),
  })
})

test('a plain write waits for the one who holds the document', async () => {
  const tx = await begin()
  await pay('mei', -10, tx)
  const done: string[] = []
  const plain = pay('mei', 1).then(() => done.push('plain'))
  const elsewhere = pay('lin', 1).then(() => done.push('elsewhere'))
  await elsewhere
  await later(20)
  expect(done).toEqual(['elsewhere'])
  await commit(tx)
  await plain
  expect(await fen('mei')).toBe(91)
})

test('a duplicate found at the commit undoes everything', async () => {
  const tx = await begin()
  await pay('mei', -10, tx)
  await d.update('accounts', 'lin', { $set: { card: 1 } }, tx)
  await expect(commit(tx)).rejects.toMatchObject({
    code: 'DATABASE_REQUEST_FAILED',
    message: expect.stringContaining('index: card dup key: { card: 1 }'),
  })
  expect([await fen('mei'), await fen('lin')]).toEqual([100, 100])
  // The locks are free again.
  await pay('mei', 1)
})

test('a unique value may pass from a removed document to a new one', async () => {
  const tx = await begin()
  await d.ask('insertDocument', { collectionName: 'accounts', data: [{ _id: 'wu', card: 1 }], transactionId: tx })
  await d.ask('removeDocument', {
    collectionName: 'accounts',
    query: { _id: 'mei' },
    queryType: 'DOC',
    transactionId: tx,
  })
  await commit(tx)
  expect(await d.get('accounts', { card: 1 })).toEqual([{ _id: 'wu', card: 1 }])
})

test('set creates and replaces inside a transaction', async () => {
  const set = (id: string, transactionId: string) =>
    d.ask('modifyDocument', {
      collectionName: 'accounts',
      query: { _id: id },
      queryType: 'DOC',
      data: { card: 8 },
      merge: false,
      upsert: true,
      transactionId,
    })
  const tx = await begin()
  expect(await set('wu', tx)).toEqual({ data: { updated: 0, upsert_id: 'wu' } })
  expect(await set('wu', tx)).toEqual({ data: { updated: 1, upsert_id: null } })
  await commit(tx)
  expect(await d.doc('accounts', 'wu')).toEqual({ _id: 'wu', card: 8 })
})

test('only documents by id, and only while it runs', async () => {
  const tx = await begin()
  await expect(d.get('accounts', { fen: 100 }, { transactionId: tx })).rejects.toMatchObject({
    code: 'DATABASE_INVALID_OPERRATOR',
  })
  await commit(tx)
  await expect(fen('mei', tx)).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_FAIL',
    message: expect.stringContaining('is committed'),
  })
  await expect(abort(tx)).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' })
  await expect(commit('unknown')).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_FAIL',
    message: expect.stringContaining('is not known'),
  })
})

test('sixteen callers on six accounts all finish with three retries, and no fen is lost', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  await d.add('accounts', ...names.map((_id, i) => ({ _id, fen: 1000, card: 10 + i })))
  let conflicts = 0

  async function transfer(from: string, to: string, retries = 3): Promise<void> {
    const tx = await begin()
    try {
      const [a, b] = [await fen(from, tx), await fen(to, tx)]
      await later(1)
      await d.update('accounts', from, { $set: { fen: (a ?? 0) - 1 } }, tx)
      await d.update('accounts', to, { $set: { fen: (b ?? 0) + 1 } }, tx)
      await commit(tx)
    } catch (error) {
      if ((error as { code?: string }).code !== CONFLICT.code || retries === 0) throw error
      conflicts++
      await transfer(from, to, retries - 1)
    }
  }

  await Promise.all(
    Array.from({ length: 16 }, async (_, caller) => {
      for (let i = 0; i < 12; i++) {
        const from = (caller + i) % 6
        await transfer(names[from] ?? '', names[(from + 1 + ((caller * i) % 5)) % 6] ?? '')
      }
    }),
  )
  const total = (await d.get('accounts', { _id: { $in: names } })).reduce<number>(
    (sum, one) => sum + (one as { fen: number }).fen,
    0,
  )
  expect(total).toBe(6000)
  expect(conflicts).toBeGreaterThan(0)
})

test('what is being committed takes nothing more, and a closed database says so', async () => {
  const tx = await begin()
  await pay('mei', -10, tx)
  const done = commit(tx)
  await expect(pay('mei', -10, tx)).rejects.toMatchObject({
    code: 'DATABASE_TRANSACTION_FAIL',
    message: expect.stringContaining('is being committed'),
  })
  await done
  expect(await fen('mei')).toBe(90)
})

type Move = { who: number; does: 'read' | 'pay' | 'commit' | 'abort' | 'plain'; account: 'mei' | 'lin' }
const move: fc.Arbitrary<Move> = fc.record({
  who: fc.nat(2),
  does: fc.constantFrom('read', 'pay', 'pay', 'pay', 'commit', 'abort', 'plain'),
  account: fc.constantFrom('mei', 'lin'),
})

test('in any order of moves, the balance is what was committed, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 25 }), async (moves) => {
      const start = [await fen('mei'), await fen('lin')]
      const paid = { mei: 0, lin: 0 }
      const open: ({ id: string; mei: number; lin: number } | undefined)[] = []
      for (let i = 0; i < 3; i++) open.push({ id: await begin(), mei: 0, lin: 0 })
      const plain: Promise<unknown>[] = []
      for (const { who, does, account } of moves) {
        if (does === 'plain') {
          paid[account]++
          plain.push(pay(account, 1))
          // The write either happens now or waits for whoever holds the account.
          await later(0)
          continue
        }
        const tx = open[who]
        if (!tx) continue
        try {
          if (does === 'read') await fen(account, tx.id)
          if (does === 'pay') {
            await pay(account, 1, tx.id)
            tx[account]++
          }
          if (does === 'abort') await abort(tx.id)
          if (does === 'commit') {
            await commit(tx.id)
            paid.mei += tx.mei
            paid.lin += tx.lin
          }
          if (does === 'abort' || does === 'commit') open[who] = undefined
        } catch (error) {
          expect(error).toMatchObject(CONFLICT)
          open[who] = undefined
        }
      }
      for (const tx of open) if (tx) await abort(tx.id)
      await Promise.all(plain)
      expect([await fen('mei'), await fen('lin')]).toEqual([(start[0] ?? 0) + paid.mei, (start[1] ?? 0) + paid.lin])
    }),
    { numRuns: 60 },
  )
})

test('operations of one transaction come one after the other, as the cloud wants them', async () => {
  const tx = await begin()
  const both = await Promise.allSettled([fen('mei', tx), fen('lin', tx)])
  expect(both).toEqual([
    { status: 'fulfilled', value: 100 },
    {
      status: 'rejected',
      reason: expect.objectContaining({
        message:
          '[ResourceUnavailable.TransactionBusy] Transaction is busy. Please check your request, but if the problem persists, contact us.',
      }),
    },
  ])
  expect(await fen('lin', tx)).toBe(100)
})

test('a transaction that is forgotten ends after thirty seconds, and gives its documents free', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] })
  try {
    const tx = await begin()
    const paying = pay('mei', -10, tx)
    await jest.advanceTimersByTimeAsync(1)
    await paying
    const plain = pay('mei', 1)
    await jest.advanceTimersByTimeAsync(30_000)
    await plain
    await expect(commit(tx)).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_FAIL',
      message:
        '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us. (outlived its time and was rolled back)',
    })
  } finally {
    jest.useRealTimers()
  }
  expect(await fen('mei')).toBe(101)
})
