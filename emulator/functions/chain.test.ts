import { longestChain } from './chain'

const ran = (fromMs: number, toMs: number) => ({ fromMs, toMs })

test('one after the other, each is waited for', () => {
  expect(longestChain([ran(0, 4), ran(4, 9), ran(10, 12)])).toEqual([0, 1, 2])
})

test('what runs side by side is waited for once', () => {
  expect(longestChain([ran(0, 4), ran(1, 3), ran(2, 8), ran(9, 10)])).toEqual([1, 3])
})

test('a long one that spans two short ones does not shorten the chain', () => {
  expect(longestChain([ran(0, 20), ran(1, 5), ran(6, 9)])).toEqual([1, 2])
})

test('who asks nothing waits for nothing', () => {
  expect(longestChain([])).toEqual([])
})
