import { RIGHT } from './books'
import { refusal } from './phone'
import {
  CROWD,
  EAR,
  NUMBERS,
  openRacesShop,
  outcomes,
  type PersonAtPhone,
  type RacesShop,
  SECOND,
  SERVED_AT_ONCE,
  TEA,
  TEA_FEN,
} from './racesShop'

/**
 * Two hundred people at once, through real doors, functions, SDKs and a real database file: for one code, one gift, one
 * wallet, one order, one place in a course. What two sides do to one payment at once is in racesAtTheGateway.test.ts. After every race the
 * books are audited.
 */

/** A race takes seconds; a machine that is busy with other suites takes longer. */
jest.setTimeout(180_000)

let shop: RacesShop
let people: PersonAtPhone[]

beforeAll(async () => {
  shop = await openRacesShop()
  people = await shop.crowd()
})
afterAll(() => shop?.close())
afterEach(async () => {
  await shop.untilDone()
  expect(shop.books().audit()).toEqual(RIGHT)
  expect(shop.desk.database.scans).toEqual([])
})

test('two hundred people redeem one code: one has the course, the others are told that it was used', async () => {
  const office = await shop.office()
  const made = await office.call('makeCodes', {
    action: 'make',
    batch: 'one-for-all',
    count: 1,
    goods: { kind: 'course', courseId: NUMBERS },
    expiresAt: null,
  })
  const code = made.codes[0]?.code ?? ''
  const answers = outcomes(people.map((one) => one.call('redeemCode', { action: 'redeem', code })))
  expect(await answers).toEqual({ CODE_USED: CROWD - 1, done: 1 })
  const [winner, ...more] = shop.learnersOf(NUMBERS)
  expect(more).toEqual([])
  expect(await shop.store.get('codes', code.replaceAll('-', ''))).toMatchObject({ redeemedBy: winner, dueAt: null })
})

test('two hundred friends open one gift: one has it, and the giver keeps none of it', async () => {
  const giver = await shop.newcomer()
  const orderId = await shop.bought(giver, { asGift: true })
  const { order } = await giver.call('checkOrder', { orderId })
  const before = shop.learnersOf(TEA)
  const answers = outcomes(
    people.map((one) => one.call('redeemCode', { action: 'redeem', code: order.giftCode ?? '' })),
  )
  expect(await answers).toEqual({ CODE_USED: CROWD - 1, done: 1 })
  const winners = shop.learnersOf(TEA).filter((userId) => !before.includes(userId))
  expect(winners).toHaveLength(1)
  expect(people.map(({ userId }) => userId)).toContain(winners[0])
})

test('one wallet of 9.90, two hundred purchases from many phones: what it covers is paid, once', async () => {
  const mei = await shop.newcomer()
  const toppedUp = await mei.call('topUpWallet', { fen: TEA_FEN, method: 'jsapi' })
  if (toppedUp.status !== 'pay') throw new Error('nothing to pay')
  await mei.pay(toppedUp.sheet)
  await mei.call('checkOrder', { orderId: toppedUp.orderId })
  await shop.desk.functions.quiet()
  expect((await mei.call('myWallet', { of: 'wallet' })).walletFen).toBe(TEA_FEN)

  const taps = await shop.tapsOf(mei.openid)
  const shelf = [TEA, NUMBERS, EAR]
  // Every process that will run a purchase is there, or the first to be ready would be done before the others begin.
  const nothing = taps.slice(0, 40).map((one) => one.call('buyCourse', { courseId: 'no-such-course' }))
  expect(await outcomes(nothing)).toEqual({ COURSE_NOT_FOUND: 40 })
  // All who come in first have read the same 9.90 before any of them can set it aside.
  shop.desk.faults.order({
    service: 'database',
    action: 'database.insertDocument:orders',
    kind: 'delay',
    ms: 3 * SECOND,
    times: SERVED_AT_ONCE,
  })
  const answers = await outcomes(
    taps.map((one, at) =>
      one.call('buyCourse', { courseId: shelf[at % shelf.length] ?? TEA, method: 'jsapi', useBalance: true }),
    ),
    ({ status }) => status,
  )
  const { BALANCE_TOO_LOW = 0, BUSY = 0, ALREADY_OWNED = 0, opened = 0, pay = 0, ...unexpected } = answers
  expect(unexpected).toEqual({})
  expect(BALANCE_TOO_LOW + BUSY + ALREADY_OWNED + opened + pay).toBe(CROWD)
  expect(BALANCE_TOO_LOW + BUSY).toBeGreaterThan(0)

  await shop.untilDone()
  const { orders, accounts } = shop.books()
  const mine = orders.filter(({ userId, goods }) => userId === mei.userId && goods.kind === 'course')
  const spent = mine.flatMap(({ state, price }) => (state === 'paid' ? price.balanceFen : []))
  expect(spent).toEqual(spent.length ? [TEA_FEN] : [])
  expect(0 - (accounts[`wallet:${mei.userId}`] ?? 0)).toBe(spent.length ? 0 : TEA_FEN)
})

test('two hundred people buy the last place: one has it, the others are told; given up, it is there for one more', async () => {
  const office = await shop.office()
  await office.call('officeTerms', { action: 'course', courseId: EAR, share: null, forMembers: 'none', seats: 1 })
  // All who come in first have read that the place is there before any of them can hold it.
  shop.desk.faults.order({
    service: 'database',
    action: 'database.insertDocument:orders',
    kind: 'delay',
    ms: SECOND,
    times: SERVED_AT_ONCE,
  })
  const buys = (who: PersonAtPhone) => who.call('buyCourse', { courseId: EAR, method: 'jsapi' })
  expect(await outcomes(people.map(buys), ({ status }) => status)).toEqual({ SEATS_HELD: CROWD - 1, pay: 1 })
  const waiting = () =>
    shop.books().orders.filter(({ goodsKey, state }) => goodsKey === `course:${EAR}` && state === 'pending')
  const [first, ...more] = waiting()
  expect(more).toEqual([])
  const holder = people.find(({ userId }) => userId === first?.userId)
  await holder?.call('cancelOrder', { orderId: first?._id ?? '' })

  const next = await shop.newcomer()
  const orderId = await shop.bought(next, { courseId: EAR })
  expect(await outcomes(people.slice(0, 20).map(buys))).toEqual({ SOLD_OUT: 20 })
  const learners = shop.learnersOf(EAR)
  expect([next, ...people].filter(({ userId }) => learners.includes(userId))).toEqual([next])
  expect(await shop.store.get('seats', EAR)).toMatchObject({ limit: 1, left: 0, odd: [], even: [], sold: [orderId] })
})

test('two hundred taps of one buyer are one order, and of two hundred confirmations one is paid', async () => {
  const mei = await shop.newcomer()
  const taps = await shop.tapsOf(mei.openid)
  const bought = await Promise.all(taps.map(async (one) => ({ one, ...(await shop.buy(one)) })))
  const [orderId = '', ...others] = new Set(bought.map((tap) => tap.orderId))
  expect(others).toEqual([])
  const confirms = await Promise.all(bought.map(({ one, sheet }) => one.openSheet(sheet)))
  const paid = await Promise.allSettled(confirms.map((confirm) => confirm()))
  expect(paid.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await shop.untilDone()
  expect(shop.books().entriesOf(orderId)).toEqual(['sale'])
  expect(await refusal(shop.buy(mei))).toBe('ALREADY_OWNED')
})

test('a thousand copies of one notice are one sale', async () => {
  const mei = await shop.newcomer()
  const { orderId, sheet } = await shop.buy(mei)
  await shop.send('/wechatPay/desk/noticeFault', { lost: true, times: 1 })
  await mei.pay(sheet)
  expect(await shop.notifyAgain(orderId, 1000)).toEqual({ answers: { 200: 1000 } })
  await shop.untilDone()
  expect(shop.books().entriesOf(orderId)).toEqual(['sale'])
  expect(shop.isOpenBy(orderId)).toBe(true)
})
