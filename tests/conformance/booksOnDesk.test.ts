import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { collections } from '../../core/collections'
import { checkLedger, isInOrder } from '../../core/ledger/checkLedger'
import { credit, debit, type Entry, entryOf } from '../../core/ledger/entry'
import { ledger } from '../../core/ledger/ledger'
import { reconcile } from '../../core/payments/reconcile'
import { reconciliation } from '../../core/payments/reconciliation'
import type { Caller, FundLine, Ports, Store, TradeLine } from '../../core/ports'
import { schoolIncome } from '../../core/profit/schoolIncome'
import { teacherIncome } from '../../core/profit/teacherIncome'
import type { Desk } from '../../emulator/desk'
import { CHEN, MONDAY, onlyWeChat, SATURDAY } from '../../platform/memory/finance'
import { learner, memoryWorld } from '../../platform/memory/world'
import { openBareDesk } from './ports/desk'

/** The books in a real database behind the real SDK: every question has an index, and the money comes out. */

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const LIN = learner('lin')
const SALES = 240

let desk: Desk
let store: Store
/** Questions for which a whole collection was read. */
let scans: string[] = []

beforeAll(async () => {
  desk = await openBareDesk(collections)
  store = require('../../platform/cloudbase/store').store
  desk.database.onOperation(({ action, collection, indexUsed }) => {
    if (indexUsed === null && action !== 'database.insertDocument') scans.push(`${action} ${collection}`)
  })
}, 60_000)
afterAll(() => desk?.close())

const numberOf = (n: number): string => `XT${String(n).padStart(20, '0')}`
const timeOf = (n: number): string => new Date(Date.parse('2026-11-21T03:00:00.000Z') + n * 1000).toISOString()

const about = (n: number) => ({ orderId: numberOf(n), goodsKey: 'course:spring-ink' })

/** A yuan for SPRING, a fifth of it Lin's. */
const sale = (n: number): Entry =>
  entryOf({ ...about(n), _id: `${numberOf(n)}:sale`, kind: 'sale', at: timeOf(n), words: '春日水墨' }, [
    debit('gateway:wechatPay', 100),
    credit('shares', 20),
    credit('sales', 80),
  ])
const mature = (n: number): Entry =>
  entryOf({ _id: `${numberOf(n)}:mature`, kind: 'mature', at: timeOf(n + 1000), ...about(n) }, [
    debit('shares', 20),
    credit('teacher:lin', 20),
  ])
const paid = (n: number): TradeLine => ({
  kind: 'payment',
  outTradeNo: numberOf(n),
  transactionId: `42${numberOf(n)}`,
  outRefundNo: '',
  refundId: '',
  fen: 100,
  feeMilliFen: 1000,
  at: timeOf(n),
  state: 'SUCCESS',
})
const moved = (n: number): FundLine => ({
  at: timeOf(n),
  bizNo: `42${numberOf(n)}`,
  kind: '交易',
  direction: 'in',
  fen: 99,
  balanceFen: 99 * (n + 1),
})
const numbers = Array.from({ length: SALES }, (_, n) => n)

test('a day is compared, a difference resolved, a month told and the books added up, all by index', async () => {
  for (const n of numbers) await ledger({ store }).post(sale(n))
  for (const n of numbers.slice(0, 120)) await ledger({ store }).post(mature(n))
  await store.put('terms', { _id: 'spring-ink', share: { userId: 'lin', percent: 20 }, forMembers: 'none', item: null })
  scans = []

  const world = memoryWorld('2026-11-22T03:00:00.000Z')
  // One sale is not on the bill, and somebody else's payment is.
  const trade = [...numbers.slice(1), SALES].map(paid)
  const funds = [...numbers.slice(1), SALES].map((n) => ({ ...moved(n), balanceFen: 99 * n }))
  const bills = onlyWeChat({
    trade: async (day) => (day === SATURDAY ? trade : 'late'),
    funds: async (day) => (day === SATURDAY ? funds : 'late'),
  })
  const ports: Ports = { ...world.ports, store, bills }
  expect(await reconcile(ports)(NOBODY, {})).toMatchObject({
    days: [{ day: SATURDAY, state: 'differs', payments: SALES, paidFen: SALES * 100, openDifferences: 2 }],
  })
  const finance = reconciliation(ports)
  const seen = await finance(CHEN, { action: 'day', gateway: 'wechatPay', day: SATURDAY })
  if (seen.action === 'days') throw new Error('not a day')
  for (const { differenceId } of seen.differences)
    await finance(CHEN, { action: 'resolve', differenceId, reason: '查过了' })
  expect(await finance(CHEN, { action: 'days', after: MONDAY })).toMatchObject({
    days: [{ day: SATURDAY, state: 'resolved', openDifferences: 0 }],
  })
  expect((await finance(CHEN, { action: 'again', gateway: 'wechatPay', day: SATURDAY })).action).toBe('again')

  expect(await teacherIncome(ports)(LIN, { month: '2026-11' })).toMatchObject({
    isTeacher: true,
    availableFen: 2400,
    waitingFen: 0,
    statement: { openingFen: 0, closingFen: 2400 },
  })
  expect(await schoolIncome(ports)(CHEN, { month: '2026-11' })).toMatchObject({
    total: { soldFen: SALES * 100, sales: SALES, refundedFen: 0, refunds: 0 },
    teachersFen: SALES * 20,
    days: [{ day: SATURDAY, soldFen: SALES * 100 }],
    goods: [{ kind: 'course', id: 'spring-ink', soldFen: SALES * 100 }],
    ways: [{ way: 'wechatPay', soldFen: SALES * 100, refundedFen: 0 }],
  })
  const check = await checkLedger(ports)
  expect(isInOrder(check)).toBe(true)
  expect(check.rows.filter(({ account }) => account === 'gateway:wechatPay')).toMatchObject([{ balance: SALES * 99 }])
  expect(scans).toEqual([])
}, 120_000)

test('npm run ledger prints the trial balance, finds a balance that differs, writes it again, and says by its code whether all is well', async () => {
  const run = async (...flags: string[]) => {
    const script = join(__dirname, '../../scripts/ledger.ts')
    const args = ['--import', 'tsx', script, '--desk', desk.url, ...flags]
    const done = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../..') }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code?: number; stdout?: string }) => ({ code: error.code ?? -1, stdout: error.stdout ?? '' }),
    )
    return done
  }
  const fine = await run()
  expect(fine).toMatchObject({ code: 0, stdout: expect.stringContaining('账是平的') })
  expect(fine.stdout).toContain('试算平衡表 · 人民币 (元)')

  await store.change('balances', 'teacher:lin', {}, { inc: { amount: 1 } })
  const found = await run('--json')
  expect(found.code).toBe(1)
  expect(JSON.parse(found.stdout)).toMatchObject({
    drifts: [{ account: 'teacher:lin', kept: { amount: 2401, entries: 120 }, rebuilt: { amount: 2400, entries: 120 } }],
  })
  expect(await run('--repair')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('已按分录重写余额:teacher:lin'),
  })
  expect(await store.get('balances', 'teacher:lin')).toMatchObject({ amount: 2400, entries: 120 })
}, 120_000)
