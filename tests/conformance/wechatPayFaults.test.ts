import { placed, spring, type WeChatPayShop, weChatPayShop } from './wechatPayShop'

let shop: WeChatPayShop
beforeEach(async () => {
  shop = await weChatPayShop()
})
afterEach(() => shop.close())

/** Orders a fault, has an order paid, and lets the product read what arrives. */
async function readWith(fault: object) {
  shop.answers.push(500)
  await shop.post('/wechatPay/desk/noticeFault', fault)
  await shop.payments.prepay(spring(shop))
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  const { headers, body } = await shop.arrived(1)
  return shop.payments.readNotice(headers, body).catch((error) => error.facts ?? error)
}

test.each([
  ['a false signature', { badSignature: true }, 'SIGNATURE'],
  ['WeChat Pay’s own test of a false signature', { signtest: true }, 'SIGNATURE'],
  ['a turned bit in the sealed text, truly signed', { flippedBit: 'text' }, 'CIPHERTEXT'],
  ['a turned bit in the tag, truly signed', { flippedBit: 'tag' }, 'CIPHERTEXT'],
  ['a serial nobody knows', { serial: 'PUB_KEY_ID_0' }, 'SERIAL'],
  ['an old timestamp, truly signed', { skewSeconds: -302 }, 'TIMESTAMP'],
  ['a timestamp of the future, truly signed', { skewSeconds: 302 }, 'TIMESTAMP'],
])('the product refuses %s', async (_, fault, reason) => {
  expect(await readWith(fault)).toEqual({ reason })
})

test('what is truly signed is believed, and says whom and how much: the order must compare', async () => {
  const alter = { fen: 1, mchid: '1900000002', appid: 'wx0', outTradeNo: 'SUMMER0001', currency: 'USD' }
  expect(await readWith({ alter })).toMatchObject({
    kind: 'paid',
    payment: { fen: 1, mchid: '1900000002', appid: 'wx0', outTradeNo: 'SUMMER0001', currency: 'USD' },
  })
})

test('after a refused notice the true one follows, by the desk’s clock', async () => {
  expect(await readWith({ signtest: true })).toEqual({ reason: 'SIGNATURE' })
  shop.clock.advance(15_000)
  const { headers, body } = await shop.arrived(2)
  expect(await shop.payments.readNotice(headers, body)).toMatchObject({ kind: 'paid' })
})

test('a thousand copies of one notice at once all reach the shop, byte for byte the same', async () => {
  await readWith({})
  const sent = await shop.post('/wechatPay/desk/notify', { outTradeNo: 'SPRING0001', times: 1000 })
  expect(sent.body).toEqual({ answers: { 200: 1000 } })
  expect(new Set(shop.arrivals.slice(1).map(({ body }) => body.toString('base64'))).size).toBe(1)
})

test('a payment confirmed in the moment its order closes is still a payment', async () => {
  await shop.payments.prepay(spring(shop))
  await shop.payments.close(placed())
  expect((await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })).body.code).toBe('ORDER_CLOSED')
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001', late: true })
  expect(await shop.payments.query(placed())).toMatchObject({ state: 'SUCCESS' })
  expect(await shop.payments.close(placed())).toBe('paid')
})

test('the desk’s clock moved by a day takes the product along', async () => {
  shop.clock.advance(24 * 3_600_000)
  await shop.payments.prepay(spring(shop))
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  const { headers, body } = await shop.arrived(1)
  expect(await shop.payments.readNotice(headers, body)).toMatchObject({ kind: 'paid' })
})
