import * as fc from 'fast-check'
import { MEI, ZHOU } from '../../platform/memory/school'
import { LIN, teachersSchool } from '../../platform/memory/teacher'
import { learner, memoryWorld } from '../../platform/memory/world'
import { credit, debit, entryOf, teacherOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { buyCourse } from '../orders/buyCourse'
import { reviewRefunds } from '../orders/reviewRefunds'
import { payNotify } from '../payments/payNotify'
import type { Caller } from '../ports'
import { monthAfter } from './months'
import { teacherIncome } from './teacherIncome'
import { withdraw } from './withdraw'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }

async function given() {
  const world = await teachersSchool()
  const { ports, settled } = world
  return {
    ...world,
    income: (month?: string, who: Caller = LIN) => teacherIncome(ports)(who, month ? { month } : {}),
    async giveBack(orderId: string, fen: number): Promise<void> {
      const office = { userId: 'office', openid: '', roles: ['support'] as const }
      await reviewRefunds(ports)(office, { action: 'give', orderId, fen, reason: '课程取消' })
      await settled()
    },
  }
}

const EMPTY = { openingFen: 0, closingFen: 0, lines: [] }

test('who shares in no course is no teacher and has nothing', async () => {
  const { income } = await given()
  expect(await income(undefined, MEI)).toEqual({
    isTeacher: false,
    availableFen: 0,
    waitingFen: 0,
    month: '2026-11',
    statement: EMPTY,
    withdrawals: [],
    leastFen: 10,
    mostFen: 199_999,
  })
})

test('a share waits for the refund days, less what is given back, and then it is there', async () => {
  const { sell, income, ripen, giveBack } = await given()
  const orderId = await sell(MEI)
  await sell(ZHOU)
  expect(await income()).toMatchObject({ isTeacher: true, availableFen: 0, waitingFen: 19900, statement: EMPTY })
  await giveBack(orderId, 9900)
  expect(await income()).toMatchObject({ availableFen: 0, waitingFen: 5000 + 9950 })
  await ripen()
  expect(await income()).toMatchObject({ availableFen: 14950, waitingFen: 0 })
})

test('an order that is not paid, or given back whole, holds nothing for the teacher', async () => {
  const { ports, sell, income, giveBack } = await given()
  await buyCourse(ports)(learner('wang'), { courseId: 'spring-ink' })
  await giveBack(await sell(MEI), 19900)
  expect(await income()).toMatchObject({ waitingFen: 0 })
})

test('a month tells every movement in its order, and begins where the one before ended', async () => {
  const { ports, sell, ripen, giveBack, income, transfers, clock, sweep } = await given()
  const orderId = await sell(MEI)
  await sell(ZHOU)
  await ripen()
  const sharedAt = clock.now().toISOString()
  clock.advance(60_000)
  const first = await withdraw(ports)(LIN, { action: 'ask', fen: 5000 })
  const askedAt = clock.now().toISOString()
  clock.advance(60_000)
  await withdraw(ports)(LIN, { action: 'cancel', withdrawalId: first.withdrawal.withdrawalId })
  const backAt = clock.now().toISOString()
  const second = await withdraw(ports)(LIN, { action: 'ask', fen: 19900 })
  await payNotify(ports)(NOBODY, transfers.confirm(second.withdrawal.withdrawalId))
  // In Shanghai it is December already.
  clock.advance(Date.parse('2026-11-30T16:00:00.000Z') - clock.now().getTime())
  await sweep()
  await giveBack(orderId, 100)
  const takenAt = clock.now().toISOString()

  const share = { at: sharedAt, kind: 'share', words: '春日水墨', fen: 9950 }
  const november = await income('2026-11')
  expect(november.statement).toEqual({
    openingFen: 0,
    closingFen: 0,
    lines: [
      { ...share, orderId: expect.any(String) },
      { ...share, orderId: expect.any(String) },
      { at: askedAt, kind: 'withdrawn', words: '课程收入', orderId: null, fen: -5000 },
      expect.objectContaining({ at: backAt, fen: expect.any(Number) }),
      expect.objectContaining({ at: backAt, fen: expect.any(Number) }),
    ],
  })
  expect(november.statement.lines.slice(3).map(({ kind, fen }) => [kind, fen])).toEqual(
    expect.arrayContaining([
      ['withdrawBack', 5000],
      ['withdrawn', -19900],
    ]),
  )
  expect(await income()).toMatchObject({
    month: '2026-12',
    availableFen: -50,
    statement: {
      openingFen: 0,
      closingFen: -50,
      lines: [{ at: takenAt, kind: 'takenBack', words: '春日水墨', orderId, fen: -50 }],
    },
    withdrawals: [
      { withdrawalId: second.withdrawal.withdrawalId, state: 'paid' },
      { withdrawalId: first.withdrawal.withdrawalId, state: 'cancelled' },
    ],
  })
})

test('hundreds of shares that ripen in one moment are all counted, each once', async () => {
  const { store, income, sell } = await given()
  const orderId = await sell(MEI)
  const order = store.all('orders').find(({ _id }) => _id === orderId)
  for (let n = 0; n < 450; n += 1)
    await store.put('orders', { ...order, _id: `${orderId}${String(n).padStart(3, '0')}` })
  for (let n = 0; n < 5; n += 1)
    await store.put('orders', { ...order, _id: `${orderId}LATER${n}`, maturesAt: `2026-12-0${n + 1}T00:00:00.000Z` })
  expect((await income()).waitingFen).toBe(456 * 9950)
})

test('booked while the statement is read, it is read again', async () => {
  const { ports, sell, ripen } = await given()
  await sell(MEI)
  await ripen()
  let isBooked = false
  const find: typeof ports.store.find = async (collection, question) => {
    const found = await ports.store.find(collection, question)
    if (collection === 'ledger' && !isBooked) {
      isBooked = true
      await withdraw(ports)(LIN, { action: 'ask', fen: 5000 })
    }
    return found
  }
  const seen = await teacherIncome({ ...ports, store: { ...ports.store, find } })(LIN, {})
  expect(seen).toMatchObject({ availableFen: 4950, statement: { openingFen: 0, closingFen: 4950 } })
  expect(seen.statement.lines).toHaveLength(2)
})

test('whatever moved and whenever: a month closes with what the next opens with, and its lines explain the way', async () => {
  const movement = fc.record({
    minute: fc.nat({ max: 400 * 24 * 60 }),
    fen: fc.integer({ min: -50_000, max: 50_000 }).filter((fen) => fen !== 0),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(movement, { maxLength: 40 }), async (movements) => {
      const { ports } = memoryWorld()
      for (const [n, { minute, fen }] of movements.entries()) {
        const at = new Date(Date.parse('2026-10-15T00:00:00.000Z') + minute * 60_000).toISOString()
        const lines = [debit('shares', fen), credit(teacherOf('lin'), fen)]
        await ledger(ports).post(entryOf({ _id: `XT${n}:mature`, kind: 'mature', at, orderId: `XT${n}` }, lines))
      }
      let closedWith = 0
      let seen = 0
      for (let month = '2026-09'; month < '2028-01'; month = monthAfter(month)) {
        const { statement } = await teacherIncome(ports)(LIN, { month })
        expect(statement.openingFen).toBe(closedWith)
        expect(statement.lines.reduce((sum, { fen }) => sum + fen, statement.openingFen)).toBe(statement.closingFen)
        for (const { at } of statement.lines)
          expect(new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 7)).toBe(month)
        closedWith = statement.closingFen
        seen += statement.lines.length
      }
      expect(seen).toBe(movements.length)
      expect(closedWith).toBe(await ledger(ports).balanceOf(teacherOf('lin')))
    }),
    { numRuns: 25 },
  )
})
