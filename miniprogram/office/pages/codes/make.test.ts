import { makeOf, tallyOf } from './make'

const SPRING = { name: '春日水墨', goods: { kind: 'course' as const, courseId: 'spring-ink' } }
const FORM = { batch: 'Spring-2026', count: '20', choice: SPRING, lastDay: '' }

test('a form becomes a batch; its last day ends at midnight in Shanghai', () => {
  const batch = { action: 'make', batch: 'spring-2026', count: 20, goods: SPRING.goods, expiresAt: null }
  expect(makeOf(FORM)).toEqual(batch)
  expect(makeOf({ ...FORM, lastDay: '2026-12-31' })).toEqual({ ...batch, expiresAt: '2026-12-31T15:59:59.000Z' })
})

test.each([
  [{ choice: undefined }, '先选这些码能换什么'],
  [{ batch: '春天' }, '批次名用小写字母、数字和短横线,比如 spring-2026'],
  [{ count: '201' }, '一批 1 到 200 个'],
])('%j is told what is wrong', (change, wrong) => {
  expect(makeOf({ ...FORM, ...change })).toEqual({ wrong })
})

test('a batch says how many of it are left', () => {
  const code = (state: 'open' | 'redeemed' | 'cancelled') => ({ code: 'A', state, redeemedAt: null })
  expect(tallyOf([code('open'), code('redeemed'), code('open')])).toEqual({
    open: 2,
    words: '3 个 · 已兑换 1 · 还能用 2',
  })
  expect(tallyOf([code('cancelled')])).toEqual({ open: 0, words: '1 个 · 已作废 1 · 还能用 0' })
})
