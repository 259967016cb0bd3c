import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { chinaDay } from './chinaTime'
import { type Desk, desk } from './fixture'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let here: Desk
let day: string
beforeEach(async () => {
  here = await desk()
  // Ten in the morning in China, so that what a test does stays on one day.
  const morning = Date.parse(`${chinaDay(here.clock.now() + DAY)}T10:00:00+08:00`)
  here.clock.advance(morning - here.clock.now())
  day = chinaDay(here.clock.now())
})
afterEach(() => here.close())

const short = ({ status, body }: { status: number; body: { code?: string; detail?: { field?: string } } }) =>
  body?.code ? [status, body.code, ...(body.detail?.field ? [body.detail.field] : [])] : [status]

const paid = async (outTradeNo: string, change: object = {}) => {
  await here.place(outTradeNo, change)
  await here.ask('/wechatPay/desk/pay', { outTradeNo })
}
const refund = (out_trade_no: string, out_refund_no: string, fen: number) =>
  here.call('POST', '/v3/refund/domestic/refunds', {
    out_trade_no,
    out_refund_no,
    amount: { refund: fen, total: 19900, currency: 'CNY' },
  })
const trade = (query: Record<string, string> = { bill_date: day }) =>
  here.call('GET', `/v3/bill/tradebill?${new URLSearchParams(query)}`)
const funds = (query: Record<string, string> = { bill_date: day }) =>
  here.call('GET', `/v3/bill/fundflowbill?${new URLSearchParams(query)}`)
const nextDay = () => here.pass(DAY)
const rows = async (asked: Promise<{ body: { download_url: string } }>) => {
  const { bytes } = await here.file((await asked).body.download_url)
  return bytes.toString('utf8').split('\r\n').slice(1, -3)
}

test('the trade bill, byte for byte', async () => {
  await paid('SPRING0001', { description: '读诗,写诗', attach: 'a=1,b=2' })
  await here.pass(1_000)
  await refund('SPRING0001', 'R1', 9900)
  await nextDay()
  const { body } = await trade()
  const { bytes, names, status } = await here.file(body.download_url)
  expect([status, names.filter((name) => name.startsWith('wechatpay'))]).toEqual([200, []])
  expect(body.hash_value).toBe(createHash('sha1').update(bytes).digest('hex'))
  const [order] = here.look()
  const at = (iso: string | null | undefined) =>
    new Date(Date.parse(iso ?? '') + 8 * HOUR).toISOString().slice(0, 19).replace('T', ' ')
  const { appid, mchid } = here.merchant
  const refunded = order?.refunds[0]
  expect(bytes.toString('utf8')).toBe(
    [
      '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
      `\`${at(order?.paidAt)},\`${appid},\`${mchid},\`0,\`,\`${order?.transactionId},\`SPRING0001,\`oMei,\`JSAPI,\`SUCCESS,\`OTHERS,\`CNY,\`199.00,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`读诗\\ 写诗,\`a=1\\ b=2,\`1.19000,\`0.60%,\`199.00,\`0.00,\``,
      `\`${at(refunded?.createdAt)},\`${appid},\`${mchid},\`0,\`,\`${order?.transactionId},\`SPRING0001,\`oMei,\`JSAPI,\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`${refunded?.refundId},\`R1,\`99.00,\`0.00,\`ORIGINAL,\`SUCCESS,\`读诗\\ 写诗,\`a=1\\ b=2,\`-0.59000,\`0.60%,\`0.00,\`99.00,\``,
      '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
      '`2,`199.00,`99.00,`0.00,`0.60000,`199.00,`99.00',
      '',
    ].join('\r\n'),
  )
})

test('the same bill again, also after a restart, is the same bytes; packed it is told by the hash of the unpacked', async () => {
  await paid('SPRING0001')
  await nextDay()
  const first = await trade()
  await here.restart()
  const packed = await trade({ bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' })
  expect(packed.body.hash_value).toBe(first.body.hash_value)
  const { bytes } = await here.file(packed.body.download_url)
  expect(createHash('sha1').update(gunzipSync(bytes)).digest('hex')).toBe(packed.body.hash_value)
})

test('a bill is being made until ten, then there; none for an empty day, today, the future, or too long ago', async () => {
  await paid('SPRING0001')
  expect(short(await trade())).toEqual([400, 'INVALID_REQUEST'])
  await here.pass(DAY - 60_000)
  expect([short(await trade()), short(await funds())]).toEqual([
    [400, 'STATEMENT_CREATING'],
    [400, 'STATEMENT_CREATING'],
  ])
  await here.pass(60_000)
  expect([short(await trade()), short(await funds())]).toEqual([[200], [200]])
  await here.pass(DAY)
  const empty = chinaDay(here.clock.now() - DAY)
  expect([short(await trade({ bill_date: empty })), short(await funds({ bill_date: empty }))]).toEqual([
    [400, 'NO_STATEMENT_EXIST'],
    [400, 'NO_STATEMENT_EXIST'],
  ])
  const future = chinaDay(here.clock.now() + DAY)
  expect(short(await trade({ bill_date: future }))).toEqual([400, 'INVALID_REQUEST'])
  await here.pass(93 * DAY)
  expect(short(await trade())).toEqual([400, 'INVALID_REQUEST'])
})

test('a question is refused for anything not in the list', async () => {
  const bad = async (query: Record<string, string>) => short(await trade({ bill_date: day, ...query }))
  expect(await bad({ bill_date: '2026/11/21' })).toEqual([400, 'PARAM_ERROR', '/bill_date'])
  expect(await bad({ bill_type: 'all' })).toEqual([400, 'PARAM_ERROR', '/bill_type'])
  expect(await bad({ tar_type: 'ZIP' })).toEqual([400, 'PARAM_ERROR', '/tar_type'])
  expect(await bad({ sub_mchid: '1' })).toEqual([400, 'PARAM_ERROR', '/sub_mchid'])
  expect(await bad({ bill_type: 'REFUND' })).toEqual([501, 'NOT_EMULATED'])
  expect(short(await funds({ bill_date: day, account_type: 'OPERATION' }))).toEqual([501, 'NOT_EMULATED'])
})

test('a link is fetched with a signed request, for five minutes', async () => {
  await paid('SPRING0001')
  await nextDay()
  const { body } = await trade()
  expect((await here.file(body.download_url, { authorization: { signature: 'AAAA' } })).status).toBe(401)
  await here.pass(5 * 60_000 - 1_000)
  expect((await here.file(body.download_url)).status).toBe(200)
  await here.pass(1_001)
  expect((await here.file(body.download_url)).status).toBe(400)
  expect((await here.file(body.download_url.replace(/token=.*/, 'token=none'))).status).toBe(400)
})

test('a refund is told as it stood when the bill was made, and never anew', async () => {
  await paid('SPRING0001')
  await here.ask('/wechatPay/desk/refundOutcome', { outcome: 'ABNORMAL', afterMs: 2 * DAY })
  await here.pass(60_000)
  await refund('SPRING0001', 'R1', 100)
  await nextDay()
  const before = await rows(trade())
  expect(before[1]).toContain('`REFUND,')
  expect(before[1]).toContain(',`ORIGINAL,`PROCESSING,')
  await here.pass(3 * DAY)
  expect((await here.call('GET', '/v3/refund/domestic/refunds/R1')).body.status).toBe('ABNORMAL')
  expect(await rows(trade())).toEqual(before)
})

test('a refund that closes gives the money back to the merchant, on the day it closes', async () => {
  await paid('SPRING0001')
  await here.pass(60_000)
  await here.ask('/wechatPay/desk/refundOutcome', { outcome: 'CLOSED', afterMs: DAY })
  await refund('SPRING0001', 'R1', 19900)
  const balances = (lines: string[]) => lines.map((line) => line.split(',`').slice(4, 8))
  await here.pass(2 * DAY)
  expect(balances(await rows(funds()))).toEqual([
    ['交易', '收入', '199.00', '199.00'],
    ['扣除交易手续费', '支出', '1.19', '197.81'],
    ['退款', '支出', '199.00', '-1.19'],
  ])
  expect(balances(await rows(funds({ bill_date: chinaDay(here.clock.now() - DAY) })))).toEqual([
    ['退款失败退回', '收入', '199.00', '197.81'],
  ])
})

test('a bill can be falsified and set right again, also after a restart', async () => {
  await paid('SPRING0001')
  await paid('SUMMER0001')
  await nextDay()
  const numbers = async () => (await rows(trade())).map((line) => [line.split(',`')[6], line.split(',`')[24]])
  const ask = (body: object) => here.ask('/wechatPay/desk/bill', body)
  await ask({ date: day, drop: 'SPRING0001' })
  await ask({ date: day, amount: { of: 'SUMMER0001', fen: 1 } })
  await ask({ date: day, stranger: { outTradeNo: 'STRANGER01', fen: 700 } })
  await ask({ date: chinaDay(here.clock.now()), drop: 'SUMMER0001' })
  await here.restart()
  expect((await numbers()).sort()).toEqual([
    ['STRANGER01', '7.00'],
    ['SUMMER0001', '0.01'],
  ])
  expect(short(await ask({ date: day, drop: 'A', amount: { of: 'B', fen: 1 } }))).toEqual([400, 'PARAM_ERROR', '/'])
  await here.clear('/wechatPay/desk/bill')
  expect((await numbers()).sort()).toEqual([
    ['SPRING0001', '199.00'],
    ['SUMMER0001', '199.00'],
  ])
})
