import { inEnglish } from './inLanguage.fixture'
import { clockOf, day, exactly, left, lengthOf, when } from './time'

/** Thursday, 5 March 2026, 20:30 in Shanghai. */
const NOW = Date.parse('2026-03-05T12:30:00Z')

test.each([
  ['2026-03-05T12:29:40Z', '刚刚'],
  ['2026-03-05T12:25:00Z', '5 分钟前'],
  ['2026-03-05T01:05:00Z', '今天 09:05'],
  ['2026-03-04T12:30:00Z', '昨天 20:30'],
  ['2026-03-04T15:59:59Z', '昨天 23:59'],
  ['2026-01-31T16:00:00Z', '2月1日 00:00'],
  ['2025-12-31T12:00:00Z', '2025年12月31日'],
])('%s is %s', (instant, words) => {
  expect(when(instant, NOW)).toBe(words)
})

test('days are those of Shanghai', () => {
  expect([day('2026-03-05T16:00:00Z'), exactly('2026-03-05T16:00:01Z')]).toEqual([
    '2026年3月6日',
    '2026-03-06 00:00:01',
  ])
})

test.each([
  ['2026-03-07T13:00:00Z', '还剩 2 天'],
  ['2026-03-05T15:30:00Z', '还剩 3 小时'],
  ['2026-03-05T12:59:59Z', '还剩 29 分钟'],
  ['2026-03-05T12:30:20Z', '不到 1 分钟'],
  ['2026-03-05T12:30:00Z', ''],
])('until %s: %s', (instant, words) => {
  expect(left(instant, NOW)).toBe(words)
})

test('a place is told by the clock, a length in words', () => {
  expect([0, 65.9, 3723].map(clockOf)).toEqual(['0:00', '1:05', '1:02:03'])
  expect([0.2, 45, 720, 4800, 7200].map(lengthOf)).toEqual(['1 秒', '45 秒', '12 分钟', '1 小时 20 分', '2 小时'])
})

test('readers of English read moments, days and lengths their way', () => {
  const moments = ['2026-03-05T12:29:40Z', '2026-03-05T12:25:00Z', '2026-03-05T01:05:00Z', '2026-03-04T12:30:00Z']
  const days = ['2026-01-31T16:00:00Z', '2025-12-31T12:00:00Z']
  expect(inEnglish(() => [...moments, ...days].map((at) => when(at, NOW)))).toEqual([
    'just now',
    '5 min ago',
    'today 09:05',
    'yesterday 20:30',
    '1 Feb 00:00',
    '31 Dec 2025',
  ])
  const ends = ['2026-03-07T13:00:00Z', '2026-03-05T13:30:00Z', '2026-03-05T12:59:59Z', '2026-03-05T12:30:20Z']
  expect(inEnglish(() => ends.map((at) => left(at, NOW)))).toEqual([
    '2 days left',
    '1 hour left',
    '29 minutes left',
    'less than a minute left',
  ])
  expect(inEnglish(() => [45, 720, 4800, 7200].map(lengthOf))).toEqual(['45 s', '12 min', '1 h 20 min', '2 h'])
})
