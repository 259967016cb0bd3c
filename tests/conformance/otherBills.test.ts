import { alipayBills } from '../../platform/alipay/bills'
import { virtualBills } from '../../platform/virtualPay/bills'
import { type AlipayShop, addressOf, alipayShop, spring } from './alipayShop'
import { coins, goods, refusal, type VirtualPayShop, virtualPayShop } from './virtualPayShop'

/** The bills of Alipay and virtual payment on a bad day: services that are late, fail or lie, and files that are not what was promised. */

const DAY = 24 * 3_600_000
const FOR_TESTS = { timeoutMs: 1_000, tries: 3, pauseMs: 10 }
const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

describe('Alipay', () => {
  let shop: AlipayShop
  let day: string
  beforeEach(async () => {
    shop = await alipayShop()
    day = dayOf(shop.clock.now())
    await shop.post('/alipay/desk/pay', { url: await addressOf(shop, spring(shop)) })
    shop.clock.advance(DAY + 10 * 3_600_000)
  })
  afterEach(() => shop.close())

  const bills = () => alipayBills(shop.settings, { now: () => new Date(shop.clock.now()) }, FOR_TESTS)
  const fault = (order: object) => shop.post('/alipay/desk/callFault', { method: 'bill.downloadurl', ...order })

  test('“no bill” is late until it would be overdue, and then an empty day; “no data” is one at once', async () => {
    const noBill = { code: '40004', subCode: 'isp.bill_not_exist' }
    await fault(noBill)
    expect(await bills().trade(day)).toBe('late')
    await fault({ code: '40004', subCode: 'NO_BILL_DATA' })
    expect(await bills().trade(day)).toEqual([])
    shop.clock.advance(2 * DAY)
    await fault(noBill)
    expect(await bills().trade(day)).toEqual([])
    expect(await bills().trade(day)).toHaveLength(1)
  })

  test('an address told falsely or unsigned is not followed; a service that is away, or has too much to do, decides nothing', async () => {
    await fault({ badSignature: true, times: 3 })
    expect(await refusal(bills().trade(day))).toEqual(['PAYMENT_UNAVAILABLE', 'REPLY_SIGNATURE'])
    await fault({ unsigned: true, times: 3 })
    expect(await refusal(bills().funds(day))).toEqual(['PAYMENT_UNAVAILABLE', 'REPLY_SIGNATURE'])
    await fault({ code: '40004', subCode: 'USER_RATE_LIMIT' })
    expect(await refusal(bills().trade(day))).toEqual(['PAYMENT_UNAVAILABLE', 'USER_RATE_LIMIT'])
    await fault({ drop: 'after', times: 2 })
    expect(await bills().funds(day)).toHaveLength(2)
  })

  test('a shop without the right to this kind of bill is refused, and asked for nothing that does not exist', async () => {
    await fault({ code: '40004', subCode: 'TYPE_NOT_SUPPORTED' })
    expect(await refusal(bills().trade(day))).toEqual(['PAYMENT_REFUSED', 'TYPE_NOT_SUPPORTED'])
    expect(await refusal(bills().trade(dayOf(shop.clock.now())))).toEqual(['PAYMENT_REFUSED', 'INVAILID_ARGUMENTS'])
  })

  test('behind a gateway of https an address without it is not followed: somebody on the line could write the file', async () => {
    const settings = { ...shop.settings, gateway: shop.settings.gateway.replace('http:', 'https:') }
    // The desk speaks no https: it is asked for by what stands in for the line.
    const asked = globalThis.fetch
    globalThis.fetch = (input, init) => asked(String(input).replace('https:', 'http:'), init)
    try {
      const some = alipayBills(settings, { now: () => new Date(shop.clock.now()) }, FOR_TESTS)
      expect(await refusal(some.trade(day))).toEqual(['PAYMENT_UNAVAILABLE', 'BILL_ADDRESS'])
    } finally {
      globalThis.fetch = asked
    }
  })
})

describe('virtual payment', () => {
  let shop: VirtualPayShop
  let day: string
  beforeAll(async () => {
    shop = await virtualPayShop()
    await shop.onSale()
    // A whole day of its own.
    const tomorrow = dayOf(shop.desk.clock.now() + DAY)
    shop.desk.clock.advance(Date.parse(`${tomorrow}T10:00:00+08:00`) - shop.desk.clock.now())
    day = dayOf(shop.desk.clock.now())
  }, 60_000)
  afterAll(() => shop.close())

  const bills = () => virtualBills(shop.settings, shop.clock, FOR_TESTS)
  const numbers = async () => {
    const lines = await bills().trade(day)
    return lines === 'late'
      ? lines
      : lines.map(({ kind, outTradeNo, outRefundNo, state }) => [kind, outTradeNo, outRefundNo, state])
  }

  test('items and coins, delivered or not, from either phone, and refunds as far as they are; what nobody paid is no line', async () => {
    await shop
      .placed(coins(shop, 'XTUNPAID01'))
      .then(({ params }) => shop.people.mei.post('/virtualPay/cashier', params))
    const item = await shop.placed(goods(shop, 'XTITEM0001'))
    shop.answers.push(() => ({ status: 500 }))
    await shop.buy(item.params)
    shop.desk.clock.advance(60_000)
    const apple = await shop.placed(coins(shop, 'XTAPPLE001'))
    await shop.buy(apple.params, 'ios')
    shop.desk.clock.advance(60_000)
    await shop.gateway.refund({ ...item.order, outRefundNo: 'XTITEM01R1', refundFen: 5000, reason: '' })
    expect(await numbers()).toEqual([
      ['payment', 'XTITEM0001', '', 'SUCCESS'],
      ['payment', 'XTAPPLE001', '', 'SUCCESS'],
      ['refund', 'XTITEM0001', 'XTITEM01R1', 'PROCESSING'],
    ])
    shop.desk.clock.advance(60_000)
    expect((await numbers()).at(-1)).toEqual(['refund', 'XTITEM0001', 'XTITEM01R1', 'SUCCESS'])
    // Coins that are spent move no money: the list stays as it is.
    await shop.gateway.query(apple.order)
    expect(await numbers()).toHaveLength(3)
  })

  test('a list that is not written yet is late; one that failed, or whose file is away, decides nothing', async () => {
    await shop.post('/virtualPay/desk/taskOutcome', { afterMs: 60_000 })
    expect(await numbers()).toBe('late')
    // While it is being written, another cannot be begun.
    expect(await numbers()).toBe('late')
    shop.desk.clock.advance(120_000)
    await shop.post('/virtualPay/desk/taskOutcome', { outcome: 'failed' })
    expect(await refusal(numbers())).toEqual(['PAYMENT_UNAVAILABLE', 'BILL_TASK'])
    await shop.post('/virtualPay/desk/callFault', { path: '/xpay/query_download_order', errcode: 268490011 })
    expect(await numbers()).toBe('late')
    await shop.post('/virtualPay/desk/callFault', { path: '/xpay/start_download_order', drop: 'after', times: 3 })
    expect(await refusal(numbers())).toEqual(['PAYMENT_UNAVAILABLE', 'NETWORK'])
    shop.desk.clock.advance(60_000)
    expect(await numbers()).toHaveLength(3)
  })

  test('the desk asks for what WeChat asks for, and knows no task that was not begun', async () => {
    const strict = { ...shop.settings, appKey: 'another key' }
    expect(await refusal(virtualBills(strict, shop.clock, FOR_TESTS).trade(day))).toEqual([
      'PAYMENT_REFUSED',
      '268490003',
    ])
    const file = await fetch(`${shop.desk.url}/virtualPay/lists/orders.xlsx?task=unknown`)
    expect(file.status).toBe(403)
  })
})
