import { createHmac } from 'node:crypto'
import { coins, goods, refusal, type VirtualPayShop, virtualPayShop } from './virtualPayShop'

let shop: VirtualPayShop
beforeEach(async () => {
  shop = await virtualPayShop()
})
afterEach(() => shop.close())

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

/** Goods on sale, bought and paid. */
async function paidGoods(phone: 'android' | 'ios' = 'android') {
  await shop.onSale()
  const { params, order } = await shop.placed(goods(shop))
  expect(await shop.buy(params, phone)).toMatchObject({ status: 200 })
  return order
}

test('goods are placed, looked at, confirmed, told of by a push and known as paid', async () => {
  await shop.onSale()
  const { params, order } = await shop.placed(goods(shop))
  expect(order.seal).toBeNull()
  expect(params.signData).toBe(
    '{"offerId":"1450000001","buyQuantity":1,"env":0,"currencyType":"CNY","productId":"spring-ink-19900",' +
      '"goodsPrice":19900,"outTradeNo":"XTSPRING01","attach":"XTSPRING01"}',
  )
  expect(params.paySig).toBe(hmac(shop.account.appKeys[0], `requestVirtualPayment&${params.signData}`))
  expect(await shop.gateway.query(order)).toBeNull()

  const opened = await shop.people.mei.post('/virtualPay/cashier', params)
  expect(opened).toEqual({
    status: 200,
    body: {
      outTradeNo: 'XTSPRING01',
      fen: 19900,
      description: '春日水墨',
      merchantName: '杏坛',
      token: expect.any(String),
    },
  })
  expect(await shop.gateway.query(order)).toEqual({
    outTradeNo: 'XTSPRING01',
    state: 'NOTPAY',
    ...shop.gateway.merchant,
    openid: shop.people.mei.openid,
  })
  const { token } = opened.body as { token: string }
  await shop.people.mei.post('/virtualPay/cashier/confirm', { ...params, token, phone: 'android' })
  await shop.tried('XTSPRING01', 1)
  const [arrival] = shop.arrivals
  expect(await shop.gateway.readNotice(arrival?.headers ?? {}, arrival?.body ?? '')).toEqual({
    id: expect.stringMatching(/^xpay_goods_deliver_notify:XTSPRING01:\d{10}$/),
    kind: 'look',
    outTradeNo: 'XTSPRING01',
  })
  expect(await shop.gateway.query(order)).toEqual({
    outTradeNo: 'XTSPRING01',
    state: 'SUCCESS',
    mchid: '1450000001',
    appid: 'wx8888888888888888',
    openid: shop.people.mei.openid,
    fen: 19900,
    backFen: 0,
    currency: 'CNY',
    transactionId: shop.looked('XTSPRING01')?.transactionId,
    paidAt: expect.stringMatching(/\.000Z$/),
  })
  // Taking the push is what WeChat calls delivered.
  expect(shop.looked('XTSPRING01')).toMatchObject({ status: 4, pushes: [{ delivered: true }] })
})

test('a number is good for one sheet, and only for the one who ordered', async () => {
  await shop.onSale()
  const { params } = await shop.placed(goods(shop))
  const lei = await shop.loginCode(shop.people.lei)
  expect(await refusal(shop.gateway.prepay({ ...goods(shop), loginCode: lei }))).toEqual([
    'PAYMENT_REFUSED',
    'ANOTHER_PERSON',
  ])
  expect(await shop.buy(params, 'android', shop.people.lei)).toMatchObject({ body: { errCode: -15005 } })
  await shop.people.mei.post('/virtualPay/cashier', params)
  expect(await shop.buy(params)).toMatchObject({ body: { errCode: -15002 } })
})

test('a login code that was used or never given asks for another login', async () => {
  const loginCode = await shop.loginCode()
  await shop.gateway.prepay({ ...goods(shop), loginCode })
  const again = ['PAYMENT_UNAVAILABLE', 'LOGIN_AGAIN']
  expect(await refusal(shop.gateway.prepay({ ...goods(shop), loginCode }))).toEqual(again)
  expect(await refusal(shop.gateway.prepay({ ...goods(shop), loginCode: 'made up' }))).toEqual(again)
})

test('an item is bought only when it is published, at its price, and its minutes are over', async () => {
  const tryIt = async (outTradeNo: string) => (await shop.buy((await shop.placed(goods(shop, outTradeNo))).params)).body
  expect(await tryIt('XTTOOEARLY')).toMatchObject({ errCode: -15010 })
  await shop.items.publish({ productId: 'spring-ink', title: '春日水墨', fen: 19900 })
  const state = await shop.items.stateOf('spring-ink')
  expect(state).toMatchObject({ fen: 19900 })
  // Thirty minutes from the asking: the longest WeChat takes.
  expect(Date.parse(state?.readyAt ?? '') - shop.desk.clock.now()).toBeGreaterThan(29 * 60_000)
  shop.desk.clock.advance(60_000)
  expect(await shop.items.stateOf('spring-ink')).toMatchObject({ state: 'published' })
  expect(await tryIt('XTNOTYET01')).toMatchObject({ errCode: -15014 })
  shop.desk.clock.advance(30 * 60_000)
  expect(await tryIt('XTONSALE01')).toMatchObject({ outTradeNo: 'XTONSALE01' })
})

test('publishing again changes nothing, another price is another item, a refused one says so', async () => {
  await shop.onSale()
  await shop.onSale()
  const list = async () => (await (await fetch(`${shop.desk.url}/virtualPay/desk/items`)).json()) as { id: string }[]
  expect((await list()).map(({ id }) => id)).toEqual(['spring-ink-19900'])
  await shop.onSale('spring-ink', 9900)
  expect((await list()).map(({ id }) => id).sort()).toEqual(['spring-ink-19900', 'spring-ink-9900'])
  expect(await shop.items.stateOf('spring-ink')).toMatchObject({ fen: 9900 })
  expect(await shop.items.stateOf('summer-verse')).toBeNull()

  await shop.post('/virtualPay/desk/taskOutcome', { outcome: 'failed' })
  expect(await refusal(shop.items.publish({ productId: 'a-long-name-of-a-course', title: '长名', fen: 100 }))).toEqual([
    'PAYMENT_REFUSED',
    'ITEM_REFUSED',
  ])
  expect(await shop.items.stateOf('a-long-name-of-a-course')).toMatchObject({ state: 'refused', fen: 100 })
})

test('nothing can be closed', async () => {
  const { order } = await shop.placed(goods(shop))
  expect(await refusal(shop.gateway.close(order))).toEqual(['PAYMENT_REFUSED', 'CANNOT_CLOSE'])
})

test('coins are bought, then spent for the order when it is asked for, once', async () => {
  const { params, order } = await shop.placed(coins(shop))
  expect(JSON.parse(params.signData)).toEqual({
    offerId: '1450000001',
    buyQuantity: 19900,
    env: 0,
    currencyType: 'CNY',
    outTradeNo: 'XTCOINS001',
    attach: 'XTCOINS001',
  })
  await shop.buy(params)
  const purse = async () => (await shop.post('/virtualPay/desk/coins', { openid: order.openid })).body
  expect(await purse()).toMatchObject({ balance: 19900 })
  const paid = { state: 'SUCCESS', fen: 19900, outTradeNo: 'XTCOINS001' }
  expect(await shop.gateway.query(order)).toMatchObject(paid)
  expect(await shop.gateway.query(order)).toMatchObject(paid)
  expect(await purse()).toEqual({
    balance: 0,
    entries: [
      { kind: 'bought', orderId: 'XTCOINS001', amount: 19900, at: expect.any(Number) },
      { kind: 'spent', orderId: 'XTCOINS001S', amount: -19900, at: expect.any(Number) },
    ],
  })
})

test('coins whose buyer is signed out stay unspent until a new login, and are then spent', async () => {
  const { params, order } = await shop.placed(coins(shop))
  await shop.buy(params)
  await shop.post('/virtualPay/desk/endSession', { openid: order.openid })
  const again = ['PAYMENT_UNAVAILABLE', 'LOGIN_AGAIN']
  expect(await refusal(shop.gateway.query(order))).toEqual(again)
  expect(await refusal(shop.gateway.query({ ...order, seal: null }))).toEqual(again)
  const { order: sealedAgain } = await shop.placed(coins(shop))
  expect(await shop.gateway.query(sealedAgain)).toMatchObject({ state: 'SUCCESS' })
})

test('an answer that was lost after the coins were spent does not spend them twice', async () => {
  const { params, order } = await shop.placed(coins(shop))
  await shop.buy(params)
  await shop.post('/virtualPay/desk/callFault', { path: 'currency_pay', drop: 'after' })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'SUCCESS' })
  expect((await shop.post('/virtualPay/desk/coins', { openid: order.openid })).body).toMatchObject({ balance: 0 })
})

test('money goes back once for one number, whether or not the answer is lost', async () => {
  const order = await paidGoods()
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 9900, reason: '不合适' }
  expect(await shop.gateway.refundOf(ask)).toBeNull()
  await shop.post('/virtualPay/desk/callFault', { path: 'refund_order', drop: 'after' })
  const refund = {
    outRefundNo: 'XTSPRING01R1',
    outTradeNo: 'XTSPRING01',
    refundId: expect.stringMatching(/^WXR/),
    fen: 9900,
  }
  expect(await shop.gateway.refund(ask)).toEqual({ ...refund, state: 'PROCESSING' })
  expect(await shop.gateway.refund(ask)).toEqual({ ...refund, state: 'PROCESSING' })
  shop.desk.clock.advance(2_000)
  expect(await shop.gateway.refundOf(ask)).toEqual({ ...refund, state: 'SUCCESS' })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'REFUND', fen: 19900 })

  const no = (change: object) => refusal(shop.gateway.refund({ ...ask, ...change }))
  expect(await no({ refundFen: 1 })).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
  expect(await no({ outRefundNo: 'XTSPRING01R2', refundFen: 10_001 })).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
  expect(await no({ outRefundNo: 'XTSPRING01' })).toEqual(['PAYMENT_REFUSED', 'INVALID_REQUEST'])
  expect(await shop.gateway.refund({ ...ask, outRefundNo: 'XTSPRING01R2', refundFen: 10_000 })).toMatchObject({
    fen: 10_000,
  })
  shop.desk.clock.advance(2_000)
  await shop.tried('XTSPRING01', 3)
  expect(shop.looked('XTSPRING01')).toMatchObject({ status: 5, leftFen: 0 })
  expect(shop.desk.virtualPay.look()[0]?.refunds).toHaveLength(2)
})

test('a refund belongs to the order it was made for', async () => {
  const order = await paidGoods()
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 9900, reason: '不合适' }
  await shop.gateway.refund(ask)
  const { params, order: other } = await shop.placed(goods(shop, 'XTSPRING02'))
  await shop.buy(params)
  const used = ['PAYMENT_REFUSED', 'INVALID_REQUEST']
  expect(await refusal(shop.gateway.refundOf({ ...other, outRefundNo: 'XTSPRING01R1' }))).toEqual(used)
  expect(await refusal(shop.gateway.refund({ ...ask, ...other }))).toEqual(used)
})

test('a refund that fails is told so, and a further one under another number may follow', async () => {
  const order = await paidGoods()
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 19900, reason: '不合适' }
  await shop.post('/virtualPay/desk/refundOutcome', { outcome: 'failed' })
  await shop.gateway.refund(ask)
  expect(await refusal(shop.gateway.refund({ ...ask, outRefundNo: 'XTSPRING01R2', refundFen: 1 }))).toEqual([
    'PAYMENT_REFUSED',
    'INVALID_REQUEST',
  ])
  shop.desk.clock.advance(2_000)
  expect(await shop.gateway.refundOf(ask)).toMatchObject({ state: 'ABNORMAL' })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'SUCCESS' })
  expect(await shop.gateway.refund({ ...ask, outRefundNo: 'XTSPRING01R2' })).toMatchObject({ state: 'PROCESSING' })
})

test('coins are taken back before they are given back for money; a step that was lost goes on', async () => {
  const { params, order } = await shop.placed(coins(shop))
  await shop.buy(params)
  await shop.gateway.query(order)
  const ask = { ...order, outRefundNo: 'XTCOINS001R1', refundFen: 19900, reason: '不合适' }
  await shop.post('/virtualPay/desk/callFault', { path: 'refund_order', drop: 'before', times: 3 })
  expect(await refusal(shop.gateway.refund(ask))).toEqual(['PAYMENT_UNAVAILABLE', 'NETWORK'])
  expect(await shop.gateway.refund(ask)).toMatchObject({ state: 'PROCESSING', fen: 19900 })
  const { body } = await shop.post('/virtualPay/desk/coins', { openid: order.openid })
  expect(body.entries.map(({ kind, amount }: { kind: string; amount: number }) => [kind, amount])).toEqual([
    ['bought', 19900],
    ['spent', -19900],
    ['takenBack', 19900],
    ['refunded', -19900],
  ])
  shop.desk.clock.advance(2_000)
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'REFUND' })
})

test('what was paid on an iPhone the shop cannot give back, and less than a yuan is not taken there', async () => {
  const order = await paidGoods('ios')
  expect(await shop.gateway.query(order)).toMatchObject({
    state: 'SUCCESS',
    transactionId: expect.stringMatching(/^WXO/),
  })
  const ask = { ...order, outRefundNo: 'XTSPRING01R1', refundFen: 19900, reason: '不合适' }
  expect(await refusal(shop.gateway.refund(ask))).toEqual(['PAYMENT_REFUSED', 'REFUND_BY_APPLE'])
  await shop.onSale('a-penny', 99)
  const { params } = await shop.placed({ ...goods(shop, 'XTPENNY001'), productId: 'a-penny', fen: 99 })
  expect(await shop.buy(params, 'ios')).toMatchObject({ status: 400, body: { errCode: -15001 } })
})

test('WeChat’s eleven statuses, as what they mean for the order', async () => {
  const order = await paidGoods()
  const states = []
  for (let status = 0; status <= 10; status++) {
    await shop.post('/virtualPay/desk/status', { outTradeNo: order.outTradeNo, status })
    states.push((await shop.gateway.query(order))?.state)
  }
  const refunded = Array(3).fill('REFUND')
  expect(states).toEqual([
    ...['NOTPAY', 'NOTPAY', 'SUCCESS', 'SUCCESS', 'SUCCESS', 'REFUND', 'CLOSED'],
    // 7: giving back failed, so the shop still has the money.
    ...['SUCCESS', ...refunded],
  ])
})

test('an order that WeChat calls delivered again after a refund is still refunded', async () => {
  const order = await paidGoods()
  await shop.gateway.refund({ ...order, outRefundNo: 'XTSPRING01R1', refundFen: 19900, reason: '不合适' })
  shop.desk.clock.advance(2_000)
  await shop.post('/virtualPay/desk/status', { outTradeNo: order.outTradeNo, status: 4 })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'REFUND' })
})
