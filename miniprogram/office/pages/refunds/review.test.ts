import type { OrderView, RefundView } from '../../../../core/contract/shapes'
import { inEnglish } from '../../../words/inLanguage.fixture'
import { givenWords, outcomeWords, type Reviewed, reviewOf } from './review'

const NOW = Date.parse('2026-11-26T04:00:00Z')
const ORDER: OrderView = {
  orderId: 'XT1',
  goods: { kind: 'course', courseId: 'spring-ink' },
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
  state: 'paid',
  opened: true,
  openedAt: '2026-11-17T04:00:00Z',
  expiresAt: '2026-11-17T04:30:00Z',
  paidAt: '2026-11-17T04:01:00Z',
  transactionId: '4200',
  refunds: [],
  invoice: null,
  giftCode: null,
  agreed: null,
}
const ASKED: RefundView = {
  refundNo: 'XT1R1',
  fen: 19900,
  balanceFen: 0,
  points: 0,
  reason: '太难了',
  by: 'buyer',
  state: 'asked',
  answer: '',
  askedAt: '2026-11-26T03:50:00Z',
  doneAt: null,
}
const reviewed = (order: Partial<OrderView>): Reviewed => ({
  order: { ...ORDER, ...order },
  buyer: { userId: 'mei', nickname: '小梅' },
  watchedPercent: 12,
})

test('a refund that waits says who, what, how far and why, and what agreeing will do', () => {
  expect(reviewOf(reviewed({ refunds: [ASKED] }), NOW)).toEqual({
    orderId: 'XT1',
    title: '春日水墨',
    buyer: '小梅',
    paid: '¥199',
    bought: '11月17日 12:01 付款 · 看了 12%',
    amount: '¥199',
    reason: '太难了',
    askedWhen: '10 分钟前 申请',
    state: '等你决定',
    tone: 'waiting',
    may: 'decide',
    leftFen: 19900,
    agreed: '同意后 ¥199 会原路退回小梅,课程同时关闭',
    before: [],
    facts: expect.arrayContaining([{ name: '订单号', value: 'XT1' }]),
  })
})

test('money that was paid from the wallet goes back to the wallet, and the sentence says so', () => {
  const price = { ...ORDER.price, payFen: 9900, balanceFen: 10000 }
  const one = reviewed({ price, fen: 9900, refunds: [{ ...ASKED, fen: 9900, balanceFen: 10000 }] })
  expect(reviewOf(one, NOW).agreed).toBe('同意后 ¥99 会原路退回小梅,¥100 会退回 TA 的钱包,课程同时关闭')
  expect(givenWords(one, 12000, false)).toBe('¥99 会原路退回小梅,¥21 会退回 TA 的钱包,买的东西留给 TA')
  expect(givenWords(one, 5000, true)).toBe('¥50 会原路退回小梅,课程同时关闭')
  expect(givenWords(one, 19900, false)).toBe('¥99 会原路退回小梅,¥100 会退回 TA 的钱包,课程同时关闭')
})

test.each<[string, Partial<OrderView>, Partial<ReturnType<typeof reviewOf>>]>([
  [
    'a stuck one',
    { state: 'refunding', refunds: [{ ...ASKED, state: 'stuck' }] },
    { state: '卡住了', may: 'mend', leftFen: 19900 },
  ],
  [
    'one under way',
    { state: 'refunding', refunds: [{ ...ASKED, state: 'going' }] },
    { state: '正在退回', may: 'nothing', leftFen: 19900 },
  ],
  ['a paid order nobody asks about', {}, { state: '已完成', may: 'give', leftFen: 19900 }],
  [
    'a part that is back',
    { state: 'partlyRefunded', refunds: [{ ...ASKED, fen: 9900, state: 'done' }] },
    { state: '退过一部分', may: 'give', leftFen: 10000 },
  ],
  [
    'all of it back',
    { state: 'refunded', refunds: [{ ...ASKED, state: 'done' }] },
    { state: '已全部退回', may: 'nothing', leftFen: 0 },
  ],
  [
    'an unpaid one',
    { state: 'pending', paidAt: null },
    { state: '待付款', bought: '11月17日 12:00 下单 · 看了 12%', may: 'nothing', leftFen: 19900 },
  ],
])('%s is told, with what can be done', (_, order, told) => {
  expect(reviewOf(reviewed(order), NOW)).toMatchObject(told)
})

test('what was decided before is told, and what was decided now', () => {
  const refused = { ...ASKED, state: 'refused', answer: '已经看完了', doneAt: '2026-11-26T03:55:00Z' } as const
  expect(reviewOf(reviewed({ refunds: [refused] }), NOW).before).toEqual(['5 分钟前 没有退 ¥199:已经看完了'])
  expect(outcomeWords(reviewed({ refunds: [refused] }))).toBe('已经告诉 TA')
  expect(outcomeWords(reviewed({ refunds: [{ ...ASKED, state: 'going' }] }))).toBe('好了,钱正在退回')
  expect(outcomeWords(reviewed({ refunds: [{ ...ASKED, state: 'done' }] }))).toBe('好了,钱已经退回')
  expect(outcomeWords(reviewed({ refunds: [{ ...ASKED, state: 'stuck' }] }))).toBe('平台没有退成功,先留在这里')
})

test('an office that reads English decides on the same refund in English', () => {
  expect(inEnglish(() => reviewOf(reviewed({ refunds: [ASKED] }), NOW))).toMatchObject({
    bought: 'Paid 17 Nov 12:01 · 12% watched',
    askedWhen: 'Asked 10 min ago',
    state: 'For you to decide',
    agreed: 'If you agree, ¥199 goes back to 小梅 the way it came, the course closes',
  })
  const mixed = reviewed({ price: { ...ORDER.price, payFen: 9900, balanceFen: 10000 } })
  expect(inEnglish(() => givenWords(mixed, 12000, false))).toBe(
    '¥99 goes back to 小梅 the way it came, ¥21 goes to their wallet, what was bought stays theirs',
  )
})
