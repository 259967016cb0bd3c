import type { OrderView } from '../../../core/contract/shapes'
import { newsOf } from './news'

const WAITING: OrderView = {
  orderId: 'XT1',
  goods: { kind: 'course', courseId: 'spring' },
  title: '春日水墨',
  price: {
    steps: [{ kind: 'list', fen: 19900 }],
    goodsFen: 19900,
    points: 0,
    pointsFen: 0,
    balanceFen: 0,
    payFen: 19900,
  },
  fen: 19900,
  way: { gateway: 'wechatPay', method: 'jsapi' },
  state: 'pending',
  opened: false,
  openedAt: '2026-03-05T12:20:00Z',
  expiresAt: '2026-03-05T12:50:00Z',
  paidAt: null,
  transactionId: null,
  refunds: [],
  invoice: null,
  giftCode: null,
  agreed: null,
}

test('the sheet said paid: the page says so while the course is opened; without its word it only looks', () => {
  expect(newsOf(WAITING, true)).toEqual({
    kind: 'opening',
    title: '付款成功',
    words: '正在开通课程,通常只要几秒',
    isSettled: false,
  })
  expect(newsOf(WAITING, false)).toMatchObject({ kind: 'confirming', title: '正在确认付款', isSettled: false })
})

test.each([
  ['course', '课程已开通'],
  ['gift', '礼物备好了'],
] as const)('a %s that is there says %s', (kind, title) => {
  const order: OrderView = { ...WAITING, goods: { kind, courseId: 'spring' }, state: 'paid', opened: true }
  expect(newsOf(order, false)).toEqual({ kind: 'opened', title, words: '春日水墨', isSettled: true })
})

test('a payment that came too late goes back; an order that closed took nothing', () => {
  expect(newsOf({ ...WAITING, state: 'refunding' }, true)).toMatchObject({ kind: 'refunding', isSettled: true })
  expect(newsOf({ ...WAITING, state: 'closed' }, false)).toMatchObject({ kind: 'closed', title: '订单已关闭' })
})
