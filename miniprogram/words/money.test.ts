import { priceWords } from './money'

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
