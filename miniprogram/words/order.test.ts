import type { OrderView } from '../../core/contract/shapes'
import { orderRow } from './order'

const NOW = Date.parse('2026-03-05T12:30:00Z')
const PENDING: OrderView = {
  orderId: 'XT1',
  courseId: 'spring',
  title: '春日水墨',
  fen: 19900,
  state: 'pending',
  opened: false,
  openedAt: '2026-03-05T12:20:00Z',
  expiresAt: '2026-03-05T12:50:00Z',
  paidAt: null,
  transactionId: null,
}
const PAID: OrderView = {
  ...PENDING,
  state: 'paid',
  opened: true,
  paidAt: '2026-03-05T12:21:00Z',
  transactionId: '4200',
}

test('a waiting order says how long its price is kept', () => {
  expect(orderRow(PENDING, NOW)).toEqual({
    orderId: 'XT1',
    courseId: 'spring',
    title: '春日水墨',
    price: '¥199',
    state: '待付款',
    hint: '价格为你保留,还剩 20 分钟',
    tone: 'waiting',
    openedWhen: '10 分钟前',
    canPay: true,
    canStudy: false,
    facts: [
      { name: '订单号', value: 'XT1' },
      { name: '金额', value: '¥199' },
      { name: '下单时间', value: '2026-03-05 20:20:00' },
    ],
  })
})

test('a paid order can be studied and shows its receipt', () => {
  const { state, canPay, canStudy, facts } = orderRow(PAID, NOW)
  expect({ state, canPay, canStudy, facts: facts.slice(3) }).toEqual({
    state: '已完成',
    canPay: false,
    canStudy: true,
    facts: [
      { name: '付款时间', value: '2026-03-05 20:21:00' },
      { name: '微信支付单号', value: '4200' },
    ],
  })
})

test('an order that ran out cannot be paid, even before it is closed', () => {
  expect(orderRow(PENDING, NOW + 3600_000)).toMatchObject({ canPay: false, tone: 'quiet' })
})

test.each([
  ['a paid order that is not open yet', { ...PAID, opened: false }, '正在开通'],
  ['a closed order', { ...PENDING, state: 'closed' as const }, '已关闭'],
  ['money on its way back', { ...PAID, opened: false, state: 'refunding' as const }, '退款中'],
  ['money that is back', { ...PAID, opened: false, state: 'refunded' as const }, '已退款'],
])('%s says so and offers nothing', (_, order, state) => {
  expect(orderRow(order, NOW)).toMatchObject({ state, canPay: false, canStudy: false })
})
