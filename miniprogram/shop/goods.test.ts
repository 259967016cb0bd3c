import type { Goods } from '../../core/contract/shapes'
import { checkoutOf, goodsOf } from './goods'

const ALL: Goods[] = [
  { kind: 'course', courseId: 'tea' },
  { kind: 'gift', courseId: 'tea' },
  { kind: 'membership', planId: 'year' },
  { kind: 'topUp', fen: 5000 },
]

test.each(ALL)('%j is found again in the address of its checkout', (goods) => {
  const query = Object.fromEntries(new URLSearchParams(checkoutOf(goods).split('?')[1]))
  expect(goodsOf(query)).toEqual(goods)
})

test.each([
  {},
  { kind: 'course' },
  { kind: 'topUp', fen: '-1' },
  { kind: 'topUp', fen: 'x' },
  { kind: 'house', id: 'a' },
])('%j names nothing', (query) => {
  expect(goodsOf(query)).toBeNull()
})
