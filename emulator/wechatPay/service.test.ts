import { createSign, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { chinaTime } from './chinaTime'
import { type Desk, desk } from './fixture'

const HOUR = 3_600_000
let here: Desk
beforeEach(async () => {
  here = await desk()
})
afterEach(() => here.close())

const JSAPI = '/v3/pay/transactions/jsapi'
const short = ({ status, body }: { status: number; body: { code?: string; detail?: { field?: string } } }) =>
  body?.code ? [status, body.code, ...(body.detail?.field ? [body.detail.field] : [])] : [status]

test('the merchant is the same after every start, and its certificate is one that others can read', async () => {
  const before = here.merchant
  await here.restart()
  expect((await here.place('SPRING0001')).status).toBe(200)
  const certificate = new X509Certificate(before.certificate)
  expect(certificate.serialNumber).toBe(before.serial)
  expect(certificate.subject).toBe('CN=杏坛')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})

test('a request is refused for anything wrong with its signature', async () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const body = { mchid: here.merchant.mchid }
  const refused = async (change: Parameters<Desk['call']>[3]) =>
    short(await here.call('POST', '/v3/pay/transactions/out-trade-no/SPRING0001/close', body, change))
  const seconds = Math.floor(here.clock.now() / 1000)
  const no = [401, 'SIGN_ERROR', 'signature']

  expect(await refused({})).toEqual([404, 'ORDER_NOT_EXIST'])
  expect(await refused({ key: String(stranger.export({ type: 'pkcs8', format: 'pem' })) })).toEqual(no)
  expect(await refused({ headers: { authorization: undefined } })).toEqual(no)
  expect(await refused({ headers: { authorization: 'Bearer x' } })).toEqual(no)
  expect(await refused({ authorization: { mchid: '1900000002' } })).toEqual(no)
  expect(await refused({ authorization: { serial_no: 'ABC' } })).toEqual(no)
  expect(await refused({ authorization: { timestamp: String(seconds - 302) } })).toEqual(no)
  expect(await refused({ authorization: { timestamp: String(seconds + 302) } })).toEqual(no)
  expect(await refused({ authorization: { nonce_str: 'x'.repeat(33) } })).toEqual(no)
  expect(await refused({ authorization: { nonce_str: 'once' } })).toEqual([404, 'ORDER_NOT_EXIST'])
  expect(await refused({ authorization: { nonce_str: 'once' } })).toEqual(no)
})

test('a false signature is answered with what should have been signed', async () => {
  const { status, body } = await here.call('POST', JSAPI, { a: 1 }, { authorization: { signature: 'AAAA' } })
  expect(status).toBe(401)
  expect(body).toEqual({
    code: 'SIGN_ERROR',
    message: '错误的签名，导致验签失败',
    detail: {
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: {
        method: 'POST',
        sign_message_length: expect.any(Number),
        truncated_sign_message: expect.stringMatching(/^POST\n\/v3\/pay\/transactions\/jsapi\n\d+\n/),
        url: JSAPI,
      },
    },
  })
})

test('headers a program forgets are asked for, and the language Node sends by itself is refused', async () => {
  const refused = async (headers: Record<string, string | undefined>) =>
    short(await here.call('POST', JSAPI, {}, { headers }))
  expect(await refused({ 'accept-language': '*' })).toEqual([400, 'PARAM_ERROR', 'Accept-Language'])
  expect(await refused({ accept: 'text/html' })).toEqual([400, 'PARAM_ERROR', 'Accept'])
  expect(await refused({ 'user-agent': '' })).toEqual([400, 'PARAM_ERROR', 'User-Agent'])
  expect(await refused({ 'content-type': 'text/plain' })).toEqual([400, 'PARAM_ERROR', 'Content-Type'])
  expect(await refused({ 'wechatpay-serial': here.merchant.serial })).toEqual([400, 'PARAM_ERROR', 'Wechatpay-Serial'])
  expect(await refused({ 'wechatpay-serial': here.merchant.publicKeyId })).toEqual([400, 'PARAM_ERROR', '/appid'])
})

test('an order is refused for any field that breaks a rule, is missing, or is not in the list', async () => {
  const refused = async (change: object) => short(await here.place('SPRING0001', change))
  const field = (name: string) => [400, 'PARAM_ERROR', name]
  expect(await refused({ amount: { total: 0 } })).toEqual(field('/amount/total'))
  expect(await refused({ amount: { total: 1.5 } })).toEqual(field('/amount/total'))
  expect(await refused({ amount: { total: 1, currency: 'USD' } })).toEqual(field('/amount/currency'))
  expect(await refused({ description: '' })).toEqual(field('/description'))
  expect(await refused({ description: '读'.repeat(128) })).toEqual(field('/description'))
  expect(await refused({ out_trade_no: '短' })).toEqual(field('/out_trade_no'))
  expect(await refused({ out_trade_no: 'x'.repeat(33) })).toEqual(field('/out_trade_no'))
  expect(await refused({ notify_url: 'http://shop.example/a' })).toEqual(field('/notify_url'))
  expect(await refused({ notify_url: 'https://shop.example/a?b=c' })).toEqual(field('/notify_url'))
  expect(await refused({ payer: {} })).toEqual(field('/payer/openid'))
  expect(await refused({ attach: null })).toEqual(field('/attach'))
  expect(await refused({ time_expire: '2026-01-01 00:00:00' })).toEqual(field('/time_expire'))
  expect(await refused({ colour: 'red' })).toEqual(field('/colour'))
  expect(await refused({ mchid: '1900000002' })).toEqual([400, 'MCH_NOT_EXISTS'])
  expect(await refused({ appid: 'wx0' })).toEqual([400, 'APPID_MCHID_NOT_MATCH'])
  expect(await refused({ settle_info: { profit_sharing: true } })).toEqual([501, 'NOT_EMULATED'])
  expect(short(await here.call('POST', JSAPI, 'no JSON'))).toEqual(field('/'))
  expect(here.look()).toEqual([])
})

test('what the desk does not do is refused by name', async () => {
  expect(await here.call('POST', '/v3/pay/transactions/app', {})).toMatchObject({
    status: 501,
    body: {
      code: 'NOT_EMULATED',
      message: 'this desk does not emulate POST /v3/pay/transactions/app of WeChat Pay',
    },
  })
  expect(short(await here.call('GET', JSAPI))).toEqual([405, 'METHOD_NOT_ALLOWED'])
})

test('an order closes by itself: after seven days, or when its time is over, which is at least a minute and at most ninety days', async () => {
  const now = here.clock.now()
  await here.place('DEFAULT001')
  await here.place('PAST000001', { time_expire: chinaTime(now - HOUR) })
  await here.place('NORMAL0001', { time_expire: chinaTime(now + HOUR) })
  await here.place('FAR0000001', { time_expire: chinaTime(now + 400 * 24 * HOUR) })
  const states = async () =>
    Promise.all(
      ['PAST000001', 'NORMAL0001', 'DEFAULT001', 'FAR0000001'].map(
        async (no) => (await here.query(no)).body.trade_state,
      ),
    )
  expect(await states()).toEqual(['NOTPAY', 'NOTPAY', 'NOTPAY', 'NOTPAY'])
  await here.pass(61_000)
  expect(await states()).toEqual(['CLOSED', 'NOTPAY', 'NOTPAY', 'NOTPAY'])
  await here.pass(HOUR)
  expect(await states()).toEqual(['CLOSED', 'CLOSED', 'NOTPAY', 'NOTPAY'])
  await here.pass(7 * 24 * HOUR)
  expect(await states()).toEqual(['CLOSED', 'CLOSED', 'CLOSED', 'NOTPAY'])
  await here.pass(83 * 24 * HOUR)
  expect(await states()).toEqual(['CLOSED', 'CLOSED', 'CLOSED', 'CLOSED'])
  expect(short(await here.place('NORMAL0001', { time_expire: chinaTime(now + HOUR) }))).toEqual([400, 'ORDER_CLOSED'])
})

test('placing again: the same is welcome, another price is not, a paid number is used up', async () => {
  expect((await here.place('SPRING0001')).status).toBe(200)
  const reordered = { payer: { openid: 'oMei' }, amount: { currency: 'CNY', total: 19900 } }
  expect((await here.place('SPRING0001', reordered)).status).toBe(200)
  expect(await here.place('SPRING0001', { amount: { total: 1 } })).toEqual({
    status: 400,
    body: { code: 'INVALID_REQUEST', message: '请求重入时，参数与首次请求时不一致' },
  })
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  expect(short(await here.place('SPRING0001'))).toEqual([403, 'OUT_TRADE_NO_USED'])
})

test('a refund: by either number, within a year, at most fifty, a minute apart', async () => {
  await here.place('SPRING0001')
  const refund = (out_refund_no: string, change: object = {}) =>
    here.call('POST', '/v3/refund/domestic/refunds', {
      out_trade_no: 'SPRING0001',
      out_refund_no,
      amount: { refund: 1, total: 19900, currency: 'CNY' },
      ...change,
    })
  expect(short(await refund('R0'))).toEqual([400, 'INVALID_REQUEST'])
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  expect(short(await refund('R0', { out_trade_no: 'NOBODY0001' }))).toEqual([404, 'RESOURCE_NOT_EXISTS'])
  expect(short(await refund('R0', { out_trade_no: undefined }))).toEqual([400, 'PARAM_ERROR', '/transaction_id'])
  expect(short(await refund('R0', { transaction_id: '42' }))).toEqual([404, 'RESOURCE_NOT_EXISTS'])
  expect(short(await refund('R0', { colour: 'red' }))).toEqual([400, 'PARAM_ERROR', '/colour'])
  const { transactionId } = here.look()[0] ?? {}
  expect((await refund('R0', { transaction_id: transactionId, out_trade_no: undefined })).body.status).toBe(
    'PROCESSING',
  )
  for (let n = 1; n < 50; n++) {
    await here.pass(60_000)
    expect((await refund(`R${n}`)).status).toBe(200)
  }
  await here.pass(60_000)
  expect(short(await refund('R50'))).toEqual([400, 'INVALID_REQUEST'])

  await here.place('SUMMER0001')
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SUMMER0001' })
  await here.pass(366 * 24 * HOUR)
  expect(short(await refund('S1', { out_trade_no: 'SUMMER0001' }))).toEqual([403, 'TRADE_OVERDUE'])
})

test('a refund the bank sends back is told as such; it is settled also when the desk starts again in between', async () => {
  await here.place('SPRING0001')
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  await here.ask('/wechatPay/desk/refundOutcome', { outcome: 'ABNORMAL', afterMs: 30_000 })
  const request = {
    out_trade_no: 'SPRING0001',
    out_refund_no: 'R1',
    notify_url: 'https://shop.example/payNotify',
    amount: { refund: 19900, total: 19900, currency: 'CNY' },
  }
  await here.call('POST', '/v3/refund/domestic/refunds', request)
  await here.restart()
  await here.pass(30_000)
  expect((await here.call('GET', '/v3/refund/domestic/refunds/R1')).body.status).toBe('ABNORMAL')
  expect(JSON.parse(here.sent.at(-1)?.body ?? '').event_type).toBe('REFUND.ABNORMAL')
  expect(short(await here.call('GET', '/v3/refund/domestic/refunds/R2'))).toEqual([404, 'RESOURCE_NOT_EXISTS'])
})

test('a payment sheet works for two hours', async () => {
  const { body } = await here.place('SPRING0001')
  const sheet = () => {
    const timeStamp = String(Math.floor(here.clock.now() / 1000))
    const bill = `prepay_id=${body.prepay_id}`
    const message = `${here.merchant.appid}\n${timeStamp}\nn\n${bill}\n`
    const paySign = createSign('RSA-SHA256').update(message).sign(here.merchant.privateKey, 'base64')
    return { timeStamp, nonceStr: 'n', package: bill, signType: 'RSA', paySign }
  }
  const old = sheet()
  await here.pass(2 * HOUR - 1_000)
  expect((await here.ask('/wechatPay/cashier', sheet(), { 'x-openid': 'oMei' })).status).toBe(200)
  expect((await here.ask('/wechatPay/cashier/cancel', sheet(), { 'x-openid': 'oMei' })).status).toBe(200)
  await here.pass(2_000)
  const refused = { status: 400, body: { code: 'PREPAY_EXPIRED', message: '支付页面已过期，请返回重新支付' } }
  expect(await here.ask('/wechatPay/cashier', sheet(), { 'x-openid': 'oMei' })).toEqual(refused)
  expect(await here.ask('/wechatPay/cashier', old, { 'x-openid': 'oMei' })).toEqual(refused)
  expect((await here.query('SPRING0001')).body.trade_state).toBe('NOTPAY')
})
