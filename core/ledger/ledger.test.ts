import { memoryMarket } from '../../platform/memory/market'
import { AppError } from '../contract/errors'
import { credit, debit, type Entry, entryOf, pointsOf, walletOf } from './entry'
import { ledger } from './ledger'

const AT = '2026-11-21T02:00:00.000Z'

const refusal = async (work: () => unknown): Promise<unknown> => {
  try {
    await work()
    return 'no refusal'
  } catch (error) {
    return error instanceof AppError ? { code: error.code, facts: error.facts } : String(error)
  }
}

const spend = (id: string, fen: number): Entry =>
  entryOf({ _id: id, kind: 'hold', at: AT, orderId: id, words: '春日水墨' }, [
    debit(walletOf('mei'), fen),
    credit('held', fen),
  ])
const spendPoints = (id: string, points: number): Entry =>
  entryOf({ _id: id, kind: 'hold', at: AT }, [
    debit(pointsOf('mei'), points, 'point'),
    credit('pointsHeld', points, 'point'),
  ])
const release = (id: string) => ({ _id: `${id}:release`, kind: 'release' as const, at: AT, orderId: id })

async function given() {
  const market = await memoryMarket()
  await market.fillWallet('mei', 1000)
  await market.givePoints('mei', 100)
  return { ...market, books: market.books, ledger: ledger(market.ports) }
}

test('an entry that does not balance, in each of its units, is a mistake of whoever wrote it', async () => {
  const told = { _id: 'odd', kind: 'sale' as const, at: AT }
  expect(await refusal(() => entryOf(told, [debit('gateway:wechatPay', 100), credit('sales', 99)]))).toBe(
    'Error: ledger entry odd is off by 1 fen',
  )
  expect(await refusal(() => entryOf(told, [debit('pointsIssued', 5, 'point'), credit('sales', 5)]))).toBe(
    'Error: ledger entry odd is off by -5 fen',
  )
})

test('an entry says what moved, for whom and on which Shanghai day; lines of nothing are left out', () => {
  expect(
    entryOf({ _id: 'e1', kind: 'sale', at: '2026-11-21T16:30:00.000Z' }, [
      debit('gateway:wechatPay', 100),
      credit('shares', 0),
      credit('sales', 100),
    ]),
  ).toEqual({
    _id: 'e1',
    kind: 'sale',
    at: '2026-11-21T16:30:00.000Z',
    day: '2026-11-22',
    orderId: null,
    goodsKey: null,
    lines: [
      { account: 'gateway:wechatPay', unit: 'fen', amount: 100 },
      { account: 'sales', unit: 'fen', amount: -100 },
    ],
    accounts: ['gateway:wechatPay', 'sales'],
    key: '2026-11-21T16:30:00.000Z:e1',
    words: '',
  })
})

test('posted twice, or twice at once, an entry is written once, and the first is the one that stands', async () => {
  const { ledger, held, store } = await given()
  const first = await ledger.post(spend('a', 300))
  expect(await ledger.post(spend('a', 700))).toEqual(first)
  await Promise.all([ledger.post(spend('b', 100)), ledger.post(spend('b', 100))])
  expect(await held(walletOf('mei'))).toBe(600)
  expect(store.all('balances')).toContainEqual({ _id: 'wallet:mei', amount: 600, entries: 3, changedAt: AT })
})

test('an entry of nothing is not written', async () => {
  const { ledger, entries } = await given()
  const before = entries()
  await ledger.post(entryOf({ _id: 'nothing', kind: 'sale', at: AT }, [debit('sales', 0)]))
  expect(entries()).toEqual(before)
})

test('two spends of one balance at once: one is refused, and nothing of it is left', async () => {
  const { ledger, held, entries } = await given()
  const outcomes = await Promise.all([
    refusal(() => ledger.post(spend('a', 600))),
    refusal(() => ledger.post(spend('b', 600))),
  ])
  expect(outcomes.sort()).toEqual(['no refusal', { code: 'BALANCE_TOO_LOW', facts: { account: 'wallet' } }].sort())
  expect(await held(walletOf('mei'))).toBe(400)
  expect(entries().filter(({ kind }) => kind === 'hold')).toHaveLength(1)
})

test('two hundred at once spend exactly what the balance covers', async () => {
  const { ledger, held, books, entries } = await given()
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, n) => refusal(() => ledger.post(spend(`o${n}`, 15)))),
  )
  expect(outcomes.filter((one) => one === 'no refusal')).toHaveLength(66)
  expect(await held(walletOf('mei'))).toBe(10)
  expect(books()).toMatchObject({ 'wallet:mei': -10, held: -990 })
  expect(entries().filter(({ kind }) => kind === 'hold')).toHaveLength(66)
})

test('points cannot be overspent, but a refund may take back what was spent already', async () => {
  const { ledger, held } = await given()
  expect(await refusal(() => ledger.post(spendPoints('a', 101), { mustCover: true }))).toEqual({
    code: 'BALANCE_TOO_LOW',
    facts: { account: 'points' },
  })
  expect(await held(pointsOf('mei'))).toBe(100)
  await ledger.post(spendPoints('b', 130))
  expect(await held(pointsOf('mei'))).toBe(-30)
  // Whoever is below zero is not kept from earning.
  await ledger.reverse('b', release('b'))
  expect(await held(pointsOf('mei'))).toBe(100)
})

test('a wallet cannot be overdrawn by anything', async () => {
  const { ledger } = await given()
  expect(await refusal(() => ledger.post(spend('a', 1001)))).toEqual({
    code: 'BALANCE_TOO_LOW',
    facts: { account: 'wallet' },
  })
})

test('an entry is taken back once, by its opposite', async () => {
  const { ledger, held, entries } = await given()
  await ledger.post(spend('a', 300))
  expect(await Promise.all([ledger.reverse('a', release('a')), ledger.reverse('a', release('a'))])).toEqual(
    expect.arrayContaining([true, false]),
  )
  expect(await ledger.reverse('a', release('a'))).toBe(false)
  expect(await held(walletOf('mei'))).toBe(1000)
  expect(entries().find(({ _id }) => _id === 'a:release')?.lines).toEqual([
    { account: 'wallet:mei', unit: 'fen', amount: -300 },
    { account: 'held', unit: 'fen', amount: 300 },
  ])
})

test('an entry taken back before it was written can never be written', async () => {
  const { ledger, held } = await given()
  expect(await ledger.reverse('a', release('a'))).toBe(false)
  expect((await ledger.post(spend('a', 300))).lines).toEqual([])
  expect(await held(walletOf('mei'))).toBe(1000)
})

test('an entry taken back while it is written ends written and taken back, or never written', async () => {
  for (let n = 0; n < 20; n += 1) {
    const { ledger, held, books } = await given()
    const id = `o${n}`
    await Promise.all(
      n % 2
        ? [ledger.post(spend(id, 300)), ledger.reverse(id, release(id))]
        : [ledger.reverse(id, release(id)), ledger.post(spend(id, 300))],
    )
    expect(await held(walletOf('mei'))).toBe(1000)
    expect(books().held).toBeUndefined()
  }
})

test('an account tells its movements, the newest first, a page at a time', async () => {
  const { ledger } = await given()
  for (const [n, second] of ['01', '02', '03'].entries())
    await ledger.post({ ...spend(`o${n}`, 10), key: `2026-11-21T03:00:${second}.000Z:o${n}` })
  const first = await ledger.of(walletOf('mei'), 2)
  expect(first.map(({ _id }) => _id)).toEqual(['o2', 'o1'])
  expect((await ledger.of(walletOf('mei'), 2, first.at(-1)?.key)).map(({ _id }) => _id)).toEqual(['o0', 'given:1'])
})
