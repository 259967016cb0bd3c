import { DAY, MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI, ZHOU } from '../../platform/memory/school'
import { learner } from '../../platform/memory/world'
import { officeTerms } from '../catalog/officeTerms'
import { credit, debit, entryOf, feesOf, gatewayAccount } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { reviewRefunds } from '../orders/reviewRefunds'
import type { Caller, Ports } from '../ports'
import { schoolIncome } from './schoolIncome'

const FINANCE: Caller = { userId: 'chen', openid: '', roles: ['finance'] }
const SUPPORT: Caller = { userId: 'office', openid: '', roles: ['support'] }
const WANG = learner('wang')
const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const
const YEAR = { kind: 'membership', planId: 'year' } as const

const NOTHING = { soldFen: 0, sales: 0, refundedFen: 0, refunds: 0 }

/** A school that opens on Saturday, 21 November, at ten, whose teacher has half of what SPRING sells for. */
async function given() {
  const market = await memoryMarket({ ways: JSAPI_ONLY, topUpFen: [10000, 30000] })
  const { ports } = market
  const share = { userId: 'lin', percent: 50 }
  await officeTerms(ports)(OFFICE, { action: 'course', courseId: 'spring-ink', share, forMembers: 'none' })
  return {
    ...market,
    income: (month?: string, some: Ports = ports) => schoolIncome(some)(FINANCE, month ? { month } : {}),
    async giveBack(orderId: string, fen: number): Promise<void> {
      await reviewRefunds(ports)(SUPPORT, { action: 'give', orderId, fen, reason: '课程取消', shut: false })
      await market.settled()
    },
  }
}

test('a month in which nothing was sold', async () => {
  const { income } = await given()
  expect(await income()).toEqual({
    month: '2026-11',
    today: '2026-11-21',
    total: NOTHING,
    teachersFen: 0,
    feesFen: 0,
    days: [],
    goods: [],
    others: { ...NOTHING, goods: 0 },
    ways: [],
    topUpsFen: 0,
  })
})

test('courses, gifts, memberships and top-ups, paid in several ways and partly given back: every table has the same sum', async () => {
  const { income, paid, giveBack, pass, ports } = await given()
  // Saturday: mei fills her wallet, then takes the year with it; the last 265 come through WeChat Pay.
  await paid(MEI, { kind: 'topUp', fen: 10000 })
  await paid(MEI, YEAR, { useBalance: true })
  await paid(ZHOU, SPRING)
  await pass(DAY)
  // Sunday: a gift of the same course, of which a part goes back.
  const gift = await paid(ZHOU, GIFT)
  await giveBack(gift, 4001)
  await pass(9 * DAY)
  // 1 December: the shares are the teacher's by now.
  await giveBack(gift, 5000)
  await ledger(ports).post(
    entryOf({ _id: 'fees', kind: 'fee', at: '2026-11-22T15:59:59.999Z' }, [
      debit(feesOf('wechatPay'), 237),
      credit(gatewayAccount('wechatPay'), 237),
    ]),
  )

  const november = await income('2026-11')
  expect(november).toEqual({
    month: '2026-11',
    today: '2026-12-01',
    total: { soldFen: 36500 + 19900 + 19900, sales: 3, refundedFen: 4001, refunds: 1 },
    teachersFen: 9950 + 9950 - 2001,
    feesFen: 237,
    days: [
      { day: '2026-11-21', soldFen: 56400, sales: 2, refundedFen: 0, refunds: 0 },
      { day: '2026-11-22', soldFen: 19900, sales: 1, refundedFen: 4001, refunds: 1 },
    ],
    goods: [
      { kind: 'membership', id: 'year', title: '年度会员', soldFen: 36500, sales: 1, refundedFen: 0, refunds: 0 },
      { kind: 'course', id: 'spring-ink', title: '春日水墨', soldFen: 39800, sales: 2, refundedFen: 4001, refunds: 1 },
    ],
    others: { ...NOTHING, goods: 0 },
    ways: [
      { way: 'wechatPay', soldFen: 26500 + 39800, refundedFen: 4001 },
      { way: 'balance', soldFen: 10000, refundedFen: 0 },
    ],
    topUpsFen: 10000,
  })
  expect(await income()).toMatchObject({
    month: '2026-12',
    total: { soldFen: 0, sales: 0, refundedFen: 5000, refunds: 1 },
    teachersFen: -2500,
    days: [{ day: '2026-12-01', refundedFen: 5000 }],
    ways: [{ way: 'wechatPay', soldFen: 0, refundedFen: 5000 }],
  })
})

test('what goes back to a wallet goes back by the balance; a top-up given back is no refund of goods', async () => {
  const { income, paid, giveBack } = await given()
  const topUp = await paid(MEI, { kind: 'topUp', fen: 30000 })
  const orderId = await paid(MEI, SPRING, { useBalance: true })
  await giveBack(orderId, 900)
  await giveBack(topUp, 10000)
  expect(await income()).toMatchObject({
    total: { soldFen: 19900, sales: 1, refundedFen: 900, refunds: 1 },
    ways: [{ way: 'balance', soldFen: 19900, refundedFen: 900 }],
    topUpsFen: 20000,
  })
})

test('a payment that came after the closing and went back is neither sold nor given back', async () => {
  const { income, ordered, pay, pass, paid, entries } = await given()
  const orderId = await ordered(MEI, SPRING)
  await pass(31 * MINUTE)
  await pay(orderId)
  await paid(ZHOU, SPRING)
  expect(entries().map(({ kind }) => kind)).toEqual(['late', 'refund', 'sale'])
  expect(await income()).toMatchObject({
    total: { soldFen: 19900, sales: 1, refundedFen: 0, refunds: 0 },
    days: [{ soldFen: 19900, refunds: 0 }],
    goods: [{ soldFen: 19900, refunds: 0 }],
    ways: [{ way: 'wechatPay', soldFen: 19900, refundedFen: 0 }],
  })
})

test('what points pay for is a sale of no money, and what is free is none', async () => {
  const market = await memoryMarket({ ways: JSAPI_ONLY, points: { perYuan: 1, fenPerPoint: 1, maxPercent: 100 } })
  await market.givePoints('wang', 30_000)
  await market.paid(WANG, SPRING, { usePoints: true })
  await market.paid(WANG, { kind: 'course', courseId: 'water' })
  expect(market.entries().map(({ kind }) => kind)).toEqual(['topUp', 'hold', 'sale'])
  const { total, days, goods, ways } = await schoolIncome(market.ports)(FINANCE, {})
  expect(total).toEqual({ ...NOTHING, sales: 1 })
  expect(days).toEqual([{ day: '2026-11-21', ...NOTHING, sales: 1 }])
  expect(goods).toMatchObject([{ id: 'spring-ink', ...NOTHING, sales: 1 }])
  expect(ways).toEqual([])
})

test('a day of Shanghai begins at midnight there, and so does a month', async () => {
  const { income, paid, clock } = await given()
  clock.advance(Date.parse('2026-11-30T15:59:59Z') - clock.now().getTime())
  await paid(MEI, SPRING)
  clock.advance(1000)
  await paid(ZHOU, SPRING)
  expect((await income('2026-11')).days).toMatchObject([{ day: '2026-11-30', sales: 1 }])
  expect((await income('2026-12')).days).toMatchObject([{ day: '2026-12-01', sales: 1 }])
})

test('sales of before it was noted what was bought are counted, without a name', async () => {
  const { income, paid, store } = await given()
  const orderId = await paid(MEI, SPRING)
  const entry = store.all('ledger').find(({ _id }) => _id === `${orderId}:sale`)
  const { goodsKey: _, ...earlier } = entry ?? { _id: '' }
  await store.put('ledger', earlier)
  expect(await income()).toMatchObject({
    total: { soldFen: 19900, sales: 1 },
    goods: [{ kind: 'earlier', id: '', title: '', soldFen: 19900, sales: 1 }],
  })
})

test('of more goods than are listed the rest stands together', async () => {
  const { income, ports } = await given()
  for (let n = 0; n < 103; n += 1) {
    const told = { _id: `S${n}:sale`, kind: 'sale' as const, at: '2026-11-21T03:00:00.000Z', goodsKey: `course:c${n}` }
    await ledger(ports).post(entryOf(told, [debit('gateway:alipay', 1000 + n), credit('sales', 1000 + n)]))
  }
  const { goods, others, total, ways } = await income()
  expect([goods.length, goods[0]?.soldFen, goods.at(-1)?.soldFen]).toEqual([100, 1102, 1003])
  expect(others).toEqual({ soldFen: 1000 + 1001 + 1002, sales: 3, refundedFen: 0, refunds: 0, goods: 3 })
  expect(total.soldFen).toBe(103 * 1000 + (102 * 103) / 2)
  expect(ways).toEqual([{ way: 'alipay', soldFen: total.soldFen, refundedFen: 0 }])
})

test('what is sold while the month is read is in every table or in none', async () => {
  const { income, paid, ports } = await given()
  await paid(MEI, SPRING)
  let sells = 2
  const busy: Ports = {
    ...ports,
    store: {
      ...ports.store,
      async sum(collection, sum) {
        const rows = await ports.store.sum(collection, sum)
        if (sum.by[0] === 'goodsKey' && sells > 0) {
          sells -= 1
          await paid(sells ? ZHOU : WANG, SPRING)
        }
        return rows
      },
    },
  }
  const { total, goods, ways } = await income(undefined, busy)
  expect(total).toMatchObject({ soldFen: 3 * 19900, sales: 3 })
  expect(goods).toMatchObject([{ soldFen: 3 * 19900, sales: 3 }])
  expect(ways).toEqual([{ way: 'wechatPay', soldFen: 3 * 19900, refundedFen: 0 }])
})
