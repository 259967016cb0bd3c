import { nearest } from './likeness'
import { excerptOf, textOf } from './passage'
import { exactTermsOf, forgivingTermsOf, termsOf, wordsOf } from './words'

const SCHOOL = new Set(['水墨', '沈青禾', '零基础', 'python'])
const texts = (question: string) => wordsOf(question, SCHOOL).map(({ text }) => text)

test('a question is cut by what the school calls things, and by what says nothing', () => {
  expect(texts('沈青禾水墨')).toEqual(['沈青禾', '水墨'])
  expect(texts('零基础怎么学水墨画')).toEqual(['零基础', '学', '水墨', '画'])
  expect(texts('如何把话写清楚')).toEqual(['把话写清楚'])
  expect(texts('什么')).toEqual(['什么'])
  expect(texts('Python 入门,Python')).toEqual(['python', '入门'])
  expect(texts('ＰＹＴＨＯＮ')).toEqual(['python'])
  expect(texts('!?。')).toEqual([])
})

test('a text is found by its characters, its neighbours and its words in letters', () => {
  expect(termsOf('水墨,AI')).toEqual(['水', '墨', '水墨', 'ai', '^ai'])
  expect(termsOf('code')).toEqual(['code', '^co', '^cod', '^code', '~ode', '~cde', '~coe', '~cod', '~code'])
})

test('exactly: every pair of a word, or its one character', () => {
  expect(exactTermsOf({ text: '春日水墨', isHan: true })).toEqual(['春日', '日水', '水墨'])
  expect(exactTermsOf({ text: '茶', isHan: true })).toEqual(['茶'])
})

test('forgiving: from three characters on each may be the slip; in long words a slip spoils one half', () => {
  const of = (text: string) => forgivingTermsOf({ text, isHan: true }).map((terms) => terms.join(''))
  expect(of('茶')).toEqual([])
  expect(of('墨水')).toEqual(['墨水'])
  expect(of('沈青和')).toEqual(['青和', '沈和', '沈青'])
  expect(of('十分钟喝懂一杯茶')).toEqual(['十分分钟', '一杯杯茶'])
  expect(forgivingTermsOf({ text: 'sql', isHan: false })).toEqual([])
  expect(forgivingTermsOf({ text: 'pyhton', isHan: false })).toContainEqual(['~pyton'])
})

test.each([
  ['春日水黑', '春日水墨', 1, '春日水墨'],
  ['春水日墨', '课:春日水墨', 1, '春日水墨'],
  ['春日墨', '春日水墨', 1, '春日水'],
  ['春日日水墨', '春日水墨从一笔', 1, '春日水墨'],
  ['水墨', '春日水墨', 0, '水墨'],
  ['火箭', '春日水墨', 2, '春日'],
])('%s is near %s by %d: %s', (word, text, slips, piece) => {
  expect(nearest(word, text)).toEqual({ slips, piece })
})

test('what can be read of a lesson is its words; around a hit some of them', () => {
  expect(textOf('<h1>五瓣</h1><p>先画 a &lt; b<img src="x"></p>')).toBe('五瓣 先画 a < b')
  const long = `${'前'.repeat(40)}留白${'后'.repeat(80)}`
  expect(excerptOf(long, ['留白'])).toBe(`…${'前'.repeat(24)}留白${'后'.repeat(46)}…`)
  expect(excerptOf(long, ['没有'])).toBe('')
})
