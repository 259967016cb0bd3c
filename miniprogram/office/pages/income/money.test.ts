import { inEnglish } from '../../../words/inLanguage.fixture'
import { amountOf, type Income, linesOf, monthWords, type Withdrawal, waitingWords, withdrawalRow } from './money'

const NOW = Date.parse('2026-11-26T04:00:00Z')
const ASKED: Withdrawal = {
  withdrawalId: 'XTW1',
  fen: 12000,
  state: 'confirm',
  packageInfo: 'package',
  confirmBy: '2026-11-27T03:00:00Z',
  askedAt: '2026-11-26T03:00:00Z',
  endedAt: null,
  why: '',
}
const INCOME: Income = {
  isTeacher: true,
  availableFen: 250_000,
  waitingFen: 9900,
  month: '2026-11',
  statement: { openingFen: 0, closingFen: 250_000, lines: [] },
  withdrawals: [],
  leastFen: 10,
  mostFen: 199_999,
}

test('a withdrawal that waits says until when, and may be confirmed or given up', () => {
  expect(withdrawalRow(ASKED, NOW)).toEqual({
    withdrawalId: 'XTW1',
    amount: '¥120',
    state: '等你确认',
    tone: 'waiting',
    words: '在微信里确认收款,还剩 23 小时;过了时间钱会回到可提收入',
    askedWhen: '今天 11:00 申请',
    mayConfirm: true,
    mayCancel: true,
    isUnderWay: true,
  })
  expect(withdrawalRow(ASKED, NOW + 24 * 3_600_000)).toMatchObject({ mayConfirm: false, mayCancel: true })
})

test.each([
  ['started', '正在申请', false, true],
  ['paying', '微信转账中', false, false],
  ['paid', '已到账', false, false],
  ['failed', '没有转成', false, false],
  ['cancelled', '已取消', false, false],
] as const)('one that is %s is told as %s', (state, words, mayConfirm, mayCancel) => {
  expect(withdrawalRow({ ...ASKED, state, packageInfo: null }, NOW)).toMatchObject({
    state: words,
    mayConfirm,
    mayCancel,
  })
})

test('a failure says what its teacher can do about it', () => {
  const failed = { ...ASKED, state: 'failed', why: 'REAL_NAME_CHECK_FAIL', endedAt: '2026-11-26T03:30:00Z' } as const
  expect(withdrawalRow(failed, NOW).words).toBe('微信没有实名,或姓名不符。钱已回到可提收入')
  expect(withdrawalRow({ ...failed, why: 'SOMETHING_ELSE' }, NOW).words).toBe('微信没有接受这笔转账。钱已回到可提收入')
})

test('a statement reads line by line, with what came and what went', () => {
  const at = '2026-11-26T03:50:00Z'
  const lines: Income['statement']['lines'] = [
    { at, kind: 'share', words: '春日水墨', orderId: 'XT1', fen: 13930 },
    { at, kind: 'withdrawn', words: '', orderId: null, fen: -12000 },
  ]
  expect(linesOf({ ...INCOME, statement: { openingFen: 0, closingFen: 1930, lines } }, NOW)).toEqual([
    { key: `${at}:0`, name: '课程分成', words: '春日水墨', when: '10 分钟前', amount: '+¥139.3', isIn: true },
    { key: `${at}:1`, name: '提现', words: '', when: '10 分钟前', amount: '−¥120', isIn: false },
  ])
  expect([monthWords('2026-03'), waitingWords(INCOME)]).toEqual(['2026年3月', '还有 ¥99 在等学员的退款期过去'])
})

test('an amount is what there is and what WeChat allows', () => {
  expect(amountOf('120.5', INCOME)).toEqual({ fen: 12050 })
  expect(amountOf('0.05', INCOME)).toEqual({ wrong: '最少提 ¥0.1' })
  expect(amountOf('2600', INCOME)).toEqual({ wrong: '现在可提 ¥2500' })
  expect(amountOf('2400', INCOME)).toEqual({ wrong: '微信一次最多转 ¥1999.99,分几次提' })
})

test('a teacher who reads English reads the same withdrawal in English', () => {
  expect(inEnglish(() => withdrawalRow(ASKED, NOW))).toEqual({
    withdrawalId: 'XTW1',
    amount: '¥120',
    state: 'Confirm it',
    tone: 'waiting',
    words: 'Confirm it in WeChat, 23 hours left; after that the money comes back here',
    askedWhen: 'Asked today 11:00',
    mayConfirm: true,
    mayCancel: true,
    isUnderWay: true,
  })
  expect(inEnglish(() => [monthWords('2026-11'), waitingWords(INCOME)])).toEqual([
    'Nov 2026',
    '¥99 more once the refund days are over',
  ])
})
