import type { PayChoice } from '../../core/contract/purchase'
import { Order } from '../../core/orders/order'
import { purchase } from '../../core/orders/purchase'
import type { Ports } from '../../core/ports'
import { MINUTE, memoryMarket } from '../../platform/memory/market'
import { type Death, deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { JSAPI_ONLY, MEI } from '../../platform/memory/school'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const

type Market = Awaited<ReturnType<typeof memoryMarket>>
type Story = {
  story: string
  settings: object
  /** What Mei has in her wallet. */
  walletFen: number
  choice: PayChoice
  before?: (market: Market) => Promise<unknown>
  /** What the order asks for through a gateway, and what is left in the wallet once it is paid. */
  payFen: number
  leftFen: number
}

const stories: Story[] = [
  {
    story: 'with points and a part of the balance',
    settings: { ways: JSAPI_ONLY },
    walletFen: 5000,
    choice: { usePoints: true, useBalance: true },
    payFen: 11900,
    leftFen: 0,
  },
  {
    story: 'from the wallet alone',
    settings: { ways: JSAPI_ONLY },
    walletFen: 20000,
    choice: { useBalance: true },
    payFen: 0,
    leftFen: 100,
  },
  { story: 'with coins', settings: {}, walletFen: 0, choice: {}, payFen: 19900, leftFen: 0 },
  {
    story: 'otherwise than the order that waits',
    settings: { ways: JSAPI_ONLY },
    walletFen: 5000,
    choice: { usePoints: true, useBalance: true },
    before: (market) => market.buy(MEI, SPRING, { useBalance: true }),
    payFen: 11900,
    leftFen: 0,
  },
]

async function given({ settings, walletFen, before }: Story) {
  const market = await memoryMarket(settings)
  await market.givePoints('mei', 3000)
  if (walletFen) await market.fillWallet('mei', walletFen)
  await before?.(market)
  return market
}

const tap = ({ virtualPay }: Market, ports: Ports, choice: PayChoice) =>
  purchase(ports, MEI, SPRING, { ...choice, loginCode: virtualPay.login('o-mei') })

const dies = (market: Market, death: Death, choice: PayChoice) =>
  lived(tap(market, mortal(market.ports, death).ports, choice))

const MOST_CALLS = 26
const deaths = deathsIn(MOST_CALLS)

const paidOnes = ({ store }: Market) =>
  store
    .all('orders')
    .map((doc) => Order.parse(doc))
    .filter(({ state }) => state === 'paid')

describe.each(stories)('a purchase $story', (one) => {
  test.each(deaths)('killed $when call $call: the next tap makes it whole', async (death) => {
    const market = await given(one)
    await dies(market, death, one.choice)
    if (!market.owns('mei')) {
      const bought = await tap(market, market.ports, one.choice)
      if (bought.status === 'pay') {
        expect(bought.fen).toBe(one.payFen)
        await market.pay(bought.orderId)
      }
    }
    await market.pass(31 * MINUTE)
    expect(market.owns('mei')).toBe(true)
    expect(paidOnes(market)).toMatchObject([{ price: { payFen: one.payFen }, todo: [], dueAt: null }])
    expect(await market.held('wallet:mei')).toBe(one.leftFen)
    expect(market.books()).not.toHaveProperty('held')
    expect(market.books()).not.toHaveProperty('pointsHeld')
    expect(market.balances().kept).toEqual(market.balances().byEntries)
  })

  test.each(deaths)('killed $when call $call and nobody comes back: the sweep leaves all or nothing', async (death) => {
    const market = await given(one)
    await dies(market, death, one.choice)
    await market.pass(MINUTE)
    await market.pass(31 * MINUTE)
    const [paid] = paidOnes(market)
    expect(market.store.all('orders').filter(({ state }) => state === 'pending')).toEqual([])
    expect(market.owns('mei')).toBe(paid !== undefined)
    expect(await market.held('wallet:mei')).toBe(paid ? one.leftFen : one.walletFen)
    expect(await market.held('points:mei')).toBe(3000)
    expect(market.books()).not.toHaveProperty('held')
    expect(market.books()).not.toHaveProperty('pointsHeld')
    expect(market.balances().kept).toEqual(market.balances().byEntries)
  })

  test('every call is covered', async () => {
    const market = await given(one)
    const unharmed = mortal(market.ports, IMMORTAL)
    await tap(market, unharmed.ports, one.choice)
    expect(unharmed.calls()).toBeLessThan(MOST_CALLS)
  })
})
