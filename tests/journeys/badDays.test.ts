import { type BadDaysShop, MINUTE, openBadDaysShop, TEA, TEA_FEN } from './badDaysShop'
import { type Phone, refusal, until } from './phone'

/** Paying on days when notices are forged, lost, late or a thousand at once, and when WeChat Pay itself is away. */

const SECOND = 1000
const TEMPLATE = 'desk-course-opened'

let shop: BadDaysShop
let buyer: Phone

beforeAll(async () => {
  shop = await openBadDaysShop()
}, 120_000)
afterAll(() => shop?.close())
beforeEach(async () => {
  await shop.goodWeather()
  buyer = await shop.newcomer()
  await buyer.subscribe([TEMPLATE])
})

const isOpened = ({ state, todo }: { state: string; todo: string[] }) => state === 'paid' && !todo.length

/** Bought and paid, while no notice leaves WeChat Pay. */
async function paidInSilence() {
  await shop.nextNotice({ lost: true, times: 1000 })
  const bought = await shop.buy(buyer)
  await buyer.pay(bought.sheet)
  await shop.untilTold(bought.orderId)
  return bought
}

describe('a notice that should not be believed', () => {
  test.each([
    ['with a turned bit in the sealed text', { flippedBit: 'text' }, 401],
    ['with a turned bit in its tag', { flippedBit: 'tag' }, 401],
    ['with a false signature', { badSignature: true }, 401],
    ['with WeChat Pay’s own probe of a false signature', { signtest: true }, 401],
    ['with an old timestamp', { skewSeconds: -302 }, 401],
    ['with a timestamp of the future', { skewSeconds: 302 }, 401],
    ['of a serial nobody knows', { serial: 'PUB_KEY_ID_0' }, 401],
    ['of another amount', { alter: { fen: 1 } }, 401],
    ['of another currency', { alter: { currency: 'USD' } }, 401],
    ['to another merchant', { alter: { mchid: '1900000002' } }, 401],
    ['to another app', { alter: { appid: 'wx1111111111111111' } }, 401],
    ['of an order nobody placed', { alter: { outTradeNo: 'XTNOBODY0000000000000' } }, 404],
  ] as const)('%s changes nothing; the true one that follows opens the course', async (_, fault, status) => {
    const { orderId, sheet } = await shop.buy(buyer)
    const before = shop.books()
    await shop.nextNotice(fault)
    await buyer.pay(sheet)
    const [attempt] = await shop.untilTold(orderId)
    expect(attempt).toMatchObject({ status })
    expect(shop.books()).toEqual(before)

    // WeChat Pay takes that answer for "not delivered" and comes again.
    shop.desk.clock.advance(15 * SECOND)
    await shop.until(orderId, isOpened)
    expect((await shop.untilTold(orderId, 2))[1]).toMatchObject({ status: 200 })
    expect(shop.grantsOf(orderId)).toBe(1)
  })

  test('is answered with FAIL and without a word about how it was found out', async () => {
    const { orderId } = await paidInSilence()
    const before = shop.books()
    const { headers, body } = shop.letterOf(orderId)
    const refused = { status: 401, body: { code: 'FAIL', message: 'NOTICE_REFUSED' } }
    expect(await shop.bring(shop.letterOf(orderId, { flippedBit: 'tag' }))).toEqual(refused)
    expect(await shop.bring({ headers, body: `${body} ` })).toEqual(refused)
    expect(await shop.bring({ headers: {}, body })).toEqual(refused)
    const { 'wechatpay-signature': _, ...unsigned } = headers
    expect(await shop.bring({ headers: unsigned, body })).toEqual(refused)
    expect(await shop.bring({ headers: { ...headers, 'wechatpay-timestamp': '1' }, body })).toEqual(refused)
    expect(shop.books()).toEqual(before)
  })

  test('a genuine one of another order says nothing about mine', async () => {
    const other = await paidInSilence()
    const mine = await shop.newcomer()
    const { orderId } = await shop.buy(mine)
    expect(await shop.bring(shop.letterOf(other.orderId))).toEqual({ status: 200, body: { code: 'SUCCESS' } })
    await shop.until(other.orderId, isOpened)
    expect(shop.order(orderId).state).toBe('pending')
    expect(shop.grantsOf(orderId)).toBe(0)
  })

  test('one that was good is no longer good an hour later', async () => {
    const { orderId } = await paidInSilence()
    const letter = shop.letterOf(orderId)
    expect(await shop.bring(letter)).toMatchObject({ status: 200 })
    await shop.until(orderId, isOpened)
    const before = shop.books()
    shop.desk.clock.advance(60 * MINUTE)
    expect(await shop.bring(letter)).toMatchObject({ status: 401 })
    // In that hour the sweep finds what earlier buyers here paid in silence; of this one nothing changes.
    expect(shop.books()).toEqual({
      orders: expect.arrayContaining([shop.order(orderId)]),
      enrolments: expect.arrayContaining(before.enrolments),
    })
    expect(shop.grantsOf(orderId)).toBe(1)
  })
})

describe('a genuine notice', () => {
  test('that the gateway hands over in base64 is believed all the same', async () => {
    const { orderId } = await paidInSilence()
    const { headers, body } = shop.letterOf(orderId)
    const asBytes = { ...headers, 'content-type': 'application/octet-stream' }
    expect(await shop.bring({ headers: asBytes, body })).toEqual({ status: 200, body: { code: 'SUCCESS' } })
    await shop.until(orderId, isOpened)
  })

  test('a thousand times at once is answered a thousand times and opens the course once', async () => {
    const { orderId } = await paidInSilence()
    await shop.goodWeather()
    expect(await shop.notifyAgain(orderId, 1000)).toEqual({ 200: 1000 })
    await shop.until(orderId, isOpened)
    await shop.desk.functions.quiet()
    expect(shop.grantsOf(orderId)).toBe(1)
    expect(shop.messagesOf(buyer.openid)).toHaveLength(1)
    expect(shop.order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
  }, 120_000)

  test('may come before the phone has said that it paid', async () => {
    const { orderId, sheet } = await shop.buy(buyer)
    await buyer.pay(sheet)
    await shop.until(orderId, isOpened)
    const { order } = await buyer.call('checkOrder', { orderId })
    expect(order).toMatchObject({ state: 'paid', opened: true })
    expect(shop.messagesOf(buyer.openid)).toHaveLength(1)
  })

  test('may never come: the buyer who asks has the course at once', async () => {
    const { orderId } = await paidInSilence()
    expect((await buyer.call('checkOrder', { orderId })).order).toMatchObject({ state: 'paid', opened: true })
    expect(shop.grantsOf(orderId)).toBe(1)
  })

  test('may never come: tapping "buy" again opens what was paid, and asks for no money', async () => {
    const { orderId } = await paidInSilence()
    expect(await buyer.call('buyCourse', { courseId: TEA })).toEqual({ status: 'opened', orderId })
    expect(shop.grantsOf(orderId)).toBe(1)
  })

  test('may never come, and nobody asks: within two minutes the shop asks WeChat Pay itself', async () => {
    const { orderId } = await paidInSilence()
    expect(shop.order(orderId).state).toBe('pending')
    shop.desk.clock.advance(2 * MINUTE)
    await shop.until(orderId, isOpened)
    expect(shop.grantsOf(orderId)).toBe(1)
    expect(shop.messagesOf(buyer.openid)).toHaveLength(1)
  })

  test('may come weeks late: the course stays open and nothing is given twice', async () => {
    const { orderId } = await paidInSilence()
    await buyer.call('checkOrder', { orderId })
    shop.desk.clock.advance(20 * 24 * 60 * MINUTE)
    await shop.desk.functions.quiet()
    const before = shop.order(orderId)
    expect(await shop.bring(shop.letterOf(orderId))).toEqual({ status: 200, body: { code: 'SUCCESS' } })
    expect(shop.order(orderId)).toEqual(before)
    expect(shop.grantsOf(orderId)).toBe(1)
  })
})

describe('an order whose time is over', () => {
  const closed = async () => {
    const bought = await shop.buy(buyer)
    shop.desk.clock.advance(31 * MINUTE)
    await shop.until(bought.orderId, ({ state }) => state === 'closed')
    expect(shop.paymentOf(bought.orderId)).toMatchObject({ state: 'CLOSED' })
    return bought
  }

  test('closes here and at WeChat Pay, cannot be paid, and gives way to a new one', async () => {
    const first = await closed()
    await expect(buyer.pay(first.sheet)).rejects.toThrow('订单已关闭')
    const second = await shop.buy(buyer)
    expect(second.orderId).not.toBe(first.orderId)
    await buyer.pay(second.sheet)
    await shop.until(second.orderId, isOpened)
    expect(shop.order(first.orderId).state).toBe('closed')
  })

  test('paid in the very last moment goes back by itself, once, and opens nothing', async () => {
    const { orderId } = await closed()
    await shop.payLate(orderId)
    await shop.until(orderId, ({ state }) => state === 'refunding' || state === 'refunded')
    // The bank takes its time; then WeChat Pay tells us, or the sweep asks.
    shop.desk.clock.advance(2 * MINUTE)
    await shop.until(orderId, ({ state, todo }) => state === 'refunded' && !todo.length)
    expect(shop.paymentOf(orderId)).toMatchObject({ state: 'REFUND', refunds: [{ fen: TEA_FEN, status: 'SUCCESS' }] })
    expect(shop.grantsOf(orderId)).toBe(0)
    expect(shop.messagesOf(buyer.openid)).toEqual([])

    await shop.notifyAgain(orderId, 3)
    await shop.desk.functions.quiet()
    expect(shop.paymentOf(orderId)?.refunds).toHaveLength(1)
    // Nothing stands in the way of buying it properly.
    await buyer.signIn()
    const again = await shop.buy(buyer)
    await buyer.pay(again.sheet)
    await shop.until(again.orderId, isOpened)
  })

  test('paid just before, with the notice lost, is opened and not closed', async () => {
    const { orderId } = await paidInSilence()
    shop.desk.clock.advance(31 * MINUTE)
    await shop.until(orderId, isOpened)
    expect(shop.grantsOf(orderId)).toBe(1)
  })
})

describe('WeChat Pay is away', () => {
  const PREPAY = '/v3/pay/transactions/jsapi'

  test.each([
    ['answers that it is broken', { path: PREPAY, status: 503, times: 3 }],
    ['cuts the line before it has done anything', { path: PREPAY, drop: 'before', times: 3 }],
    ['cuts the line after it has written the order down', { path: PREPAY, drop: 'after', times: 3 }],
    ['answers with a false signature', { path: PREPAY, badSignature: true, times: 3 }],
  ])('%s: the buyer is told, and the next tap takes up the same order', async (_, fault) => {
    await shop.nextCall(fault)
    expect(await refusal(shop.buy(buyer))).toBe('PAYMENT_UNAVAILABLE')
    const mine = () => shop.orders().filter(({ openid }) => openid === buyer.openid)
    expect(mine()).toMatchObject([{ state: 'pending' }])

    const { orderId, sheet } = await shop.buy(buyer)
    expect(mine().map(({ _id }) => _id)).toEqual([orderId])
    await buyer.pay(sheet)
    await shop.until(orderId, isOpened)
  })

  test('once only: nobody notices', async () => {
    await shop.nextCall({ path: PREPAY, status: 500 })
    expect(await shop.buy(buyer)).toMatchObject({ status: 'pay' })
  })

  test('while a buyer asks about a payment: told to ask again, and right the next time', async () => {
    const { orderId } = await paidInSilence()
    await shop.nextCall({ path: orderId, status: 503, times: 3 })
    expect(await refusal(buyer.call('checkOrder', { orderId }))).toBe('PAYMENT_UNAVAILABLE')
    expect((await buyer.call('checkOrder', { orderId })).order).toMatchObject({ state: 'paid', opened: true })
  })

  test('while the sweep asks: it looks again later', async () => {
    const { orderId } = await paidInSilence()
    await shop.nextCall({ path: orderId, status: 503, times: 3 })
    shop.desk.clock.advance(2 * MINUTE)
    await shop.until(orderId, ({ looks }) => looks > 0)
    expect(shop.order(orderId).state).toBe('pending')
    shop.desk.clock.advance(3 * MINUTE)
    await shop.until(orderId, isOpened)
  })
})

test('in the end every paid order is open once, and every payment is in the books', async () => {
  await shop.goodWeather()
  shop.desk.clock.advance(31 * MINUTE)
  const unfinished = () => shop.orders().filter(({ dueAt }) => dueAt !== null)
  await until(unfinished, (list) => list.length === 0, 30_000)
  await shop.desk.functions.quiet()
  const paid = shop.orders().filter(({ state }) => state === 'paid')
  expect(paid.map(({ _id }) => [_id, shop.grantsOf(_id)])).toEqual(paid.map(({ _id }) => [_id, 1]))
  const atWeChat = shop.desk.weChatPay.look().filter(({ state }) => state === 'SUCCESS')
  expect(atWeChat.map(({ outTradeNo }) => outTradeNo).sort()).toEqual(paid.map(({ _id }) => _id).sort())
  expect(shop.enrolments()).toHaveLength(paid.length)
  expect(shop.desk.database.scans).toEqual([])
}, 60_000)
