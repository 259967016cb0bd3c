import { DAY, MINUTE, memoryMarket, OFFICE, YEAR } from '../../platform/memory/market'
import { MEI, ZHOU } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { AppError } from '../contract/errors'
import type { Goods } from '../contract/shapes'
import { pointsOf, walletOf } from '../ledger/entry'
import { everythingAbout } from '../people/copyOfData'
import type { Caller } from '../ports'
import { saveMoneySettings, settingsFrom } from '../settings/moneySettings'
import { askRefund } from './askRefund'
import { buyCourse } from './buyCourse'
import { cancelOrder } from './cancelOrder'
import { quotePrice } from './quotePrice'

const SPRING = { kind: 'course', courseId: 'spring-ink' } as const
const GIFT = { kind: 'gift', courseId: 'spring-ink' } as const
/** Somebody on the web, whom WeChat has not named. */
const LIN: Caller = { userId: 'lin', openid: '', roles: ['learner'] }

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? `${error.code} ${JSON.stringify(error.facts)}` : error),
  )

test('somebody who buys the same gift again and again gets an order of its own each time, and a second tap resumes the newest', async () => {
  const { paid, ordered, store } = await memoryMarket()
  for (let friends = 0; friends < 6; friends++) await paid(MEI, GIFT)
  const seventh = await ordered(MEI, GIFT)
  expect(await ordered(MEI, GIFT)).toBe(seventh)
  const attempts = store.all('orders').map(({ attempt, state }) => `${attempt} ${state}`)
  expect(attempts).toEqual(['1 paid', '2 paid', '3 paid', '4 paid', '5 paid', '6 paid', '7 pending'])
})

describe('points and balance', () => {
  test('are set aside while the order waits, and spent when it is paid', async () => {
    const market = await memoryMarket()
    const { ordered, pay, givePoints, fillWallet, held, owns, order, books } = market
    await givePoints('mei', 3000)
    await fillWallet('mei', 5000)
    const orderId = await ordered(MEI, SPRING, { usePoints: true, useBalance: true })
    expect(order(orderId).price).toEqual({
      steps: [
        { kind: 'list', fen: 19900 },
        { kind: 'points', fen: -3000 },
        { kind: 'balance', fen: -5000 },
      ],
      goodsFen: 19900,
      points: 3000,
      pointsFen: 3000,
      balanceFen: 5000,
      payFen: 11900,
    })
    expect([await held(pointsOf('mei')), await held(walletOf('mei'))]).toEqual([0, 0])
    await pay(orderId)
    expect(owns('mei')).toBe(true)
    expect(books()).toEqual({ 'gateway:wechatPay': 16900, sales: -16900 })
  })

  test.each([
    ['the buyer gives it up', (market: Market, orderId: string) => cancelOrder(market.ports)(MEI, { orderId })],
    ['its time is over', (market: Market) => market.pass(31 * MINUTE)],
  ])('come back when %s', async (_, ends) => {
    const market = await memoryMarket()
    const { ordered, givePoints, fillWallet, held, order } = market
    await givePoints('mei', 3000)
    await fillWallet('mei', 5000)
    const orderId = await ordered(MEI, SPRING, { usePoints: true, useBalance: true })
    await ends(market, orderId)
    expect(order(orderId)).toMatchObject({ state: 'closed', todo: [], dueAt: null })
    expect([await held(pointsOf('mei')), await held(walletOf('mei'))]).toEqual([3000, 5000])
    expect(market.balances().byEntries).toEqual(market.balances().kept)
  })

  test('a second tap resumes the order that holds them, at the same price', async () => {
    const { buy, givePoints, fillWallet, held, store } = await memoryMarket()
    await givePoints('mei', 3000)
    await fillWallet('mei', 5000)
    const wish = { usePoints: true, useBalance: true }
    const first = await buy(MEI, SPRING, wish)
    expect(await buy(MEI, SPRING, wish)).toEqual(first)
    expect(await Promise.all([buy(MEI, SPRING, wish), buy(MEI, SPRING, wish)])).toEqual([first, first])
    expect(store.all('orders')).toHaveLength(1)
    expect([await held(pointsOf('mei')), await held(walletOf('mei'))]).toEqual([0, 0])
  })

  test('what a waiting order holds counts for it at the checkout', async () => {
    const { ordered, ports, givePoints, fillWallet, order } = await memoryMarket()
    await givePoints('mei', 3000)
    await fillWallet('mei', 5000)
    const orderId = await ordered(MEI, SPRING, { usePoints: true, useBalance: true })
    expect(await quotePrice(ports)(MEI, { goods: SPRING, usePoints: true, useBalance: true })).toEqual({
      title: '春日水墨',
      price: order(orderId).price,
      methods: ['jsapi'],
      wallet: { isOpen: true, fen: 5000 },
      points: { isOpen: true, points: 3000, usable: 3000, usableFen: 3000 },
      refundDays: 7,
      agreement: null,
    })
  })

  test('a wish for other than what waits closes that and opens the next, with what it had held', async () => {
    const { buy, ordered, givePoints, fillWallet, held, order, store } = await memoryMarket()
    await givePoints('mei', 3000)
    await fillWallet('mei', 5000)
    const first = await ordered(MEI, SPRING, { useBalance: true })
    expect(await buy(MEI, SPRING, { usePoints: true, useBalance: true })).toMatchObject({
      status: 'pay',
      fen: 11900,
      price: { points: 3000, balanceFen: 5000 },
    })
    expect(order(first)).toMatchObject({ state: 'closed', todo: [], dueAt: null })
    await buy(MEI, SPRING)
    expect(store.all('orders').map(({ state }) => state)).toEqual(['closed', 'closed', 'pending'])
    expect([await held(pointsOf('mei')), await held(walletOf('mei'))]).toEqual([3000, 5000])
  })

  test('a wallet that covers everything opens at once, without any gateway', async () => {
    const { buy, fillWallet, owns, held, store, books } = await memoryMarket()
    await fillWallet('mei', 20000)
    const answer = await buy(MEI, SPRING, { useBalance: true })
    expect(answer).toEqual({ status: 'opened', orderId: store.all('orders')[0]?._id })
    expect(owns('mei')).toBe(true)
    expect(await held(walletOf('mei'))).toBe(100)
    expect(books()).toEqual({ 'gateway:wechatPay': 20000, 'wallet:mei': -100, sales: -19900 })
  })

  test('points that pay a whole price open at once, and earn nothing', async () => {
    const settings = { points: { maxPercent: 100, perYuan: 1 } }
    const { buy, givePoints, owns, held, store } = await memoryMarket(settings)
    await givePoints('mei', 19900)
    await buy(MEI, SPRING, { usePoints: true })
    expect(owns('mei')).toBe(true)
    expect(await held(pointsOf('mei'))).toBe(0)
    expect(store.all('orders')).toMatchObject([{ pointsPerYuan: 0, maturesAt: null, way: null }])
  })

  test('one wallet and two courses at once: it pays for one, and the other is refused and closed', async () => {
    const market = await memoryMarket()
    const { buy, fillWallet, held, store, books } = market
    await fillWallet('mei', 19900)
    await market.ports.store.put('courses', { ...store.all('courses')[0], _id: 'autumn', shelfKey: 'x' })
    const AUTUMN = { kind: 'course', courseId: 'autumn' } as const
    const outcomes = await Promise.all([
      refusal(buy(MEI, SPRING, { useBalance: true })),
      refusal(buy(MEI, AUTUMN, { useBalance: true })),
    ])
    expect(outcomes.sort()).toEqual(['BALANCE_TOO_LOW {"account":"wallet"}', 'no refusal'])
    expect(
      store
        .all('orders')
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['closed', 'paid'])
    expect(await held(walletOf('mei'))).toBe(0)
    expect(books()).toEqual({ 'gateway:wechatPay': 19900, sales: -19900 })
  })

  test('a payment for an order that was closed goes back, and what it had held is not taken twice', async () => {
    const { ordered, pass, payments, notify, fillWallet, held, order, owns, books } = await memoryMarket()
    await fillWallet('mei', 5000)
    const orderId = await ordered(MEI, SPRING, { useBalance: true })
    await pass(31 * MINUTE)
    await notify(payments.pay(orderId))
    expect(order(orderId)).toMatchObject({ state: 'refunded', isLate: true, todo: [], dueAt: null, maturesAt: null })
    expect(payments.refunds()).toMatchObject([{ outRefundNo: `${orderId}R1`, fen: 14900 }])
    expect(await held(walletOf('mei'))).toBe(5000)
    expect(owns('mei')).toBe(false)
    expect(books()).toEqual({ 'gateway:wechatPay': 5000, 'wallet:mei': -5000 })
  })
})

type Market = Awaited<ReturnType<typeof memoryMarket>>

describe('ways of paying', () => {
  const methodsOf = async (who: Caller, settings: object, device: 'phone' | 'computer' = 'phone') =>
    (await quotePrice((await memoryMarket(settings)).ports)(who, { goods: SPRING, device })).methods

  test('inside WeChat: virtual payment, and ordinary WeChat Pay only where the school says so', async () => {
    expect(await methodsOf(MEI, {})).toEqual(['virtualCoins'])
    expect(await methodsOf(MEI, { ways: { jsapi: true } })).toEqual(['virtualCoins', 'jsapi'])
  })

  test('on the web: a code to scan on a computer, a page to go to on a phone, Alipay on both', async () => {
    expect(await methodsOf(LIN, {}, 'computer')).toEqual(['native', 'alipayPage'])
    expect(await methodsOf(LIN, {}, 'phone')).toEqual(['h5', 'alipayWap'])
  })

  test('a school that has switched all of them off, or a way that is not open here, is told so', async () => {
    const ways = { virtualGoods: false, virtualCoins: false }
    const { buy, store, ports } = await memoryMarket({ ways })
    expect(await refusal(buy(MEI, SPRING))).toBe('NO_WAY_TO_PAY {"goods":"course"}')
    expect(await refusal(buy(MEI, SPRING, { method: 'alipayWap' }))).toBe(
      'NO_WAY_TO_PAY {"goods":"course","method":"alipayWap"}',
    )
    expect(store.all('orders')).toEqual([])
    // What costs nothing needs no way.
    expect((await buyCourse(ports)(MEI, { courseId: 'water' })).status).toBe('opened')
  })

  test('changing the way of paying closes the old order and opens the next; a payment for the closed one goes back', async () => {
    const { ordered, order, notify, alipay, owns, pay, books } = await memoryMarket({})
    const first = await ordered(LIN, SPRING, { method: 'alipayWap' })
    const second = await ordered(LIN, SPRING, { method: 'h5' })
    expect([order(first).state, order(second).state]).toEqual(['closed', 'pending'])
    await notify(alipay.pay(first), 'alipay')
    expect(order(first)).toMatchObject({ state: 'refunded', isLate: true })
    expect(owns('lin')).toBe(false)
    await pay(second)
    expect(owns('lin')).toBe(true)
    expect(books()).toEqual({ 'gateway:wechatPay': 19900, sales: -19900 })
  })

  test('an Alipay page paid after its order was given up, and all notices lost: the money goes back when the page is over', async () => {
    const { ordered, order, alipay, pass, ports, fillWallet, held, owns, books } = await memoryMarket({})
    await fillWallet('lin', 5000)
    const orderId = await ordered(LIN, SPRING, { method: 'alipayPage', device: 'computer', useBalance: true })
    await cancelOrder(ports)(LIN, { orderId })
    expect(order(orderId)).toMatchObject({ state: 'closed', todo: [] })
    alipay.pay(orderId)
    await pass(44 * MINUTE)
    expect(order(orderId)).toMatchObject({ state: 'closed' })
    expect(await pass(MINUTE)).toMatchObject({ refunded: 1, failed: 0 })
    expect(order(orderId)).toMatchObject({ state: 'refunded', isLate: true, todo: [], dueAt: null })
    expect(alipay.refunds()).toMatchObject([{ outTradeNo: orderId, fen: 14900 }])
    expect([owns('lin'), await held(walletOf('lin'))]).toEqual([false, 5000])
    expect(books()).toEqual({ 'gateway:wechatPay': 5000, 'wallet:lin': -5000 })
  })

  test('an order at WeChat Pay that was closed after a part had gone back there is left to the notices: no sum is guessed', async () => {
    const { ordered, order, payments, ports, pass, store } = await memoryMarket()
    const orderId = await ordered(MEI, SPRING)
    payments.pay(orderId)
    const placed = { outTradeNo: orderId, method: 'jsapi' as const, fen: 19900, openid: MEI.openid, seal: null }
    await payments.refund({ ...placed, outRefundNo: 'CONSOLE1', refundFen: 900, reason: '' })
    const { dueAt } = order(orderId)
    await cancelOrder(ports)(MEI, { orderId })
    // Two sweeps at once, of which one read it as it was before the closing.
    for (const watchedUntil of [null, dueAt]) {
      await store.change('orders', orderId, {}, { set: { dueAt, watchedUntil } })
      await pass(5 * MINUTE)
      expect(order(orderId)).toMatchObject({ state: 'closed', refunds: [], dueAt: null })
    }
    expect(store.all('ledger')).toEqual([])
  })

  test('an Alipay page paid after its order was given up: a look at the order finds it', async () => {
    const { ordered, order, alipay, ports, check } = await memoryMarket({})
    const orderId = await ordered(LIN, SPRING, { method: 'alipayWap' })
    await cancelOrder(ports)(LIN, { orderId })
    alipay.pay(orderId)
    await check(LIN, orderId)
    expect(order(orderId)).toMatchObject({ state: 'refunded', isLate: true })
  })

  test('an Alipay page that nobody opened is asked about once more, one that was opened is closed there', async () => {
    const { ordered, order, alipay, ports, pass, check } = await memoryMarket({})
    const LIU: Caller = { userId: 'liu', openid: '', roles: ['learner'] }
    const [unopened, opened] = [
      await ordered(LIN, SPRING, { method: 'alipayWap' }),
      await ordered(LIU, SPRING, { method: 'alipayWap' }),
    ]
    alipay.open(opened)
    await cancelOrder(ports)(LIN, { orderId: unopened })
    await cancelOrder(ports)(LIU, { orderId: opened })
    const pageIsOver = new Date(Date.parse(order(unopened).expiresAt) + 15 * MINUTE).toISOString()
    expect([order(unopened).dueAt, order(opened).dueAt]).toEqual([pageIsOver, null])
    // However often its buyer looks before.
    await check(LIN, unopened)
    expect(order(unopened).dueAt).toBe(pageIsOver)
    expect(await pass(45 * MINUTE)).toMatchObject({ settled: 0, refunded: 0, failed: 0 })
    expect(order(unopened)).toMatchObject({ state: 'closed', watchedUntil: null, dueAt: null })
  })

  test('an order closed meanwhile, just before its sheet was signed for coins: no sheet is handed out', async () => {
    const { ports, virtualPay, store } = await memoryMarket({})
    const closing: Market['store'] = {
      ...store,
      change: async (collection, id, when, change) => {
        if (change.set && 'seal' in change.set) await store.change('orders', id, {}, { set: { state: 'closed' } })
        return store.change(collection, id, when, change)
      },
    }
    const bought = buyCourse({ ...ports, store: closing })(MEI, {
      courseId: 'spring-ink',
      loginCode: virtualPay.login('o-mei'),
    })
    expect(await refusal(bought)).toMatch('BUSY')
  })
})

describe('virtual payment', () => {
  const publish = (market: Market) => officeTerms(market.ports)(OFFICE, { action: 'item', courseId: 'spring-ink' })

  test('a published item is sold as goods; once its price is outdated, with coins, and the waiting order is closed', async () => {
    const market = await memoryMarket({})
    await publish(market)
    await publish(market)
    const first = await market.ordered(MEI, SPRING)
    expect(market.order(first).way).toEqual({ gateway: 'virtualPay', method: 'virtualGoods' })
    await market.store.change('courses', 'spring-ink', {}, { set: { fen: 9900 } })
    const second = await market.ordered(MEI, SPRING)
    expect(market.order(second)).toMatchObject({ way: { method: 'virtualCoins' }, price: { payFen: 9900 } })
    expect(market.order(first).state).toBe('closed')
    // Nothing can be closed at WeChat: the first is paid all the same, and is honoured.
    expect(await market.pay(first)).toMatchObject({ outcome: 'noted' })
    expect(market.order(first)).toMatchObject({ state: 'paid', isLate: false })
    expect(market.owns('mei')).toBe(true)
  })

  test('a late payment that is honoured earns its points and shares like any other, counted from the payment', async () => {
    const market = await memoryMarket({})
    await officeTerms(market.ports)(OFFICE, {
      action: 'course',
      courseId: 'spring-ink',
      share: { userId: 'lin', percent: 50 },
      forMembers: 'none',
    })
    const orderId = await market.ordered(MEI, SPRING)
    market.virtualPay.open(orderId)
    await market.pass(31 * MINUTE)
    expect(market.order(orderId)).toMatchObject({ state: 'closed', maturesAt: null })
    await market.pass(8 * DAY)
    await market.pay(orderId)
    expect(market.order(orderId).maturesAt).toBe(new Date(market.clock.now().getTime() + 7 * DAY).toISOString())
    await market.pass(7 * DAY)
    expect(await market.held('teacher:lin')).toBe(9950)
    expect(await market.held(pointsOf('mei'))).toBe(199)
  })

  test('paid just after its order was closed, and the push was lost: the next tap finds it, and asks for no money', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    market.virtualPay.open(orderId)
    await market.pass(31 * MINUTE)
    market.virtualPay.pay(orderId)
    market.virtualPay.endSession('o-mei')
    expect(await market.buy(MEI, SPRING)).toEqual({ status: 'opened', orderId })
    expect(market.order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  })

  test('paid just after its order was closed, the push lost and the buyer gone: the sweep finds it within the hour, or rests', async () => {
    const market = await memoryMarket({})
    const paid = await market.ordered(MEI, SPRING)
    const left = await market.ordered(ZHOU, SPRING)
    market.virtualPay.open(paid)
    await market.pass(31 * MINUTE)
    market.virtualPay.pay(paid)
    expect(await market.pass(60 * MINUTE)).toMatchObject({ settled: 1, failed: 0 })
    expect(market.owns('mei')).toBe(true)
    expect(market.order(left)).toMatchObject({ state: 'closed', dueAt: null })
  })

  test('paid with points too, just after its order was closed, the push lost and the buyer gone: the sweep gives it back', async () => {
    const market = await memoryMarket({})
    await market.givePoints('mei', 3000)
    const orderId = await market.ordered(MEI, SPRING, { usePoints: true })
    await market.pass(31 * MINUTE)
    expect(market.order(orderId)).toMatchObject({ state: 'closed', todo: [] })
    market.virtualPay.pay(orderId)
    expect(await market.pass(60 * MINUTE)).toMatchObject({ failed: 0 })
    expect(await market.pass(MINUTE)).toMatchObject({ refunded: 1, failed: 0 })
    expect(market.order(orderId)).toMatchObject({ state: 'refunded', isLate: true, todo: [], dueAt: null })
    expect(await market.held(pointsOf('mei'))).toBe(3000)
  })

  test('paid just after its order was closed: a look at the order finds it', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    await market.pass(31 * MINUTE)
    market.virtualPay.pay(orderId)
    expect((await market.check(MEI, orderId)).order).toMatchObject({ state: 'paid', opened: true })
  })

  test('a number that WeChat has seen is not shown again: the next order is opened', async () => {
    const market = await memoryMarket({})
    const first = await market.ordered(MEI, SPRING)
    expect(await market.ordered(MEI, SPRING)).toBe(first)
    market.virtualPay.open(first)
    const second = await market.ordered(MEI, SPRING)
    expect([market.order(first).state, market.order(second).state]).toEqual(['closed', 'pending'])
  })

  test('coins paid while the session was still good are found by the next tap', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    market.virtualPay.pay(orderId)
    expect(await market.buy(MEI, SPRING)).toEqual({ status: 'opened', orderId })
    expect(market.virtualPay.isSpent(orderId)).toBe(true)
  })

  test('coins paid and a session that is over: the next tap brings a fresh one, and the course opens', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    const push = market.virtualPay.pay(orderId)
    market.virtualPay.endSession('o-mei')
    expect(await refusal(market.notify(push, 'virtualPay'))).toBe('PAYMENT_UNAVAILABLE {"reason":"LOGIN_AGAIN"}')
    expect(await market.buy(MEI, SPRING)).toEqual({ status: 'opened', orderId })
    expect(market.owns('mei')).toBe(true)
    expect(market.virtualPay.isSpent(orderId)).toBe(true)
    expect(market.order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  })

  test('coins paid and a session that is over: so does a look at the order, with a fresh login code', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    market.virtualPay.pay(orderId)
    market.virtualPay.endSession('o-mei')
    expect(await refusal(market.check(MEI, orderId))).toBe('PAYMENT_UNAVAILABLE {"reason":"LOGIN_AGAIN"}')
    const { order } = await market.check(MEI, orderId, market.virtualPay.login('o-mei'))
    expect(order).toMatchObject({ state: 'paid', opened: true })
  })

  test('coins paid and a buyer who never comes back: the sweep waits for the buyer, and says so once', async () => {
    const market = await memoryMarket({})
    const orderId = await market.ordered(MEI, SPRING)
    market.virtualPay.pay(orderId)
    market.virtualPay.endSession('o-mei')
    for (let n = 0; n < 12; n += 1) expect(await market.pass(15 * MINUTE)).toMatchObject({ failed: 0, closed: 0 })
    expect(market.alerts).toEqual([{ code: 'LOGIN_AWAITED', facts: { orderId } }])
    expect(market.order(orderId).state).toBe('pending')
    expect(await market.buy(MEI, SPRING)).toEqual({ status: 'opened', orderId })
  })

  test('coins go back with a fresh session: asking is enough, and a look at the order brings the login', async () => {
    const market = await memoryMarket({})
    const orderId = await market.paid(MEI, SPRING)
    market.virtualPay.endSession('o-mei')
    const asked = await askRefund(market.ports)(MEI, { action: 'ask', orderId, reason: '买错了' })
    expect(asked).toMatchObject({ order: { state: 'refunding', refunds: [{ state: 'going' }] } })
    await market.check(MEI, orderId, market.virtualPay.login('o-mei'))
    expect(market.virtualPay.refunds()).toMatchObject([{ outTradeNo: orderId, fen: 19900 }])
    const { order } = await market.check(MEI, orderId)
    expect(order).toMatchObject({ state: 'refunded', refunds: [{ state: 'done', fen: 19900 }] })
    expect(market.owns('mei')).toBe(false)
  })

  test('a course paid by two orders: the second goes back by itself, the access of the first stays', async () => {
    const market = await memoryMarket({})
    const first = await market.ordered(MEI, SPRING)
    market.virtualPay.open(first)
    const second = await market.ordered(MEI, SPRING)
    await market.pay(second)
    await market.pay(first)
    await market.pass(MINUTE)
    expect(market.order(second)).toMatchObject({ state: 'paid', todo: [], dueAt: null, refund: null })
    expect(market.order(first)).toMatchObject({
      state: 'refunded',
      todo: [],
      dueAt: null,
      refunds: [{ by: 'system', reason: '这门课你已经买过,自动退款', state: 'done', fen: 19900 }],
    })
    expect(market.virtualPay.refunds()).toMatchObject([{ outTradeNo: first, fen: 19900 }])
    expect(market.owns('mei')).toBe(true)
    expect(market.sent).toHaveLength(1)
    expect(market.alerts).toEqual([{ code: 'PAID_TWICE', facts: { orderId: first } }])
    expect(market.books()).toEqual({ 'gateway:virtualPay': 19900, sales: -19900 })
  })

  test('an iPhone pays twice for one course: only Apple can give that back, so it is stuck and somebody is told', async () => {
    const market = await memoryMarket({})
    const first = await market.ordered(MEI, SPRING)
    market.virtualPay.open(first)
    const second = await market.ordered(MEI, SPRING)
    await market.notify(market.virtualPay.pay(second, 'ios'), 'virtualPay')
    await market.notify(market.virtualPay.pay(first, 'ios'), 'virtualPay')
    expect(market.order(second)).toMatchObject({ state: 'paid', refund: null })
    expect(market.order(first)).toMatchObject({
      state: 'refunding',
      todo: [],
      dueAt: null,
      refund: { state: 'stuck', answer: '这笔钱是在苹果手机上付的,只能由苹果退回:请在苹果的「报告问题」页面申请退款' },
    })
    expect(market.alerts).toEqual([
      { code: 'PAID_TWICE', facts: { orderId: first } },
      { code: 'REFUND_STUCK', facts: { orderId: first, state: 'REFUND_BY_APPLE' } },
    ])
    expect(market.owns('mei')).toBe(true)

    // Apple asks us, we agree, Apple gives it back: the refund ends, and the course stays open by the other order.
    expect(await market.notify(market.virtualPay.appleAsks(first), 'virtualPay')).toEqual({
      outcome: 'noted',
      iosRefund: { agrees: true, words: '' },
    })
    await market.notify(market.virtualPay.appleRefunds(first), 'virtualPay')
    expect(market.order(first)).toMatchObject({ state: 'refunded', todo: [], dueAt: null, refund: null })
    expect(market.owns('mei')).toBe(true)
    expect(market.books()).toEqual({ 'gateway:virtualPay': 19900, sales: -19900 })
  })
})

describe('top-ups', () => {
  const TOP_UP = { kind: 'topUp', fen: 10000 } as const

  test('what is paid is in the wallet, and the next one is another order', async () => {
    const { paid, held, books } = await memoryMarket()
    const first = await paid(MEI, TOP_UP)
    expect(await paid(MEI, { kind: 'topUp', fen: 5000 })).not.toBe(first)
    expect(await held(walletOf('mei'))).toBe(15000)
    expect(books()).toEqual({ 'gateway:wechatPay': 15000, 'wallet:mei': -15000 })
  })

  test('only the amounts on offer, with nothing spent on them, and only where the school takes them', async () => {
    const { buy, ports, fillWallet, order, ordered } = await memoryMarket()
    expect(await refusal(buy(MEI, { kind: 'topUp', fen: 5001 }))).toBe('AMOUNT_NOT_OFFERED {"fen":5001}')
    await fillWallet('mei', 5000)
    expect(order(await ordered(MEI, TOP_UP, { useBalance: true, usePoints: true })).price.payFen).toBe(10000)
    await saveMoneySettings(ports, settingsFrom({ _id: 'money', settings: { ways: { topUp: false } } }), 'office')
    expect(await refusal(buy(MEI, TOP_UP))).toBe('NO_WAY_TO_PAY {"goods":"topUp"}')
  })

  test('another amount closes the order that waits', async () => {
    const { ordered, order } = await memoryMarket()
    const first = await ordered(MEI, TOP_UP)
    const second = await ordered(MEI, { kind: 'topUp', fen: 5000 })
    expect([order(first).state, order(second).price.payFen]).toEqual(['closed', 5000])
  })
})

describe('members', () => {
  const SET = { action: 'course', courseId: 'spring-ink', share: null } as const

  test('pay their share of a price; others pay all of it', async () => {
    const { paid, ports, books } = await memoryMarket()
    await paid(MEI, { kind: 'membership', planId: 'year' })
    const price = async (who: Caller) => (await quotePrice(ports)(who, { goods: SPRING })).price.payFen
    expect([await price(MEI), await price(ZHOU)]).toEqual([15920, 19900])
    expect((await quotePrice(ports)(MEI, { goods: GIFT })).price.payFen).toBe(19900)
    await officeTerms(ports)(OFFICE, { ...SET, forMembers: 'none' })
    expect(await price(MEI)).toBe(19900)
    expect(books()).toEqual({ 'gateway:wechatPay': 36500, sales: -36500 })
  })

  test('a course that is free for members stays open as long as the membership, and comes back with it', async () => {
    const { paid, buy, ports, owns, pass, order, store, clock } = await memoryMarket()
    await officeTerms(ports)(OFFICE, { ...SET, forMembers: 'free' })
    await paid(MEI, { kind: 'membership', planId: 'year' })
    const end = new Date(clock.now().getTime() + 365 * DAY).toISOString()
    expect((await buy(MEI, SPRING)).status).toBe('opened')
    expect(store.all('enrolments')).toMatchObject([{ accessUntil: end }])
    await pass(364 * DAY)
    expect(owns('mei')).toBe(true)
    await pass(DAY)
    expect(owns('mei')).toBe(false)
    expect((await quotePrice(ports)(MEI, { goods: SPRING })).price.payFen).toBe(19900)

    const renewed = await paid(MEI, { kind: 'membership', planId: 'year' })
    expect(order(renewed)).toMatchObject({ attempt: 2, state: 'paid', todo: [] })
    expect(owns('mei')).toBe(true)
  })

  test('a renewal while it lasts is added to the days that are left', async () => {
    const { paid, ports, pass, store, clock } = await memoryMarket()
    await officeTerms(ports)(OFFICE, { ...SET, forMembers: 'free' })
    const began = clock.now().getTime()
    await paid(MEI, { kind: 'membership', planId: 'year' })
    await paid(MEI, SPRING)
    await pass(100 * DAY)
    await paid(MEI, { kind: 'membership', planId: 'year' })
    expect(store.all('enrolments')).toMatchObject([{ accessUntil: new Date(began + 730 * DAY).toISOString() }])
  })

  test('a plan that is no longer sold cannot be bought', async () => {
    const { buy, store } = await memoryMarket()
    await store.put('plans', { ...YEAR, isOnSale: false })
    expect(await refusal(buy(MEI, { kind: 'membership', planId: 'year' }))).toBe('PLAN_NOT_FOUND {"planId":"year"}')
  })
})

describe('what the buyer agrees to', () => {
  const MEMBERSHIP = { kind: 'membership', planId: 'year' } as const
  const TEXTS = { paid: '付费内容', membership: '会员服务', notes: '' }

  async function given() {
    const market = await memoryMarket()
    const { ports, store } = market
    return {
      ...market,
      write: async (texts: Partial<typeof TEXTS>) => {
        const changedAt = (await store.get('settings', 'agreements'))?.changedAt
        market.clock.advance(1000)
        const since = typeof changedAt === 'string' ? changedAt : null
        return officeTerms(ports)(OFFICE, { action: 'saveAgreements', ...TEXTS, ...texts, changedAt: since })
      },
      agreementOf: async (goods: Goods) => (await quotePrice(ports)(MEI, { goods })).agreement,
    }
  }

  test('is kept with the order, in the version that the page showed, and is in the copy of their data', async () => {
    const { write, agreementOf, paid, order, ports } = await given()
    await write({})
    const agreed = { kind: 'paid', version: 1 }
    expect([await agreementOf(SPRING), await agreementOf(GIFT), await agreementOf(MEMBERSHIP)]).toEqual([
      agreed,
      agreed,
      { kind: 'membership', version: 1 },
    ])
    expect(order(await paid(MEI, SPRING, { agreed: 1 })).agreed).toEqual(agreed)
    expect(order(await paid(MEI, MEMBERSHIP, { agreed: 1 })).agreed).toEqual({ kind: 'membership', version: 1 })
    const told = (await everythingAbout(ports, 'mei')).find(({ collection }) => collection === 'orders')
    expect(told?.documents.map((doc) => Object(doc).agreed)).toContainEqual(agreed)
  })

  test('must be what is in force: whoever saw another version, or none, is shown the new one first', async () => {
    const { write, buy, ordered, order, store } = await given()
    await write({})
    const refused = 'AGREEMENT_CHANGED {"kind":"paid","version":1}'
    expect(await refusal(buy(MEI, SPRING))).toBe(refused)
    expect(await refusal(buy(MEI, SPRING, { agreed: 2 }))).toBe(refused)
    expect(store.all('orders')).toEqual([])
    const first = await ordered(MEI, SPRING, { agreed: 1 })
    await write({ paid: '新的' })
    expect(await refusal(buy(MEI, SPRING, { agreed: 1 }))).toBe('AGREEMENT_CHANGED {"kind":"paid","version":2}')
    // The order that waits was placed under the words before: another one follows it.
    const second = await ordered(MEI, SPRING, { agreed: 2 })
    expect([order(first), order(second)]).toMatchObject([
      { state: 'closed', agreed: { version: 1 } },
      { state: 'pending', agreed: { version: 2 } },
    ])
    expect(await ordered(MEI, SPRING, { agreed: 2 })).toBe(second)
  })

  test('is nothing where the school wrote nothing, took it back, or nothing is paid', async () => {
    const { write, agreementOf, ordered, order, store, buy } = await given()
    expect(await agreementOf(SPRING)).toBeNull()
    await write({})
    await write({ paid: '' })
    // The page of somebody who saw it before still says so.
    expect(order(await ordered(MEI, SPRING, { agreed: 1 })).agreed).toBeNull()
    await write({})
    expect(await agreementOf({ kind: 'topUp', fen: 5000 })).toBeNull()
    await store.change('courses', 'spring-ink', {}, { set: { fen: 0 } })
    expect(await agreementOf(SPRING)).toBeNull()
    expect(await buy(ZHOU, SPRING)).toMatchObject({ status: 'opened' })
  })
})
