import { deskClock } from '../../emulator/clock'
import { chinaDay } from '../../emulator/wechatPay/chinaTime'
import { spring, type WeChatPayShop, weChatPayShop } from './wechatPayShop'

/** Transfers and bills on a bad day: lines cut, services that fail or lie, files that are not what was promised. */

const DAY = 24 * 3_600_000
const MORNING = Date.parse('2026-11-21T02:00:00.000Z')
const COMMISSION = { outBillNo: 'WD01', openid: 'oLei-openid', fen: 5_000, remark: '十一月的推广佣金' }

let shop: WeChatPayShop
let day: string
beforeEach(async () => {
  shop = await weChatPayShop(undefined, deskClock(MORNING - Date.now()))
  day = chinaDay(shop.clock.now())
  await shop.payments.prepay(spring(shop))
  await shop.post('/wechatPay/desk/pay', { outTradeNo: 'SPRING0001' })
})
afterEach(() => shop.close())

const fault = (order: object) => shop.post('/wechatPay/desk/callFault', order)
const refusal = (asked: Promise<unknown>) => asked.catch((error) => [error.code, error.facts])

test('however often a line is cut or a service fails while a transfer begins, it is one transfer', async () => {
  for (const order of [{ drop: 'before' }, { drop: 'after' }, { status: 500 }, { badSignature: true }]) {
    await fault({ path: '/transfer-bills', times: 2, ...order })
    expect(await shop.transfers.start(COMMISSION)).toMatchObject({ state: 'WAIT_USER_CONFIRM' })
  }
  expect(shop.sandbox.lookTransfers()).toHaveLength(1)
})

test('a transfer of which nothing is heard may have begun: asking after it tells', async () => {
  await fault({ path: '/transfer-bills', times: 3, drop: 'after' })
  expect(await refusal(shop.transfers.start(COMMISSION))).toEqual(['PAYMENT_UNAVAILABLE', { reason: 'NETWORK' }])
  expect(await shop.transfers.transferOf('WD01')).toMatchObject({ state: 'WAIT_USER_CONFIRM', packageInfo: null })
  expect((await shop.transfers.start(COMMISSION)).packageInfo).toMatch(/./)
})

test('a service that stays away is PAYMENT_UNAVAILABLE, for every question', async () => {
  await fault({ times: 100, status: 503 })
  const code = { status: 503, code: 'SYSTEM_ERROR' }
  for (const asked of [
    shop.transfers.start(COMMISSION),
    shop.transfers.transferOf('WD01'),
    shop.transfers.cancel('WD01'),
    shop.bills.trade(day),
    shop.bills.funds(day),
  ])
    expect(await refusal(asked)).toEqual(['PAYMENT_UNAVAILABLE', code])
})

test('a long reason is cut to what WeChat Pay takes', async () => {
  await shop.transfers.start({ ...COMMISSION, remark: '佣'.repeat(40) })
  expect(shop.sandbox.lookTransfers()[0]?.remark).toBe('佣'.repeat(32))
})

test('a bill whose address is told falsely, or whose file is another, is not read', async () => {
  shop.clock.advance(DAY)
  await fault({ path: '/v3/bill/tradebill', times: 3, badSignature: true })
  expect(await refusal(shop.bills.trade(day))).toEqual(['PAYMENT_UNAVAILABLE', { reason: 'REPLY_SIGNATURE' }])
  await fault({ path: '/v3/billdownload/file', badSignature: true })
  expect(await refusal(shop.bills.trade(day))).toEqual(['PAYMENT_UNAVAILABLE', { reason: 'BILL_HASH' }])
  await fault({ path: '/v3/billdownload/file', badSignature: true })
  expect(await refusal(shop.bills.funds(day))).toEqual(['PAYMENT_UNAVAILABLE', { reason: 'BILL_HASH' }])
  expect(await shop.bills.trade(day)).toHaveLength(1)
})

test('a file that cannot be fetched is asked for again, and is unavailable when it stays away', async () => {
  shop.clock.advance(DAY)
  await fault({ path: '/v3/billdownload/file', times: 2, drop: 'after' })
  expect(await shop.bills.funds(day)).toHaveLength(2)
  await fault({ path: '/v3/billdownload/file', times: 3, status: 500 })
  expect(await refusal(shop.bills.funds(day))).toEqual(['PAYMENT_UNAVAILABLE', { status: 500, code: 'SYSTEM_ERROR' }])
  await fault({ path: '/v3/billdownload/file', status: 403, code: 'NO_AUTH' })
  expect(await refusal(shop.bills.funds(day))).toEqual(['PAYMENT_REFUSED', { status: 403, code: 'NO_AUTH' }])
})

test('the transfer’s notice keeps to what was promised of notices: forged it is refused, repeated it is the same', async () => {
  await shop.transfers.start(COMMISSION)
  await shop.arrived(1)
  shop.answers.push(500)
  await shop.post('/wechatPay/desk/noticeFault', { signtest: true })
  await shop.post('/wechatPay/desk/transfer', { outBillNo: 'WD01' })
  shop.clock.advance(1_000)
  const forged = await shop.finished('WD01')
  expect(await refusal(shop.payments.readNotice(forged.headers, forged.body))).toEqual([
    'NOTICE_REFUSED',
    { reason: 'SIGNATURE' },
  ])
  const before = shop.arrivals.length
  expect((await shop.post('/wechatPay/desk/notify', { outBillNo: 'WD01', times: 20 })).body).toEqual({
    answers: { 200: 20 },
  })
  const read = await Promise.all(
    shop.arrivals.slice(before).map(({ headers, body }) => shop.payments.readNotice(headers, body)),
  )
  expect(new Set(read.map((notice) => JSON.stringify(notice))).size).toBe(1)
  expect(read[0]).toMatchObject({ kind: 'transfer', outBillNo: 'WD01' })
})
