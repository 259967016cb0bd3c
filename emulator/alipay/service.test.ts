import { generateKeyPairSync } from 'node:crypto'
import { chinaTime } from './chinaTime'
import { type Desk, desk } from './fixture'
import { isSigned, requestContent, signed } from './signature'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let here: Desk
beforeEach(async () => {
  here = await desk()
})
afterEach(() => here.close())

const QUERY = 'alipay.trade.query'
const REFUND = 'alipay.trade.refund'
const REFUND_QUERY = 'alipay.trade.fastpay.refund.query'
const SPRING = { out_trade_no: 'SPRING0001' }
const codeOf = ({ node }: { node: unknown }): unknown =>
  typeof node === 'object' && node !== null && 'sub_code' in node ? node.sub_code : 'good'

test('the seller is the same after every start', async () => {
  const before = here.seller
  await here.restart()
  expect(codeOf(await here.call(QUERY, SPRING))).toBe('ACQ.TRADE_NOT_EXIST')
  expect(before).toEqual({
    appId: '2021000000000001',
    sellerId: '2088000000000001',
    name: '杏坛',
    privateKey: expect.stringContaining('BEGIN PRIVATE KEY'),
    appPublicKey: expect.stringContaining('BEGIN PUBLIC KEY'),
    alipayPublicKey: expect.stringContaining('BEGIN PUBLIC KEY'),
  })
})

test('every reply, a refusal too, is signed over the very bytes of its inner object', async () => {
  await here.paid('SPRING0001')
  for (const outTradeNo of ['SPRING0001', 'NOBODY0001']) {
    const { text } = await here.call(QUERY, { out_trade_no: outTradeNo })
    const [, node = '', sign = ''] = /^\{"alipay_trade_query_response":(\{.*\}),"sign":"(.*)"\}$/.exec(text) ?? []
    expect(isSigned(node, sign, here.seller.alipayPublicKey)).toBe(true)
  }
})

test('a request is refused for anything wrong with its sender, its clock or its form', async () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const refused = async (change: Record<string, string>, after: Record<string, string> = {}) =>
    codeOf(await here.call(QUERY, SPRING, change, after))
  const timestamp = (ms: number) => ({ timestamp: chinaTime(here.clock.now() + ms) })

  expect(await refused({})).toBe('ACQ.TRADE_NOT_EXIST')
  expect(await refused({ app_id: '' })).toBe('isv.missing-app-id')
  expect(await refused({ app_id: '2021000000000002' })).toBe('isv.invalid-app-id')
  expect(await refused({ method: '' })).toBe('isv.missing-method')
  expect(await refused({}, { sign: '' })).toBe('isv.missing-signature')
  expect(await refused({}, { sign: 'AAAA' })).toBe('isv.invalid-signature')
  expect(await refused({}, { sign: signed('x', String(stranger.export({ type: 'pkcs8', format: 'pem' }))) })).toBe(
    'isv.invalid-signature',
  )
  expect(await refused({}, { biz_content: '{"out_trade_no":"SPRING0002"}' })).toBe('isv.invalid-signature')
  expect(await refused({ sign_type: 'RSA' })).toBe('isv.invalid-signature-type')
  expect(await refused({ charset: 'GBK' })).toBe('isv.invalid-charset')
  expect(await refused({ version: '' })).toBe('isv.missing-version')
  expect(await refused({ format: 'XML' })).toBe('isv.invalid-format')
  expect(await refused({ timestamp: '' })).toBe('isv.missing-timestamp')
  expect(await refused({ timestamp: new Date(here.clock.now()).toISOString() })).toBe('isv.invalid-timestamp')
  // The clock of a process that lives in UTC.
  expect(await refused(timestamp(-8 * HOUR))).toBe('isv.invalid-timestamp')
  expect(await refused(timestamp(2 * HOUR))).toBe('isv.invalid-timestamp')
  expect(await refused({ biz_content: '{' })).toBe('isv.illegal-json')
  expect(await refused({ auth_token: 'x' })).toBe('isv.invalid-parameter')
})

test('a false signature is answered with what should have been signed', async () => {
  const { node } = await here.call(QUERY, SPRING, {}, { sign: 'AAAA' })
  expect(node).toEqual({
    code: '40002',
    msg: 'Invalid Arguments',
    sub_code: 'isv.invalid-signature',
    sub_msg: expect.stringContaining('网关生成的验签字符串为：app_id=2021000000000001&biz_content={"out_trade_no"'),
  })
})

test('whoever asks in the name of an unknown app gets an unsigned refusal, as from Alipay', async () => {
  const { text } = await here.call(QUERY, SPRING, { app_id: '2021000000000002' })
  expect(text).toBe(
    '{"alipay_trade_query_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id","sub_msg":"无效的AppID参数"}}',
  )
})

test('what this desk does not do is refused by name', async () => {
  const { name, node } = await here.call('alipay.trade.precreate', SPRING)
  expect([name, node]).toEqual([
    'alipay_trade_precreate_response',
    {
      code: '40002',
      msg: 'Invalid Arguments',
      sub_code: 'isv.invalid-method',
      sub_msg: 'this desk does not emulate alipay.trade.precreate of Alipay',
    },
  ])
  expect((await here.call(QUERY, { ...SPRING, colour: 'red' })).node).toMatchObject({ sub_msg: '参数无效：colour' })
  expect((await here.call('alipay.trade.page.pay', SPRING)).node).toMatchObject({ sub_code: 'isv.invalid-method' })
})

test('a trade comes into being when somebody opens the page, and is told in Alipay’s words', async () => {
  const address = here.addressOf('SPRING0001')
  expect(codeOf(await here.call(QUERY, SPRING))).toBe('ACQ.TRADE_NOT_EXIST')
  expect((await here.page(address)).status).toBe(200)
  const waiting = {
    code: '10000',
    msg: 'Success',
    buyer_logon_id: '138****0000',
    buyer_user_id: '2088102000000001',
    buyer_pay_amount: '0.00',
    invoice_amount: '0.00',
    out_trade_no: 'SPRING0001',
    point_amount: '0.00',
    receipt_amount: '0.00',
    total_amount: '199.00',
    trade_no: expect.stringMatching(/^\d{28}$/),
    trade_status: 'WAIT_BUYER_PAY',
  }
  expect((await here.call(QUERY, SPRING)).node).toEqual(waiting)

  await here.press('confirm', address)
  const paid = {
    ...waiting,
    trade_status: 'TRADE_SUCCESS',
    buyer_pay_amount: '199.00',
    invoice_amount: '199.00',
    receipt_amount: '199.00',
    send_pay_date: chinaTime(here.clock.now()),
  }
  expect((await here.call(QUERY, SPRING)).node).toEqual(paid)
  expect((await here.call(QUERY, { trade_no: here.look()[0]?.tradeNo })).node).toEqual(paid)

  await here.pass(366 * DAY)
  expect((await here.call(QUERY, SPRING)).node).toMatchObject({ trade_status: 'TRADE_FINISHED' })
})

test('only a trade that waits can be closed, and what was closed stays so', async () => {
  const close = () => here.call('alipay.trade.close', SPRING)
  expect(codeOf(await close())).toBe('ACQ.TRADE_NOT_EXIST')
  const address = here.addressOf('SPRING0001')
  await here.page(address)
  expect((await close()).node).toEqual({
    code: '10000',
    msg: 'Success',
    out_trade_no: 'SPRING0001',
    trade_no: here.look()[0]?.tradeNo,
  })
  expect(codeOf(await close())).toBe('ACQ.TRADE_STATUS_ERROR')
  expect(await here.press('confirm', address)).toMatchObject({
    status: 400,
    text: expect.stringContaining('交易已经关闭'),
  })
  expect((await here.call(QUERY, SPRING)).node).not.toHaveProperty('send_pay_date')
})

test('refunds: in parts, three seconds apart, never more than was paid, and the last one closes the trade', async () => {
  const refund = (out_request_no: string, refund_amount: string, change: object = {}) =>
    here.call(REFUND, { ...SPRING, out_request_no, refund_amount, ...change })
  expect(codeOf(await refund('R1', '1.00'))).toBe('ACQ.TRADE_NOT_EXIST')
  await here.page(here.addressOf('SPRING0001'))
  expect(codeOf(await refund('R1', '1.00'))).toBe('ACQ.TRADE_STATUS_ERROR')
  await here.paid('SPRING0001')
  expect(codeOf(await refund('R1', '0.00'))).toBe('ACQ.REASON_TRADE_REFUND_FEE_ERR')
  expect(codeOf(await refund('R1', '199.01'))).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
  expect(codeOf(await refund('R1', '1.00', { colour: 'red' }))).toBe('ACQ.INVALID_PARAMETER')

  expect((await refund('R1', '99.00')).node).toMatchObject({ fund_change: 'Y', refund_fee: '99.00' })
  expect((await refund('R1', '99.00')).node).toMatchObject({ fund_change: 'N', refund_fee: '99.00' })
  expect(codeOf(await refund('R1', '98.00'))).toBe('ACQ.DISCORDANT_REPEAT_REQUEST')
  expect(codeOf(await refund('R2', '100.00'))).toBe('ACQ.SYSTEM_ERROR')
  await here.pass(3_000)
  expect((await refund('R2', '100.00')).node).toMatchObject({ fund_change: 'Y', refund_fee: '199.00' })
  // The last refund may still be asked for again, though the trade is closed.
  expect((await refund('R2', '100.00')).node).toMatchObject({ code: '10000', fund_change: 'N' })
  expect(codeOf(await refund('R3', '1.00'))).toBe('ACQ.TRADE_HAS_CLOSE')

  expect((await here.call(QUERY, SPRING)).node).toMatchObject({
    trade_status: 'TRADE_CLOSED',
    buyer_pay_amount: '0.00',
    send_pay_date: expect.any(String),
  })
  expect((await here.call(REFUND_QUERY, { ...SPRING, out_request_no: 'R1' })).node).toEqual({
    code: '10000',
    msg: 'Success',
    out_request_no: 'R1',
    out_trade_no: 'SPRING0001',
    refund_amount: '99.00',
    refund_status: 'REFUND_SUCCESS',
    total_amount: '199.00',
    trade_no: expect.any(String),
  })
  expect((await here.call(REFUND_QUERY, { ...SPRING, out_request_no: 'R9' })).node).toEqual({
    code: '10000',
    msg: 'Success',
  })
})

test('after a year nothing is given back any more', async () => {
  await here.paid('SPRING0001')
  await here.pass(366 * DAY)
  const request = { ...SPRING, out_request_no: 'R1', refund_amount: '1.00' }
  expect(codeOf(await here.call(REFUND, request))).toBe('ACQ.TRADE_HAS_FINISHED')
})

test('a slow refund is done also when the desk starts again in between; a failed one is as if never asked for', async () => {
  await here.paid('SPRING0001')
  const ask = async (n: string) =>
    (await here.call(REFUND, { ...SPRING, out_request_no: n, refund_amount: '1.00' })).node
  const look = async (n: string) => (await here.call(REFUND_QUERY, { ...SPRING, out_request_no: n })).node
  await here.ask('/alipay/desk/refundOutcome', { afterMs: 30_000 })
  expect(await ask('R1')).toMatchObject({ fund_change: 'N', refund_fee: '0.00' })
  expect(await look('R1')).not.toHaveProperty('refund_status')
  await here.restart()
  await here.pass(30_000)
  expect(await look('R1')).toMatchObject({ refund_status: 'REFUND_SUCCESS' })
  expect(here.sent.at(-1)?.fields).toMatchObject({
    refund_fee: '1.00',
    out_biz_no: 'R1',
    trade_status: 'TRADE_SUCCESS',
  })

  await here.ask('/alipay/desk/refundOutcome', { outcome: 'FAIL' })
  expect(await ask('R2')).toMatchObject({ fund_change: 'N' })
  expect(await look('R2')).not.toHaveProperty('refund_status')
  expect(await ask('R2')).toMatchObject({ fund_change: 'Y' })
})

test('the content to be signed is sorted, without the signature and without what is empty', () => {
  expect(requestContent({ b: '2', a: '1', sign: 'x', sign_type: 'RSA2', c: '' })).toBe('a=1&b=2&sign_type=RSA2')
})
