import { type Desk, desk } from './fixture'

const MINUTE = 60_000
let stop: () => Promise<void> = async () => {}
afterEach(() => stop())

/** One order, paid, at a shop that gives these answers and then always the last. */
async function paidAt(...answers: (number | 'silence')[]): Promise<Desk> {
  let n = 0
  const here = await desk(async () => {
    const answer = answers[Math.min(n++, answers.length - 1)]
    if (answer === 'silence' || answer === undefined) throw new Error('connection refused')
    return { status: answer }
  })
  stop = here.close
  await here.place('SPRING0001')
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
  await here.quiet()
  return here
}

const noticeAt = (here: Desk) => here.look()[0]?.notice

test('an unanswered notice is sent sixteen times in 24 hours and 4 minutes, then given up', async () => {
  const here = await paidAt('silence')
  const begin = here.sent[0]?.at ?? 0
  expect(here.sent.length).toBe(1)

  const waits = []
  for (let n = 1; n <= 15; n++) {
    const next = Date.parse(noticeAt(here)?.nextAt ?? '')
    waits.push(Math.round((next - here.clock.now()) / 1000))
    await here.pass(next - here.clock.now())
    expect(here.sent.length).toBe(n + 1)
  }
  const schedule = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600]
  expect(waits).toEqual(schedule)
  expect(Math.round(((here.sent.at(-1)?.at ?? 0) - begin) / MINUTE)).toBe(1444)
  expect(noticeAt(here)).toMatchObject({ delivered: false, nextAt: null })
  await here.pass(48 * 60 * MINUTE)
  expect(here.sent.length).toBe(16)
  expect(noticeAt(here)?.attempts[0]).toMatchObject({ failed: 'connection refused', copies: 1 })
})

test.each([200, 204])('%d ends it; the same id all the way, signed anew each time', async (good) => {
  const here = await paidAt(500, 302, good)
  await here.pass(15_000)
  await here.pass(15_000)
  await here.pass(24 * 60 * MINUTE)
  expect(noticeAt(here)?.attempts.map(({ status }) => status)).toEqual([500, 302, good])
  expect(new Set(here.sent.map(({ body }) => JSON.parse(body).id)).size).toBe(1)
  expect(new Set(here.sent.map(({ headers }) => headers['wechatpay-signature'])).size).toBe(3)
})

test('a notice not yet delivered goes on after the desk starts again', async () => {
  const here = await paidAt(500, 500, 200)
  await here.restart()
  expect(here.sent.length).toBe(1)
  await here.pass(15_000)
  expect(here.sent.length).toBe(2)
  // Its time comes while nothing runs: it is sent at the next start.
  await here.restart(() => here.clock.advance(20_000))
  expect(here.sent.length).toBe(3)
  expect(noticeAt(here)).toMatchObject({ delivered: true, nextAt: null })
})

test('a lost notice never leaves, a delayed one leaves later, a doubled one arrives as the same bytes', async () => {
  const here = await paidAt(200)
  const faulty = async (outTradeNo: string, fault: object) => {
    await here.ask('/wechatPay/desk/noticeFault', fault)
    await here.place(outTradeNo)
    here.sent.length = 0
    await here.ask('/wechatPay/desk/pay', { outTradeNo })
    await here.quiet()
    return here.look().find((order) => order.outTradeNo === outTradeNo)?.notice
  }
  expect(await faulty('LOST000001', { lost: true })).toMatchObject({ attempts: [{ failed: 'lost', fault: 'lost' }] })
  expect(here.sent).toEqual([])
  await here.pass(15_000)
  expect(here.sent.length).toBe(1)

  expect(await faulty('LATE000001', { delayMs: 90_000 })).toMatchObject({ attempts: [], delivered: false })
  await here.pass(89_000)
  expect(here.sent).toEqual([])
  await here.pass(1_000)
  expect(here.sent.length).toBe(1)

  expect(await faulty('TWICE00001', { duplicate: 2 })).toMatchObject({ attempts: [{ copies: 3, fault: 'duplicate' }] })
  expect(here.sent.map(({ body, headers }) => ({ body, headers }))).toEqual(Array(3).fill(expect.anything()))
  expect(new Set(here.sent.map(({ headers }) => headers['wechatpay-signature'])).size).toBe(1)
})

test('a shop that takes a forged notice has not thereby been told', async () => {
  const here = await paidAt(200)
  await here.ask('/wechatPay/desk/noticeFault', { signtest: true })
  await here.place('FORGED0001')
  await here.ask('/wechatPay/desk/pay', { outTradeNo: 'FORGED0001' })
  await here.quiet()
  const forged = () => here.look().find((order) => order.outTradeNo === 'FORGED0001')?.notice
  expect(here.sent.at(-1)?.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//)
  expect(forged()).toMatchObject({ delivered: false, attempts: [{ status: 200, fault: 'signtest' }] })
  await here.pass(15_000)
  expect(forged()).toMatchObject({ delivered: true, attempts: [{}, { status: 200 }] })
})

test('sent again by hand, as often as one likes, beside the schedule', async () => {
  const here = await paidAt(200)
  expect(await here.ask('/wechatPay/desk/notify', { outTradeNo: 'SPRING0001', times: 50 })).toEqual({
    status: 200,
    body: { answers: { 200: 50 } },
  })
  expect(here.sent.length).toBe(51)
  expect(noticeAt(here)?.attempts.map(({ copies, byHand }) => [copies, byHand])).toEqual([
    [1, undefined],
    [50, true],
  ])
})
