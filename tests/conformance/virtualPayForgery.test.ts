import { createHmac } from 'node:crypto'
import { coins, goods, refusal, type VirtualPayShop, virtualPayShop } from './virtualPayShop'

let shop: VirtualPayShop
beforeEach(async () => {
  shop = await virtualPayShop()
})
afterEach(() => shop.close())

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

describe('the sheet is believed only as it was signed', () => {
  const refusedAs = async (
    change: (params: { signData: string; paySig: string; signature: string; mode: string }) => object,
  ) => {
    const { params } = await shop.placed(goods(shop))
    const { status, body } = await shop.people.mei.post('/virtualPay/cashier', { ...params, ...change(params) })
    return [status, (body as { errCode: number }).errCode]
  }
  /** The same sheet with other terms, signed by whoever holds these keys. */
  const resigned =
    (terms: object, appKey = shop.account.appKeys[0]) =>
    async () => {
      const { params } = await shop.placed(goods(shop))
      const signData = JSON.stringify({ ...JSON.parse(params.signData), ...terms })
      const paySig = hmac(appKey, `requestVirtualPayment&${signData}`)
      const { body } = await shop.people.mei.post('/virtualPay/cashier', { ...params, signData, paySig })
      return (body as { errCode: number }).errCode
    }

  test('a lower price, a reordered text, a key of another environment are all found', async () => {
    expect(await refusedAs(({ signData }) => ({ signData: signData.replace('19900', '1') }))).toEqual([400, -15006])
    expect(await refusedAs(({ signData }) => ({ signData: `${signData} ` }))).toEqual([400, -15006])
    expect(await refusedAs(({ paySig }) => ({ paySig: paySig.toUpperCase() }))).toEqual([400, -15006])
    expect(await refusedAs(() => ({ signature: '0'.repeat(64) }))).toEqual([400, -15005])
    expect(await refusedAs(() => ({ signData: 'no json' }))).toEqual([400, -15016])
    expect(await refusedAs(() => ({ mode: 'short_series_coin' }))).toEqual([400, -15001])
  })

  test('who holds only the app key cannot sign for the buyer, and every field is looked at', async () => {
    expect(await resigned({ attach: 'x' })()).toBe(-15005)
    expect(await resigned({ currencyType: 'USD' })()).toBe(-15004)
    expect(await resigned({ offerId: '1' })()).toBe(-15001)
    expect(await resigned({ outTradeNo: '_SHORT01' })()).toBe(-15001)
    expect(await resigned({ extra: 1 })()).toBe(-15001)
    expect(await resigned({}, shop.account.appKeys[1])()).toBe(-15006)
  })

  test('a sheet of a session that is over is refused; after a login it needs a fresh one', async () => {
    await shop.onSale()
    const { params } = await shop.placed(goods(shop))
    await shop.post('/virtualPay/desk/endSession', { openid: shop.people.mei.openid })
    expect(await shop.buy(params)).toMatchObject({ body: { errCode: -15007 } })
    const { params: fresh } = await shop.placed(goods(shop))
    expect(await shop.buy(params)).toMatchObject({ body: { errCode: -15007 } })
    expect(await shop.buy(fresh)).toMatchObject({ status: 200 })
  })
})

test('with a wrong app key, secret or offer nothing goes through, and the number says which', async () => {
  const { order } = await shop.placed(goods(shop))
  const query = (change: object) => refusal(shop.gatewayWith(change).query(order))
  expect(await query({ appKey: 'wrong' })).toEqual(['PAYMENT_REFUSED', '268490003'])
  expect(await query({ appSecret: 'wrong' })).toEqual(['PAYMENT_UNAVAILABLE', '40125'])
  expect(await query({ appid: 'wx1' })).toEqual(['PAYMENT_UNAVAILABLE', '40013'])
  const loginCode = await shop.loginCode()
  const forged = shop.gatewayWith({ appSecret: 'wrong' }).prepay({ ...goods(shop), loginCode })
  expect(await refusal(forged)).toEqual(['PAYMENT_REFUSED', '40125'])
})

test('another key opens no seal: the buyer is asked to log in, and no coins move', async () => {
  const { params, order } = await shop.placed(coins(shop))
  await shop.buy(params)
  const elsewhere = shop.gatewayWith({ sealKey: Buffer.alloc(32, 1) })
  expect(await refusal(elsewhere.query(order))).toEqual(['PAYMENT_UNAVAILABLE', 'LOGIN_AGAIN'])
  expect((await shop.post('/virtualPay/desk/coins', { openid: order.openid })).body).toMatchObject({ balance: 19900 })
})

test('somebody else’s order is unknown, and so is one of the other environment', async () => {
  await shop.onSale()
  const { params, order } = await shop.placed(goods(shop))
  await shop.buy(params)
  expect(await shop.gateway.query({ ...order, openid: shop.people.lei.openid })).toBeNull()
  const other = shop.gatewayWith({ env: 1, appKey: shop.account.appKeys[1] })
  expect(await other.query(order)).toBeNull()
})

test('an answer about money of the other environment is not believed, one that cannot be read decides nothing', async () => {
  await shop.onSale()
  const { params, order } = await shop.placed(goods(shop))
  await shop.buy(params)
  const lied = async (alterOrder: object) => {
    await shop.post('/virtualPay/desk/callFault', { path: 'query_order', alterOrder })
    return refusal(shop.gateway.query(order))
  }
  expect(await lied({ env_type: 2 })).toEqual(['PAYMENT_REFUSED', 'ENV'])
  expect(await lied({ env_type: 0 })).toEqual(['PAYMENT_REFUSED', 'ENV'])
  expect(await lied({ status: 11 })).toEqual(['PAYMENT_UNAVAILABLE', 'REPLY_SHAPE'])
  expect(await lied({ order_fee: -1 })).toEqual(['PAYMENT_UNAVAILABLE', 'REPLY_SHAPE'])
})

test('WeChat’s sandbox is ready at once, and knows no iPhone', async () => {
  await shop.close()
  shop = await virtualPayShop({ env: 1 })
  await shop.items.publish({ productId: 'spring-ink', title: '春日水墨', fen: 19900 })
  shop.desk.clock.advance(1_000)
  const state = await shop.items.stateOf('spring-ink')
  expect(state?.state).toBe('published')
  expect(Date.parse(state?.readyAt ?? '')).toBeLessThanOrEqual(shop.desk.clock.now())
  const first = await shop.placed(goods(shop))
  expect(await shop.buy(first.params, 'ios')).toMatchObject({ body: { errCode: -15011 } })
  const { params, order } = await shop.placed(goods(shop, 'XTSPRING02'))
  expect(await shop.buy(params)).toMatchObject({ status: 200 })
  expect(await shop.gateway.query(order)).toMatchObject({ state: 'SUCCESS' })
})

test('a token that has ended or was replaced is asked for anew, once for many requests', async () => {
  const { order } = await shop.placed(goods(shop))
  await Promise.all([shop.gateway.query(order), shop.gateway.query(order), shop.gateway.query(order)])
  await shop.post('/virtualPay/desk/revokeToken')
  expect(await shop.gateway.query(order)).toBeNull()
  // Well before its end a token is renewed without anybody being refused.
  shop.desk.clock.advance(7_000_000)
  expect(await shop.gateway.query(order)).toBeNull()
  shop.desk.clock.advance(40 * 24 * 3_600_000)
  expect(await shop.gateway.query(order)).toBeNull()
  const calls = (await (await fetch(`${shop.desk.url}/virtualPay/desk/calls`)).json()) as { errcode: number }[]
  expect(calls.filter(({ errcode }) => errcode === 40001)).toHaveLength(1)
  expect(calls.filter(({ errcode }) => errcode === 42001)).toHaveLength(0)
})

test('a line cut, a failing and a busy service are asked again; one that stays away is PAYMENT_UNAVAILABLE', async () => {
  const { order } = await shop.placed(goods(shop))
  for (const fault of [{ drop: 'before' }, { drop: 'after' }, { status: 502 }, { errcode: -1 }]) {
    await shop.post('/virtualPay/desk/callFault', { path: 'query_order', times: 2, ...fault })
    expect(await shop.gateway.query(order)).toBeNull()
  }
  const fails = async (fault: object) => {
    await shop.post('/virtualPay/desk/callFault', { path: 'query_order', times: 3, ...fault })
    const told = await shop.gateway.query(order).catch((error) => [error.code, error.facts])
    await fetch(`${shop.desk.url}/virtualPay/desk/faults`, { method: 'DELETE' })
    return told
  }
  const code = 'PAYMENT_UNAVAILABLE'
  expect(await fails({ drop: 'before' })).toEqual([code, { reason: 'NETWORK' }])
  expect(await fails({ status: 503 })).toEqual([code, { status: 503 }])
  expect(await fails({ status: 429 })).toEqual([code, { status: 429 }])
  expect(await fails({ errcode: -1 })).toEqual([code, { code: '-1' }])
  expect(await fails({ errcode: 268490015 })).toEqual([code, { code: '268490015' }])
  expect(await fails({ delayMs: 900 })).toEqual([code, { reason: 'TIMEOUT' }])
})

describe('the service itself', () => {
  const call = async (name: string, body: string, change: { paySig?: string; token?: string } = {}) => {
    const asked = JSON.stringify({
      grant_type: 'client_credential',
      appid: shop.account.appid,
      secret: shop.account.appSecret,
    })
    const reply = await fetch(`${shop.desk.url}/cgi-bin/stable_token`, { method: 'POST', body: asked })
    const { access_token } = (await reply.json()) as { access_token: string }
    const query = new URLSearchParams({
      access_token: change.token ?? access_token,
      pay_sig: change.paySig ?? hmac(shop.account.appKeys[0], `/xpay/${name}&${body}`),
    })
    const answer = await fetch(`${shop.desk.url}/xpay/${name}?${query}`, { method: 'POST', body })
    return { status: answer.status, body: await answer.json() }
  }
  const QUERY = { openid: 'o', env: 0, order_id: 'XTSPRING01' }

  test('refuses a body that is not the one signed, unknown fields, a token of nobody, and by name what it does not do', async () => {
    const text = JSON.stringify(QUERY)
    expect(await call('query_order', text)).toMatchObject({ body: { errcode: 268490002, errmsg: '数据不存在' } })
    expect(
      await call('query_order', `${text} `, { paySig: hmac(shop.account.appKeys[0], `/xpay/query_order&${text}`) }),
    ).toMatchObject({
      body: { errcode: 268490003 },
    })
    expect(await call('query_order', text, { paySig: '' })).toMatchObject({
      body: { errcode: 268490002, errmsg: '签名字段[pay_sig]为空' },
    })
    expect(await call('query_order', JSON.stringify({ ...QUERY, out_trade_no: 'x' }))).toMatchObject({
      body: { errcode: 268490002, errmsg: '未知字段[out_trade_no]' },
    })
    expect(await call('query_order', text, { token: 'made up' })).toMatchObject({ body: { errcode: 40001 } })
    expect(await call('present_currency', text)).toEqual({
      status: 501,
      body: { errcode: -1, errmsg: "this desk does not emulate /xpay/present_currency of WeChat's virtual payment" },
    })
  })

  test('wants the user’s signature where coins move', async () => {
    const spend = { openid: shop.people.mei.openid, env: 0, amount: 1, order_id: 'X', payitem: '[]' }
    expect(await call('currency_pay', JSON.stringify(spend))).toMatchObject({
      body: { errcode: 268490002, errmsg: '签名字段[signature]为空' },
    })
  })
})
