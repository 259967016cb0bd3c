import type { OrderView, RefundView } from '../../core/contract/shapes'
import { inEnglish } from './inLanguage.fixture'
import { factsOf, keptFen, orderRow, refundInHand } from './order'

const NOW = Date.parse('2026-03-05T12:30:00Z')
const PENDING: OrderView = {
  orderId: 'XT1',
  goods: { kind: 'course', courseId: 'spring' },
  title: '春日水墨',
  price: {
    steps: [
      { kind: 'list', fen: 19900 },
      { kind: 'balance', fen: -5000 },
    ],
    goodsFen: 19900,
    points: 0,
    pointsFen: 0,
    balanceFen: 5000,
    payFen: 14900,
  },
  fen: 14900,
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
const PAID: OrderView = {
  ...PENDING,
  state: 'paid',
  opened: true,
  paidAt: '2026-03-05T12:21:00Z',
  transactionId: '4200',
}
const ASKED: RefundView = {
  refundNo: 'XT1R1',
  fen: 14900,
  balanceFen: 5000,
  points: 0,
  reason: '买错了',
  by: 'buyer',
  state: 'asked',
  answer: '',
  askedAt: '2026-03-05T12:25:00Z',
  doneAt: null,
}
const DONE: RefundView = { ...ASKED, fen: 5000, balanceFen: 0, state: 'done', doneAt: '2026-03-05T12:26:00Z' }

test('a waiting order says how long its price is kept', () => {
  expect(orderRow(PENDING, NOW)).toEqual({
    orderId: 'XT1',
    title: '春日水墨',
    kind: '课程',
    price: '¥199',
    state: '待付款',
    hint: '价格为你保留,还剩 20 分钟',
    tone: 'waiting',
    openedWhen: '10 分钟前',
  })
  expect(orderRow(PENDING, NOW + 3600_000)).toMatchObject({ hint: '保留时间到了,正在关闭;没有扣款', tone: 'quiet' })
})

test('a paid order shows its receipt, with the number of whoever took the money', () => {
  expect(factsOf(PAID)).toEqual([
    { name: '订单号', value: 'XT1' },
    { name: '金额', value: '¥199' },
    { name: '下单时间', value: '2026-03-05 20:20:00' },
    { name: '付款时间', value: '2026-03-05 20:21:00' },
    { name: '微信支付单号', value: '4200' },
  ])
  expect(factsOf({ ...PAID, way: { gateway: 'alipay', method: 'alipayWap' } }).at(-1)).toEqual({
    name: '支付宝单号',
    value: '4200',
  })
})

test('what points paid is said in points, and nothing at all is free', () => {
  const price = { ...PAID.price, payFen: 0, balanceFen: 0 }
  expect(orderRow({ ...PAID, price: { ...price, points: 500, pointsFen: 500 } }, NOW).price).toBe('500 积分')
  expect(orderRow({ ...PAID, price }, NOW).price).toBe('免费')
})

test.each<[string, OrderView, string, string]>([
  ['paid and open', PAID, '已完成', '课程已开通'],
  ['paid, not yet open', { ...PAID, opened: false }, '正在开通', '付款成功,正在开通课程,通常只要几秒'],
  ['a top-up', { ...PAID, goods: { kind: 'topUp', fen: 19900 } }, '已完成', '已存进钱包'],
  ['closed', { ...PENDING, state: 'closed' }, '已关闭', '没有扣款'],
  ['a refund the school must see', { ...PAID, refunds: [ASKED] }, '等学堂答复', '申请已经送到,学堂看过会在这里答复你'],
  [
    'money on its way back',
    { ...PAID, state: 'refunding', opened: false, refunds: [{ ...ASKED, state: 'going' }] },
    '退款中',
    '钱会按原路退回,一般 1 到 3 个工作日',
  ],
  [
    'paid too late',
    { ...PAID, state: 'refunding', opened: false, refunds: [{ ...ASKED, by: 'system', state: 'going' }] },
    '退款中',
    '付款到达时订单已经关闭,钱会按原路退回',
  ],
  [
    'a refund that is stuck',
    { ...PAID, state: 'refunding', opened: false, refunds: [{ ...ASKED, state: 'stuck' }] },
    '学堂正在处理',
    '没有顺利到账,学堂已经知道,会尽快退给你',
  ],
  ['a part given back', { ...PAID, state: 'partlyRefunded', refunds: [DONE] }, '退过一部分', '退回 ¥50,课程已开通'],
  ['all given back', { ...PAID, state: 'refunded', opened: false, refunds: [DONE] }, '已退款', '钱已按原路退回'],
])('%s says so', (_, order, state, hint) => {
  expect(orderRow(order, NOW)).toMatchObject({ state, hint })
})

test('a refund is in hand until it ends; what came back is no longer kept', () => {
  expect(refundInHand({ ...PAID, refunds: [DONE, ASKED] })).toBe(ASKED)
  expect(refundInHand({ ...PAID, refunds: [ASKED, DONE] })).toBeNull()
  expect([keptFen(PAID), keptFen({ ...PAID, refunds: [DONE, ASKED] })]).toEqual([19900, 14900])
})

test('readers of English read the same order in English', () => {
  expect(inEnglish(() => orderRow(PENDING, NOW))).toEqual({
    orderId: 'XT1',
    title: '春日水墨',
    kind: 'Course',
    price: '¥199',
    state: 'To pay',
    hint: 'Your price is kept: 20 minutes left',
    tone: 'waiting',
    openedWhen: '10 min ago',
  })
  expect(inEnglish(() => factsOf(PAID))).toEqual([
    { name: 'Order number', value: 'XT1' },
    { name: 'Amount', value: '¥199' },
    { name: 'Ordered', value: '2026-03-05 20:20:00' },
    { name: 'Paid', value: '2026-03-05 20:21:00' },
    { name: 'WeChat Pay number', value: '4200' },
  ])
  expect(inEnglish(() => orderRow({ ...PAID, opened: false }, NOW).hint)).toBe(
    'Paid. Opening your course, usually in seconds.',
  )
  expect(inEnglish(() => orderRow({ ...PAID, state: 'partlyRefunded', refunds: [DONE] }, NOW).hint)).toBe(
    '¥50 went back. Your course is open.',
  )
})
