import { counting } from '../../platform/memory/counting'
import { DAY, MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { JSAPI_ONLY, MEI, ZHOU } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { issueCertificate } from '../certificates/issueCertificate'
import { redeemCode } from '../codes/redeemCode'
import type { Input } from '../contract'
import { AppError } from '../contract/errors'
import { playLesson } from '../learning/playLesson'
import { recordProgress } from '../learning/recordProgress'
import { walletOf } from '../ledger/entry'
import { showMembership } from '../membership/showMembership'
import { askInvoice } from './askInvoice'
import { askRefund } from './askRefund'
import { issueInvoices } from './issueInvoices'
import { reviewRefunds } from './reviewRefunds'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const
const TOP_UP = { kind: 'topUp', fen: 10000 } as const
const YEAR_PLAN = { kind: 'membership', planId: 'year' } as const

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) =>
      error instanceof AppError ? [error.code, error.facts.why].filter((part) => part !== undefined).join(' ') : error,
  )

async function given(settings: object = { ways: JSAPI_ONLY }, options: { refundTakesMs?: number } = {}) {
  const market = await memoryMarket(settings, options)
  const { ports, clock } = market
  const review = (input: Input<'reviewRefunds'>) => reviewRefunds(ports)(OFFICE, input)
  return {
    ...market,
    review,
    look: (orderId: string) => askRefund(ports)(MEI, { action: 'look', orderId }),
    ask: (orderId: string) => askRefund(ports)(MEI, { action: 'ask', orderId, reason: '买错了' }),
    withdraw: (orderId: string) => askRefund(ports)(MEI, { action: 'withdraw', orderId }),
    give: (orderId: string, fen: number, shut = false) =>
      review({ action: 'give', orderId, fen, reason: '老师病了一周', shut }),
    share: (percent: number) =>
      officeTerms(ports)(OFFICE, {
        action: 'course',
        courseId: 'spring-ink',
        share: { userId: 'lin', percent },
        forMembers: 'discount',
      }),
    /** Mei watches the second lesson from end to end: 60 of 200 seconds. */
    async watch() {
      const lesson = { courseId: 'spring-ink', lessonId: '02-branch' }
      await playLesson(ports)(MEI, lesson)
      clock.advance(60_000)
      await recordProgress(ports)(MEI, { ...lesson, from: 0, to: 60 })
    },
    even: () => expect(market.balances().byEntries).toEqual(market.balances().kept),
  }
}
type Given = Awaited<ReturnType<typeof given>>

describe('what a buyer may expect', () => {
  const MIND = { fen: 19900, balanceFen: 0, points: 0, days: 7, watchedPercent: 20 }
  test.each<[string, (g: Given) => Promise<string>, object]>([
    ['bought just now', (g) => g.paid(MEI, SPRING), { policy: 'atOnce', why: '', ...MIND }],
    [
      'on the last moment of the days',
      async (g) => {
        const orderId = await g.paid(MEI, SPRING)
        g.clock.advance(7 * DAY)
        return orderId
      },
      { policy: 'atOnce', why: '', ...MIND },
    ],
    [
      'after the days',
      async (g) => {
        const orderId = await g.paid(MEI, SPRING)
        g.clock.advance(7 * DAY + 1)
        return orderId
      },
      { policy: 'review', why: 'TOO_LATE', ...MIND },
    ],
    [
      'watched by a third',
      async (g) => {
        const orderId = await g.paid(MEI, SPRING)
        await g.watch()
        return orderId
      },
      { policy: 'review', why: 'WATCHED', ...MIND },
    ],
    ['not paid', (g) => g.ordered(MEI, SPRING), { policy: 'no', why: 'NOT_PAID', ...MIND }],
    ['a gift nobody has claimed', (g) => g.paid(MEI, GIFT), { policy: 'atOnce', why: '', ...MIND }],
    [
      'a gift that a friend has claimed',
      async (g) => {
        const orderId = await g.paid(MEI, GIFT)
        await redeemCode(g.ports)(ZHOU, { action: 'redeem', code: g.order(orderId).giftCode ?? '' })
        return orderId
      },
      { policy: 'review', why: 'GIFT_CLAIMED', ...MIND },
    ],
    ['a membership', (g) => g.paid(MEI, YEAR_PLAN), { policy: 'review', why: '', ...MIND, fen: 36500 }],
    ['a top-up', (g) => g.paid(MEI, TOP_UP), { policy: 'review', why: '', ...MIND, fen: 10000 }],
    [
      'a free course',
      (g) => g.paid(MEI, { kind: 'course', courseId: 'water' }),
      { policy: 'no', why: 'NOTHING_LEFT', ...MIND, fen: 0 },
    ],
    [
      'asked for already',
      async (g) => {
        const orderId = await g.paid(MEI, TOP_UP)
        await g.ask(orderId)
        return orderId
      },
      { policy: 'no', why: 'UNDER_WAY', ...MIND, fen: 10000 },
    ],
  ])('%s', async (_, begin, expected) => {
    const g = await given()
    expect(await g.look(await begin(g))).toEqual({ action: 'look', ...expected })
  })

  test("another's order cannot be asked about", async () => {
    const g = await given()
    const orderId = await g.paid(ZHOU, SPRING)
    expect(await refusal(g.look(orderId))).toBe('ORDER_NOT_FOUND')
    expect(await refusal(g.ask(orderId))).toBe('ORDER_NOT_FOUND')
  })
})

describe('a refund', () => {
  test('at once: the money goes back the way it came, points and balance too, and the course is shut', async () => {
    const g = await given()
    await g.share(50)
    await g.givePoints('mei', 3000)
    await g.fillWallet('mei', 5000)
    const orderId = await g.paid(MEI, SPRING, { usePoints: true, useBalance: true })
    const at = g.clock.now().toISOString()
    expect(await g.ask(orderId)).toMatchObject({
      order: {
        state: 'refunded',
        opened: false,
        refunds: [
          {
            refundNo: `${orderId}R1`,
            fen: 11900,
            balanceFen: 5000,
            points: 3000,
            reason: '买错了',
            by: 'buyer',
            state: 'done',
            answer: '',
            askedAt: at,
            doneAt: at,
          },
        ],
      },
    })
    expect(g.owns('mei')).toBe(false)
    expect(g.books()).toEqual({
      'gateway:wechatPay': 5000,
      'wallet:mei': -5000,
      pointsIssued: 3000,
      'points:mei': -3000,
    })
    g.even()
    expect(await g.pass(8 * DAY)).toMatchObject({ matured: 0 })
  })

  test('bought anew after a refund, the course opens again, and refunding that again is the next number of the next order', async () => {
    const g = await given()
    await g.ask(await g.paid(MEI, SPRING))
    const second = await g.paid(MEI, SPRING)
    expect(g.owns('mei')).toBe(true)
    await g.ask(second)
    expect(g.owns('mei')).toBe(false)
    expect(g.payments.refunds().map(({ outRefundNo }) => outRefundNo)).toEqual([
      expect.stringMatching(/R1$/),
      `${second}R1`,
    ])
  })

  test('to be decided waits for the office, which may agree', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.watch()
    expect(await g.ask(orderId)).toMatchObject({ order: { state: 'paid', refunds: [{ state: 'asked' }] } })
    expect(g.owns('mei')).toBe(true)
    expect(await g.review({ action: 'waiting' })).toMatchObject({
      action: 'waiting',
      orders: [{ order: { orderId }, buyer: { userId: 'mei', nickname: '小梅' }, watchedPercent: 30 }],
      next: null,
    })
    await g.review({ action: 'agree', orderId, answer: '下次再来' })
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', refund: null, refunds: [{ answer: '下次再来' }] })
    expect(g.owns('mei')).toBe(false)
    expect(await g.review({ action: 'waiting' })).toMatchObject({ orders: [] })
    expect(await refusal(g.review({ action: 'agree', orderId }))).toBe('REFUND_NOT_POSSIBLE')
  })

  test('to be decided may be refused with words, or taken back, and asked for again', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.watch()
    await g.ask(orderId)
    await g.review({ action: 'refuse', orderId, answer: '已经看了三分之一' })
    await g.ask(orderId)
    await g.withdraw(orderId)
    expect(await refusal(g.withdraw(orderId))).toBe('REFUND_NOT_POSSIBLE')
    expect(g.order(orderId)).toMatchObject({
      state: 'paid',
      refund: null,
      refunds: [
        { refundNo: `${orderId}R1`, state: 'refused', answer: '已经看了三分之一' },
        { refundNo: `${orderId}R2`, state: 'refused', answer: '' },
      ],
    })
    await g.ask(orderId)
    await g.review({ action: 'agree', orderId })
    expect(g.payments.refunds()).toMatchObject([{ outRefundNo: `${orderId}R3`, fen: 19900 }])
  })

  test('two taps at once, and two decisions at once, are one refund', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    const outcomes = await Promise.all([
      refusal(g.ask(orderId)),
      refusal(g.ask(orderId)),
      refusal(g.give(orderId, 100)),
    ])
    expect(outcomes.filter((one) => one === 'no refusal')).toHaveLength(1)
    expect(g.payments.refunds()).toHaveLength(1)
    g.even()
  })

  test('in parts: the gateway first and then the balance, points only with the last; shut when the office says so', async () => {
    const g = await given()
    await g.share(33)
    await g.givePoints('mei', 3000)
    await g.fillWallet('mei', 5000)
    const orderId = await g.paid(MEI, SPRING, { usePoints: true, useBalance: true })
    await g.give(orderId, 11000)
    expect(g.order(orderId)).toMatchObject({ state: 'partlyRefunded', refundedFen: 11000, refundedBalanceFen: 0 })
    expect(g.owns('mei')).toBe(true)
    await g.give(orderId, 1901, true)
    expect(g.order(orderId)).toMatchObject({ refundedFen: 11900, refundedBalanceFen: 1001, refundedPoints: 0 })
    expect(g.owns('mei')).toBe(false)
    expect((await g.check(MEI, orderId)).order).toMatchObject({ state: 'partlyRefunded', opened: false })
    expect(await refusal(g.give(orderId, 4000))).toBe('REFUND_NOT_POSSIBLE NOTHING_LEFT')
    await g.give(orderId, 3999)
    expect(g.order(orderId)).toMatchObject({
      state: 'refunded',
      refundedFen: 11900,
      refundedBalanceFen: 5000,
      refundedPoints: 3000,
      refunds: [
        { refundNo: `${orderId}R1`, fen: 11000, balanceFen: 0, points: 0, isWhole: false, shuts: false },
        { refundNo: `${orderId}R2`, fen: 900, balanceFen: 1001, points: 0, isWhole: false, shuts: true },
        { refundNo: `${orderId}R3`, fen: 0, balanceFen: 3999, points: 3000, isWhole: true, shuts: true },
      ],
    })
    expect(g.books()).toEqual({
      'gateway:wechatPay': 5000,
      'wallet:mei': -5000,
      pointsIssued: 3000,
      'points:mei': -3000,
    })
    g.even()
  })

  test('a course shut by a part given back can be bought again', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.give(orderId, 10000, true)
    const next = await g.paid(MEI, SPRING)
    expect(next).not.toBe(orderId)
    expect(g.owns('mei')).toBe(true)
  })

  test('while the gateway cannot be reached the buyer is told that it goes, and the sweep carries it out', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    const broken = async () => {
      throw new AppError('PAYMENT_UNAVAILABLE')
    }
    const ports = { ...g.ports, gateways: () => ({ ...g.payments, refundOf: broken }) }
    expect(await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '买错了' })).toMatchObject({
      order: { state: 'refunding', refunds: [{ state: 'going' }] },
    })
    expect(await g.pass(MINUTE)).toMatchObject({ refunded: 1, failed: 0 })
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', todo: [], dueAt: null })
  })
})

describe('a stuck refund', () => {
  /** Asked for, and not arrived: the bank said no. */
  async function stuck(state: 'ABNORMAL' | 'CLOSED', goods: typeof SPRING | typeof TOP_UP = SPRING) {
    const g = await given({ ways: JSAPI_ONLY }, { refundTakesMs: 10 * MINUTE })
    const orderId = await g.paid(MEI, goods)
    if (goods.kind === 'topUp') await g.give(orderId, 10000)
    else await g.ask(orderId)
    expect(g.order(orderId)).toMatchObject({ state: 'refunding', refund: { state: 'going' } })
    g.payments.failRefund(`${orderId}R1`, state)
    await g.pass(MINUTE)
    expect(g.order(orderId)).toMatchObject({ state: 'refunding', todo: [], dueAt: null, refund: { state: 'stuck' } })
    expect(g.alerts).toEqual([{ code: 'REFUND_STUCK', facts: { orderId, state } }])
    expect(await g.review({ action: 'waiting' })).toMatchObject({ orders: [{ order: { orderId } }] })
    return { ...g, orderId }
  }

  test('that the gateway closed is tried again under the next number', async () => {
    const { orderId, review, order, pass, payments, books, even } = await stuck('CLOSED')
    await review({ action: 'again', orderId })
    await pass(15 * MINUTE)
    expect(order(orderId)).toMatchObject({
      state: 'refunded',
      refund: null,
      refunds: [
        { refundNo: `${orderId}R1`, state: 'refused', answer: '支付平台关闭了这次退款' },
        { refundNo: `${orderId}R2`, state: 'done' },
      ],
    })
    expect(payments.refunds().map(({ outRefundNo, state }) => [outRefundNo, state])).toEqual([
      [`${orderId}R1`, 'CLOSED'],
      [`${orderId}R2`, 'SUCCESS'],
    ])
    expect(books()).toEqual({})
    even()
  })

  test('of a top-up that the gateway closed: the wallet is debited once', async () => {
    const { orderId, review, order, pass, held, books, even } = await stuck('CLOSED', TOP_UP)
    expect(await held(walletOf('mei'))).toBe(0)
    await review({ action: 'again', orderId })
    await pass(15 * MINUTE)
    expect(order(orderId).state).toBe('refunded')
    expect(await held(walletOf('mei'))).toBe(0)
    expect(books()).toEqual({})
    even()
  })

  test('otherwise keeps its number, and settled by hand it ends as if the gateway had done it', async () => {
    const { orderId, review, order, books, owns, store } = await stuck('ABNORMAL')
    await review({ action: 'again', orderId })
    expect(order(orderId)).toMatchObject({ refund: { refundNo: `${orderId}R1`, state: 'stuck' } })
    await review({ action: 'settle', orderId, answer: '已转到你的银行卡' })
    expect(order(orderId)).toMatchObject({
      state: 'refunded',
      refunds: [{ state: 'done', answer: '已转到你的银行卡' }],
    })
    expect(owns('mei')).toBe(false)
    expect(books()).toEqual({})
    expect(store.all('audits')).toContainEqual(
      expect.objectContaining({ _id: `settled:${orderId}R1`, by: 'office', what: 'refund', words: '已转到你的银行卡' }),
    )
  })

  test('that arrives after all ends by its notice', async () => {
    const { orderId, order, payments, notify } = await stuck('ABNORMAL')
    const arrived = { ...(await payments.refundOf(asked(orderId))), state: 'SUCCESS' as const }
    payments.refundOf = async () => arrived as never
    await notify(payments.genuine({ id: 'n', kind: 'refund', refund: arrived as never }))
    expect(order(orderId)).toMatchObject({ state: 'refunded', todo: [], dueAt: null })
  })
  const asked = (orderId: string) => ({
    outTradeNo: orderId,
    method: 'jsapi' as const,
    fen: 19900,
    openid: 'o-mei',
    seal: null,
    outRefundNo: `${orderId}R1`,
  })

  test('given back at the counter under another number ends by that notice, once, however often it comes', async () => {
    const { orderId, order, payments, notify, books, review, even } = await stuck('CLOSED', TOP_UP)
    const notice = payments.refundNotice({ outTradeNo: orderId, fen: 10000 })
    await notify(notice)
    await notify(notice)
    expect(order(orderId)).toMatchObject({
      state: 'refunded',
      todo: [],
      refund: null,
      refunds: [
        { refundNo: `${orderId}R1`, by: 'staff', state: 'refused', fen: 10000 },
        { refundNo: 'COUNTER1', by: 'elsewhere', state: 'done', fen: 10000 },
      ],
    })
    expect(await refusal(review({ action: 'settle', orderId, answer: '已退' }))).toBe('REFUND_NOT_POSSIBLE')
    expect(books()).toEqual({})
    even()
  })

  test('is given up only when the gateway has not got it: then the order stands as before', async () => {
    const open = await stuck('ABNORMAL')
    const answer = '银行没有收到'
    expect(await refusal(open.review({ action: 'refuse', orderId: open.orderId, answer }))).toBe(
      'REFUND_NOT_POSSIBLE UNDER_WAY',
    )
    const { orderId, review, order, owns, pass, held } = await stuck('CLOSED')
    await review({ action: 'refuse', orderId, answer })
    expect(order(orderId)).toMatchObject({ state: 'paid', refund: null, refunds: [{ state: 'refused', answer }] })
    expect(owns('mei')).toBe(true)
    await pass(8 * DAY)
    expect(await held('points:mei')).toBe(199)
  })

  test('of a top-up, given up: the wallet is filled again', async () => {
    const { orderId, review, held, even } = await stuck('CLOSED', TOP_UP)
    await review({ action: 'refuse', orderId, answer: '银行没有收到' })
    expect(await held(walletOf('mei'))).toBe(10000)
    even()
  })

  test('pays nobody twice: tried again by two at once it goes on once', async () => {
    const { orderId, review, pass, payments, order } = await stuck('CLOSED')
    const outcomes = await Promise.all([1, 2].map(() => refusal(review({ action: 'again', orderId }))))
    expect(outcomes.sort()).toEqual(['BUSY', 'no refusal'])
    await pass(15 * MINUTE)
    expect(payments.refunds()).toHaveLength(2)
    expect(order(orderId).state).toBe('refunded')
  })
})

describe('a top-up', () => {
  test('is taken out of the wallet before the money goes back', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, TOP_UP)
    await g.ask(orderId)
    await g.review({ action: 'agree', orderId })
    expect(g.order(orderId)).toMatchObject({ state: 'refunded' })
    expect(await g.held(walletOf('mei'))).toBe(0)
    expect(g.books()).toEqual({})
  })

  test('that has been spent does not go back: it is stuck, nothing has moved, and somebody is told', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, TOP_UP)
    await g.paid(MEI, SPRING, { useBalance: true })
    const before = g.books()
    await g.give(orderId, 10000)
    expect(g.order(orderId)).toMatchObject({ state: 'refunding', todo: [], refund: { state: 'stuck' } })
    expect(g.payments.refunds()).toEqual([])
    expect(g.books()).toEqual(before)
    expect(g.alerts).toEqual([{ code: 'REFUND_STUCK', facts: { orderId, state: 'SPENT' } }])
    // Filled again, it goes.
    await g.fillWallet('mei', 10000)
    await g.review({ action: 'again', orderId })
    expect(g.order(orderId).state).toBe('refunded')
  })

  test('that has been spent and was given back by hand is booked, and what is missing is a difference to explain', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, TOP_UP)
    await g.paid(MEI, SPRING, { useBalance: true })
    await g.fillWallet('mei', 2500)
    await g.give(orderId, 10000)
    await g.review({ action: 'settle', orderId, answer: '现金退还' })
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', refunds: [{ answer: '现金退还', by: 'elsewhere' }] })
    expect(await g.held(walletOf('mei'))).toBe(0)
    expect(g.books()).toMatchObject({ differences: 7500 })
    expect(g.alerts).toContainEqual({ code: 'WALLET_SHORT', facts: { orderId, fen: 7500 } })
    g.even()
  })

  test('given back elsewhere after it was spent leaves a difference, and no overdrawn wallet', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, TOP_UP)
    await g.paid(MEI, SPRING, { useBalance: true })
    await g.notify(g.payments.refundNotice({ outTradeNo: orderId, fen: 10000 }))
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', todo: [], dueAt: null })
    expect(await g.held(walletOf('mei'))).toBe(0)
    expect(g.books()).toMatchObject({ differences: 10000 })
    g.even()
  })
})

describe('given back elsewhere', () => {
  const counter = (g: Given, orderId: string, fen: number, outRefundNo = 'COUNTER1') =>
    g.notify(
      g.payments.genuine({
        id: outRefundNo,
        kind: 'refund',
        refund: { outTradeNo: orderId, outRefundNo, refundId: outRefundNo, state: 'SUCCESS', fen },
      }),
    )

  test('whole, while a question waits: the question is answered by it', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.watch()
    await g.ask(orderId)
    await counter(g, orderId, 19900)
    expect(g.order(orderId)).toMatchObject({
      state: 'refunded',
      refund: null,
      refunds: [{ refundNo: 'COUNTER1', by: 'elsewhere', fen: 19900 }],
    })
    expect(g.owns('mei')).toBe(false)
    expect(g.payments.refunds()).toEqual([])
    expect(g.books()).toEqual({})
  })

  test('in part, while a question waits: the rest can be asked for anew', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.watch()
    await g.ask(orderId)
    await counter(g, orderId, 900)
    expect(g.order(orderId)).toMatchObject({ state: 'partlyRefunded', refund: null, refundedFen: 900 })
    expect(await g.look(orderId)).toMatchObject({ policy: 'review', fen: 19000 })
  })

  test('the same report many times at once is one refund, in two parts it is two', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await g.give(orderId, 100)
    await Promise.allSettled(Array.from({ length: 20 }, () => counter(g, orderId, 1000)))
    await counter(g, orderId, 1000)
    await counter(g, orderId, 2000, 'COUNTER2')
    expect(g.order(orderId)).toMatchObject({ state: 'partlyRefunded', refundedFen: 3100, todo: [], dueAt: null })
    expect(g.order(orderId).refunds.map(({ refundNo }) => refundNo)).toEqual([`${orderId}R1`, 'COUNTER1', 'COUNTER2'])
    expect(g.books()).toEqual({ 'gateway:wechatPay': 16800, sales: -16800 })
  })

  test('at a gateway that only hints: our own part is not taken for more than it is', async () => {
    const g = await given({})
    const orderId = await g.paid(MEI, SPRING)
    await g.give(orderId, 900)
    await g.pass(MINUTE)
    expect(g.order(orderId)).toMatchObject({ state: 'partlyRefunded', refundedFen: 900, refund: null })
    await g.notify(g.virtualPay.push(orderId), 'virtualPay')
    expect(g.order(orderId)).toMatchObject({ state: 'partlyRefunded', refundedFen: 900, todo: [], dueAt: null })
    expect(g.owns('mei')).toBe(true)
  })

  test('by Apple: the whole goes back, and the course is shut', async () => {
    const g = await given({})
    const orderId = await g.ordered(MEI, SPRING)
    await g.notify(g.virtualPay.pay(orderId, 'ios'), 'virtualPay')
    const letter = g.virtualPay.appleRefunds(orderId)
    await g.notify(letter, 'virtualPay')
    await g.notify(letter, 'virtualPay')
    expect(g.order(orderId)).toMatchObject({
      state: 'refunded',
      refunds: [{ by: 'elsewhere', fen: 19900, state: 'done' }],
    })
    expect(g.owns('mei')).toBe(false)
    expect(g.books()).toEqual({})
  })

  test('by Alipay, told by a hint', async () => {
    const g = await given({})
    const LIN = { userId: 'lin', openid: '', roles: ['learner'] as const }
    const orderId = await g.paid(LIN, SPRING, { method: 'alipayWap' })
    await g.alipay.refund({
      outTradeNo: orderId,
      method: 'alipayWap',
      fen: 19900,
      openid: '',
      seal: null,
      outRefundNo: 'DESK1',
      refundFen: 19900,
      reason: '',
    })
    await g.notify(g.alipay.lookNotice(orderId), 'alipay')
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', refunds: [{ by: 'elsewhere', fen: 19900 }] })
    expect(g.owns('lin')).toBe(false)
  })
})

describe("Apple's question is answered by the school's own rule", () => {
  const asks = async (g: Given, orderId: string) => {
    const answer = await g.notify(g.virtualPay.appleAsks(orderId), 'virtualPay')
    return 'iosRefund' in answer ? answer.iosRefund : undefined
  }

  test.each<[string, (g: Given, orderId: string) => unknown, object]>([
    ['bought just now', () => {}, { agrees: true, words: '' }],
    ['watched by a third', (g) => g.watch(), { agrees: false, words: 'WATCHED' }],
    ['after the days', (g) => g.clock.advance(8 * DAY), { agrees: false, words: 'TOO_LATE' }],
  ])('%s', async (_, then, expected) => {
    const g = await given({})
    const orderId = await g.ordered(MEI, SPRING)
    await g.notify(g.virtualPay.pay(orderId, 'ios'), 'virtualPay')
    await then(g, orderId)
    expect(await asks(g, orderId)).toEqual(expected)
  })
})

test('the office sees every order, the newest first, a page at a time', async () => {
  const g = await given()
  const first = await g.paid(MEI, SPRING)
  g.clock.advance(MINUTE)
  const second = await g.ordered(ZHOU, GIFT)
  const ids: string[] = []
  for (let after: string | undefined; ; ) {
    const answer = await g.review({ action: 'all', ...(after && { after }) })
    if (answer.action !== 'all') throw new Error('not a list')
    ids.push(...answer.orders.map(({ order }) => order.orderId))
    if (ids.length === 2)
      expect(answer.orders.map(({ buyer, order }) => [buyer.nickname, order.state])).toEqual([
        ['老周', 'pending'],
        ['小梅', 'paid'],
      ])
    if (!answer.next) break
    after = answer.next
  }
  expect(ids).toEqual([second, first])

  const order = g.order(first)
  for (let n = 10; n < 35; n += 1)
    await g.store.put('orders', { ...order, _id: `${first}-${n}`, listKey: `2027-01-${n}:${n}` })
  const page = await g.review({ action: 'all' })
  expect(page.action === 'all' && [page.orders.length, page.orders[0]?.order.orderId]).toEqual([20, `${first}-34`])
  const asked = counting(g.ports)
  await reviewRefunds(asked.ports)(OFFICE, { action: 'all' })
  expect(asked.requests()).toBe(4)
  const rest = await g.review({ action: 'all', after: (page.action === 'all' && page.next) || '' })
  expect(rest.action === 'all' && [rest.orders.length, rest.next]).toEqual([7, null])
})

describe('a membership', () => {
  test('given back ends what it alone had opened, with its lessons, and not what was bought', async () => {
    const g = await given()
    const free = { action: 'course', share: null, forMembers: 'free' } as const
    await officeTerms(g.ports)(OFFICE, { ...free, courseId: 'spring-ink' })
    await g.paid(MEI, { kind: 'course', courseId: 'water' })
    const orderId = await g.paid(MEI, YEAR_PLAN)
    await g.paid(MEI, SPRING)
    await g.watch()
    await g.ask(orderId)
    await g.review({ action: 'agree', orderId })
    expect([g.owns('mei'), g.owns('mei', 'water')]).toEqual([false, true])
    const beat = { courseId: 'spring-ink', lessonId: '02-branch', from: 0, to: 10 }
    expect(await refusal(recordProgress(g.ports)(MEI, beat))).toBe('LESSON_NOT_OPENED')
  })

  /** Mei studies the whole course and takes its certificate. */
  async function finish(g: Given): Promise<void> {
    for (const [lessonId, seconds] of [
      ['01-brush', 100],
      ['02-branch', 60],
      ['03-blossom', 40],
    ] as const) {
      await playLesson(g.ports)(MEI, { courseId: 'spring-ink', lessonId })
      g.clock.advance(seconds * 1000)
      await recordProgress(g.ports)(MEI, { courseId: 'spring-ink', lessonId, from: 0, to: seconds })
    }
    await issueCertificate(g.ports)(MEI, { courseId: 'spring-ink' })
  }
  const FREE = { action: 'course', share: null, forMembers: 'free', courseId: 'spring-ink' } as const

  test('given back withdraws a certificate earned by it', async () => {
    const g = await given()
    await officeTerms(g.ports)(OFFICE, FREE)
    const orderId = await g.paid(MEI, YEAR_PLAN)
    await g.paid(MEI, SPRING)
    await finish(g)
    await g.give(orderId, 36500)
    expect(g.store.all('certificates')).toMatchObject([{ revokedAt: g.clock.now().toISOString() }])
  })

  test('given back withdraws a certificate from before it was written down since when one is valid', async () => {
    const g = await given()
    await officeTerms(g.ports)(OFFICE, FREE)
    const orderId = await g.paid(MEI, YEAR_PLAN)
    await g.paid(MEI, SPRING)
    await finish(g)
    const [{ validSince: _, ...older } = { _id: '' }] = g.store.all('certificates')
    await g.store.put('certificates', older)
    await g.give(orderId, 36500)
    expect(g.store.all('certificates')).toMatchObject([{ revokedAt: g.clock.now().toISOString() }])
  })

  test('given back withdraws a certificate that was earned before it, withdrawn, and valid again only by it', async () => {
    const g = await given()
    const bought = await g.paid(MEI, SPRING)
    await finish(g)
    await g.give(bought, 19900)
    g.clock.advance(DAY)
    await officeTerms(g.ports)(OFFICE, FREE)
    const orderId = await g.paid(MEI, YEAR_PLAN)
    await g.paid(MEI, SPRING)
    await issueCertificate(g.ports)(MEI, { courseId: 'spring-ink' })
    expect(g.store.all('certificates')).toMatchObject([{ revokedAt: null }])
    await g.give(orderId, 36500)
    expect(g.store.all('certificates')).toMatchObject([{ revokedAt: g.clock.now().toISOString() }])
  })

  test('given back in part of its time leaves the days that were bought besides', async () => {
    const g = await given()
    const first = await g.paid(MEI, YEAR_PLAN)
    await g.pass(10 * DAY)
    await g.paid(MEI, YEAR_PLAN)
    await g.give(first, 36500)
    const until = new Date(g.clock.now().getTime() + 365 * DAY).toISOString()
    expect((await g.store.get('memberships', 'mei'))?.revoked).toEqual([`order:${first}`])
    expect((await showMembership(g.ports)(MEI, {})).mine).toEqual({ until, percent: 80 })
  })
})

describe('invoices', () => {
  const TO = { title: '梅家画室', taxNo: '', email: 'mei@example.com' }

  test('are for what was paid and has stayed, from the balance too', async () => {
    const g = await given()
    await g.fillWallet('mei', 5000)
    const orderId = await g.paid(MEI, SPRING, { useBalance: true })
    await g.give(orderId, 900)
    const { order } = await askInvoice(g.ports)(MEI, { orderId, ...TO })
    expect(order.invoice).toMatchObject({ state: 'asked', title: '梅家画室', fen: 19000 })
    const issued = await issueInvoices(g.ports)(OFFICE, { action: 'issue', orderId, number: '12345678' })
    expect(issued.orders).toMatchObject([{ invoice: { state: 'issued', number: '12345678', fen: 19000 } }])
    expect(await refusal(askInvoice(g.ports)(MEI, { orderId, ...TO }))).toBe('INVOICE_NOT_POSSIBLE')
  })

  test('asked for and then given back: nobody writes it any more', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await askInvoice(g.ports)(MEI, { orderId, ...TO })
    await g.ask(orderId)
    expect(g.order(orderId)).toMatchObject({ state: 'refunded', invoice: null })
    expect(await issueInvoices(g.ports)(OFFICE, { action: 'waiting' })).toEqual({ orders: [], next: null })
    expect(await refusal(issueInvoices(g.ports)(OFFICE, { action: 'issue', orderId, number: '12345678' }))).toBe(
      'INVOICE_NOT_POSSIBLE',
    )
  })

  test('issued and then given back: somebody must take it back', async () => {
    const g = await given()
    const orderId = await g.paid(MEI, SPRING)
    await askInvoice(g.ports)(MEI, { orderId, ...TO })
    await issueInvoices(g.ports)(OFFICE, { action: 'issue', orderId, number: '12345678' })
    await g.ask(orderId)
    expect(g.alerts).toEqual([{ code: 'INVOICE_OF_REFUNDED', facts: { orderId, number: '12345678' } }])
  })
})
