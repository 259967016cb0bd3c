import { type Desk, desk } from './fixture'
import { isSigned, noticeContent } from './signature'

const MINUTE = 60_000
let stop: () => Promise<void> = async () => {}
afterEach(() => stop())

/** One trade, paid, at a shop that gives these answers and then always the last. */
async function paidAt(...answers: string[]): Promise<Desk> {
  let n = 0
  const here = await desk(async () => {
    const text = answers[Math.min(n++, answers.length - 1)]
    if (text === undefined || text === 'silence') throw new Error('connection refused')
    return { status: 200, text }
  })
  stop = here.close
  await here.paid('SPRING0001')
  return here
}

const noticeAt = (here: Desk, outTradeNo = 'SPRING0001') =>
  here.look().find((trade) => trade.outTradeNo === outTradeNo)?.notices[0]

test('a notice is a form, signed by Alipay, and tells what was paid', async () => {
  const here = await paidAt('success')
  const { url, headers, fields = {} } = here.sent[0] ?? {}
  expect([url, headers?.['content-type']]).toEqual([
    'https://shop.example/payNotify',
    'application/x-www-form-urlencoded; charset=utf-8',
  ])
  expect(fields).toEqual({
    notify_type: 'trade_status_sync',
    notify_id: noticeAt(here)?.id,
    notify_time: expect.any(String),
    app_id: here.seller.appId,
    auth_app_id: here.seller.appId,
    charset: 'utf-8',
    version: '1.0',
    seller_id: here.seller.sellerId,
    buyer_id: '2088102000000001',
    buyer_logon_id: '138****0000',
    out_trade_no: 'SPRING0001',
    trade_no: here.look()[0]?.tradeNo,
    trade_status: 'TRADE_SUCCESS',
    subject: '春日读诗',
    total_amount: '199.00',
    gmt_create: expect.any(String),
    gmt_payment: expect.any(String),
    sign_type: 'RSA2',
    sign: expect.any(String),
  })
  expect(isSigned(noticeContent(fields), fields.sign ?? '', here.seller.alipayPublicKey)).toBe(true)
})

test('an unanswered notice is sent eight times in a day and 24 minutes, then given up', async () => {
  const here = await paidAt('silence')
  const begin = here.sent[0]?.at ?? 0
  const waits = []
  for (let n = 1; n <= 7; n++) {
    const next = Date.parse(noticeAt(here)?.nextAt ?? '')
    waits.push(Math.round((next - here.clock.now()) / MINUTE))
    await here.pass(next - here.clock.now())
    expect(here.sent.length).toBe(n + 1)
  }
  expect(waits).toEqual([4, 10, 10, 60, 120, 360, 900])
  expect(Math.round(((here.sent.at(-1)?.at ?? 0) - begin) / MINUTE)).toBe(24 * 60 + 24)
  expect(noticeAt(here)).toMatchObject({ delivered: false, nextAt: null })
  await here.pass(48 * 60 * MINUTE)
  expect(here.sent.length).toBe(8)
  expect(noticeAt(here)?.attempts[0]).toMatchObject({ failed: 'connection refused', copies: 1 })
})

test('only the word success ends it; the same id all the way, signed anew each time', async () => {
  const here = await paidAt('fail', '"success"', 'success\n', 'success')
  await here.pass(4 * MINUTE)
  await here.pass(10 * MINUTE)
  await here.pass(10 * MINUTE)
  await here.pass(24 * 60 * MINUTE)
  expect(noticeAt(here)?.attempts.map(({ said }) => said)).toEqual(['fail', '"success"', 'success\n', 'success'])
  expect(noticeAt(here)).toMatchObject({ delivered: true, nextAt: null })
  expect(new Set(here.sent.map(({ fields }) => fields.notify_id)).size).toBe(1)
  expect(new Set(here.sent.map(({ fields }) => fields.sign)).size).toBe(4)
})

test('a notice not yet delivered goes on after the desk starts again', async () => {
  const here = await paidAt('fail', 'fail', 'success')
  await here.restart()
  expect(here.sent.length).toBe(1)
  await here.pass(4 * MINUTE)
  expect(here.sent.length).toBe(2)
  // Its time comes while nothing runs: it is sent at the next start.
  await here.restart(() => here.clock.advance(11 * MINUTE))
  expect(here.sent.length).toBe(3)
  expect(noticeAt(here)).toMatchObject({ delivered: true, nextAt: null })
})

test('a lost notice never leaves, a delayed one leaves later, a doubled one arrives as the same bytes', async () => {
  const here = await paidAt('success')
  const faulty = async (outTradeNo: string, fault: object) => {
    await here.ask('/alipay/desk/noticeFault', fault)
    here.sent.length = 0
    await here.paid(outTradeNo)
    return noticeAt(here, outTradeNo)
  }
  expect(await faulty('LOST000001', { lost: true })).toMatchObject({ attempts: [{ failed: 'lost', fault: 'lost' }] })
  expect(here.sent).toEqual([])
  await here.pass(4 * MINUTE)
  expect(here.sent.length).toBe(1)

  expect(await faulty('LATE000001', { delayMs: 90_000 })).toMatchObject({ attempts: [], delivered: false })
  await here.pass(89_000)
  expect(here.sent).toEqual([])
  await here.pass(1_000)
  expect(here.sent.length).toBe(1)

  expect(await faulty('TWICE00001', { duplicate: 2 })).toMatchObject({ attempts: [{ copies: 3, fault: 'duplicate' }] })
  expect([here.sent.length, new Set(here.sent.map(({ body }) => body)).size]).toEqual([3, 1])
})

test('a shop that takes a forged notice has not thereby been told', async () => {
  const here = await paidAt('success')
  await here.ask('/alipay/desk/noticeFault', { forge: { total_amount: '0.01' } })
  await here.paid('FORGED0001')
  expect(noticeAt(here, 'FORGED0001')).toMatchObject({
    delivered: false,
    attempts: [{ said: 'success', fault: 'forge' }],
  })
  await here.pass(4 * MINUTE)
  expect(noticeAt(here, 'FORGED0001')).toMatchObject({ delivered: true, attempts: [{}, { said: 'success' }] })
})

test('sent again by hand, as often as one likes, beside the schedule', async () => {
  const here = await paidAt('success')
  expect(await here.ask('/alipay/desk/notify', { outTradeNo: 'SPRING0001', times: 50 })).toEqual({
    status: 200,
    body: { answers: { success: 50 } },
  })
  expect(here.sent.length).toBe(51)
  expect(noticeAt(here)?.attempts.map(({ copies, byHand }) => [copies, byHand])).toEqual([
    [1, undefined],
    [50, true],
  ])
})
