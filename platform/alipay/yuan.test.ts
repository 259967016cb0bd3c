import * as fc from 'fast-check'
import { fenOf, yuanOf } from './yuan'

test('fen are written as yuan with two decimals', () => {
  expect([1, 10, 100, 19900, 10_000_000_000].map(yuanOf)).toEqual(['0.01', '0.10', '1.00', '199.00', '100000000.00'])
  expect(() => yuanOf(0.5)).toThrow('not an amount in fen: 0.5')
  expect(() => yuanOf(-1)).toThrow('not an amount in fen: -1')
})

test('yuan are read to the fen, however many decimals are written', () => {
  expect(['199.00', '199.5', '199', '0.01', '88.88', '0.29'].map(fenOf)).toEqual([19900, 19950, 19900, 1, 8888, 29])
})

test('what is no amount is none', () => {
  for (const text of ['', '1.001', '-1', '1e3', '1,000.00', '.5', '1.', ' 1', 'NaN'])
    expect(fenOf(text)).toBeUndefined()
})

test('no fen is lost there and back', () => {
  fc.assert(fc.property(fc.nat({ max: 10_000_000_000 }), (fen) => fenOf(yuanOf(fen)) === fen))
})
