import type { HomeBlock } from '../../../../core/contract/arrangeHome'
import { chosenFor, moved, withNew, wordsIn } from './draft'

test('a row moves up or down, and one at the end stays', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('words stand a line each, each once', () => {
  expect(wordsIn(' 水墨 \n\n茶\n水墨')).toEqual(['水墨', '茶'])
})

test('a new block has an id of its own', () => {
  const none: HomeBlock[] = []
  const two = withNew(withNew(none, 'text', ''), 'text', '')
  expect(two.map(({ id }) => id)).toEqual(['text-1', 'text-2'])
  expect(withNew(two, 'category', '生活').at(-1)).toMatchObject({ id: 'category-1', category: '生活' })
})

test('of courses six are chosen at the most, in the order of choosing', () => {
  expect(chosenFor(['a'], 'b')).toEqual(['a', 'b'])
  expect(chosenFor(['a', 'b'], 'a')).toEqual(['b'])
  expect(chosenFor(['1', '2', '3', '4', '5', '6'], '7')).toHaveLength(6)
})
