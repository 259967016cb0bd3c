import { inEnglish } from './inLanguage.fixture'
import { movementRow, pointsHint } from './wallet'

const NOW = Date.parse('2026-03-05T12:30:00Z')
const TOP_UP = {
  key: '2026-03-05T12:25:00Z:XT1:sale',
  kind: 'topUp',
  amount: 5000,
  words: '钱包充值',
  at: '2026-03-05T12:25:00Z',
  orderId: 'XT1',
} as const

test('a movement says what it was and which way', () => {
  expect(movementRow(TOP_UP, 'wallet', NOW)).toEqual({
    key: TOP_UP.key,
    name: '充值',
    words: '钱包充值',
    amount: '+¥50',
    isIn: true,
    when: '5 分钟前',
    orderId: 'XT1',
  })
  expect(movementRow({ ...TOP_UP, kind: 'spent', amount: -500, orderId: null }, 'points', NOW)).toMatchObject({
    name: '用掉',
    amount: '−500',
    isIn: false,
    orderId: '',
  })
})

test('points say what they are worth, and below zero why', () => {
  expect(pointsHint({ points: 300, fenPerPoint: 1 })).toBe('买课时能抵钱,100 积分抵 ¥1')
  expect(pointsHint({ points: 0, fenPerPoint: 5 })).toBe('买课时能抵钱,1 积分抵 5 分钱')
  expect(pointsHint({ points: -20, fenPerPoint: 1 })).toBe(
    '有一笔退款收回了已经用掉的积分。之后得到的会先补上,不用另外付钱',
  )
})

test('in English too', () => {
  expect(inEnglish(() => movementRow({ ...TOP_UP, kind: 'spent', amount: -500 }, 'points', NOW))).toMatchObject({
    name: 'Spent',
    amount: '−500',
    when: '5 min ago',
  })
  expect(inEnglish(() => [1, 5].map((fenPerPoint) => pointsHint({ points: 0, fenPerPoint })))).toEqual([
    'They pay for courses: 100 points are worth ¥1',
    'They pay for courses: 100 points are worth ¥5',
  ])
})
