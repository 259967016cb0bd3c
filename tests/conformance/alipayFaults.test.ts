import { type AlipayShop, addressOf, alipayShop, placed, spring } from './alipayShop'

let shop: AlipayShop
beforeEach(async () => {
  shop = await alipayShop()
})
afterEach(() => shop.close())

const pay = async (outTradeNo = 'SPRING0001') => shop.press(await addressOf(shop, spring(shop, outTradeNo)))
const failing = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    ({ code, facts }) => ({ code, facts }),
  )

/** Orders a fault, has an order paid, and lets the product read what arrives. */
async function readWith(fault: object) {
  shop.answers.push('fail')
  await shop.post('/alipay/desk/noticeFault', fault)
  await pay()
  const { headers, body } = await shop.arrived(1)
  return shop.gateway.readNotice(headers, body).catch((error) => error.facts ?? error)
}

test.each([
  ['a false signature', { badSignature: true }, 'SIGNATURE'],
  ['an older kind of signature', { signType: 'RSA' }, 'SIGN_TYPE'],
  ['an amount changed on the way', { forge: { total_amount: '0.01' } }, 'SIGNATURE'],
  ['an order changed on the way', { forge: { out_trade_no: 'SUMMER0001' } }, 'SIGNATURE'],
  ['a field added on the way', { forge: { refund_fee: '0.00' } }, 'SIGNATURE'],
  ['another app, truly signed', { alter: { app_id: '2021000000000002' } }, 'MERCHANT'],
  ['another seller, truly signed', { alter: { seller_id: '2088000000000002' } }, 'MERCHANT'],
  ['an amount that is none, truly signed', { alter: { total_amount: '1e3' } }, 'CONTENT'],
  ['a state nobody knows, truly signed', { alter: { trade_status: 'TRADE_BLOOMED' } }, 'CONTENT'],
])('the product refuses %s', async (_, fault, reason) => {
  expect(await readWith(fault)).toEqual({ reason })
})

test('what is truly signed is believed, and says how much: the order must compare', async () => {
  expect(await readWith({ alter: { total_amount: '0.01', out_trade_no: 'SUMMER0001' } })).toMatchObject({
    kind: 'paid',
    payment: { fen: 1, outTradeNo: 'SUMMER0001' },
  })
})

test('after a refused notice the true one follows, by the desk’s clock', async () => {
  expect(await readWith({ badSignature: true })).toEqual({ reason: 'SIGNATURE' })
  shop.clock.advance(4 * 60_000)
  const { headers, body } = await shop.arrived(2)
  expect(await shop.gateway.readNotice(headers, body)).toMatchObject({ kind: 'paid' })
})

test('the last notice, a day later, is believed like the first, and has the same id', async () => {
  shop.answers.push(...Array(7).fill('fail'))
  await pay()
  for (const [n, minutes] of [4, 10, 10, 60, 120, 360, 900].entries()) {
    await shop.arrived(n + 1)
    shop.clock.advance(minutes * 60_000)
  }
  const last = await shop.arrived(8)
  const first = await shop.arrived(1)
  const read = await shop.gateway.readNotice(last.headers, last.body)
  expect(read).toEqual(await shop.gateway.readNotice(first.headers, first.body))
  expect(last.body.equals(first.body)).toBe(false)
})

test('a thousand copies of one notice at once all reach the shop, byte for byte the same', async () => {
  await readWith({})
  const sent = await shop.post('/alipay/desk/notify', { outTradeNo: 'SPRING0001', times: 1000 })
  expect(sent.body).toEqual({ answers: { success: 1000 } })
  expect(new Set(shop.arrivals.slice(1).map(({ body }) => body.toString('base64'))).size).toBe(1)
})

test('a line cut before or after the work, and a failing, silent or lying service are asked again', async () => {
  await pay()
  const faults = [
    { drop: 'before' },
    { drop: 'after' },
    { status: 502 },
    { subCode: 'isp.unknow-error' },
    { badSignature: true },
    { unsigned: true },
    { delayMs: 600 },
  ]
  for (const fault of faults) {
    await shop.post('/alipay/desk/callFault', { method: 'alipay.trade.query', times: 2, ...fault })
    expect(await shop.gateway.query(placed())).toMatchObject({ state: 'SUCCESS' })
  }
})

test('a service that stays away is PAYMENT_UNAVAILABLE after three tries', async () => {
  const fails = async (fault: object) => {
    await shop.post('/alipay/desk/callFault', { times: 3, ...fault })
    return failing(shop.gateway.query(placed()))
  }
  const code = 'PAYMENT_UNAVAILABLE'
  expect(await fails({ drop: 'before' })).toEqual({ code, facts: { reason: 'NETWORK' } })
  expect(await fails({ status: 503 })).toEqual({ code, facts: { reason: 'STATUS', status: 503 } })
  // Not followed: a redirect would carry a signed request elsewhere.
  expect(await fails({ status: 302 })).toEqual({ code, facts: { reason: 'NETWORK' } })
  expect(await fails({ delayMs: 600 })).toEqual({ code, facts: { reason: 'TIMEOUT' } })
  expect(await fails({ subCode: 'aop.ACQ.SYSTEM_ERROR' })).toEqual({ code, facts: { code: 'aop.ACQ.SYSTEM_ERROR' } })
  expect(await shop.gateway.query(placed())).toBeNull()
  // Too many calls: one more at once would not help.
  await shop.post('/alipay/desk/callFault', { code: '40005', subCode: 'isv.app-call-limited' })
  expect(await failing(shop.gateway.query(placed()))).toEqual({ code, facts: { code: 'isv.app-call-limited' } })
  expect(await shop.gateway.query(placed())).toBeNull()
})

test('"no such trade" is believed only when Alipay signed it', async () => {
  await pay()
  const unbelieved = {
    code: 'PAYMENT_UNAVAILABLE',
    facts: { reason: 'REPLY_SIGNATURE', claimed: 'ACQ.TRADE_NOT_EXIST' },
  }
  for (const ask of [shop.gateway.query, shop.gateway.close]) {
    await shop.post('/alipay/desk/callFault', { forgedRefusal: 'ACQ.TRADE_NOT_EXIST', times: 3 })
    expect(await failing(ask(placed()))).toEqual(unbelieved)
  }
  await shop.post('/alipay/desk/callFault', { unsigned: true, times: 3 })
  expect(await failing(shop.gateway.query(placed('NOBODY0001')))).toEqual(unbelieved)
})

test('a refund whose answer is lost is made once, however often it is asked for', async () => {
  await pay()
  const ask = { ...placed(), outRefundNo: 'R1', refundFen: 19900, reason: '不想学了' }
  const done = { outRefundNo: 'R1', outTradeNo: 'SPRING0001', refundId: 'R1', state: 'SUCCESS', fen: 19900 }
  for (const fault of [{ drop: 'after' }, { unsigned: true }, { badSignature: true }]) {
    await shop.post('/alipay/desk/callFault', { method: 'alipay.trade.refund', times: 2, ...fault })
    expect(await shop.gateway.refund(ask)).toEqual(done)
  }
  // Also where Alipay answers its repetition with a refusal, because the trade is closed by now.
  await shop.post('/alipay/desk/callFault', {
    method: 'alipay.trade.refund',
    code: '40004',
    subCode: 'ACQ.TRADE_HAS_CLOSE',
  })
  expect(await shop.gateway.refund(ask)).toEqual(done)
  expect(shop.sandbox.look()[0]?.refunds).toHaveLength(1)
})

test('a close whose answer is lost is a close', async () => {
  await fetch(await addressOf(shop, spring(shop)))
  await shop.post('/alipay/desk/callFault', { method: 'alipay.trade.close', drop: 'after' })
  expect(await shop.gateway.close(placed())).toBe('closed')
  expect(shop.sandbox.look()[0]?.state).toBe('TRADE_CLOSED')
})

test('a genuine reply about another order or refund is no answer', async () => {
  await pay()
  const refund = (outRefundNo: string) => ({ ...placed(), outRefundNo, refundFen: 1, reason: '不想学了' })
  const unclear = { code: 'PAYMENT_UNAVAILABLE', facts: { reason: 'REPLY_SHAPE' } }
  const replayed = async (ask: () => Promise<unknown>) => {
    await shop.post('/alipay/desk/callFault', { replayed: true })
    return failing(ask())
  }
  await shop.gateway.query(placed())
  expect(await replayed(() => shop.gateway.query(placed('SUMMER0001')))).toEqual(unclear)
  await shop.gateway.refund(refund('R1'))
  await shop.gateway.refundOf(refund('R1'))
  expect(await replayed(() => shop.gateway.refundOf(refund('R2')))).toEqual(unclear)
  const summer = { ...refund('R1'), ...placed('SUMMER0001') }
  expect(await replayed(() => shop.gateway.refund(summer))).toEqual(unclear)
})
