import { LEI, MEI, placed, spring, type WeChatPayShop, weChatPayShop } from './wechatPayShop'

let shop: WeChatPayShop
beforeEach(async () => {
  shop = await weChatPayShop()
})
afterEach(() => shop.close())

const paid = async (outTradeNo: string) => {
  const order = spring(shop, outTradeNo)
  await shop.payments.prepay(order)
  await shop.post('/wechatPay/desk/pay', { outTradeNo })
  return order
}

test('an order is placed, looked at on the payment sheet, confirmed, told by a notice and known as paid', async () => {
  const order = spring(shop)
  const sheet = await shop.sheet(order)
  const bill = {
    outTradeNo: 'SPRING0001',
    fen: 19900,
    description: '春日读诗',
    merchantName: '杏坛',
    expiresAt: `${order.expiresAt.slice(0, 19)}.000Z`,
  }
  expect(await shop.post('/wechatPay/cashier', sheet, { 'x-openid': MEI })).toEqual({ status: 200, body: bill })

  const confirmed = await shop.post('/wechatPay/cashier/confirm', sheet, { 'x-openid': MEI })
  expect(confirmed).toEqual({ status: 200, body: { ...bill, transactionId: expect.stringMatching(/^\d{28}$/) } })

  const { headers, body } = await shop.arrived(1)
  const notice = await shop.payments.readNotice(headers, body)
  const payment = await shop.payments.query(placed())
  expect(payment).toEqual({
    outTradeNo: 'SPRING0001',
    state: 'SUCCESS',
    mchid: shop.settings.mchid,
    appid: shop.settings.appid,
    fen: 19900,
    currency: 'CNY',
    transactionId: confirmed.body.transactionId,
    openid: MEI,
    paidAt: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(notice).toEqual({ id: expect.any(String), kind: 'paid', payment })
})

test('the same order again gives another prepay for it; with another price it is refused', async () => {
  const order = spring(shop)
  const first = await shop.sheet(order)
  const second = await shop.sheet(order)
  expect(second.package).not.toBe(first.package)
  await expect(shop.payments.prepay({ ...order, fen: 1 })).rejects.toMatchObject({
    code: 'PAYMENT_REFUSED',
    facts: { code: 'INVALID_REQUEST' },
  })
})

test('an order nobody placed is unknown, and counts as closed', async () => {
  expect(await shop.payments.query(placed('NOBODY0001'))).toBeNull()
  expect(await shop.payments.close(placed('NOBODY0001'))).toBe('closed')
})

test('an order closed in time cannot be paid; one paid in time cannot be closed', async () => {
  const sheet = await shop.sheet(spring(shop))
  expect(await shop.payments.close(placed())).toBe('closed')
  expect(await shop.payments.close(placed())).toBe('closed')
  expect(await shop.payments.query(placed())).toMatchObject({ state: 'CLOSED' })
  expect(await shop.post('/wechatPay/cashier/confirm', sheet, { 'x-openid': MEI })).toEqual({
    status: 400,
    body: { code: 'ORDER_CLOSED', message: '订单已关闭，请重新下单' },
  })

  await paid('SPRING0002')
  expect(await shop.payments.close(placed('SPRING0002'))).toBe('paid')
})

test('only the one who ordered may pay, only once, and only on the sheet the merchant signed', async () => {
  const sheet = await shop.sheet(spring(shop))
  const confirm = async (fields: object, openid: string) =>
    (await shop.post('/wechatPay/cashier/confirm', fields, openid ? { 'x-openid': openid } : {})).body.code
  expect(await confirm(sheet, '')).toBe('NEED_LOGIN')
  expect(await confirm(sheet, LEI)).toBe('NOT_THE_PAYER')
  expect(await confirm({ ...sheet, nonceStr: 'another' }, MEI)).toBe('SIGN_ERROR')
  expect(await confirm({ ...sheet, package: 'prepay_id=wx0' }, MEI)).toBe('SIGN_ERROR')
  expect(await confirm(sheet, MEI)).toBeUndefined()
  expect(await confirm(sheet, MEI)).toBe('ORDER_PAID')
})

test('a refund is accepted, settled, told by a notice; its number repeated refunds nothing more', async () => {
  await paid('SPRING0001')
  await shop.arrived(1)
  const ask = { ...placed(), outRefundNo: 'R1', refundFen: 9900, reason: '不想学了' }
  const accepted = await shop.payments.refund(ask)
  expect(accepted).toEqual({
    outRefundNo: 'R1',
    outTradeNo: 'SPRING0001',
    refundId: expect.stringMatching(/^\d{29}$/),
    state: 'PROCESSING',
    fen: 9900,
  })
  shop.clock.advance(2_000)
  const { headers, body } = await shop.arrived(2)
  const done = { ...accepted, state: 'SUCCESS' }
  expect(await shop.payments.readNotice(headers, body)).toEqual({
    id: expect.any(String),
    kind: 'refund',
    refund: done,
  })
  expect(await shop.payments.refund(ask)).toEqual(done)
  expect(await shop.payments.refundOf({ ...placed(), outRefundNo: 'R1' })).toEqual(done)
  expect(await shop.payments.refundOf({ ...placed(), outRefundNo: 'R2' })).toBeNull()
  expect(await shop.payments.query(placed())).toMatchObject({ state: 'REFUND' })
})

test('a refund beyond the order, of another total, or too soon after the last is refused', async () => {
  await paid('SPRING0001')
  const ask = { ...placed(), outRefundNo: 'R1', refundFen: 10000, reason: '不想学了' }
  const no = (change: object) => shop.payments.refund({ ...ask, ...change })
  await expect(no({ refundFen: 19901 })).rejects.toMatchObject({ facts: { code: 'INVALID_REQUEST' } })
  await expect(no({ fen: 10000 })).rejects.toMatchObject({ facts: { code: 'INVALID_REQUEST' } })
  await shop.payments.refund(ask)
  await expect(no({ refundFen: 1 })).rejects.toMatchObject({ facts: { code: 'INVALID_REQUEST' } })
  await expect(no({ outRefundNo: 'R2', refundFen: 1 })).rejects.toMatchObject({
    code: 'PAYMENT_UNAVAILABLE',
    facts: { code: 'FREQUENCY_LIMITED' },
  })
  shop.clock.advance(60_000)
  await expect(no({ outRefundNo: 'R2', refundFen: 9901 })).rejects.toMatchObject({ facts: { code: 'INVALID_REQUEST' } })
  expect(await no({ outRefundNo: 'R2', refundFen: 9900 })).toMatchObject({ state: 'PROCESSING', fen: 9900 })
})

test('a line cut before or after the work, a failing and a lying service are asked again with the same order', async () => {
  for (const fault of [{ drop: 'before' }, { drop: 'after' }, { status: 500 }, { badSignature: true }]) {
    await shop.post('/wechatPay/desk/callFault', { path: '/jsapi', times: 2, ...fault })
    await shop.payments.prepay(spring(shop, `SPRING-${Object.values(fault)}`))
  }
  expect(shop.sandbox.look().length).toBe(4)
})

test('a service that stays away is PAYMENT_UNAVAILABLE after three tries', async () => {
  const fails = async (fault: object) => {
    await shop.post('/wechatPay/desk/callFault', { times: 3, ...fault })
    return shop.payments.query(placed()).catch((error) => ({ code: error.code, facts: error.facts }))
  }
  const code = 'PAYMENT_UNAVAILABLE'
  expect(await fails({ drop: 'before' })).toEqual({ code, facts: { reason: 'NETWORK' } })
  expect(await fails({ status: 503 })).toEqual({ code, facts: { status: 503, code: 'SYSTEM_ERROR' } })
  expect(await fails({ delayMs: 600 })).toEqual({ code, facts: { reason: 'TIMEOUT' } })
  await shop.payments.prepay(spring(shop))
  expect(await fails({ badSignature: true })).toEqual({ code, facts: { reason: 'REPLY_SIGNATURE' } })
  expect(await shop.payments.query(placed())).toMatchObject({ state: 'NOTPAY' })
})

test('a long title is cut to what WeChat Pay takes, a wrong number never leaves the shop', async () => {
  await shop.payments.prepay({ ...spring(shop), description: '读'.repeat(200) })
  expect(shop.sandbox.look()[0]?.description).toBe('读'.repeat(127))
  await expect(shop.payments.prepay(spring(shop, 'A|B|C|D'))).rejects.toMatchObject({
    code: 'PAYMENT_REFUSED',
    facts: { code: 'PARAM_ERROR', field: 'out_trade_no' },
  })
})
