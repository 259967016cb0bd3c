import type { Goods } from '../../core/contract/shapes'
import { askRefund } from '../../core/orders/askRefund'
import { reviewRefunds } from '../../core/orders/reviewRefunds'
import type { Ports } from '../../core/ports'
import { MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { JSAPI_ONLY, MEI } from '../../platform/memory/school'

type Market = Awaited<ReturnType<typeof memoryMarket>>
type Story = {
  story: string
  settings: object
  goods: Goods
  begin: (ports: Ports, orderId: string) => Promise<unknown>
  /** Of what was paid, what is back in the end, in fen. */
  backFen: number
  state: 'refunded' | 'partlyRefunded'
}

const ask = (ports: Ports, orderId: string) => askRefund(ports)(MEI, { action: 'ask', orderId, reason: '买错了' })
const give = (fen: number) => (ports: Ports, orderId: string) =>
  reviewRefunds(ports)(OFFICE, { action: 'give', orderId, fen, reason: '老师病了一周' })
const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

const stories: Story[] = [
  {
    story: 'a course, whole',
    settings: { ways: JSAPI_ONLY },
    goods: SPRING,
    begin: ask,
    backFen: 16900,
    state: 'refunded',
  },
  { story: 'a course paid with coins', settings: {}, goods: SPRING, begin: ask, backFen: 16900, state: 'refunded' },
  {
    story: 'a part',
    settings: { ways: JSAPI_ONLY },
    goods: SPRING,
    begin: give(900),
    backFen: 900,
    state: 'partlyRefunded',
  },
  {
    story: 'a gift',
    settings: { ways: JSAPI_ONLY },
    goods: { kind: 'gift', courseId: 'spring-ink' },
    begin: ask,
    backFen: 16900,
    state: 'refunded',
  },
  {
    story: 'a membership',
    settings: { ways: JSAPI_ONLY },
    goods: { kind: 'membership', planId: 'year' },
    begin: give(36500),
    backFen: 36500,
    state: 'refunded',
  },
  {
    story: 'a top-up',
    settings: { ways: JSAPI_ONLY },
    goods: { kind: 'topUp', fen: 10000 },
    begin: give(10000),
    backFen: 10000,
    state: 'refunded',
  },
]

async function given({ settings, goods }: Story) {
  const market = await memoryMarket(settings)
  await market.givePoints('mei', 3000)
  return { ...market, orderId: await market.paid(MEI, goods, { usePoints: true }) }
}

function expectWhole(market: Market & { orderId: string }, { state, backFen, goods }: Story): void {
  const { orderId, order, payments, virtualPay } = market
  expect(order(orderId)).toMatchObject({ state, todo: [], dueAt: null, refund: null, refundedFen: backFen })
  expect(order(orderId).refunds).toMatchObject([{ refundNo: `${orderId}R1`, state: 'done', fen: backFen }])
  const back = [...payments.refunds(), ...virtualPay.refunds()]
  expect(back).toMatchObject([{ outRefundNo: `${orderId}R1`, fen: backFen, state: 'SUCCESS' }])
  expect(market.owns('mei')).toBe(state !== 'refunded' && goods.kind === 'course')
  expect(market.store.all('codes').filter((code) => code.state === 'open')).toEqual([])
  expect(market.balances().kept).toEqual(market.balances().byEntries)
  expect(market.balances().kept['wallet:mei'] ?? 0).toBe(0)
}

const MOST_CALLS = 30

describe.each(stories)('giving back $story', (one) => {
  test.each(deathsIn(MOST_CALLS))(
    'killed $when call $call: begun again where it was lost, and swept, it ends whole',
    async (death) => {
      const market = await given(one)
      await lived(one.begin(mortal(market.ports, death).ports, market.orderId))
      const { refund, refunds } = market.order(market.orderId)
      if (!refund && !refunds.length) await one.begin(market.ports, market.orderId)
      for (let n = 0; n < 3; n += 1) await market.pass(15 * MINUTE)
      expectWhole(market, one)
    },
  )

  test('every call is covered', async () => {
    const market = await given(one)
    const unharmed = mortal(market.ports, IMMORTAL)
    await one.begin(unharmed.ports, market.orderId)
    expect(unharmed.calls()).toBeLessThan(MOST_CALLS)
  })
})
