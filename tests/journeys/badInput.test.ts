import { editCourse } from '../../core/catalog/editCourse'
import { type BadDaysShop, MINUTE, openBadDaysShop, TEA, TEA_FEN } from './badDaysShop'
import { type Phone, refusal } from './phone'

/** What a client may send that it should not: the shop answers by its own books, whatever the client says. */

let shop: BadDaysShop
let mei: Phone
let zhou: Phone

beforeAll(async () => {
  shop = await openBadDaysShop()
  mei = await shop.newcomer()
  zhou = await shop.newcomer()
}, 120_000)
afterAll(() => shop?.close())

/** The code with which a verb refused exactly this event, or the data it answered. */
const answerTo = async (who: Phone, verb: string, event: Record<string, unknown>): Promise<unknown> => {
  const { ok, data, error } = Object(await who.raw(verb, event))
  return ok ? data : error.code
}

describe('what is bought', () => {
  test('a course nobody knows cannot be bought', async () => {
    expect(await refusal(mei.call('buyCourse', { courseId: 'no-such-course' }))).toBe('COURSE_NOT_FOUND')
  })

  test.each([
    ['a price', { courseId: TEA, fen: 1 }],
    ['a question of the database', { courseId: { $ne: null } }],
    ['a list', { courseId: [TEA] }],
    ['nothing', {}],
    ['no object', 'tea'],
  ])('an order with %s from the client is refused as bad input', async (_, input) => {
    expect(await answerTo(mei, 'buyCourse', { input, session: mei.session })).toBe('BAD_INPUT')
    expect(shop.orders()).toEqual([])
  })

  test('a price beside the input is not read: the order has the price of the server', async () => {
    const answer = await answerTo(mei, 'buyCourse', {
      input: { courseId: TEA },
      session: mei.session,
      fen: 1,
      price: 1,
    })
    expect(answer).toMatchObject({ status: 'pay', fen: TEA_FEN })
    expect(shop.orders()).toMatchObject([{ price: { payFen: TEA_FEN }, state: 'pending' }])
    expect(shop.paymentOf(shop.orders()[0]?._id ?? '')).toMatchObject({ fen: TEA_FEN })
  })

  test('twenty taps at once are one order', async () => {
    const wu = await shop.newcomer()
    const taps = await Promise.all(Array.from({ length: 20 }, () => shop.buy(wu)))
    const ids = new Set(taps.map(({ orderId }) => orderId))
    expect(ids.size).toBe(1)
    expect(shop.orders().filter(({ openid }) => openid === wu.openid)).toHaveLength(1)
  })

  test('a course that was taken off the shelf cannot be bought, and comes back with its order', async () => {
    const { store } = await import('../../platform/cloudbase/store')
    const { clock } = await import('../../platform/clock')
    const office = { userId: 'office', openid: '', roles: ['editor'] as const }
    await editCourse({ store, clock })(office, { action: 'withdraw', courseId: TEA })
    expect(await refusal(mei.call('buyCourse', { courseId: TEA }))).toBe('COURSE_NOT_FOUND')
    await editCourse({ store, clock })(office, { action: 'publish', courseId: TEA })
    expect((await shop.buy(mei)).orderId).toBe(shop.orders().find(({ openid }) => openid === mei.openid)?._id)
  })
})

describe('who is asking', () => {
  test('what an event says about its sender is not read', async () => {
    const { orderId } = await shop.buy(mei)
    const order = shop.order(orderId)
    const disguise = {
      openid: mei.openid,
      userId: order.userId,
      userInfo: { openId: mei.openid, appId: 'wx0' },
      roles: ['learner', 'editor'],
      caller: { userId: order.userId, openid: mei.openid, roles: ['editor'] },
      WX_OPENID: mei.openid,
      TRIGGER_SRC: 'timer',
    }
    const asZhou = { ...disguise, session: zhou.session }
    expect(await answerTo(zhou, 'myOrders', { ...asZhou, input: {} })).toEqual({ orders: [], next: null })
    expect(await answerTo(zhou, 'checkOrder', { ...asZhou, input: { orderId } })).toBe('ORDER_NOT_FOUND')
    const withdraw = { action: 'withdraw', courseId: TEA }
    expect(await answerTo(zhou, 'editCourse', { ...asZhou, input: withdraw })).toBe('FORBIDDEN')
    expect(await answerTo(zhou, 'sweepOrders', { ...asZhou, input: {} })).toBe('FORBIDDEN')
  })

  test('inside the input it is bad input', async () => {
    const input = { userId: 'mei', openid: mei.openid }
    expect(await answerTo(zhou, 'myOrders', { input, session: zhou.session })).toBe('BAD_INPUT')
  })

  test("another's order is answered like one that does not exist", async () => {
    const { orderId } = await shop.buy(mei)
    expect(await refusal(zhou.call('checkOrder', { orderId }))).toBe('ORDER_NOT_FOUND')
    expect(await refusal(zhou.call('checkOrder', { orderId: 'XT00000000000000000000' }))).toBe('ORDER_NOT_FOUND')
  })

  test('a session of another WeChat identity, an altered one, none at all, or no text is no session', async () => {
    const [head = '', claims = '', seal = ''] = zhou.session.split('.')
    const editor = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), roles: ['learner', 'editor'] }),
    ).toString('base64url')
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    const sessions = [
      mei.session,
      `${head}.${editor}.${seal}`,
      `${unsigned}.${editor}.`,
      `${zhou.session}x`,
      '',
      undefined,
      { $ne: null },
    ]
    const answers = await Promise.all(sessions.map((session) => answerTo(zhou, 'myOrders', { input: {}, session })))
    expect(answers).toEqual(sessions.map(() => 'NEED_LOGIN'))
  })

  test('a session of three hours ago is over; signing in again gives another', async () => {
    const wu = await shop.newcomer()
    expect(await refusal(wu.call('myOrders', {}))).toBe('no refusal')
    shop.desk.clock.advance(180 * MINUTE)
    expect(await refusal(wu.call('myOrders', {}))).toBe('NEED_LOGIN')
    // Also where a stranger may look: an owner must not be shown a price because her session has run out.
    expect(await refusal(wu.call('browseCatalog', { action: 'detail', courseId: TEA }))).toBe('NEED_LOGIN')
    await wu.signIn()
    expect(await refusal(wu.call('myOrders', {}))).toBe('no refusal')
    await Promise.all([mei.signIn(), zhou.signIn()])
  })

  test('without a WeChat session nobody reaches a function', async () => {
    const reply = await fetch(`${shop.desk.url}/cloud/login`, { method: 'POST', body: '{"data":{"input":{}}}' })
    expect(reply.status).toBe(401)
  })
})

describe('doors of the platform', () => {
  const asHttp = { httpMethod: 'POST', path: '/payNotify', headers: { 'wechatpay-serial': 'x' }, body: '{}' }
  const asTimer = { Type: 'Timer', TriggerName: 'everyMinute', Time: '2026-11-21T02:00:00Z', Message: '' }
  const save = { input: { action: 'publish', courseId: TEA } }

  test.each([
    ['payNotify', 'as a client', { input: {} }],
    ['payNotify', 'dressed as HTTP', asHttp],
    ['payNotify', 'dressed as a timer', asTimer],
    ['sweepOrders', 'as a client', { input: {} }],
    ['sweepOrders', 'dressed as a timer', asTimer],
    ['sweepOrders', 'dressed as HTTP', asHttp],
    ['editCourse', 'as a client', save],
    ['editCourse', 'dressed as HTTP', { ...save, ...asHttp }],
    ['editCourse', 'dressed as a timer', { ...save, ...asTimer }],
  ])('%s called %s is forbidden', async (verb, _, event) => {
    expect(await answerTo(mei, verb, { ...event, session: mei.session })).toBe('FORBIDDEN')
  })

  test('by HTTP only what declares a path is reached, and nobody there is anybody', async () => {
    const post = async (path: string, body: string) => {
      const reply = await fetch(`${shop.desk.url}/http/${path}`, { method: 'POST', body })
      return { status: reply.status, body: await reply.json() }
    }
    for (const verb of ['editCourse', 'sweepOrders', 'login'])
      expect(await post(verb, JSON.stringify({ session: mei.session }))).toMatchObject({ status: 404 })
    // Open to a session of the web and to no other, and never to one inside the body.
    expect(await post('buyCourse', JSON.stringify({ session: mei.session }))).toMatchObject({ status: 401 })
    const number = { number: { $ne: null } }
    expect(await post('verifyCertificate', JSON.stringify(number))).toMatchObject({
      status: 400,
      body: { ok: false, error: { code: 'BAD_INPUT' } },
    })
    expect(await post('verifyCertificate', 'not JSON')).toMatchObject({
      status: 400,
      body: { ok: false, error: { code: 'BAD_INPUT' } },
    })
    expect(await post('payNotify', 'not JSON')).toEqual({
      status: 401,
      body: { code: 'FAIL', message: 'NOTICE_REFUSED' },
    })
  })
})

describe('studying', () => {
  let owner: Phone
  let free = ''
  let paid = ''
  const SECOND = 1000

  beforeAll(async () => {
    owner = await shop.newcomer()
    const bought = await shop.buy(owner)
    await owner.pay(bought.sheet)
    await shop.until(bought.orderId, ({ state, todo }) => state === 'paid' && !todo.length)
    const answer = await owner.call('browseCatalog', { action: 'detail', courseId: TEA })
    if (answer.action !== 'detail') throw new Error('not a course')
    free = answer.course.outline.find((one) => one.free)?.lessonId ?? ''
    paid = answer.course.outline.find((one) => !one.free)?.lessonId ?? ''
  }, 60_000)

  const beat = (who: Phone, lessonId: string, from: number, to: number) =>
    who.call('recordProgress', { courseId: TEA, lessonId, from, to })

  test('the same beat twice, at once and later, counts once', async () => {
    await owner.call('playLesson', { courseId: TEA, lessonId: paid })
    shop.desk.clock.advance(10 * SECOND)
    const credits = await Promise.all([beat(owner, paid, 0, 5), beat(owner, paid, 0, 5)])
    expect(credits.map(({ creditedSeconds }) => creditedSeconds).sort()).toEqual([0, 5])
    shop.desk.clock.advance(10 * SECOND)
    const again = await beat(owner, paid, 0, 5)
    expect(again).toMatchObject({ creditedSeconds: 0, progress: { watchedSeconds: 5, positionSeconds: 5 } })
  })

  test('a stretch that runs backwards, or is no number, is bad input', async () => {
    expect(await refusal(beat(owner, paid, 9, 3))).toBe('BAD_INPUT')
    for (const to of [-1, 1e9, '5', null]) {
      const input = { courseId: TEA, lessonId: paid, from: 0, to }
      expect(await answerTo(owner, 'recordProgress', { input, session: owner.session })).toBe('BAD_INPUT')
    }
  })

  test('jumping back and watching again adds nothing, and the place is where she is', async () => {
    shop.desk.clock.advance(10 * SECOND)
    const back = await beat(owner, paid, 1, 3)
    expect(back).toMatchObject({ creditedSeconds: 0, progress: { watchedSeconds: 5, positionSeconds: 3 } })
  })

  test('nobody watches a lesson faster than twice the time that passed', async () => {
    const fast = await shop.newcomer()
    const started = shop.desk.clock.now()
    const { lesson } = await fast.call('playLesson', { courseId: TEA, lessonId: free })
    const { creditedSeconds, progress } = await beat(fast, free, 0, 360_000)
    const passed = (shop.desk.clock.now() - started) / SECOND
    expect(creditedSeconds).toBeLessThanOrEqual(2 * passed + 0.1)
    expect(progress.positionSeconds).toBe(lesson.durationSeconds)
  })

  test('a lesson that was not bought, or does not exist, takes no beats', async () => {
    expect(await refusal(beat(zhou, paid, 0, 5))).toBe('LESSON_NOT_OPENED')
    expect(await refusal(zhou.call('playLesson', { courseId: TEA, lessonId: paid }))).toBe('NOT_OWNED')
    expect(await refusal(beat(zhou, paid, 0, 5))).toBe('LESSON_NOT_OPENED')
    for (const lessonId of ['no-such-lesson', 'a.b', '$inc', '__proto__', '0'])
      expect([lessonId, await refusal(beat(owner, lessonId, 0, 5))]).toEqual([lessonId, 'LESSON_NOT_OPENED'])
  })

  test('an address of a lesson that was altered opens nothing, and one of a quarter of an hour ago is over', async () => {
    const { media } = await owner.call('playLesson', { courseId: TEA, lessonId: paid })
    const url = new URL(media?.url ?? '')
    const statusOf = async (address: URL) => (await fetch(address)).status
    const altered = (name: string, value: string) => {
      const other = new URL(url)
      other.searchParams.set(name, value)
      return other
    }
    expect(await statusOf(url)).toBe(200)
    const sign = url.searchParams.get('sign') ?? ''
    expect(await statusOf(altered('sign', `${sign.startsWith('0') ? '1' : '0'}${sign.slice(1)}`))).toBe(403)
    expect(await statusOf(altered('t', String(Number(url.searchParams.get('t')) + 3600)))).toBe(403)
    shop.desk.clock.advance(15 * MINUTE + 2 * SECOND)
    expect(await statusOf(url)).toBe(403)
    const fresh = await owner.call('playLesson', { courseId: TEA, lessonId: paid })
    expect(await statusOf(new URL(fresh.media?.url ?? ''))).toBe(200)
  })
})

test('nothing on the way broke a function or read a whole collection', () => {
  const broken = shop.desk.functions.invocations.list().filter(({ outcome }) => outcome && outcome !== 'ok')
  expect(broken.map(({ function: name, error }) => ({ name, error }))).toEqual([])
  expect(shop.desk.database.scans).toEqual([])
})
