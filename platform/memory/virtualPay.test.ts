import type { Gateway, Notice } from '../../core/ports'
import { memoryVirtualItems } from './virtualItems'
import { memoryVirtualPay } from './virtualPay'
import { handClock } from './world'

const MEI = 'o-mei'
const NOW = '2026-11-21T02:00:00.000Z'

type Order = Parameters<Gateway['prepay']>[0]
const GOODS: Omit<Order, 'loginCode'> = {
  outTradeNo: 'XTSPRING01',
  method: 'virtualGoods',
  fen: 19900,
  openid: MEI,
  description: '春日水墨',
  expiresAt: NOW,
  returnUrl: '',
  clientIp: '127.0.0.1',
  productId: 'spring-ink',
}
const COINS = { ...GOODS, outTradeNo: 'XTSPRING02', method: 'virtualCoins' as const, productId: '' }

function given() {
  const clock = handClock(NOW)
  const items = memoryVirtualItems(clock)
  const gateway = memoryVirtualPay(clock, { items, refundTakesMs: 2_000 })
  const place = async (order: Omit<Order, 'loginCode'>) => {
    const { seal } = await gateway.prepay({ ...order, loginCode: gateway.login(order.openid) })
    return { ...order, seal }
  }
  const onSale = async () => {
    await items.publish({ productId: 'spring-ink', title: '春日水墨', fen: 19900 })
    clock.advance(30 * 60_000)
  }
  return { clock, items, gateway, place, onSale }
}
const no = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.facts.code ?? error.facts.reason,
  )

test('WeChat hears of an order when its buyer opens the sheet, and a payment is only ever a hint to ask', async () => {
  const { gateway, place, onSale } = given()
  await onSale()
  const order = await place(GOODS)
  expect(await gateway.query(order)).toBeNull()
  gateway.open('XTSPRING01')
  expect(await gateway.query(order)).toMatchObject({ state: 'NOTPAY' })
  expect(() => gateway.open('XTSPRING01')).toThrow('PAYMENT_REFUSED')
  const { headers, body } = gateway.pay('XTSPRING01')
  expect(await gateway.readNotice(headers, body)).toEqual<Notice>({
    id: 'push-2',
    kind: 'look',
    outTradeNo: 'XTSPRING01',
  })
  expect(await gateway.query(order)).toEqual({
    ...gateway.merchant,
    outTradeNo: 'XTSPRING01',
    state: 'SUCCESS',
    openid: MEI,
    fen: 19900,
    backFen: 0,
    currency: 'CNY',
    transactionId: 'VP2',
    paidAt: '2026-11-21T02:30:00.000Z',
  })
  await expect(gateway.readNotice({}, body)).rejects.toMatchObject({ code: 'NOTICE_REFUSED' })
})

test('a login code works once, and only for the one who ordered', async () => {
  const { gateway } = given()
  const loginCode = gateway.login(MEI)
  await gateway.prepay({ ...GOODS, loginCode })
  expect(await no(gateway.prepay({ ...GOODS, loginCode }))).toBe('LOGIN_AGAIN')
  expect(await no(gateway.prepay({ ...GOODS, loginCode: gateway.login('o-lei') }))).toBe('ANOTHER_PERSON')
})

test('nothing can be closed, and a payment hours later is a payment', async () => {
  const { gateway, place, onSale, clock } = given()
  await onSale()
  const order = await place(GOODS)
  expect(await no(gateway.close(order))).toBe('CANNOT_CLOSE')
  clock.advance(9 * 3_600_000)
  gateway.pay('XTSPRING01')
  expect(await gateway.query(order)).toMatchObject({ state: 'SUCCESS' })
  expect(() => gateway.pay('XTSPRING01')).toThrow('PAYMENT_REFUSED')
})

test('an item is bought at its published price only, and not before it is ready', async () => {
  const { items, gateway, place, onSale } = given()
  await place(GOODS)
  expect(() => gateway.pay('XTSPRING01')).toThrow('PAYMENT_REFUSED')
  await items.publish({ productId: 'spring-ink', title: '春日水墨', fen: 19900 })
  const published = { state: 'published', fen: 19900, readyAt: '2026-11-21T02:30:00.000Z' }
  expect(await items.stateOf('spring-ink')).toEqual(published)
  expect(() => gateway.pay('XTSPRING01')).toThrow('PAYMENT_REFUSED')
  await onSale()
  expect(await items.stateOf('spring-ink')).toEqual(published)
  await items.publish({ productId: 'spring-ink', title: '春日水墨', fen: 9900 })
  expect(await items.stateOf('spring-ink')).toMatchObject({ fen: 9900, readyAt: '2026-11-21T03:00:00.000Z' })
  expect(() => gateway.pay('XTSPRING01')).toThrow('PAYMENT_REFUSED')
})

test('coins are ours once they have been spent, for which the buyer must still be signed in', async () => {
  const { gateway, place } = given()
  const order = await place(COINS)
  gateway.pay('XTSPRING02')
  gateway.endSession(MEI)
  expect(await no(gateway.query(order))).toBe('LOGIN_AGAIN')
  expect(gateway.isSpent('XTSPRING02')).toBe(false)
  const again = await place(COINS)
  expect(await gateway.query(again)).toMatchObject({ state: 'SUCCESS', fen: 19900 })
  expect(gateway.isSpent('XTSPRING02')).toBe(true)
  expect(await no(gateway.query(order))).toBe('LOGIN_AGAIN')
})

test('money goes back once for one refund number, never more than was paid', async () => {
  const { gateway, place, onSale, clock } = given()
  await onSale()
  const order = await place(GOODS)
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 9900, reason: '不合适' }
  expect(await no(gateway.refund(ask))).toBe('ORDER_NOT_PAID')
  gateway.pay('XTSPRING01')
  const refund = { outRefundNo: 'XTSPRING01R1', outTradeNo: 'XTSPRING01', refundId: 'WXR3', fen: 9900 }
  expect(await gateway.refund(ask)).toEqual({ ...refund, state: 'PROCESSING' })
  clock.advance(2_000)
  expect(await gateway.refund(ask)).toEqual({ ...refund, state: 'SUCCESS' })
  expect(await gateway.refundOf(ask)).toEqual({ ...refund, state: 'SUCCESS' })
  expect(await no(gateway.refund({ ...ask, refundFen: 1 }))).toBe('INVALID_REQUEST')
  expect(await no(gateway.refund({ ...ask, outRefundNo: 'XTSPRING01R2', refundFen: 10_001 }))).toBe('INVALID_REQUEST')
  expect(gateway.refunds()).toHaveLength(1)
})

test('what was paid on an iPhone is given back by Apple, who asks first', async () => {
  const { gateway, place, onSale } = given()
  await onSale()
  const order = await place(GOODS)
  gateway.pay('XTSPRING01', 'ios')
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 19900, reason: '不合适' }
  expect(await no(gateway.refund(ask))).toBe('REFUND_BY_APPLE')
  const asked = gateway.appleAsks('XTSPRING01')
  expect(await gateway.readNotice(asked.headers, asked.body)).toMatchObject({ kind: 'iosRefund' })
  gateway.appleRefunds('XTSPRING01')
  expect(await gateway.query(order)).toMatchObject({ state: 'REFUND' })
})
