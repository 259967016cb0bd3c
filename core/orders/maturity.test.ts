import fc from 'fast-check'
import { DAY, MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { credit, debit, type Entry, entryOf, type Line, pointsOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { holdOf, matureOf, refundEntryOf, saleOf } from './accounting'
import { askRefund } from './askRefund'
import { type Order, openOrder } from './order'
import { priceOf } from './price'
import { refundOf } from './refundRules'
import { reviewRefunds } from './reviewRefunds'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

async function given(percent = 50) {
  const market = await memoryMarket({ ways: JSAPI_ONLY })
  const share = { userId: 'lin', percent }
  await officeTerms(market.ports)(OFFICE, { action: 'course', courseId: 'spring-ink', share, forMembers: 'none' })
  const review = reviewRefunds(market.ports)
  return {
    ...market,
    give: (orderId: string, fen: number) => review(OFFICE, { action: 'give', orderId, fen, reason: '老师病了一周' }),
    refuse: (orderId: string) => review(OFFICE, { action: 'refuse', orderId, answer: '已经看完' }),
    ask: (orderId: string) => askRefund(market.ports)(MEI, { action: 'ask', orderId, reason: '买错了' }),
  }
}

test('when the refund days are over, the share is the teacher’s and the points are the buyer’s, once', async () => {
  const { paid, held, pass, order, books, balances, clock } = await given()
  const orderId = await paid(MEI, SPRING)
  const paidAt = clock.now().getTime()
  expect(order(orderId).maturesAt).toBe(new Date(paidAt + 7 * DAY).toISOString())
  expect(books()).toEqual({ 'gateway:wechatPay': 19900, shares: -9950, sales: -9950 })
  expect(await pass(7 * DAY - 1)).toMatchObject({ matured: 0 })
  expect([await held('teacher:lin'), await held(pointsOf('mei'))]).toEqual([0, 0])
  expect(await pass(1)).toMatchObject({ matured: 1 })
  expect(await pass(DAY)).toMatchObject({ matured: 0 })
  expect(order(orderId)).toMatchObject({ state: 'paid', isMature: true, maturesAt: null, todo: [], dueAt: null })
  expect(books()).toEqual({
    'gateway:wechatPay': 19900,
    'teacher:lin': -9950,
    sales: -9950,
    pointsIssued: 199,
    'points:mei': -199,
  })
  expect(balances().byEntries).toEqual(balances().kept)
})

test('two sweeps at once hand over once', async () => {
  const { paid, held, sweep, clock } = await given()
  await paid(MEI, SPRING)
  clock.advance(7 * DAY)
  await Promise.all([sweep(), sweep(), sweep()])
  expect(await held('teacher:lin')).toBe(9950)
})

test('what was given back before is not handed over', async () => {
  const { paid, give, held, pass } = await given(33)
  const orderId = await paid(MEI, SPRING)
  await give(orderId, 5050)
  await pass(7 * DAY)
  expect([await held('teacher:lin'), await held(pointsOf('mei'))]).toEqual([Math.floor(14850 * 0.33), 148])
})

test('a question in hand holds it up; refused, it is handed over', async () => {
  const { paid, ask, refuse, held, pass, clock, order } = await given()
  const orderId = await paid(MEI, { kind: 'gift', courseId: 'spring-ink' })
  clock.advance(7 * DAY + 1)
  await ask(orderId)
  expect(await pass(DAY)).toMatchObject({ matured: 0, failed: 0 })
  expect(order(orderId).refund?.state).toBe('asked')
  await refuse(orderId)
  expect(await pass(15 * MINUTE)).toMatchObject({ matured: 1 })
  expect(await held('teacher:lin')).toBe(9950)
})

test('an order that was given back whole never matures', async () => {
  const { paid, ask, held, pass, order, books } = await given()
  const orderId = await paid(MEI, SPRING)
  await ask(orderId)
  expect(await pass(30 * DAY)).toMatchObject({ matured: 0 })
  expect(order(orderId)).toMatchObject({ state: 'refunded', maturesAt: null, isMature: false })
  expect([await held('teacher:lin'), await held(pointsOf('mei'))]).toEqual([0, 0])
  expect(books()).toEqual({})
})

test('given back afterwards, the share comes from the teacher and the points from the buyer, spent or not', async () => {
  const { paid, give, held, pass, ports, books, balances } = await given()
  const orderId = await paid(MEI, SPRING)
  await pass(7 * DAY)
  // Both are gone before the refund.
  const at = ports.clock.now().toISOString()
  await ledger(ports).post(
    entryOf({ _id: 'spent', kind: 'hold', at }, [
      debit(pointsOf('mei'), 199, 'point'),
      credit('pointsHeld', 199, 'point'),
    ]),
  )
  await ledger(ports).post(
    entryOf({ _id: 'out', kind: 'withdraw', at }, [debit('teacher:lin', 9950), credit('payout:lin', 9950)]),
  )
  await give(orderId, 19900)
  expect([await held('teacher:lin'), await held(pointsOf('mei'))]).toEqual([-9950, -199])
  expect(books()).toEqual({
    'teacher:lin': 9950,
    'payout:lin': -9950,
    'points:mei': 199,
    pointsHeld: -199,
  })
  expect(balances().byEntries).toEqual(balances().kept)
})

/** The fen or points of each account over these entries; even ones are left out. */
function sums(entries: Entry[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { account, amount } of entries.flatMap(({ lines }): Line[] => lines))
    all[account] = (all[account] ?? 0) + amount
  return Object.fromEntries(Object.entries(all).filter(([, amount]) => amount !== 0))
}

test('whatever is given back, in however many parts before and after the days, every account ends even and rounding loses no fen', () => {
  const AT = '2026-11-21T02:00:00.000Z'
  fc.assert(
    fc.property(
      fc.record({
        listFen: fc.integer({ min: 1, max: 2_000_000 }),
        heldPoints: fc.integer({ min: 0, max: 100_000 }),
        heldFen: fc.integer({ min: 0, max: 1_000_000 }),
        percent: fc.integer({ min: 0, max: 100 }),
        perYuan: fc.integer({ min: 0, max: 100 }),
        /** Parts of what is left then, in percent; the last one is the rest. */
        parts: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 8 }),
        maturesAfter: fc.integer({ min: 0, max: 9 }),
      }),
      ({ listFen, heldPoints, heldFen, percent, perYuan, parts, maturesAfter }) => {
        const price = priceOf({
          listFen,
          points: { wanted: true, held: heldPoints, fenPerPoint: 1, maxPercent: 50 },
          balance: { wanted: true, heldFen },
        })
        let order: Order = {
          ...openOrder(
            { orderId: 'XT1', userId: 'mei', openid: 'o-mei', attempt: 1 },
            {
              goods: SPRING,
              title: '春日水墨',
              price,
              way: price.payFen ? { gateway: 'wechatPay', method: 'jsapi' } : null,
              share: { userId: 'lin', percent },
              pointsPerYuan: perYuan,
              membership: null,
              giftCode: null,
              agreed: null,
              refundDays: 7,
              seat: null,
            },
            new Date(AT),
          ),
          state: 'paid',
          paidAt: AT,
        }
        const entries = [holdOf(order, AT), saleOf(order)]
        const asked = [...parts, 100]
        for (const [at, part] of asked.entries()) {
          if (at === maturesAfter) {
            entries.push(matureOf(order, AT))
            order = { ...order, isMature: true }
            const waiting = sums(entries).shares ?? 0
            expect(waiting).toBe(0)
          }
          const leftFen = price.payFen + price.balanceFen - order.refundedFen - order.refundedBalanceFen
          const fen = part === 100 ? leftFen : Math.max(1, Math.floor((leftFen * part) / 100))
          const refund = refundOf(order, { fen, reason: '', by: 'staff', state: 'going' }, AT)
          if (!refund) continue
          entries.push(refundEntryOf(order, refund, AT))
          order = {
            ...order,
            refunds: [...order.refunds, { ...refund, state: 'done' }],
            refundedFen: order.refundedFen + refund.fen,
            refundedBalanceFen: order.refundedBalanceFen + refund.balanceFen,
            refundedPoints: order.refundedPoints + refund.points,
          }
        }
        expect(sums(entries)).toEqual({})
        expect([order.refundedFen, order.refundedBalanceFen, order.refundedPoints]).toEqual([
          price.payFen,
          price.balanceFen,
          price.points,
        ])
        expect(new Set(entries.map(({ _id }) => _id)).size).toBe(entries.length)
      },
    ),
    { numRuns: 1000 },
  )
})
