import { type AlipayShop, addressOf, alipayShop, placed, spring } from './alipayShop'

let shop: AlipayShop
beforeEach(async () => {
  shop = await alipayShop()
})
afterEach(() => shop.close())

const MERCHANT = { mchid: '2088000000000001', appid: '2021000000000001' }

async function paid(outTradeNo = 'SPRING0001') {
  await shop.press(await addressOf(shop, spring(shop, outTradeNo)))
  return placed(outTradeNo)
}
const failing = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    ({ code, facts }) => ({ code, facts }),
  )
const refused = (code: string) => ({ code: 'PAYMENT_REFUSED', facts: { code } })

test('an order is placed, opened, paid on Alipay’s page, told by a notice and known as paid', async () => {
  const { sheet, seal } = await shop.gateway.prepay(spring(shop))
  expect([sheet, seal]).toEqual([{ method: 'alipayPage', url: expect.stringContaining('/alipay/gateway.do?') }, null])
  expect(await shop.gateway.query(placed())).toBeNull()

  const url = 'url' in sheet ? sheet.url : ''
  await fetch(url)
  expect(await shop.gateway.query(placed())).toEqual({ outTradeNo: 'SPRING0001', state: 'NOTPAY', ...MERCHANT })

  const { location } = await shop.press(url)
  expect(location).toMatch(/^https:\/\/shop\.example\/\?from=alipay&app_id=2021000000000001&/)
  const payment = await shop.gateway.query(placed())
  expect(payment).toEqual({
    outTradeNo: 'SPRING0001',
    state: 'SUCCESS',
    ...MERCHANT,
    fen: 19900,
    currency: 'CNY',
    transactionId: expect.stringMatching(/^\d{28}$/),
    paidAt: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(Math.abs(Date.parse(payment?.paidAt ?? '') - shop.clock.now())).toBeLessThan(5_000)
  const { headers, body } = await shop.arrived(1)
  expect(await shop.gateway.readNotice(headers, body)).toEqual({ id: expect.any(String), kind: 'paid', payment })
})

test('on a phone it is the page for phones, and whoever gives up comes back as well', async () => {
  const { sheet } = await shop.gateway.prepay({ ...spring(shop), method: 'alipayWap' })
  expect(sheet.method).toBe('alipayWap')
  const url = 'url' in sheet ? sheet.url : ''
  expect(await shop.press(url, 'leave')).toEqual({
    opened: 200,
    status: 303,
    location: 'https://shop.example/?from=alipay',
  })
  expect((await shop.press(url)).status).toBe(303)
  expect(await shop.gateway.query(placed())).toMatchObject({ state: 'SUCCESS' })
})

test('the same order again gives a fresh address for it; one with another price nobody can open', async () => {
  const first = await addressOf(shop, spring(shop))
  await fetch(first)
  shop.clock.advance(60_000)
  const order = { ...spring(shop), expiresAt: new Date(shop.clock.now() + 3_540_000).toISOString() }
  const again = await addressOf(shop, order)
  expect(again).not.toBe(first)
  const cheap = await addressOf(shop, { ...order, fen: 1 })
  expect((await fetch(cheap)).status).toBe(400)
  expect((await shop.press(again)).opened).toBe(200)
})

test('a title of any kind reaches the page and comes back in the notice', async () => {
  const title = `a=b&c/d "春" <诗> 100% +1 ${'读'.repeat(300)}`
  const url = await addressOf(shop, { ...spring(shop), description: title })
  expect((await shop.press(url)).status).toBe(303)
  expect(shop.sandbox.look()[0]?.subject).toBe(`a＝b＆c／d "春" <诗> 100% +1 ${'读'.repeat(300)}`.slice(0, 256))
  const { headers, body } = await shop.arrived(1)
  expect(await shop.gateway.readNotice(headers, body)).toMatchObject({ kind: 'paid' })
})

test('what Alipay could not take never leaves the shop', async () => {
  const no = (change: object) => failing(shop.gateway.prepay({ ...spring(shop), ...change }))
  const field = (name: string) => ({ code: 'PAYMENT_REFUSED', facts: { code: 'PARAM_ERROR', field: name } })
  expect(await no({ outTradeNo: 'A-B' })).toEqual(field('out_trade_no'))
  expect(await no({ method: 'jsapi' })).toEqual(field('method'))
  expect(await no({ fen: 0 })).toEqual(field('total_amount'))
  expect(await no({ fen: 10_000_000_001 })).toEqual(field('total_amount'))
  expect(await no({ returnUrl: '' })).toEqual(field('return_url'))
})

test('an order closed in time cannot be paid; one paid in time cannot be closed', async () => {
  const url = await addressOf(shop, spring(shop))
  await fetch(url)
  expect(await shop.gateway.close(placed())).toBe('closed')
  expect(await shop.gateway.close(placed())).toBe('closed')
  expect(await shop.gateway.query(placed())).toEqual({ outTradeNo: 'SPRING0001', state: 'CLOSED', ...MERCHANT })
  expect(await shop.press(url)).toMatchObject({ opened: 400, status: 400 })

  expect(await shop.gateway.close(await paid('SPRING0002'))).toBe('paid')
})

test('an order nobody opened counts as closed, and may still be opened and paid until its time is over', async () => {
  const url = await addressOf(shop, spring(shop))
  const late = await addressOf(shop, spring(shop, 'SPRING0002'))
  expect(await shop.gateway.close(placed())).toBe('closed')
  expect(await shop.gateway.close(placed('SPRING0002'))).toBe('closed')

  // The buyer had the address all the time: the payment is real, is told, and can be given back.
  expect((await shop.press(url)).status).toBe(303)
  const { headers, body } = await shop.arrived(1)
  expect(await shop.gateway.readNotice(headers, body)).toMatchObject({ kind: 'paid', payment: { fen: 19900 } })
  expect(await shop.gateway.close(placed())).toBe('paid')
  const request = { ...placed(), outRefundNo: 'SPRING0001R1', refundFen: 19900, reason: '订单已关闭' }
  expect(await shop.gateway.refund(request)).toMatchObject({ state: 'SUCCESS', fen: 19900 })

  // But not longer than the address says.
  shop.clock.advance(3_600_000)
  expect(await shop.press(late)).toMatchObject({ opened: 400, status: 400 })
  expect(await shop.gateway.query(placed('SPRING0002'))).toBeNull()
})

test('a payment confirmed in the moment its order closes is still a payment', async () => {
  await fetch(await addressOf(shop, spring(shop)))
  await shop.gateway.close(placed())
  expect((await shop.post('/alipay/desk/pay', { outTradeNo: 'SPRING0001' })).body.code).toBe('ACQ.TRADE_HAS_CLOSE')
  await shop.post('/alipay/desk/pay', { outTradeNo: 'SPRING0001', late: true })
  expect(await shop.gateway.query(placed())).toMatchObject({ state: 'SUCCESS', fen: 19900 })
  expect(await shop.gateway.close(placed())).toBe('paid')
})

test('a trade nobody paid in time closes by itself, and the notice of it asks to look', async () => {
  await fetch(await addressOf(shop, spring(shop)))
  shop.clock.advance(3_600_000)
  const { headers, body } = await shop.arrived(1)
  expect(await shop.gateway.readNotice(headers, body)).toEqual({
    id: expect.any(String),
    kind: 'look',
    outTradeNo: 'SPRING0001',
  })
  expect(await shop.gateway.query(placed())).toMatchObject({ state: 'CLOSED' })
  expect(await shop.gateway.close(placed())).toBe('closed')
})

test('a refund in part leaves the payment, the whole of it is told as given back', async () => {
  const order = await paid()
  await shop.arrived(1)
  const ask = { ...order, outRefundNo: 'R1', refundFen: 9900, reason: '不想学了' }
  const done = { outRefundNo: 'R1', outTradeNo: 'SPRING0001', refundId: 'R1', state: 'SUCCESS', fen: 9900 }
  expect(await shop.gateway.refund(ask)).toEqual(done)
  const { headers, body } = await shop.arrived(2)
  expect(await shop.gateway.readNotice(headers, body)).toMatchObject({ kind: 'look', outTradeNo: 'SPRING0001' })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'SUCCESS', fen: 19900 })

  // Its number repeated refunds nothing more, also when everything has been given back since.
  expect(await shop.gateway.refund(ask)).toEqual(done)
  shop.clock.advance(3_000)
  expect(await shop.gateway.refund({ ...ask, outRefundNo: 'R2', refundFen: 10000 })).toMatchObject({ fen: 10000 })
  expect(await shop.gateway.refund(ask)).toEqual(done)
  expect(shop.sandbox.look()[0]?.refunds.map(({ fen }) => fen)).toEqual([9900, 10000])
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'REFUND', fen: 19900, paidAt: expect.any(String) })
  expect(await shop.gateway.close(order)).toBe('paid')

  expect(await shop.gateway.refundOf({ ...order, outRefundNo: 'R1' })).toEqual(done)
  expect(await shop.gateway.refundOf({ ...order, outRefundNo: 'R9' })).toBeNull()
  expect(await shop.gateway.refundOf({ ...placed('NOBODY0001'), outRefundNo: 'R1' })).toBeNull()
})

test('a refund beyond the payment, of another amount under its number, or of nothing paid is refused', async () => {
  const order = await paid()
  const no = (change: object) =>
    failing(shop.gateway.refund({ ...order, outRefundNo: 'R1', refundFen: 9900, reason: '不想学了', ...change }))
  expect(await no({ refundFen: 19901 })).toEqual(refused('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'))
  expect(await no({ refundFen: 0 })).toEqual(refused('ACQ.REASON_TRADE_REFUND_FEE_ERR'))
  expect(await no({ outTradeNo: 'NOBODY0001' })).toEqual(refused('ACQ.TRADE_NOT_EXIST'))
  expect(await no({})).toBe('done')
  expect(await no({ refundFen: 1 })).toEqual(refused('ACQ.DISCORDANT_REPEAT_REQUEST'))
  // Too soon after the last: not refused for good.
  expect(await no({ outRefundNo: 'R2' })).toEqual({
    code: 'PAYMENT_UNAVAILABLE',
    facts: { code: 'ACQ.SYSTEM_ERROR' },
  })
  await fetch(await addressOf(shop, spring(shop, 'SUMMER0001')))
  expect(await no({ outTradeNo: 'SUMMER0001' })).toEqual(refused('ACQ.TRADE_STATUS_ERROR'))
})

test('a refund the bank takes its time for is processing, then done; one that failed is asked for again', async () => {
  const order = await paid()
  const ask = { ...order, outRefundNo: 'R1', refundFen: 19900, reason: '不想学了' }
  await shop.post('/alipay/desk/refundOutcome', { afterMs: 60_000 })
  expect(await shop.gateway.refund(ask)).toMatchObject({ state: 'PROCESSING', fen: 19900 })
  expect(await shop.gateway.refund(ask)).toMatchObject({ state: 'PROCESSING' })
  shop.clock.advance(60_000)
  expect(await shop.gateway.refund(ask)).toMatchObject({ state: 'SUCCESS' })
  expect(await shop.gateway.refundOf(ask)).toMatchObject({ state: 'SUCCESS' })

  const second = { ...(await paid('SPRING0002')), outRefundNo: 'R2', refundFen: 19900, reason: '不想学了' }
  await shop.post('/alipay/desk/refundOutcome', { outcome: 'FAIL' })
  expect(await shop.gateway.refund(second)).toMatchObject({ state: 'PROCESSING' })
  expect(await shop.gateway.refundOf(second)).toBeNull()
  expect(await shop.gateway.refund(second)).toMatchObject({ state: 'SUCCESS' })
})

test('the desk’s clock moved by a day takes the product along', async () => {
  shop.clock.advance(24 * 3_600_000)
  const order = await paid()
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'SUCCESS' })
})
