import { CallError } from '../api/call'
import { fenOf, officeWordsFor, percentOf, wholeOf } from './words'

test.each([
  ['99', 9900],
  ['9.9', 990],
  ['¥0.05', 5],
  [' 199.00 ', 19900],
  ['7.', 700],
  ['', null],
  ['1.999', null],
  ['-5', null],
  ['一百', null],
])('%j typed is %j fen', (typed, fen) => {
  expect(fenOf(typed)).toBe(fen)
})

test('numbers outside what is allowed are none', () => {
  expect(['0', '100', '101', '7.5', ''].map(percentOf)).toEqual([0, 100, null, null, null])
  expect(['1', '200', '0', '201', 'x'].map((typed) => wholeOf(typed, 1, 200))).toEqual([1, 200, null, null, null])
})

test('the office hears of a refusal what it can do about it, and of the network what everybody hears', () => {
  expect(officeWordsFor(new CallError('REFUND_NOT_POSSIBLE'))).toBe('这笔退款的情况变了,可能已经有人处理过。刷新看看')
  expect(officeWordsFor(new CallError('OFFLINE'))).toBe('网络断了,联网后再试一次')
})
