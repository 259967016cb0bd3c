import type { Doc, Store, Tx } from '../../../core/ports'
import type { Desk } from '../../../emulator/desk'
import { openBareDesk } from './desk'

/** What CloudBase's adapter says to the database in a transaction, and what it makes of bad answers. */
let desk: Desk
let store: Store

beforeAll(async () => {
  desk = await openBareDesk({ accounts: { indexes: [] }, ledger: { indexes: [] } })
  store = require('../../../platform/cloudbase/store').store
}, 60_000)
afterAll(() => desk?.close())
beforeEach(async () => {
  desk.faults.clear()
  await store.put('accounts', { _id: 'mei', fen: 100 })
  await store.put('accounts', { _id: 'lin', fen: 100 })
})

const fenOf = (doc: Doc | null) => Number(doc?.fen)
const fen = async () => [fenOf(await store.get('accounts', 'mei')), fenOf(await store.get('accounts', 'lin'))]

async function transfer(tx: Tx): Promise<void> {
  const [mei, lin] = await Promise.all([tx.get('accounts', 'mei'), tx.get('accounts', 'lin')])
  await tx.put('accounts', { _id: 'mei', fen: fenOf(mei) - 30 })
  await tx.put('accounts', { _id: 'lin', fen: fenOf(lin) + 30 })
}

/** The requests that `work` made, in order. */
async function requests(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = []
  const stop = desk.database.onOperation(({ action, collection }) => {
    said.push([action.replace('database.', ''), collection].filter(Boolean).join(' '))
  })
  await work()
  stop()
  return said
}

test('a document and others of several collections are one request, and no collection is read whole', async () => {
  await store.put('ledger', { _id: 'line', fen: 2 })
  const said = await requests(async () => {
    const both = await store.getWith('accounts', 'mei', { accounts: ['lin', 'nobody'], ledger: ['line'] })
    expect(both).toEqual({
      doc: { _id: 'mei', fen: 100 },
      others: { accounts: [{ _id: 'lin', fen: 100 }], ledger: [{ _id: 'line', fen: 2 }] },
    })
  })
  expect(said).toEqual(['aggregateDocuments accounts'])
  expect(desk.database.operations.at(-1)?.indexUsed).toBe('_id_')
})

test('two documents read and two put are six requests', async () => {
  expect(await requests(() => store.transaction(transfer))).toEqual([
    'startTransaction',
    'getDocument accounts',
    'getDocument accounts',
    'modifyDocument accounts',
    'modifyDocument accounts',
    'commitTransaction',
  ])
})

test('a document is fetched once, put once, and not fetched after its put', async () => {
  const said = await requests(() =>
    store.transaction(async (tx) => {
      await Promise.all([tx.get('accounts', 'mei'), tx.get('accounts', 'mei')])
      await tx.put('accounts', { _id: 'mei', fen: 1 })
      await tx.get('accounts', 'mei')
      await tx.put('accounts', { _id: 'mei', fen: 2 })
      await tx.put('ledger', { _id: 'line', fen: 2 })
      await tx.get('ledger', 'line')
    }),
  )
  expect(said).toEqual([
    'startTransaction',
    'getDocument accounts',
    'modifyDocument accounts',
    'modifyDocument ledger',
    'commitTransaction',
  ])
})

test('puts go out in one order, whatever the body’s: of two transactions one loses, never both', async () => {
  const said = await requests(() =>
    store.transaction(async (tx) => {
      await tx.put('ledger', { _id: 'line', fen: 2 })
      await tx.put('accounts', { _id: 'mei', fen: 2 })
    }),
  )
  expect(said).toEqual(['startTransaction', 'modifyDocument accounts', 'modifyDocument ledger', 'commitTransaction'])
})

test('a body that throws is rolled back with one request, and has put nothing', async () => {
  const said = await requests(() =>
    store
      .transaction(async (tx) => {
        await transfer(tx)
        throw new Error('not today')
      })
      .catch(() => {}),
  )
  expect(said).toEqual(['startTransaction', 'getDocument accounts', 'getDocument accounts', 'abortTransaction'])
})

test('a conflict told only at the commit lets the body run again', async () => {
  desk.faults.order({
    service: 'database',
    action: 'database.commitTransaction',
    kind: 'errorBefore',
    code: 'DATABASE_TRANSACTION_CONFLICT',
    message: 'Transaction is conflict',
  })
  let runs = 0
  await store.transaction(async (tx) => {
    runs += 1
    await tx.put('ledger', { _id: `run-${runs}`, fen: 1 })
  })
  expect(runs).toBe(2)
  expect([await store.get('ledger', 'run-1'), await store.get('ledger', 'run-2')]).toEqual([
    null,
    { _id: 'run-2', fen: 1 },
  ])
})

test.each(['modifyDocument', 'commitTransaction'])(
  'a %s that fails leaves nothing, and nobody waits for it',
  async (action) => {
    desk.faults.order({ service: 'database', action: `database.${action}`, kind: 'errorBefore' })
    await expect(store.transaction(transfer)).rejects.toMatchObject({ code: 'SYS_ERR' })
    expect(await fen()).toEqual([100, 100])
    await store.transaction(transfer)
    expect(await fen()).toEqual([70, 130])
  },
)

test('a commit whose answer is lost is an error, and is not done twice', async () => {
  desk.faults.order({ service: 'database', action: 'database.commitTransaction', kind: 'errorAfter' })
  await expect(store.transaction(transfer)).rejects.toMatchObject({ code: 'SYS_ERR' })
  expect(await fen()).toEqual([70, 130])
})
