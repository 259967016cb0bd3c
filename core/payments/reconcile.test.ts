import {
  factsOf,
  financeSchool,
  linesOf,
  MONDAY,
  onlyWeChat,
  SATURDAY,
  SUNDAY,
  TUESDAY,
} from '../../platform/memory/finance'
import { deathsIn, IMMORTAL, lived, mortal } from '../../platform/memory/mortal'
import { MEI, ZHOU } from '../../platform/memory/school'
import { learner } from '../../platform/memory/world'
import { AppError } from '../contract/errors'
import { orders } from '../orders/orders'

const EMPTY = { payments: 0, paidFen: 0, refunds: 0, refundedFen: 0, feeMilliFen: 0, openDifferences: 0 }
const gateway = 'wechatPay'
const states = (days: { day: string; state: string }[]) => days.map(({ day, state }) => `${day} ${state}`)

test('a day on which everything fits is even: payments, top-ups, refunds, and what the service kept', async () => {
  const { sell, orderOf, notify, payments, giveBack, ring, until, look, entries, clock, alerts } = await financeSchool()
  const first = await sell(MEI)
  await sell(ZHOU)
  await notify(payments.pay(await orderOf(MEI, 'topUp')))
  await giveBack(first, 9900)
  until(SUNDAY, '10:10:00')
  const day = {
    gateway,
    day: SATURDAY,
    state: 'even',
    payments: 3,
    paidFen: 49800,
    refunds: 1,
    refundedFen: 9900,
    feeMilliFen: 239_000,
    openDifferences: 0,
    reconciledAt: clock.now().toISOString(),
  }
  expect(await ring()).toEqual([day])
  expect(await look(SATURDAY)).toEqual({ action: 'day', day, differences: [] })
  expect(entries('fee')).toEqual([
    {
      _id: `fees:wechatPay:${SATURDAY}`,
      kind: 'fee',
      at: '2026-11-21T15:59:59.999Z',
      day: SATURDAY,
      orderId: null,
      goodsKey: null,
      words: `${SATURDAY} 手续费 2.39000 元`,
      key: `2026-11-21T15:59:59.999Z:fees:wechatPay:${SATURDAY}`,
      lines: [
        { account: 'fees:wechatPay', unit: 'fen', amount: 239 },
        { account: 'gateway:wechatPay', unit: 'fen', amount: -239 },
      ],
      accounts: ['fees:wechatPay', 'gateway:wechatPay'],
    },
  ])
  // As often as it rings, nothing is written twice.
  clock.advance(60_000)
  expect(await ring()).toEqual([day])
  expect(entries('fee')).toHaveLength(1)
  expect(alerts).toEqual([])
})

test('what the books say is at WeChat Pay is what the fund bill says is left', async () => {
  const { sell, giveBack, ring, until, gatewayFen, bills } = await financeSchool()
  const first = await sell(MEI)
  await sell(ZHOU)
  until(SUNDAY, '15:00:00')
  await giveBack(first)
  until(MONDAY, '12:00:00')
  expect(states(await ring())).toEqual([`${SATURDAY} even`, `${SUNDAY} even`])
  expect(gatewayFen()).toBe(19900 - 119)
  expect(linesOf(await bills.funds(SUNDAY)).at(-1)?.balanceFen).toBe(gatewayFen())
})

test('fees in parts of a fen are booked to the whole fen, and the words say what that left out', async () => {
  const { sell, ring, until, entries, alterTrade } = await financeSchool()
  await sell(MEI)
  alterTrade(SATURDAY, (lines) => lines.map((line) => ({ ...line, feeMilliFen: 119_400 })))
  until(SUNDAY, '10:10:00')
  expect(states(await ring())).toEqual([`${SATURDAY} even`])
  expect(entries('fee')).toMatchObject([
    { lines: [{ amount: 119 }, { amount: -119 }], words: `${SATURDAY} 手续费 1.19400 元,按分入账,余 0.00400 元` },
  ])
})

describe('waiting for bills', () => {
  test('before ten nobody asks, and a school that has sold nothing has nothing to compare', async () => {
    const { ring, until, sell, ports } = await financeSchool()
    until(SUNDAY, '12:00:00')
    expect(await ring()).toEqual([])
    await sell(MEI)
    until(MONDAY, '09:59:59')
    const never = async () => Promise.reject(new Error('asked too early'))
    expect(await ring({ ...ports, bills: onlyWeChat({ trade: never, funds: never }) })).toEqual([])
  })

  test('a late bill is asked for at every ring, and from noon of the second day on somebody is told, once a day', async () => {
    const { sell, ring, until, withBills, alerts, look } = await financeSchool()
    await sell(MEI)
    const late = withBills({})
    const waiting = { gateway, day: SATURDAY, state: 'waiting', ...EMPTY, reconciledAt: null }
    until(SUNDAY, '10:10:00')
    expect(await ring(late)).toEqual([waiting])
    until(MONDAY, '11:59:59')
    await ring(late)
    expect(alerts).toEqual([])
    until(MONDAY, '12:00:00')
    for (const _ of ['once', 'twice']) await ring(late)
    const told = { code: 'BILL_LATE', facts: { gateway, day: SATURDAY } }
    expect(alerts).toEqual([told])
    until(TUESDAY, '12:00:00')
    await Promise.all([ring(late), ring(late)])
    // Sunday's, on which nothing moved here, is late by now as well: nobody can know that nothing moved there.
    expect(alerts).toEqual([told, told, { code: 'BILL_LATE', facts: { gateway, day: SUNDAY } }])
    expect(await look(SATURDAY)).toEqual({ action: 'day', day: waiting, differences: [] })
    expect(states(await ring())).toEqual([`${SATURDAY} even`, `${SUNDAY} even`, `${MONDAY} even`])
  })

  test('a day on which nothing moved is even as soon as its empty bill is there, and nobody is alarmed', async () => {
    const { sell, ring, until, alerts } = await financeSchool()
    await sell(MEI)
    until(TUESDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${SATURDAY} even`, `${SUNDAY} even`, `${MONDAY} even`])
    expect(alerts).toEqual([])
  })

  test('an empty bill of a day on which we sold says that the sale is missing there', async () => {
    const { sell, ring, until, alterTrade, alterFunds, look } = await financeSchool()
    const orderId = await sell(MEI)
    alterTrade(SATURDAY, () => [])
    alterFunds(SATURDAY, () => [])
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${SATURDAY} differs`])
    expect(factsOf((await look(SATURDAY)).differences)).toEqual([
      { is: 'open: payment missingThere', of: orderId, ourFen: 19900, theirFen: null },
    ])
  })

  test('at most seven days back', async () => {
    const { sell, ring, until } = await financeSchool()
    await sell(MEI)
    until('2026-12-03', '12:00:00')
    const days = (await ring()).map(({ day }) => day)
    expect([days.length, days[0], days.at(-1)]).toEqual([7, '2026-11-26', '2026-12-02'])
  })

  test('an unreadable bill of one day does not keep the others from being compared', async () => {
    const { sell, ring, until, ports, alerts, bills } = await financeSchool()
    await sell(MEI)
    until(SUNDAY, '15:00:00')
    await sell(ZHOU)
    until(MONDAY, '10:10:00')
    const trade = async (day: string) =>
      day === SATURDAY ? Promise.reject(new AppError('PAYMENT_UNAVAILABLE', { reason: 'BILL_HASH' })) : bills.trade(day)
    expect(states(await ring({ ...ports, bills: onlyWeChat({ ...bills, trade }) }))).toEqual([`${SUNDAY} even`])
    expect(alerts).toMatchObject([{ code: 'RECONCILE_FAILED', facts: { day: SATURDAY, code: 'PAYMENT_UNAVAILABLE' } }])
    expect(states(await ring())).toEqual([`${SATURDAY} even`, `${SUNDAY} even`])
  })
})

/** Everything that one morning can have to do: a lost notice, a late payment, a refund by hand, and a stranger's payment. */
async function busyMorning() {
  const world = await financeSchool()
  const { sell, orderOf, payments, clock, sweep, giveBackInConsole, alterTrade, until } = world
  const refunded = await sell(ZHOU)
  const late = await orderOf(learner('wang'))
  clock.advance(3_600_000)
  await sweep()
  payments.pay(late)
  const lost = await orderOf(MEI)
  payments.pay(lost)
  await giveBackInConsole(refunded, 'CONSOLE1', 100)
  alterTrade(SATURDAY, (lines) => [
    ...lines,
    {
      kind: 'payment',
      outTradeNo: 'STALL-7',
      transactionId: '4299',
      outRefundNo: '',
      refundId: '',
      fen: 500,
      feeMilliFen: 0,
      at: '2026-11-21T06:00:00.000Z',
      state: 'SUCCESS',
    },
  ])
  until(SUNDAY, '10:10:00')
  const expected = [
    { is: 'mended: payment missingHere', of: late, ourFen: null, theirFen: 19900 },
    { is: 'mended: payment missingHere', of: lost, ourFen: null, theirFen: 19900 },
    { is: 'mended: refund missingHere', of: 'CONSOLE1', ourFen: null, theirFen: 100 },
    { is: 'open: payment missingHere', of: 'STALL-7', ourFen: null, theirFen: 500 },
    { is: 'open: payment funds', of: 'STALL-7', ourFen: 500, theirFen: null },
  ]
  return {
    ...world,
    async expectDone(): Promise<void> {
      const { day, differences } = await world.look(SATURDAY)
      expect(day).toMatchObject({ state: 'differs', payments: 4, refunds: 1, openDifferences: 2 })
      expect(factsOf(differences)).toHaveLength(expected.length)
      expect(factsOf(differences)).toEqual(expect.arrayContaining(expected))
      expect(world.entries('fee')).toHaveLength(1)
      expect(world.entries('refund').map(({ _id }) => _id)).toContain('CONSOLE1:refund')
      expect((await orders(world.ports).those([lost, late])).map(({ state, todo }) => [state, todo])).toEqual(
        expect.arrayContaining([
          ['paid', []],
          ['refunded', []],
        ]),
      )
    },
  }
}

describe('it may die anywhere, and run as often as it likes', () => {
  const CALLS = 130

  test('unharmed it makes fewer calls than are tried, and is done', async () => {
    const world = await busyMorning()
    const life = mortal(world.ports, IMMORTAL)
    await world.ring(life.ports)
    expect(life.calls()).toBeLessThan(CALLS)
    await world.expectDone()
    expect(world.alerts.filter(({ code }) => code === 'BILL_DIFFERS')).toEqual([
      { code: 'BILL_DIFFERS', facts: { gateway, day: SATURDAY, open: 2 } },
    ])
  })

  test('killed before or after any of its calls, the next ring ends the same', async () => {
    for (const death of deathsIn(CALLS)) {
      const world = await busyMorning()
      await lived(world.ring(mortal(world.ports, death).ports))
      await world.ring()
      // What an order still owes once it is booked is the sweep's.
      world.clock.advance(3_600_000)
      await world.sweep()
      try {
        await world.expectDone()
      } catch (error) {
        throw new Error(`killed ${death.when} call ${death.call}: ${error instanceof Error ? error.message : error}`)
      }
    }
  })

  test('two and three at once end the same, and one of them tells', async () => {
    const world = await busyMorning()
    await Promise.all([world.ring(), world.ring(), world.ring()])
    await world.expectDone()
    expect(world.alerts.filter(({ code }) => code === 'BILL_DIFFERS')).toHaveLength(1)
  })
})

test('many lines are read by the page: ten times as many cost ten times as many requests', async () => {
  async function costOf(sales: number): Promise<number> {
    const { ports, until, store, ring } = await financeSchool()
    const day = { trade: [], funds: [] } as Parameters<
      Awaited<ReturnType<typeof financeSchool>>['withBills']
    >[0][string]
    for (let n = 0; n < sales; n += 1) {
      const at = new Date(Date.parse('2026-11-21T03:00:00.000Z') + n * 1000).toISOString()
      const id = `XT${String(n).padStart(20, '0')}`
      const lines = [
        { account: 'gateway:wechatPay', unit: 'fen', amount: 100 },
        { account: 'sales', unit: 'fen', amount: -100 },
      ]
      const accounts = lines.map(({ account }) => account)
      await store.insert('ledger', {
        _id: `${id}:sale`,
        kind: 'sale',
        at,
        day: SATURDAY,
        orderId: id,
        lines,
        accounts,
        key: `${at}:${id}:sale`,
        words: '',
      })
      day.trade.push({
        kind: 'payment',
        outTradeNo: id,
        transactionId: `42${id}`,
        outRefundNo: '',
        refundId: '',
        fen: 100,
        feeMilliFen: 1000,
        at,
        state: 'SUCCESS',
      })
      day.funds.push({ at, bizNo: `42${id}`, kind: '交易', direction: 'in', fen: 99, balanceFen: 99 * (n + 1) })
    }
    until(SUNDAY, '10:10:00')
    const bills = onlyWeChat({ trade: async () => day.trade, funds: async () => day.funds })
    const life = mortal({ ...ports, bills }, IMMORTAL)
    expect(states(await ring(life.ports))).toEqual([`${SATURDAY} even`])
    return life.calls()
  }
  const [few, many] = [await costOf(300), await costOf(3000)]
  expect(many - few).toBe(27)
})
