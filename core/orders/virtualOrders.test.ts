import { MEI, memorySchool } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { AppError } from '../contract/errors'
import { MoneySettings } from '../contract/moneySettings'
import { ledger } from '../ledger/ledger'
import { virtualPayNotify } from '../payments/virtualPayNotify'
import type { Caller, Ports } from '../ports'
import { saveMoneySettings } from '../settings/moneySettings'
import { askRefund } from './askRefund'
import { buyCourse } from './buyCourse'
import { reviewRefunds } from './reviewRefunds'
import { sweepOrders } from './sweepOrders'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const OFFICE: Caller = { userId: 'office', openid: '', roles: ['admin'] }
const STAFF: Caller = { userId: 'staff', openid: '', roles: ['support'] }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A school that takes coins, and Mei who has a sheet to buy them at. */
async function given({ share }: { share?: number } = {}) {
  const world = await memorySchool()
  const { ports, virtualPay, store } = world
  await saveMoneySettings(ports, MoneySettings.parse({ ways: { virtualGoods: false } }), 'office')
  if (share)
    await officeTerms(ports)(OFFICE, {
      action: 'course',
      courseId: 'spring-ink',
      share: { userId: 'zhou', percent: share },
      forMembers: 'none',
    })
  const buy = () =>
    buyCourse(ports)(MEI, {
      courseId: 'spring-ink',
      method: 'virtualCoins',
      loginCode: virtualPay.login(MEI.openid),
    })
  const { orderId } = await buy()
  return {
    ...world,
    orderId,
    buy,
    push: (letter: { headers: Record<string, string>; body: string }) => virtualPayNotify(ports)(NOBODY, letter),
    sweep: () => sweepOrders(ports)(NOBODY, {}),
    order: () => store.all('orders').find(({ _id }) => _id === orderId),
    ledgerKinds: () => store.all('ledger').map(({ kind }) => kind),
  }
}

test('a part that we gave back ourselves is not taken for everything given back elsewhere', async () => {
  const { ports, orderId, push, virtualPay, order } = await given()
  await push(virtualPay.pay(orderId))
  await reviewRefunds(ports)(STAFF, { action: 'give', orderId, fen: 5000, reason: '少了一节' })
  await push(virtualPay.push(orderId))
  await push(virtualPay.push(orderId))
  expect(order()).toMatchObject({ state: 'partlyRefunded', refundedFen: 5000, refund: null })
})

test('a refund that one worker had refused and another had carried out stays the school’s own', async () => {
  const { ports, orderId, push, virtualPay, order } = await given()
  await push(virtualPay.pay(orderId))
  // Between one worker's asking and its answer the other has the same refund made; the gateway tells late how much went back.
  const raced: Ports = {
    ...ports,
    gateways: () => ({
      ...virtualPay,
      query: async () => null,
      async refund(asked) {
        await virtualPay.refund(asked)
        throw new AppError('PAYMENT_REFUSED', { code: 'NOT_ENOUGH' })
      },
    }),
  }
  await reviewRefunds(raced)(STAFF, { action: 'give', orderId, fen: 5000, reason: '少了一节' })
  expect(order()).toMatchObject({ refund: { refundNo: `${orderId}R1`, state: 'stuck' } })
  await push(virtualPay.push(orderId))
  expect(order()).toMatchObject({
    state: 'partlyRefunded',
    refundedFen: 5000,
    refunds: [{ refundNo: `${orderId}R1`, by: 'staff', state: 'done', fen: 5000 }],
  })
})

test('what Apple gives back ends the refund that only Apple could carry out', async () => {
  const { ports, orderId, push, virtualPay, order, sweep, clock } = await given()
  await push(virtualPay.pay(orderId, 'ios'))
  await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '不想要了' })
  expect(order()).toMatchObject({ state: 'refunding', refund: { state: 'stuck' } })
  await push(virtualPay.appleRefunds(orderId))
  clock.advance(MINUTE)
  await sweep()
  expect(order()).toMatchObject({
    state: 'refunded',
    refund: null,
    refundedFen: 19900,
    refunds: [{ refundNo: `${orderId}R1`, by: 'elsewhere', state: 'done' }],
    todo: [],
    dueAt: null,
  })
})

test('what Apple gives back in the moment staff gives the refund up is not lost: the push comes again', async () => {
  const { ports, orderId, push, virtualPay, order, sweep, clock } = await given()
  await push(virtualPay.pay(orderId, 'ios'))
  await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '不想要了' })
  const letter = virtualPay.appleRefunds(orderId)
  let isGivenUp = false
  const interrupted: typeof ports = {
    ...ports,
    store: {
      ...ports.store,
      async change(collection, id, when, change) {
        if (collection === 'orders' && change.set?.['refund.by'] === 'elsewhere' && !isGivenUp) {
          isGivenUp = true
          await reviewRefunds(ports)(STAFF, { action: 'refuse', orderId, answer: '请联系苹果' })
        }
        return ports.store.change(collection, id, when, change)
      },
    },
  }
  await expect(virtualPayNotify(interrupted)(NOBODY, letter)).rejects.toMatchObject({ code: 'BUSY' })
  expect(order()).toMatchObject({ state: 'paid', refund: null })
  await push(letter)
  clock.advance(MINUTE)
  await sweep()
  expect(order()).toMatchObject({ state: 'refunded', refund: null, refundedFen: 19900, todo: [], dueAt: null })
})

test('an order paid after it was closed ripens like any other', async () => {
  const { ports, orderId, push, virtualPay, order, sweep, clock, ledgerKinds } = await given({ share: 50 })
  clock.advance(31 * MINUTE)
  await sweep()
  expect(order()).toMatchObject({ state: 'closed', maturesAt: null })
  await push(virtualPay.pay(orderId))
  expect(order()).toMatchObject({ state: 'paid', maturesAt: '2026-11-28T02:31:02.000Z' })
  clock.advance(8 * DAY)
  await sweep()
  expect(order()).toMatchObject({ isMature: true, maturesAt: null })
  expect(await ledger(ports).balanceOf('teacher:zhou')).toBe(9950)
  expect(ledgerKinds()).toEqual(['sale', 'mature'])
})

test('coins bought while WeChat forgot the session are spent when the buyer taps again, for no other money', async () => {
  const { orderId, push, virtualPay, order, buy, clock } = await given()
  const letter = virtualPay.pay(orderId)
  virtualPay.endSession(MEI.openid)
  await expect(push(letter)).rejects.toMatchObject({ facts: { reason: 'LOGIN_AGAIN' } })
  clock.advance(31 * MINUTE)
  expect(await buy()).toEqual({ status: 'opened', orderId })
  expect(order()).toMatchObject({ state: 'paid', todo: [] })
  expect(virtualPay.isSpent(orderId)).toBe(true)
})

test('a refund of coins that wants a session nobody has any more waits a day for its buyer, and then for a person', async () => {
  const { ports, orderId, push, virtualPay, order, alerts, sweep, clock } = await given()
  await push(virtualPay.pay(orderId))
  virtualPay.endSession(MEI.openid)
  await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '不想要了' })
  expect(order()).toMatchObject({ state: 'refunding', refund: { state: 'going' }, todo: ['refund'] })
  clock.advance(DAY)
  await sweep()
  expect(order()).toMatchObject({ state: 'refunding', refund: { state: 'stuck' }, todo: [], dueAt: null })
  expect(alerts.at(-1)).toEqual({ code: 'REFUND_STUCK', facts: { orderId, state: 'LOGIN_AGAIN' } })
})

test('coins nobody comes back to spend stay the buyer’s: a day later the order is given up, and somebody is told', async () => {
  const { orderId, virtualPay, order, sweep, clock, alerts } = await given()
  virtualPay.pay(orderId)
  virtualPay.endSession(MEI.openid)
  clock.advance(31 * MINUTE)
  await sweep()
  expect(order()).toMatchObject({ state: 'pending' })
  clock.advance(DAY)
  await sweep()
  expect(order()).toMatchObject({ state: 'closed', todo: [] })
  expect(alerts.at(-1)).toEqual({ code: 'COINS_UNSPENT', facts: { orderId } })
})

test('coins spent for an order long closed by somebody who died over it, and the session over: somebody is told, and the next tap serves', async () => {
  const { ports, orderId, push, virtualPay, order, sweep, clock, alerts, buy } = await given()
  clock.advance(31 * MINUTE)
  await sweep()
  clock.advance(DAY)
  await sweep()
  expect(order()).toMatchObject({ state: 'closed', dueAt: null })
  const letter = virtualPay.pay(orderId)
  const dying = { ...ports, store: { ...ports.store, change: () => Promise.reject(new Error('dead')) } }
  await expect(virtualPayNotify(dying)(NOBODY, letter)).rejects.toThrow('dead')
  expect(virtualPay.isSpent(orderId)).toBe(true)
  virtualPay.endSession(MEI.openid)
  expect(await push(letter)).toMatchObject({ outcome: 'noted' })
  expect(alerts.at(-1)).toEqual({ code: 'COINS_UNSPENT', facts: { orderId } })
  expect(await buy()).toEqual({ status: 'opened', orderId })
})

test('a refund that somebody in the console was faster with is not stuck: the money is back', async () => {
  const { ports, orderId, push, virtualPay, order } = await given()
  await push(virtualPay.pay(orderId))
  const placed = { outTradeNo: orderId, method: 'virtualCoins' as const, fen: 19900, openid: MEI.openid }
  const seal = String(order()?.seal)
  await virtualPay.refund({ ...placed, seal, outRefundNo: 'CONSOLE1', refundFen: 19900, reason: '' })
  await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '不想要了' })
  await push(virtualPay.push(orderId))
  expect(order()).toMatchObject({ state: 'refunded', refundedFen: 19900, refund: null })
})
