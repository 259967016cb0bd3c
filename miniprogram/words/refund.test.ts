import type { Output } from '../../core/contract'
import type { RefundView } from '../../core/contract/shapes'
import { inEnglish } from './inLanguage.fixture'
import { backWords, policyWords, refundRow } from './refund'

const NOW = Date.parse('2026-03-05T12:30:00Z')
const ASKED: RefundView = {
  refundNo: 'XT1R1',
  fen: 9900,
  balanceFen: 2000,
  points: 100,
  reason: '买错了',
  by: 'buyer',
  state: 'asked',
  answer: '',
  askedAt: '2026-03-05T12:25:00Z',
  doneAt: null,
}
type Look = Extract<Output<'askRefund'>, { action: 'look' }>
const LOOK: Look = {
  action: 'look',
  policy: 'atOnce',
  why: '',
  fen: 9900,
  balanceFen: 0,
  points: 0,
  days: 7,
  watchedPercent: 20,
}

test('a refund that was asked for shows its way', () => {
  expect(refundRow(ASKED, NOW)).toEqual({
    refundNo: 'XT1R1',
    amount: '¥99 · 余额 ¥20 · 100 积分',
    state: '等学堂答复',
    hint: '申请已经送到,学堂看过会在这里答复你',
    tone: 'waiting',
    askedWhen: '5 分钟前',
    reason: '买错了',
    answer: '',
    stations: [
      { name: '申请', mark: 'here' },
      { name: '同意', mark: 'ahead' },
      { name: '退回中', mark: 'ahead' },
      { name: '到账', mark: 'ahead' },
    ],
  })
})

test('on its way, and arrived', () => {
  const marks = (state: RefundView['state']) => refundRow({ ...ASKED, state }, NOW).stations.map(({ mark }) => mark)
  expect(marks('going')).toEqual(['behind', 'behind', 'here', 'ahead'])
  expect(marks('done')).toEqual(['behind', 'behind', 'behind', 'behind'])
})

test('nobody asked for what the school gave back of itself', () => {
  expect(refundRow({ ...ASKED, by: 'staff', state: 'going' }, NOW).stations.map(({ name }) => name)).toEqual([
    '同意',
    '退回中',
    '到账',
  ])
})

test('the school’s no comes with its words; one without words was taken back by the buyer', () => {
  const refused: RefundView = { ...ASKED, state: 'refused', answer: '已经学完了整门课' }
  expect(refundRow(refused, NOW)).toMatchObject({ state: '没有退', answer: '已经学完了整门课', stations: [] })
  expect(refundRow({ ...refused, answer: '' }, NOW)).toMatchObject({ state: '已撤回', hint: '你撤回了这次申请' })
})

test('what comes back to the wallet only, or in points only, says so', () => {
  const going: RefundView = { ...ASKED, fen: 0, state: 'going' }
  expect(refundRow(going, NOW).hint).toBe('钱会退回你的钱包')
  expect(refundRow({ ...going, balanceFen: 0 }, NOW).hint).toBe('积分会退回')
  expect(backWords({ fen: 0, balanceFen: 0, points: 100 })).toBe('100 积分')
})

test.each<[Partial<Look>, string]>([
  [{}, '不用等审核,马上退。钱按原路退回,一般 1 到 3 个工作日到账'],
  [{ fen: 0, balanceFen: 9900 }, '不用等审核,马上退回'],
  [{ policy: 'review' }, '这一笔由学堂看过再决定'],
  [{ policy: 'review', why: 'TOO_LATE' }, '付款已经超过 7 天,能不能退由学堂决定'],
  [{ policy: 'review', why: 'WATCHED' }, '已经学了超过 20%,能不能退由学堂决定'],
  [{ policy: 'review', why: 'GIFT_CLAIMED' }, '礼物已经被朋友领取,能不能退由学堂决定'],
  [{ policy: 'no', why: 'NOTHING_LEFT' }, '这笔订单没有可以退的了'],
])('%j is told before anybody asks', (look, words) => {
  expect(policyWords({ ...LOOK, ...look })).toBe(words)
})

test('what Apple took is Apple’s to give back', () => {
  expect(policyWords({ ...LOOK, policy: 'no', why: 'BY_APPLE' })).toContain('由 Apple 退')
})

test('readers of English read the same refund in English', () => {
  expect(inEnglish(() => refundRow(ASKED, NOW))).toEqual({
    refundNo: 'XT1R1',
    amount: '¥99 · ¥20 to the wallet · 100 points',
    state: 'With the school',
    hint: 'The school has your request and will answer you here',
    tone: 'waiting',
    askedWhen: '5 min ago',
    reason: '买错了',
    answer: '',
    stations: [
      { name: 'Asked', mark: 'here' },
      { name: 'Agreed', mark: 'ahead' },
      { name: 'On its way', mark: 'ahead' },
      { name: 'Arrived', mark: 'ahead' },
    ],
  })
  expect(inEnglish(() => policyWords({ ...LOOK, policy: 'review', why: 'TOO_LATE', days: 1 }))).toBe(
    'It was paid more than 1 day ago, so the school decides',
  )
})

test('what the server says of itself is read in the language in use; what people wrote stays', () => {
  const late: RefundView = { ...ASKED, by: 'system', reason: '订单已关闭,自动退款' }
  const said = () => [refundRow(late, NOW).reason, refundRow(ASKED, NOW).reason]
  expect([said(), inEnglish(said)]).toEqual([
    ['订单已关闭,自动退款', '买错了'],
    ['Refunded by itself: the order had closed', '买错了'],
  ])
})
