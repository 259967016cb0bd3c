import type { Price } from '../../core/contract/shapes'
import { inEnglish } from './inLanguage.fixture'
import { paidWords, priceRows } from './price'

const PRICE: Price = {
  steps: [
    { kind: 'list', fen: 19900 },
    { kind: 'member', fen: -3980 },
    { kind: 'points', fen: -500 },
    { kind: 'balance', fen: -5000 },
  ],
  goodsFen: 15920,
  points: 500,
  pointsFen: 500,
  balanceFen: 5000,
  payFen: 10420,
}

test('a price says how it came about, step by step', () => {
  expect(priceRows(PRICE)).toEqual([
    { kind: 'list', name: '原价', amount: '¥199' },
    { kind: 'member', name: '会员价', amount: '−¥39.8' },
    { kind: 'points', name: '积分抵扣(500 积分)', amount: '−¥5' },
    { kind: 'balance', name: '余额支付', amount: '−¥50' },
  ])
})

test('where nothing took anything off, a price is a price', () => {
  expect(priceRows({ ...PRICE, steps: [{ kind: 'list', fen: 990 }] })).toEqual([
    { kind: 'list', name: '价格', amount: '¥9.9' },
  ])
})

test('what was paid is money, from wherever it came', () => {
  expect(paidWords(PRICE)).toBe('¥154.2')
})

test('in English too', () => {
  expect(inEnglish(() => priceRows(PRICE))).toEqual([
    { kind: 'list', name: 'Full price', amount: '¥199' },
    { kind: 'member', name: 'Member price', amount: '−¥39.8' },
    { kind: 'points', name: 'Points (500)', amount: '−¥5' },
    { kind: 'balance', name: 'From the wallet', amount: '−¥50' },
  ])
  expect(inEnglish(() => [500, 0].map((points) => paidWords({ ...PRICE, payFen: 0, balanceFen: 0, points })))).toEqual([
    '500 points',
    'Free',
  ])
})
