import { inEnglish } from '../../../words/inLanguage.fixture'
import { type Agreements, meaningOf, statesOf, textsOf } from './texts'

const KNOWN: Agreements = {
  action: 'agreements',
  agreements: [{ kind: 'paid', version: 2, since: '2026-11-26T02:00:00.000Z', text: '七天内可退' }],
  notes: '自备毛笔',
  changedAt: '2026-11-26T02:00:00.000Z',
}

test('what is in force stands in the fields, with its version', () => {
  expect(textsOf(KNOWN)).toEqual({ paid: '七天内可退', membership: '', notes: '自备毛笔' })
  expect(statesOf(KNOWN)).toEqual({ paid: '第 2 版,2026年11月26日起', membership: '没有,购买时不问' })
  expect(inEnglish(() => statesOf(KNOWN))).toEqual({
    paid: 'Version 2, since 26 Nov 2026',
    membership: 'None; buyers are asked nothing',
  })
})

test('before it is saved the office reads what it means for those who buy', () => {
  const before = textsOf(KNOWN)
  expect(meaningOf(before, { ...before, notes: '新的须知', paid: '七天内可退 ' })).toBe('')
  expect(meaningOf(before, { ...before, paid: '', membership: '会员' })).toBe(
    '付费内容协议从现在起不再要求。\n会员服务协议换成新的一版,从现在起的会员订单按它来。',
  )
})
