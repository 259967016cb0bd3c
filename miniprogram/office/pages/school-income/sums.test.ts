import { inEnglish } from '../../../words/inLanguage.fixture'
import { monthOf, type SchoolIncome } from './sums'

const NOTHING = { soldFen: 0, sales: 0, refundedFen: 0, refunds: 0 }

const NOVEMBER: SchoolIncome = {
  month: '2026-11',
  today: '2026-11-22',
  total: { soldFen: 76300, sales: 3, refundedFen: 4001, refunds: 1 },
  teachersFen: 17899,
  feesFen: 237,
  days: [
    { day: '2026-11-21', soldFen: 56400, sales: 2, refundedFen: 0, refunds: 0 },
    { day: '2026-11-22', soldFen: 19900, sales: 1, refundedFen: 4001, refunds: 1 },
  ],
  goods: [
    { kind: 'membership', id: 'year', title: '年度会员', soldFen: 36500, sales: 1, refundedFen: 0, refunds: 0 },
    { kind: 'course', id: 'spring-ink', title: '春日水墨', soldFen: 19900, sales: 1, refundedFen: 4001, refunds: 1 },
    { kind: 'course', id: 'gone', title: '', soldFen: 9900, sales: 1, refundedFen: 9900, refunds: 1 },
    { kind: 'earlier', id: '', title: '', soldFen: 100, sales: 1, refundedFen: 200, refunds: 1 },
  ],
  others: { ...NOTHING, soldFen: 500, sales: 2, goods: 2 },
  ways: [
    { way: 'wechatPay', soldFen: 66300, refundedFen: 4001 },
    { way: 'balance', soldFen: 10000, refundedFen: 0 },
  ],
  topUpsFen: 10000,
}

test('today, the month from what was sold to what is the school’s, and what brought it', () => {
  const { columns, ...view } = monthOf(NOVEMBER)
  expect(view).toEqual({
    month: '2026-11',
    monthName: '2026年11月',
    today: { amount: '¥158.99', words: '卖 1 笔 · 退 1 笔' },
    net: '¥722.99',
    isEmpty: false,
    lines: [
      { name: '卖出', hint: '卖 3 笔', amount: '¥763' },
      { name: '退款', hint: '退 1 笔', amount: '−¥40.01' },
      { name: '讲师分成', hint: '', amount: '−¥178.99' },
      { name: '支付平台手续费', hint: '账单出来以后才有,通常第二天上午', amount: '−¥2.37' },
      { name: '学校所得', hint: '', amount: '¥541.63' },
    ],
    marks: [1, 15, 30],
    chart: '2026年11月有 2 天卖出了课程或会员,逐日列在下面',
    days: [
      { day: '2026-11-22', name: '11月22日 周日', words: '卖 1 笔 · 退 1 笔', amount: '¥158.99' },
      { day: '2026-11-21', name: '11月21日 周六', words: '卖 2 笔', amount: '¥564' },
    ],
    goods: [
      { key: 'membership:year', name: '年度会员', words: '卖 1 笔', amount: '¥365', wide: 100 },
      { key: 'course:spring-ink', name: '春日水墨', words: '卖 1 笔 · 退 1 笔', amount: '¥158.99', wide: 44 },
      { key: 'course:gone', name: '已删除的内容', words: '卖 1 笔 · 退 1 笔', amount: '¥0', wide: 0 },
      { key: 'earlier:', name: '更早的销售', words: '卖 1 笔 · 退 1 笔', amount: '−¥1', wide: 0 },
      { key: 'others', name: '另外 2 种', words: '卖 2 笔', amount: '¥5', wide: 1 },
    ],
    ways: [
      { way: 'wechatPay', name: '微信支付', words: '退回 ¥40.01', amount: '¥622.99' },
      { way: 'balance', name: '学员余额', words: '', amount: '¥100' },
    ],
    topUps: '¥100',
  })
  expect(columns).toHaveLength(30)
  expect(columns.filter(({ high }) => high)).toEqual([
    { day: '2026-11-21', high: 100, isToday: false },
    { day: '2026-11-22', high: 35, isToday: true },
  ])
})

test('a day on which nothing was sold yet, and a month that is over', () => {
  const quiet = { ...NOVEMBER, today: '2026-11-23' }
  expect(monthOf(quiet).today).toEqual({ amount: '¥0', words: '还没有卖出' })
  expect(monthOf({ ...NOVEMBER, today: '2026-12-01' }).today).toBeNull()
})

test('what is nothing has no line; a month of February has its own length', () => {
  const nothing: SchoolIncome = {
    month: '2028-02',
    today: '2028-03-01',
    total: NOTHING,
    teachersFen: 0,
    feesFen: 0,
    days: [],
    goods: [],
    others: { ...NOTHING, goods: 0 },
    ways: [],
    topUpsFen: 0,
  }
  const view = monthOf(nothing)
  expect(view.columns).toHaveLength(29)
  expect(view).toMatchObject({ isEmpty: true, goods: [], ways: [], days: [], topUps: '', net: '¥0' })
  expect(view.lines.map(({ name, amount }) => [name, amount])).toEqual([
    ['卖出', '¥0'],
    ['支付平台手续费', '¥0'],
    ['学校所得', '¥0'],
  ])
})

test('in English too', () => {
  expect(inEnglish(() => monthOf(NOVEMBER))).toMatchObject({
    monthName: 'Nov 2026',
    today: { words: '1 sale · 1 refund' },
    chart: 'Sales on 2 days of Nov 2026, listed below',
    lines: [{ name: 'Sold', hint: '3 sales' }, { name: 'Refunded' }, {}, {}, { name: "The school's part" }],
    ways: [{ name: 'WeChat Pay', words: '¥40.01 back' }, { name: 'Wallets' }],
  })
})
