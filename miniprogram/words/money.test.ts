import { inEnglish } from './inLanguage.fixture'
import { discountWords, money, movedMoney, movedPoints, priceWords } from './money'

test.each([
  [0, '免费'],
  [990, '¥9.9'],
  [19900, '¥199'],
  [1999, '¥19.99'],
  [5, '¥0.05'],
  [10050, '¥100.5'],
])('%i fen is read as %s', (fen, words) => {
  expect(priceWords(fen)).toBe(words)
})

test('a sum may be nothing, or less; what moved says which way', () => {
  expect([0, 1, -1990].map(money)).toEqual(['¥0', '¥0.01', '−¥19.9'])
  expect([5000, -5000].map(movedMoney)).toEqual(['+¥50', '−¥50'])
  expect([20, -5].map(movedPoints)).toEqual(['+20', '−5'])
})

test('what a member pays is said as shops say it', () => {
  expect([80, 85, 5, 0, 100].map(discountWords)).toEqual(['8 折', '8.5 折', '0.5 折', '免费', '原价'])
})

test('readers of English read prices and discounts their way; money stays yuan', () => {
  expect(inEnglish(() => [0, 19900].map(priceWords))).toEqual(['Free', '¥199'])
  expect(inEnglish(() => [80, 85, 5, 0, 100].map(discountWords))).toEqual([
    '20% off',
    '15% off',
    '95% off',
    'Free',
    'Full price',
  ])
})
