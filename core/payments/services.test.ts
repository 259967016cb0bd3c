import { factsOf, financeSchool, SATURDAY, SUNDAY, TUESDAY } from '../../platform/memory/finance'
import { MEI, ZHOU } from '../../platform/memory/school'
import { MoneySettings } from '../contract/moneySettings'
import { buyCourse } from '../orders/buyCourse'
import { orders } from '../orders/orders'
import { reviewRefunds } from '../orders/reviewRefunds'
import { sweepOrders } from '../orders/sweepOrders'
import type { Caller, Gateway, TradeLine } from '../ports'
import { saveMoneySettings } from '../settings/moneySettings'
import { alipayNotify } from './alipayNotify'
import { reconciliation } from './reconciliation'
import { virtualPayNotify } from './virtualPayNotify'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const SUPPORT: Caller = { userId: 'office', openid: '', roles: ['support'] }
const JIN: Caller = { userId: 'jin', openid: '', roles: ['finance'] }
/** On the web: she has no openid. */
const LAN: Caller = { userId: 'lan', openid: '', roles: ['learner'] }
const ON = { virtualGoods: false }

type Service = 'virtualPay' | 'alipay'

/** A school that sells SPRING through this service alone, for coins or on Alipay's page. */
async function sellingThrough(service: Service) {
  const world = await financeSchool()
  const { ports, virtualPay, alipay, settled } = world
  await saveMoneySettings(ports, MoneySettings.parse({ ways: ON }), 'office')
  const bills = service === 'alipay' ? world.alipayBills : world.virtualBills
  const gateway: Gateway = service === 'alipay' ? alipay : virtualPay
  async function order(buyer: Caller = service === 'alipay' ? LAN : ZHOU): Promise<string> {
    const bought =
      service === 'alipay'
        ? await buyCourse(ports)(buyer, { courseId: 'spring-ink', method: 'alipayPage', device: 'computer' })
        : await buyCourse(ports)(buyer, {
            courseId: 'spring-ink',
            method: 'virtualCoins',
            loginCode: virtualPay.login(buyer.openid),
          })
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    return bought.orderId
  }
  const pay = (orderId: string) => (service === 'alipay' ? alipay.pay(orderId) : virtualPay.pay(orderId))
  async function notify(letter: { headers: Record<string, string>; body: string }): Promise<void> {
    await (service === 'alipay' ? alipayNotify : virtualPayNotify)(ports)(NOBODY, letter)
    await settled()
  }
  return {
    ...world,
    service,
    gateway,
    bills,
    order,
    pay,
    notify,
    async sale(): Promise<string> {
      const orderId = await order()
      await notify(pay(orderId))
      return orderId
    },
    async giveBack(orderId: string, fen: number): Promise<void> {
      await reviewRefunds(ports)(SUPPORT, { action: 'give', orderId, fen, reason: '少了一节', shut: false })
      await settled()
      world.clock.advance(60_000)
      await sweepOrders(ports)(NOBODY, {})
    },
    alter: (trade: (lines: TradeLine[]) => TradeLine[]) => bills.alter(SATURDAY, { trade }),
    state: async (orderId: string) => (await orders(ports).find(orderId))?.state,
    found: async () => factsOf((await world.look(SATURDAY, service)).differences),
  }
}

const states = (days: { gateway: string; day: string; state: string }[]) =>
  days.map(({ gateway, day, state }) => `${gateway} ${day} ${state}`)

describe.each(['virtualPay', 'alipay'] as const)('%s, line by line', (service) => {
  const hasFunds = service === 'alipay'

  test('a payment, and what went back of it in parts, fit; the fees are booked where a bill tells them', async () => {
    const { sale, giveBack, until, ring, look, gatewayFen, alipayBills, alerts } = await sellingThrough(service)
    const orderId = await sale()
    await giveBack(orderId, 5000)
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} even`])
    expect((await look(SATURDAY, service)).day).toMatchObject({
      payments: 1,
      paidFen: 19900,
      refunds: 1,
      refundedFen: 5000,
      feeMilliFen: hasFunds ? 89_000 : 0,
    })
    const left = hasFunds ? await alipayBills.funds(SATURDAY) : [{ balanceFen: 14900 }]
    expect([gatewayFen(service)]).toEqual([left === 'late' ? left : left.at(-1)?.balanceFen])
    expect(alerts).toEqual([])
  })

  test('a payment whose notice was lost is booked, and its course opened', async () => {
    const { sale, order, pay, until, ring, found, state, store } = await sellingThrough(service)
    await sale()
    const orderId = await order(service === 'alipay' ? { ...LAN, userId: 'wen' } : MEI)
    pay(orderId)
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} resolved`])
    expect(await found()).toEqual([{ is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 }])
    expect(await state(orderId)).toBe('paid')
    expect(store.all('enrolments')).toMatchObject([{ hasAccess: true }, { hasAccess: true }])
  })

  test('missing there, another amount, missing here: each is found, told once, and settled with a reason', async () => {
    const { sale, alter, until, ring, look, found, resolve, ports, alerts, gatewayFen } = await sellingThrough(service)
    const orderId = await sale()
    alter(([line]) =>
      line ? [{ ...line, outTradeNo: 'STALL-7', transactionId: 'STALL-7', fen: 500, feeMilliFen: 0 }] : [],
    )
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} differs`])
    const all = await found()
    expect(all).toEqual(
      expect.arrayContaining([
        { is: 'open: payment missingThere', of: orderId, ourFen: 19900, theirFen: null },
        { is: 'open: payment missingHere', of: 'STALL-7', ourFen: null, theirFen: 500 },
      ]),
    )
    // Alipay's own movements tell of it too.
    expect(all).toHaveLength(hasFunds ? 4 : 2)
    await ring()
    expect(alerts).toEqual([{ code: 'BILL_DIFFERS', facts: { gateway: service, day: SATURDAY, open: all.length } }])

    for (const { differenceId, about, kind } of (await look(SATURDAY, service)).differences)
      if (about === 'payment' && kind !== 'funds') await resolve(differenceId)
    expect((await found()).filter(({ is }) => is.startsWith('resolved')).length).toBe(2)
    // 19900 are not there, 500 are: what the books say is at this service follows.
    if (!hasFunds) expect(gatewayFen(service)).toBe(500)
    expect(await reconciliation(ports)(JIN, { action: 'days' })).toMatchObject({
      days: [{ gateway: service, day: SATURDAY, state: hasFunds ? 'differs' : 'resolved' }],
    })
  })

  test('a payment of another amount, a refund of another amount, one that is missing there', async () => {
    const { sale, giveBack, alter, until, ring, found } = await sellingThrough(service)
    const orderId = await sale()
    await giveBack(orderId, 5000)
    await giveBack(orderId, 700)
    alter((lines) =>
      lines.filter(({ outRefundNo }) => outRefundNo !== `${orderId}R2`).map((line) => ({ ...line, fen: line.fen - 1 })),
    )
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} differs`])
    expect((await found()).filter(({ is }) => !is.endsWith('funds'))).toEqual(
      expect.arrayContaining([
        { is: 'open: payment amount', of: orderId, ourFen: 19900, theirFen: 19899 },
        { is: 'open: refund amount', of: `${orderId}R1`, ourFen: 5000, theirFen: 4999 },
        { is: 'open: refund missingThere', of: `${orderId}R2`, ourFen: 700, theirFen: null },
      ]),
    )
  })

  test('a refund that failed there although we booked it', async () => {
    const { sale, giveBack, alter, until, ring, found } = await sellingThrough(service)
    const orderId = await sale()
    await giveBack(orderId, 5000)
    alter((lines) => lines.map((line) => (line.kind === 'refund' ? { ...line, state: 'FAIL' } : line)))
    until(SUNDAY, '10:10:00')
    await ring()
    expect(await found()).toEqual(
      expect.arrayContaining([{ is: 'open: refund state', of: `${orderId}R1`, ourFen: 5000, theirFen: 0 }]),
    )
  })

  test('a refund made in the console that nobody told us of is booked, in whatever parts', async () => {
    const { sale, gateway, until, ring, found, state, ports } = await sellingThrough(service)
    const orderId = await sale()
    const order = await orders(ports).find(orderId)
    for (const [outRefundNo, refundFen] of [
      ['CONSOLE1', 5000],
      ['CONSOLE2', 14900],
    ] as const)
      await gateway.refund({
        outTradeNo: orderId,
        method: order?.way?.method ?? 'jsapi',
        fen: 19900,
        openid: service === 'alipay' ? '' : ZHOU.openid,
        seal: order?.seal ?? null,
        outRefundNo,
        refundFen,
        reason: '手工',
      })
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} resolved`])
    expect((await found()).map(({ is, of }) => `${of} ${is}`).sort()).toEqual([
      'CONSOLE1 mended: refund missingHere',
      'CONSOLE2 mended: refund missingHere',
    ])
    expect(await state(orderId)).toBe('refunded')
  })

  test('a late bill is asked for again, after a day and a half the office is told, and once it is there it is compared', async () => {
    const { sale, bills, until, ring, alerts } = await sellingThrough(service)
    await sale()
    bills.delay(SATURDAY)
    until(SUNDAY, '10:10:00')
    expect(states(await ring())).toEqual([`${service} ${SATURDAY} waiting`])
    expect(alerts).toEqual([])
    until('2026-11-23', '12:00:00')
    await ring()
    await ring()
    expect(alerts).toEqual([{ code: 'BILL_LATE', facts: { gateway: service, day: SATURDAY } }])
    bills.delay(SATURDAY, false)
    until(TUESDAY, '10:10:00')
    expect(states(await ring())).toEqual([
      `${service} ${SATURDAY} even`,
      `${service} ${SUNDAY} even`,
      `${service} 2026-11-23 even`,
    ])
  })

  test('an empty bill is one: a sale of ours that it does not have is found', async () => {
    const { sale, bills, until, ring, found } = await sellingThrough(service)
    const orderId = await sale()
    bills.alter(SATURDAY, { trade: () => [], funds: () => [] })
    until(SUNDAY, '10:10:00')
    await ring()
    expect(await found()).toEqual([{ is: 'open: payment missingThere', of: orderId, ourFen: 19900, theirFen: null }])
  })
})

test('coins that were bought and never spent are on the bill and not in the books: it says so until their buyer comes back', async () => {
  const { sale, order, pay, virtualPay, until, ring, found, state, again, ports } = await sellingThrough('virtualPay')
  await sale()
  const orderId = await order(MEI)
  pay(orderId)
  virtualPay.endSession(MEI.openid)
  until(SUNDAY, '10:10:00')
  expect(states(await ring())).toEqual([`virtualPay ${SATURDAY} differs`])
  expect(await found()).toEqual([{ is: 'open: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 }])
  // Her next tap brings a session: the coins are spent, the payment is booked on the day on which they were bought, and the day fits.
  await buyCourse(ports)(MEI, {
    courseId: 'spring-ink',
    method: 'virtualCoins',
    loginCode: virtualPay.login(MEI.openid),
  })
  expect([await state(orderId), virtualPay.isSpent(orderId)]).toEqual(['paid', true])
  expect((await again(SATURDAY, undefined, 'virtualPay')).day).toMatchObject({ state: 'resolved', payments: 2 })
  expect(await found()).toEqual([{ is: 'mended: payment missingHere', of: orderId, ourFen: null, theirFen: 19900 }])
})

test('what Apple gives back, under a number of its own, is the refund that was stuck here', async () => {
  const { order, virtualPay, notify, until, ring, found, ports, settled } = await sellingThrough('virtualPay')
  const orderId = await order()
  await notify(virtualPay.pay(orderId, 'ios'))
  await reviewRefunds(ports)(SUPPORT, { action: 'give', orderId, fen: 19900, reason: '不想要了', shut: true })
  await settled()
  virtualPay.appleRefunds(orderId)
  until(SUNDAY, '10:10:00')
  expect(states(await ring())).toEqual([`virtualPay ${SATURDAY} resolved`])
  expect(await found()).toEqual([
    { is: 'mended: refund missingHere', of: `APPLE${orderId}`, ourFen: null, theirFen: 19900 },
  ])
  // Booked on Sunday, it is found on Saturday's bill.
  until('2026-11-23', '10:10:00')
  expect(states(await ring())).toEqual([`virtualPay ${SATURDAY} resolved`, `virtualPay ${SUNDAY} even`])
})

test('three services, one morning: one that fails keeps nobody from being compared', async () => {
  const { ports, notify, payments, ring, until, alipay, virtualPay, settled, bills } = await financeSchool()
  await saveMoneySettings(ports, MoneySettings.parse({ ways: { ...ON, jsapi: true } }), 'office')
  const sheet = await buyCourse(ports)(MEI, { courseId: 'spring-ink', method: 'jsapi' })
  if (sheet.status !== 'pay') throw new Error('nothing to pay')
  await notify(payments.pay(sheet.orderId))
  const page = await buyCourse(ports)(LAN, { courseId: 'spring-ink', method: 'alipayPage', device: 'computer' })
  if (page.status !== 'pay') throw new Error('nothing to pay')
  await alipayNotify(ports)(NOBODY, alipay.pay(page.orderId))
  const coins = await buyCourse(ports)(ZHOU, {
    courseId: 'spring-ink',
    method: 'virtualCoins',
    loginCode: virtualPay.login(ZHOU.openid),
  })
  if (coins.status !== 'pay') throw new Error('nothing to pay')
  await virtualPayNotify(ports)(NOBODY, virtualPay.pay(coins.orderId))
  await settled()
  until(SUNDAY, '10:10:00')
  const broken = async () => Promise.reject(new Error('WeChat Pay is away'))
  const some = {
    ...ports,
    bills: (name: Service | 'wechatPay') => (name === 'wechatPay' ? { ...bills, trade: broken } : ports.bills(name)),
  }
  expect(states(await ring(some))).toEqual([`virtualPay ${SATURDAY} even`, `alipay ${SATURDAY} even`])
  expect(states(await ring())).toEqual([
    `wechatPay ${SATURDAY} even`,
    `virtualPay ${SATURDAY} even`,
    `alipay ${SATURDAY} even`,
  ])
  const days = await reconciliation(ports)(JIN, { action: 'days' })
  expect(days.action === 'days' && states(days.days)).toEqual([
    `alipay ${SATURDAY} even`,
    `virtualPay ${SATURDAY} even`,
    `wechatPay ${SATURDAY} even`,
  ])
})
