import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { browseCatalog } from '../catalog/browseCatalog'
import { editCourse } from '../catalog/editCourse'
import { AppError } from '../contract/errors'
import { payNotify } from '../payments/payNotify'
import type { Caller, Placed, Ports } from '../ports'
import { buyCourse } from './buyCourse'
import { checkOrder } from './checkOrder'
import { myOrders } from './myOrders'
import { sweepOrders } from './sweepOrders'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const MINUTE = 60_000

const placed = (outTradeNo: string): Placed => ({
  outTradeNo,
  method: 'jsapi',
  fen: 19900,
  openid: 'o-mei',
  seal: null,
})

async function given() {
  const world = await memorySchool()
  const { ports } = world
  const buy = (who: Caller, courseId = 'spring-ink') => buyCourse(ports)(who, { courseId })
  const orderOf = async (who: Caller) => {
    const bought = await buy(who)
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    return bought.orderId
  }
  const notify = (notice: { headers: Record<string, string>; body: string }) => payNotify(ports)(NOBODY, notice)
  return {
    ...world,
    buy,
    orderOf,
    notify,
    check: (who: Caller, orderId: string) => checkOrder(ports)(who, { orderId }),
    sweep: () => sweepOrders(ports)(NOBODY, {}),
    owns: (userId: string) => world.store.all('enrolments').some((one) => one.userId === userId && one.hasAccess),
  }
}

const refusal = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
    return 'no refusal'
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

test('an order carries the price of the server and what the pay sheet needs', async () => {
  const { buy, store, clock } = await given()
  const answer = await buy(MEI)
  const [order] = store.all('orders')
  expect(order).toEqual({
    _id: expect.stringMatching(/^XT[0-9A-Z]{20}$/),
    userId: 'mei',
    openid: 'o-mei',
    agreed: null,
    goods: { kind: 'course', courseId: 'spring-ink' },
    goodsKey: 'course:spring-ink',
    attempt: 1,
    title: '春日水墨',
    price: {
      steps: [{ kind: 'list', fen: 19900 }],
      goodsFen: 19900,
      points: 0,
      pointsFen: 0,
      balanceFen: 0,
      payFen: 19900,
    },
    way: { gateway: 'wechatPay', method: 'jsapi' },
    share: null,
    pointsPerYuan: 1,
    membership: null,
    giftCode: null,
    seat: null,
    seal: null,
    state: 'pending',
    openedAt: clock.now().toISOString(),
    expiresAt: new Date(clock.now().getTime() + 30 * MINUTE).toISOString(),
    paidAt: null,
    transactionId: null,
    isLate: false,
    refund: null,
    refunds: [],
    refundedFen: 0,
    refundedBalanceFen: 0,
    refundedPoints: 0,
    refundedAt: null,
    refundDays: 7,
    maturesAt: null,
    isMature: false,
    invoice: null,
    todo: [],
    rev: 0,
    tellingUntil: '',
    dueAt: new Date(clock.now().getTime() + MINUTE).toISOString(),
    looks: 0,
    watchedUntil: null,
    listKey: `${clock.now().toISOString()}:${order?._id}`,
  })
  expect(answer).toEqual({
    status: 'pay',
    orderId: order?._id,
    fen: 19900,
    price: order?.price,
    expiresAt: order?.expiresAt,
    sheet: {
      method: 'jsapi',
      params: {
        timeStamp: String(clock.now().getTime() / 1000),
        nonceStr: 'n',
        package: `prepay_id=${order?._id}`,
        signType: 'RSA',
        paySign: 's',
      },
    },
    templateId: null,
  })
})

test('two taps at once keep one order, and so does a tap later', async () => {
  const { buy, store } = await given()
  const [first, second] = await Promise.all([buy(MEI), buy(MEI)])
  const third = await buy(MEI)
  expect(store.all('orders')).toHaveLength(1)
  expect(second).toEqual(first)
  expect(third).toEqual(first)
})

test('a free course opens at once, without the payment service', async () => {
  const { buy, store, owns } = await given()
  const answer = await buy(MEI, 'water')
  const [order] = store.all('orders')
  expect(answer).toEqual({ status: 'opened', orderId: order?._id })
  expect(order).toMatchObject({ state: 'paid', price: { payFen: 0 }, way: null, todo: [], dueAt: null })
  expect(owns('mei')).toBe(true)
})

test('what is not on the shelf cannot be bought', async () => {
  const { buy, ports } = await given()
  expect(await refusal(buy(MEI, 'no-such-course'))).toBe('COURSE_NOT_FOUND')
  await editCourse(ports)(NOBODY, { action: 'withdraw', courseId: 'spring-ink' })
  expect(await refusal(buy(MEI))).toBe('COURSE_NOT_FOUND')
})

test('a notice pays the order, opens the course and tells the buyer; the second purchase is refused', async () => {
  const { orderOf, notify, payments, settled, store, sent, check, buy, clock } = await given()
  const orderId = await orderOf(MEI)
  expect(await notify(payments.pay(orderId))).toEqual({ outcome: 'settled' })
  await settled()

  expect(store.all('enrolments')).toEqual([
    {
      _id: 'mei:spring-ink',
      userId: 'mei',
      courseId: 'spring-ink',
      grants: [{ source: `order:${orderId}`, grantedAt: clock.now().toISOString(), until: null }],
      revoked: [],
      hasAccess: true,
      accessUntil: null,
      enrolledAt: clock.now().toISOString(),
      rev: 0,
    },
  ])
  expect(sent).toEqual([
    {
      openid: 'o-mei',
      courseId: 'spring-ink',
      title: '春日水墨',
      fen: 19900,
      orderId,
      paidAt: clock.now().toISOString(),
    },
  ])
  expect((await check(MEI, orderId)).order).toMatchObject({ state: 'paid', opened: true, transactionId: '420000001' })
  expect(store.all('orders')).toMatchObject([{ todo: [], dueAt: null }])
  expect(await refusal(buy(MEI))).toBe('ALREADY_OWNED')
})

test('a thousand copies of one notice at once settle it once', async () => {
  const { orderOf, notify, payments, settled, store, sent } = await given()
  const notice = payments.pay(await orderOf(MEI))
  const outcomes = await Promise.all(Array.from({ length: 1000 }, () => notify(notice)))
  await settled()
  expect(outcomes.filter(({ outcome }) => outcome === 'settled')).toHaveLength(1)
  expect(outcomes.filter(({ outcome }) => outcome === 'already')).toHaveLength(999)
  expect(store.all('enrolments')[0]?.grants).toHaveLength(1)
  expect(sent).toHaveLength(1)
})

test.each([
  ['another amount', { fen: 1 }],
  ['another merchant', { mchid: '1900000002' }],
  ['another app', { appid: 'wx0000000000000000' }],
  ['another currency', { currency: 'USD' }],
  ['trade state REFUND', { state: 'REFUND' as const }],
  ['trade state NOTPAY', { state: 'NOTPAY' as const }],
])('a genuine notice of %s changes nothing and is reported', async (reason, wrong) => {
  const { orderOf, notify, payments, store, alerts } = await given()
  const orderId = await orderOf(MEI)
  const before = store.all('orders')
  expect(await refusal(notify(payments.notice({ outTradeNo: orderId, fen: 19900, ...wrong })))).toBe('NOTICE_REFUSED')
  expect(store.all('orders')).toEqual(before)
  expect(store.all('enrolments')).toEqual([])
  expect(alerts).toEqual([{ code: 'PAYMENT_DOES_NOT_FIT', facts: { orderId, reason } }])
})

test('a notice of an order nobody knows is not answered with success', async () => {
  const { notify, payments, alerts } = await given()
  expect(await refusal(notify(payments.notice({ outTradeNo: 'XTUNKNOWN', fen: 19900 })))).toBe('ORDER_NOT_FOUND')
  expect(alerts).toEqual([{ code: 'NOTICE_WITHOUT_ORDER', facts: { orderId: 'XTUNKNOWN', notice: 'notice-x' } }])
})

test('an unproven notice is refused before a word of it is read', async () => {
  const { notify, store } = await given()
  expect(await refusal(notify({ headers: {}, body: 'not even JSON' }))).toBe('NOTICE_REFUSED')
  expect(store.all('enrolments')).toEqual([])
})

test('a notice that never comes: asking about my order finds the payment', async () => {
  const { orderOf, payments, check, owns } = await given()
  const orderId = await orderOf(MEI)
  payments.pay(orderId)
  expect((await check(MEI, orderId)).order).toMatchObject({ state: 'paid', opened: true })
  expect(owns('mei')).toBe(true)
})

test('a notice that never comes: tapping again opens what was paid, and asks for no money', async () => {
  const { orderOf, payments, buy, owns, store } = await given()
  const orderId = await orderOf(MEI)
  payments.pay(orderId)
  expect(await buy(MEI)).toEqual({ status: 'opened', orderId })
  expect(owns('mei')).toBe(true)
  expect(store.all('orders')).toMatchObject([{ state: 'paid', todo: [] }])
})

test('a payment service that refuses an unpaid order is not taken for a payment', async () => {
  const { orderOf, payments, buy, owns } = await given()
  await payments.close(placed(await orderOf(MEI)))
  expect(await refusal(buy(MEI))).toBe('PAYMENT_REFUSED')
  expect(owns('mei')).toBe(false)
})

test('a notice that never comes and a buyer who left: the sweep asks WeChat Pay', async () => {
  const { orderOf, payments, sweep, clock, owns } = await given()
  payments.pay(await orderOf(MEI))
  clock.advance(MINUTE)
  expect(await sweep()).toEqual({
    finished: 0,
    settled: 1,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(owns('mei')).toBe(true)
})

test("another buyer's order is answered like one that does not exist", async () => {
  const { orderOf, check } = await given()
  const orderId = await orderOf(MEI)
  expect(await refusal(check(ZHOU, orderId))).toBe('ORDER_NOT_FOUND')
  expect(await refusal(check(MEI, 'XTNOTHING'))).toBe('ORDER_NOT_FOUND')
})

test('an unpaid order closes after half an hour, at WeChat Pay too; then a new one is opened', async () => {
  const { orderOf, sweep, clock, store, payments } = await given()
  const orderId = await orderOf(MEI)
  clock.advance(30 * MINUTE)
  expect(await sweep()).toEqual({
    finished: 0,
    settled: 0,
    closed: 1,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(store.all('orders')).toMatchObject([{ _id: orderId, state: 'closed', dueAt: null }])
  expect(await payments.query(placed(orderId))).toMatchObject({ state: 'CLOSED' })

  const next = await orderOf(MEI)
  expect(next).not.toBe(orderId)
  expect(store.all('orders')).toMatchObject([
    { attempt: 1, state: 'closed' },
    { attempt: 2, state: 'pending' },
  ])
})

test('a tap on an order whose time is over opens the next one', async () => {
  const { orderOf, clock, store } = await given()
  await orderOf(MEI)
  clock.advance(31 * MINUTE)
  await orderOf(MEI)
  expect(store.all('orders')).toMatchObject([
    { attempt: 1, state: 'closed' },
    { attempt: 2, state: 'pending' },
  ])
})

test('a payment that slipped in just before the closing is booked, not lost', async () => {
  const { orderOf, payments, sweep, clock, owns } = await given()
  payments.pay(await orderOf(MEI))
  clock.advance(31 * MINUTE)
  expect(await sweep()).toEqual({
    finished: 0,
    settled: 1,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(owns('mei')).toBe(true)
})

test('paid, never told, and given back at the counter of WeChat Pay: the order closes, somebody is told, a new one opens', async () => {
  const { orderOf, payments, sweep, clock, store, alerts, owns } = await given()
  const orderId = await orderOf(MEI)
  payments.pay(orderId)
  await payments.refund({ ...placed(orderId), outRefundNo: 'COUNTER1', refundFen: 19900, reason: '' })
  clock.advance(31 * MINUTE)
  const next = await orderOf(MEI)
  expect(await sweep()).toEqual({
    finished: 0,
    settled: 0,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(store.all('orders')).toMatchObject([
    { _id: orderId, state: 'closed', dueAt: null },
    { _id: next, attempt: 2, state: 'pending' },
  ])
  expect(alerts).toEqual([{ code: 'REFUNDED_ELSEWHERE', facts: { orderId } }])
  expect(owns('mei')).toBe(false)
})

test('WeChat Pay says paid and not paid at once: the buyer is asked to tap again, and is not kept waiting', async () => {
  const { orderOf, payments, ports, clock } = await given()
  await orderOf(MEI)
  clock.advance(31 * MINUTE)
  const torn: Ports = { ...ports, gateways: () => ({ ...payments, close: async () => 'paid' }) }
  expect(await refusal(buyCourse(torn)(MEI, { courseId: 'spring-ink' }))).toBe('BUSY')
})

test('a payment that arrives after the order closed goes back by itself, once', async () => {
  const { orderOf, payments, notify, settled, sweep, clock, owns, store } = await given()
  const orderId = await orderOf(MEI)
  clock.advance(31 * MINUTE)
  await sweep()
  const late = payments.pay(orderId)
  expect(await notify(late)).toEqual({ outcome: 'refunding' })
  expect(await notify(late)).toEqual({ outcome: 'already' })
  await settled()
  expect(store.all('orders')).toMatchObject([{ state: 'refunded', todo: [], dueAt: null, transactionId: '420000001' }])
  expect(payments.refunds()).toEqual([
    { outTradeNo: orderId, outRefundNo: `${orderId}R1`, fen: 19900, refundId: 'r1', state: 'SUCCESS' },
  ])
  expect(owns('mei')).toBe(false)
})

test('an outbox left half done is finished by the sweep', async () => {
  const { orderOf, payments, ports, sweep, clock, owns, store } = await given()
  const orderId = await orderOf(MEI)
  // The process dies right after its answer: the work left for afterwards never runs.
  await payNotify({ ...ports, afterwards: () => {} })(NOBODY, payments.pay(orderId))
  expect(owns('mei')).toBe(false)
  clock.advance(MINUTE)
  expect(await sweep()).toEqual({
    finished: 1,
    settled: 0,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(owns('mei')).toBe(true)
  expect(await sweep()).toEqual({
    finished: 0,
    settled: 0,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 0,
  })
  expect(store.all('orders')).toMatchObject([{ dueAt: null, todo: [] }])
})

test('a notice, the sweep and the waiting buyer at once send one message', async () => {
  const { orderOf, payments, notify, check, sweep, clock, sent, settled } = await given()
  const orderId = await orderOf(MEI)
  clock.advance(MINUTE)
  await Promise.all([notify(payments.pay(orderId)), sweep(), check(MEI, orderId), check(MEI, orderId)])
  await settled()
  expect(sent).toHaveLength(1)
})

test('a message that WeChat could not take is sent by the sweep', async () => {
  const { orderOf, payments, ports, sweep, clock, sent, store } = await given()
  const notice = payments.pay(await orderOf(MEI))
  const late: Promise<void>[] = []
  const messages = { ...ports.messages, coursePaid: () => Promise.reject(new Error('no network')) }
  await payNotify({ ...ports, messages, afterwards: (work) => void late.push(work()) })(NOBODY, notice)
  await expect(Promise.all(late)).rejects.toThrow('no network')
  expect(store.all('orders')).toMatchObject([{ state: 'paid', todo: ['message'] }])
  expect(sent).toEqual([])
  clock.advance(30 * MINUTE)
  await sweep()
  expect(sent).toHaveLength(1)
  expect(store.all('orders')).toMatchObject([{ todo: [], dueAt: null }])
})

test('one order that cannot be asked about does not hold up the others', async () => {
  const { orderOf, payments, ports, clock, owns, alerts } = await given()
  const stuck = await orderOf(MEI)
  payments.pay(await orderOf(ZHOU))
  clock.advance(MINUTE)
  const query: typeof payments.query = async (placed) => {
    if (placed.outTradeNo === stuck) throw new AppError('PAYMENT_UNAVAILABLE')
    return payments.query(placed)
  }
  expect(await sweepOrders({ ...ports, gateways: () => ({ ...payments, query }) })(NOBODY, {})).toEqual({
    finished: 0,
    settled: 1,
    closed: 0,
    refunded: 0,
    matured: 0,
    redeemed: 0,
    payouts: 0,
    failed: 1,
  })
  expect(owns('zhou')).toBe(true)
  expect(alerts).toEqual([{ code: 'SWEEP_FAILED', facts: { id: stuck, error: 'PAYMENT_UNAVAILABLE' } }])
})

test('my orders are mine, the newest first', async () => {
  const { buy, ports, clock } = await given()
  await buy(MEI)
  clock.advance(MINUTE)
  await buy(MEI, 'water')
  await buy(ZHOU)
  const { orders, next } = await myOrders(ports)(MEI, {})
  expect(orders.map(({ goods, state, opened }) => ({ goods, state, opened }))).toEqual([
    { goods: { kind: 'course', courseId: 'water' }, state: 'paid', opened: true },
    { goods: { kind: 'course', courseId: 'spring-ink' }, state: 'pending', opened: false },
  ])
  expect(next).toBeNull()
})

test('a withdrawn course stays open to its owner and is gone for others', async () => {
  const { buy, ports } = await given()
  await buy(MEI, 'water')
  await editCourse(ports)(NOBODY, { action: 'withdraw', courseId: 'water' })
  const look = (who: Caller) => browseCatalog(ports)(who, { action: 'detail', courseId: 'water' })
  expect(await look(MEI)).toMatchObject({ action: 'detail', course: { owned: true } })
  expect(await refusal(look(ZHOU))).toBe('COURSE_NOT_FOUND')
})
