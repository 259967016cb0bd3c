import { chinaTime } from './chinaTime'
import { type Desk, desk } from './fixture'
import { isSigned, noticeContent } from './signature'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
let here: Desk
beforeEach(async () => {
  here = await desk()
})
afterEach(() => here.close())

const said = async (query: string) => {
  const { status, text } = await here.page(query)
  return status === 200 ? 'a bill' : (/<small>(.*)<\/small>/.exec(text)?.[1] ?? text)
}

test('the page shows who is paid, how much and for what, and that it is a sandbox', async () => {
  const { text } = await here.page(here.addressOf('SPRING0001', { subject: '<春日>"读诗"' }))
  for (const words of ['付款给杏坛', '￥199.00', '&lt;春日&gt;&quot;读诗&quot;', '沙箱', '确认付款', '取消'])
    expect(text).toContain(words)
  expect(text).not.toContain('<春日>')
})

test('paid, the buyer comes back to the shop with what Alipay vouches for', async () => {
  const pressedAt = chinaTime(here.clock.now())
  const { status, location } = await here.press('confirm', here.addressOf('SPRING0001'))
  const seenAt = chinaTime(here.clock.now())
  expect(status).toBe(303)
  const { origin, hash, searchParams } = new URL(location ?? '')
  const { from, sign = '', ...fields } = Object.fromEntries(searchParams)
  expect([origin, hash, from]).toEqual(['https://shop.example', '#/me', 'alipay'])
  expect(fields).toEqual({
    app_id: here.seller.appId,
    auth_app_id: here.seller.appId,
    charset: 'utf-8',
    method: 'alipay.trade.page.pay.return',
    out_trade_no: 'SPRING0001',
    seller_id: here.seller.sellerId,
    sign_type: 'RSA2',
    timestamp: expect.any(String),
    total_amount: '199.00',
    trade_no: here.look()[0]?.tradeNo,
    version: '1.0',
  })
  const { timestamp = '' } = fields
  expect(timestamp >= pressedAt && timestamp <= seenAt).toBe(true)
  expect(isSigned(noticeContent(fields), sign, here.seller.alipayPublicKey)).toBe(true)
})

test('whoever leaves comes back without a word, and may pay later', async () => {
  const address = here.addressOf('SPRING0001')
  expect(await here.press('leave', address)).toMatchObject({
    status: 303,
    location: 'https://shop.example/?from=alipay#/me',
  })
  expect(here.look()[0]?.state).toBe('WAIT_BUYER_PAY')
  expect((await here.press('confirm', address)).status).toBe(303)
})

test('a shop that names no way back leaves its buyer on a page', async () => {
  const address = here.addressOf('SPRING0001', {}, { return_url: '' })
  expect(await here.press('leave', address)).toMatchObject({ status: 200, location: null })
  expect(await here.press('confirm', address)).toMatchObject({ status: 200, text: expect.stringContaining('付款成功') })
})

test('a bill is paid once', async () => {
  const address = here.addressOf('SPRING0001')
  await here.press('confirm', address)
  expect(await said(address)).toBe('ACQ.TRADE_HAS_SUCCESS')
  expect(await here.press('confirm', address)).toMatchObject({ status: 400 })
  expect(here.look().length).toBe(1)
})

test('the same number with another price or title is refused, signed or not', async () => {
  await here.page(here.addressOf('SPRING0001'))
  expect(await said(here.addressOf('SPRING0001'))).toBe('a bill')
  expect(await said(here.addressOf('SPRING0001', { total_amount: '0.01' }))).toBe('ACQ.CONTEXT_INCONSISTENT')
  expect(await said(here.addressOf('SPRING0001', { subject: '夏日读诗' }))).toBe('ACQ.CONTEXT_INCONSISTENT')
  expect(await said(here.addressOf('SPRING0001').replace('199.00', '000.01'))).toBe('isv.invalid-signature')
})

test('what the page asks for is as strict as the API', async () => {
  const refused = (business: object, change: Record<string, string> = {}) =>
    said(here.addressOf('SPRING0001', business, change))
  const no = 'ACQ.INVALID_PARAMETER'
  expect(await refused({ out_trade_no: 'SPRING-0001' })).toBe(no)
  expect(await refused({ total_amount: '0.00' })).toBe(no)
  expect(await refused({ total_amount: '1.001' })).toBe(no)
  expect(await refused({ total_amount: 199 })).toBe(no)
  expect(await refused({ subject: 'a&b' })).toBe(no)
  expect(await refused({ subject: '读'.repeat(257) })).toBe(no)
  expect(await refused({ product_code: 'QUICK_WAP_WAY' })).toBe(no)
  expect(await refused({ quit_url: 'https://shop.example/' })).toBe(no)
  expect(await refused({ timeout_express: '30m' })).toBe(no)
  expect(await refused({}, { notify_url: 'http://shop.example/n' })).toBe(no)
  expect(await refused({}, { notify_url: 'https://shop.example/n?order=1' })).toBe(no)
  expect(await refused({}, { return_url: 'javascript:alert(1)' })).toBe(no)
  expect(await refused({}, { method: 'alipay.trade.query' })).toBe('isv.invalid-method')
  expect(await refused({}, { timestamp: chinaTime(here.clock.now() - 16 * DAY) })).toBe('isv.invalid-timestamp')
  expect(here.look()).toEqual([])
})

test('on a phone it is another method with another product, and its own way out', async () => {
  const wap = here.addressOf(
    'SPRING0001',
    { product_code: 'QUICK_WAP_WAY', quit_url: 'https://shop.example/quit' },
    { method: 'alipay.trade.wap.pay' },
  )
  expect(await said(wap)).toBe('a bill')
  expect((await here.press('leave', wap)).location).toBe('https://shop.example/quit')
  const { location } = await here.press('confirm', wap)
  expect(new URL(location ?? '').searchParams.get('method')).toBe('alipay.trade.wap.pay.return')
})

test('an unpaid trade ends at its time, at the earliest after a minute and at the latest after 15 days', async () => {
  const expiring = (ms: number) => ({ time_expire: chinaTime(here.clock.now() + ms) })
  expect(await said(here.addressOf('PAST000001', expiring(-MINUTE)))).toBe('ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR')
  const soon = here.addressOf('SOON000001', expiring(5_000))
  const normal = here.addressOf('NORMAL0001', expiring(HOUR))
  for (const address of [soon, normal, here.addressOf('FAR0000001', expiring(90 * DAY)), here.addressOf('OPEN000001')])
    expect(await said(address)).toBe('a bill')
  const states = () =>
    ['SOON000001', 'NORMAL0001', 'FAR0000001', 'OPEN000001'].map(
      (no) => here.look().find(({ outTradeNo }) => outTradeNo === no)?.state === 'WAIT_BUYER_PAY',
    )
  await here.pass(58_000)
  expect(states()).toEqual([true, true, true, true])
  await here.pass(3_000)
  expect(states()).toEqual([false, true, true, true])
  await here.pass(HOUR)
  expect(states()).toEqual([false, false, true, true])
  expect(await said(normal)).toBe('ACQ.TRADE_HAS_CLOSE')
  await here.pass(15 * DAY)
  expect(states()).toEqual([false, false, false, false])
  expect(here.sent.map(({ fields }) => [fields.out_trade_no, fields.trade_status, fields.refund_fee])).toEqual(
    ['SOON000001', 'NORMAL0001', 'FAR0000001', 'OPEN000001'].map((no) => [no, 'TRADE_CLOSED', '0.00']),
  )
})

test('a trade whose time came while the desk slept is closed and told at the next start', async () => {
  await here.page(here.addressOf('SPRING0001', { time_expire: chinaTime(here.clock.now() + HOUR) }))
  await here.restart(() => here.clock.advance(2 * HOUR))
  await here.quiet()
  expect(here.sent.map(({ fields }) => fields.trade_status)).toEqual(['TRADE_CLOSED'])
})
