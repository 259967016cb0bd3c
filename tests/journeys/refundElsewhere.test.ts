import { environmentOf } from '../../emulator/wechatPay/merchant'
import { weChatPay } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { openBadDaysShop, TEA, TEA_FEN } from './badDaysShop'
import { refusal } from './phone'

const PAID_LESSON = { courseId: TEA, lessonId: '02-listen' }

let shop: Awaited<ReturnType<typeof openBadDaysShop>>
beforeAll(async () => {
  shop = await openBadDaysShop()
}, 60_000)
afterAll(() => shop.close())

test('money given back in the merchant console shuts the course by the notice alone', async () => {
  const mei = await shop.newcomer()
  const { orderId, sheet } = await shop.buy(mei)
  await mei.pay(sheet)
  await shop.until(orderId, ({ state, todo }) => state === 'paid' && !todo.length)
  expect((await mei.call('playLesson', PAID_LESSON)).owned).toBe(true)

  // The office works in WeChat Pay's own console, with the merchant's keys and without our knowing.
  const { desk } = shop
  const environment = environmentOf(desk.weChatPay.merchant, desk.url, `${desk.url}/http/payNotify`)
  const console = weChatPay(weChatPaySettings(environment), { now: () => new Date(desk.clock.now()) })
  await console.refund({
    outTradeNo: orderId,
    method: 'jsapi',
    fen: TEA_FEN,
    openid: mei.openid,
    seal: null,
    outRefundNo: 'COUNTER1',
    refundFen: TEA_FEN,
    reason: '买家改主意了',
  })
  desk.clock.advance(5000)

  await shop.until(orderId, ({ state, todo }) => state === 'refunded' && !todo.length)
  expect(shop.enrolments()).toMatchObject([{ hasAccess: false, revoked: [`order:${orderId}`] }])
  expect(await refusal(mei.call('playLesson', PAID_LESSON))).toBe('NOT_OWNED')
  expect(await refusal(mei.call('recordProgress', { ...PAID_LESSON, from: 0, to: 5 }))).toBe('LESSON_NOT_OPENED')
  expect((await mei.call('buyCourse', { courseId: TEA })).status).toBe('pay')
})
