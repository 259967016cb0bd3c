import { planRows, standingWords } from './plans'

const YEAR = { planId: 'year', title: '年度会员', days: 365, fen: 36500, percent: 80, rights: ['答疑群'] }

test('a plan says what it costs, how long it lasts and what it gives', () => {
  expect(planRows({ plans: [YEAR, { ...YEAR, days: 10, percent: 0 }, { ...YEAR, percent: 100 }] })).toEqual([
    { planId: 'year', title: '年度会员', price: '¥365', days: '一年', rights: ['买课 8 折', '答疑群'] },
    { planId: 'year', title: '年度会员', price: '¥365', days: '10 天', rights: ['会员课免费学', '答疑群'] },
    { planId: 'year', title: '年度会员', price: '¥365', days: '一年', rights: ['答疑群'] },
  ])
})

test('a member is told until when', () => {
  const now = Date.parse('2026-03-05T12:00:00Z')
  expect(standingWords({ mine: { until: '2026-04-04T12:00:00Z', percent: 80 } }, now)).toBe(
    '会员到 2026年4月4日,还剩 30 天',
  )
  expect(standingWords({ mine: null }, now)).toBe('')
})
