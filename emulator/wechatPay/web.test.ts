import { type Desk, desk } from './fixture'

const MINUTE = 60_000
let here: Desk
beforeEach(async () => {
  here = await desk()
})
afterEach(() => here.close())

const short = ({ status, body }: { status: number; body: { code?: string; detail?: { field?: string } } }) =>
  body?.code ? [status, body.code, ...(body.detail?.field ? [body.detail.field] : [])] : [status]

const terms = (outTradeNo: string, change: object = {}) => ({
  appid: here.merchant.appid,
  mchid: here.merchant.mchid,
  description: '春日读诗',
  out_trade_no: outTradeNo,
  notify_url: 'https://shop.example/payNotify',
  amount: { total: 19900, currency: 'CNY' },
  ...change,
})
const SCENE = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }
const native = (outTradeNo: string, change: object = {}) =>
  here.call('POST', '/v3/pay/transactions/native', terms(outTradeNo, change))
const h5 = (outTradeNo: string, change: object = {}) =>
  here.call('POST', '/v3/pay/transactions/h5', terms(outTradeNo, { scene_info: SCENE, ...change }))

const scanned = async (outTradeNo: string) => {
  const { body } = await native(outTradeNo)
  return { pr: new URL(body.code_url).searchParams.get('pr') }
}
const linked = async (outTradeNo: string) => {
  const { body } = await h5(outTradeNo)
  return Object.fromEntries(new URL(body.h5_url).searchParams)
}
const look = (ticket: object) => here.ask('/wechatPay/web', ticket)
const confirm = (ticket: object, openid = 'oZhou') =>
  here.ask('/wechatPay/web/confirm', ticket, openid ? { 'x-openid': openid } : {})

test('a code order is placed, shown, and paid by whoever scanned; the notice says who', async () => {
  const { status, body } = await native('NATIVE0001')
  expect([status, body]).toEqual([200, { code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=\S{9}$/) }])
  expect((await here.query('NATIVE0001')).body.payer).toBeUndefined()
  const ticket = { pr: new URL(body.code_url).searchParams.get('pr') }
  const bill = {
    outTradeNo: 'NATIVE0001',
    fen: 19900,
    description: '春日读诗',
    merchantName: '杏坛',
    expiresAt: expect.stringMatching(/Z$/),
  }
  expect(await look(ticket)).toEqual({ status: 200, body: bill })
  expect(short(await confirm(ticket, ''))).toEqual([401, 'NEED_LOGIN'])
  expect(await confirm(ticket)).toEqual({
    status: 200,
    body: { ...bill, transactionId: expect.stringMatching(/^\d{28}$/) },
  })
  expect((await here.query('NATIVE0001')).body).toMatchObject({
    trade_state: 'SUCCESS',
    trade_type: 'NATIVE',
    payer: { openid: 'oZhou' },
  })
  await here.quiet()
  expect(here.look()[0]).toMatchObject({ tradeType: 'NATIVE', openid: 'oZhou', notice: { delivered: true } })
  expect(short(await confirm(ticket, 'oMei'))).toEqual([400, 'ORDER_PAID'])
})

test('an H5 order leads to this desk, and is paid there', async () => {
  const { status, body } = await h5('MWEB000001')
  expect([status, body]).toEqual([
    200,
    { h5_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/wechatPay\/h5\?prepay_id=wx\w{34}&package=\d{10}$/) },
  ])
  const ticket = Object.fromEntries(new URL(body.h5_url).searchParams)
  expect(short(await look({ ...ticket, package: '1000000000' }))).toEqual([400, 'ORDER_NOT_EXIST'])
  expect((await confirm(ticket)).status).toBe(200)
  expect((await here.query('MWEB000001')).body).toMatchObject({ trade_type: 'MWEB', payer: { openid: 'oZhou' } })
})

test('placing again gives a fresh code and a fresh link for the same order; the old ones stay good for their time', async () => {
  const [first, second] = [await scanned('NATIVE0001'), await scanned('NATIVE0001')]
  expect(first).not.toEqual(second)
  expect([(await look(first)).status, (await look(second)).status]).toEqual([200, 200])
  const [old, fresh] = [await linked('MWEB000001'), await linked('MWEB000001')]
  expect(old).not.toEqual(fresh)
  await confirm(fresh)
  expect(short(await look(old))).toEqual([400, 'ORDER_PAID'])
})

test('a code serves for two hours, a link for five minutes', async () => {
  const code = await scanned('NATIVE0001')
  const link = await linked('MWEB000001')
  await here.pass(5 * MINUTE - 1_000)
  expect([(await look(code)).status, (await look(link)).status]).toEqual([200, 200])
  await here.pass(1_001)
  expect([(await look(code)).status, short(await look(link))]).toEqual([200, [400, 'PREPAY_EXPIRED']])
  expect((await look(await linked('MWEB000001'))).status).toBe(200)
  await here.pass(115 * MINUTE)
  expect(short(await confirm(code))).toEqual([400, 'PREPAY_EXPIRED'])
})

test('a closed order is paid neither by its code nor by its link', async () => {
  const code = await scanned('NATIVE0001')
  const link = await linked('MWEB000001')
  for (const no of ['NATIVE0001', 'MWEB000001'])
    await here.call('POST', `/v3/pay/transactions/out-trade-no/${no}/close`, { mchid: here.merchant.mchid })
  expect(short(await confirm(code))).toEqual([400, 'ORDER_CLOSED'])
  expect(short(await confirm(link))).toEqual([400, 'ORDER_CLOSED'])
})

test('a number placed one way is not placed another', async () => {
  await native('NATIVE0001')
  expect(short(await h5('NATIVE0001'))).toEqual([400, 'INVALID_REQUEST'])
  expect(short(await here.place('NATIVE0001'))).toEqual([400, 'INVALID_REQUEST'])
  await here.place('SPRING0001')
  expect(short(await native('SPRING0001'))).toEqual([400, 'INVALID_REQUEST'])
})

test('orders of the web are refused for any field that breaks a rule, is missing, or is not in the list', async () => {
  const field = (name: string) => [400, 'PARAM_ERROR', name]
  expect(short(await native('NATIVE0001', { payer: { openid: 'oMei' } }))).toEqual(field('/payer'))
  expect(short(await native('NATIVE0001', { amount: { total: 0 } }))).toEqual(field('/amount/total'))
  expect(short(await h5('MWEB000001', { scene_info: undefined }))).toEqual(field('/scene_info'))
  expect(short(await h5('MWEB000001', { scene_info: { ...SCENE, payer_client_ip: 'here' } }))).toEqual(
    field('/scene_info/payer_client_ip'),
  )
  expect(short(await h5('MWEB000001', { scene_info: { ...SCENE, payer_client_ip: '2001:db8::1' } }))).toEqual([200])
  expect(short(await h5('MWEB000002', { scene_info: { ...SCENE, h5_info: { type: 'WAP' } } }))).toEqual(
    field('/scene_info/h5_info/type'),
  )
  expect(short(await h5('MWEB000002', { scene_info: { payer_client_ip: '203.0.113.7' } }))).toEqual(
    field('/scene_info/h5_info'),
  )
})

test('a ticket that is none opens nothing', async () => {
  for (const ticket of [{}, { pr: '' }, { pr: 'x', more: 1 }, { prepay_id: 'wx' }])
    expect(short(await look(ticket))).toEqual([400, 'PARAM_ERROR'])
  expect(short(await look({ pr: 'nobodys' }))).toEqual([400, 'ORDER_NOT_EXIST'])
})

test('orders written by an older desk are JSAPI orders', async () => {
  await here.place('SPRING0001')
  await here.restart(() => {})
  here.change('wechatPay.orders', 'SPRING0001', ({ tradeType: _, ...older }) => older)
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  expect((await here.query('SPRING0001')).body).toMatchObject({ trade_type: 'JSAPI', payer: { openid: 'oMei' } })
})
