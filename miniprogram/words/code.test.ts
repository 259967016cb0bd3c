import { type Code, codeWords, fromWords, isWholeCode, opensWords, overWords } from './code'
import { inEnglish } from './inLanguage.fixture'

const GIFT: Code = {
  code: '8F3K-Q2ZD-7M4N-9QWP',
  kind: 'course',
  courseId: 'spring',
  title: '春日水墨',
  days: 0,
  giverName: '小梅',
  state: 'open',
  isGiver: false,
}

test.each(['8f3kq2zd7m4n9qwp', ' 8F3K-q2zd 7m4n–9qwp ', '8F3K—Q2ZD_7M4N-9QWP'])(
  '%j is read as it is written',
  (typed) => {
    expect([codeWords(typed), isWholeCode(typed)]).toEqual([GIFT.code, true])
  },
)

test('half a code is known to be half', () => {
  expect([codeWords('8f3kq'), isWholeCode('8f3kq'), codeWords('')]).toEqual(['8F3K-Q', false, ''])
})

test('a code says what it opens and from whom it is', () => {
  expect([opensWords(GIFT), fromWords(GIFT)]).toEqual(['一门课', '小梅送给你的礼物'])
  expect([opensWords({ ...GIFT, kind: 'membership', days: 30 }), fromWords({ ...GIFT, giverName: '' })]).toEqual([
    '30 天会员',
    '学堂的兑换码',
  ])
  expect(fromWords({ ...GIFT, isGiver: true })).toBe('你送出的礼物')
})

test('a code that opens nothing any more says why', () => {
  expect(
    (['open', 'mine', 'redeemed', 'cancelled', 'expired'] as const).map((state) => overWords({ ...GIFT, state })),
  ).toEqual([
    '',
    '',
    '这个码已经被别人领走了,每个码只能领一次',
    '这个码已经作废。送礼的人可能退了款,可以问问 TA',
    '这个码已经过期了',
  ])
})

test('in English too', () => {
  expect(inEnglish(() => [opensWords(GIFT), fromWords(GIFT), fromWords({ ...GIFT, giverName: '' })])).toEqual([
    'A course',
    'A gift from 小梅',
    'A code from the school',
  ])
  expect(inEnglish(() => opensWords({ ...GIFT, kind: 'membership', days: 1 }))).toBe('Membership for 1 day')
  expect(inEnglish(() => overWords({ ...GIFT, state: 'expired' }))).toBe('This code has run out')
})
