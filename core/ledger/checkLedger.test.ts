import { financeSchool } from '../../platform/memory/finance'
import { MEI, ZHOU } from '../../platform/memory/school'
import { LIN, teachersSchool } from '../../platform/memory/teacher'
import { withdraw } from '../profit/withdraw'
import { checkLedger, isInOrder } from './checkLedger'
import { Balance, credit, debit, entryOf } from './entry'
import { ledger } from './ledger'

/** Two sales of SPRING, half of each Lin's, of which 50 yuan are being withdrawn. */
async function given() {
  const world = await teachersSchool()
  await world.sell(MEI)
  await world.sell(ZHOU)
  await world.ripen()
  await withdraw(world.ports)(LIN, { action: 'ask', fen: 5000 })
  const { ports, store } = world
  return {
    ...world,
    check: (mends = false) => checkLedger(ports, mends),
    kept: () => store.all('balances').map((doc) => Balance.parse(doc)),
  }
}

test('books in order: every entry balances and every balance is what its entries come to', async () => {
  const { check, ports } = await given()
  expect(await checkLedger({ ...ports }, false)).toEqual(await check())
  const seen = await check()
  expect(seen).toMatchObject({ faults: [], drifts: [], overdrawn: [], repaired: [] })
  expect(isInOrder(seen)).toBe(true)
  expect(seen.rows.filter(({ unit }) => unit === 'fen')).toEqual([
    { account: 'gateway:wechatPay', unit: 'fen', debit: 39800, credit: 0, balance: 39800, entries: 2 },
    { account: 'payout:lin', unit: 'fen', debit: 0, credit: 5000, balance: -5000, entries: 1 },
    { account: 'sales', unit: 'fen', debit: 0, credit: 19900, balance: -19900, entries: 2 },
    { account: 'shares', unit: 'fen', debit: 19900, credit: 19900, balance: 0, entries: 4 },
    { account: 'teacher:lin', unit: 'fen', debit: 5000, credit: 19900, balance: -14900, entries: 3 },
  ])
})

test('an empty school’s books are in order', async () => {
  const { ports } = await financeSchool()
  const seen = await checkLedger(ports)
  expect(seen).toEqual({ entries: 0, rows: [], faults: [], drifts: [], overdrawn: [], repaired: [] })
  expect(isInOrder(seen)).toBe(true)
})

test('an entry that does not balance, and entries that cannot be found where they belong, are named', async () => {
  const { check, store } = await given()
  const at = '2026-11-21T03:00:00.000Z'
  const right = entryOf({ _id: 'X1:sale', kind: 'sale', at, orderId: 'X1' }, [debit('sales', 1), credit('shares', 1)])
  await store.insert('ledger', { ...right, lines: [debit('sales', 3), credit('shares', 1)] })
  await store.insert('ledger', { ...right, _id: 'X2:sale', key: `${at}:X2:sale`, accounts: ['sales'] })
  await store.insert('ledger', { ...right, _id: 'X3:sale', key: `${at}:X3:sale`, day: '2026-11-22' })
  await store.insert('ledger', { ...right, _id: 'X4:sale' })
  const { faults } = await check()
  expect(faults).toEqual([
    { entryId: 'X1:sale', what: 'unbalanced', unit: 'fen', off: 2 },
    { entryId: 'X2:sale', what: 'accounts', unit: null, off: 0 },
    { entryId: 'X3:sale', what: 'day', unit: null, off: 0 },
    { entryId: 'X4:sale', what: 'key', unit: null, off: 0 },
  ])
})

test('a balance that is not what its entries come to, one without entries, and one that is missing are found and written again', async () => {
  const { check, kept, store, clock } = await given()
  const before = kept()
  await store.put('balances', { _id: 'teacher:lin', amount: 99, entries: 3, changedAt: '' })
  await store.put('balances', { _id: 'wallet:nobody', amount: 5, entries: 1, changedAt: '' })
  const missing = before.filter(({ _id }) => _id !== 'payout:lin')
  const { ports } = await teachersSchool()
  for (const doc of [...store.all('ledger')]) await ports.store.put('ledger', doc)
  for (const doc of missing) await ports.store.put('balances', doc)
  expect((await checkLedger(ports)).drifts).toEqual([
    { account: 'payout:lin', kept: null, rebuilt: { amount: 5000, entries: 1 } },
  ])

  const drifts = [
    { account: 'teacher:lin', kept: { amount: 99, entries: 3 }, rebuilt: { amount: 14900, entries: 3 } },
    { account: 'wallet:nobody', kept: { amount: 5, entries: 1 }, rebuilt: { amount: 0, entries: 0 } },
  ]
  const found = await check()
  expect(found).toMatchObject({ drifts, repaired: [] })
  expect(isInOrder(found)).toBe(false)
  expect(await check(true)).toMatchObject({ drifts: [], repaired: ['teacher:lin', 'wallet:nobody'] })
  const changedAt = clock.now().toISOString()
  expect(kept()).toEqual(
    expect.arrayContaining([
      { _id: 'teacher:lin', amount: 14900, entries: 3, changedAt },
      { _id: 'wallet:nobody', amount: 0, entries: 0, changedAt },
    ]),
  )
  expect(isInOrder(await check())).toBe(true)
  expect(isInOrder(await checkLedger(ports, true))).toBe(true)
})

test('what is booked while the ledger is read is no difference, and is not overwritten', async () => {
  const { ports, kept } = await given()
  const lin = () => kept().find(({ _id }) => _id === 'teacher:lin')
  let booked = 0
  // Whenever something is read, somebody earns one fen, three times.
  const find: typeof ports.store.find = async (collection, question) => {
    const found = await ports.store.find(collection, question)
    if (booked < 3) {
      booked += 1
      const lines = [debit('shares', 1), credit('teacher:lin', 1)]
      const at = ports.clock.now().toISOString()
      await ledger(ports).post(entryOf({ _id: `A${booked}:mature`, kind: 'mature', at }, lines))
    }
    return found
  }
  const seen = await checkLedger({ ...ports, store: { ...ports.store, find } }, true)
  expect(seen).toMatchObject({ drifts: [], repaired: [] })
  expect(lin()).toMatchObject({ amount: 14903, entries: 6 })
})

test('a wallet below nothing is named', async () => {
  const { check, store } = await given()
  const at = '2026-11-21T03:00:00.000Z'
  const entry = entryOf({ _id: 'X1:refund', kind: 'refund', at }, [debit('wallet:mei', 100), credit('sales', 100)])
  await store.insert('ledger', entry)
  await store.put('balances', { _id: 'wallet:mei', amount: -100, entries: 1, changedAt: at })
  const seen = await check()
  expect(seen.overdrawn).toMatchObject([{ account: 'wallet:mei', balance: 100 }])
  expect(isInOrder(seen)).toBe(false)
})
