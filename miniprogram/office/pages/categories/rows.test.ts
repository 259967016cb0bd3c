import { placesFor, reordered, rowsOf } from './rows'

const view = (path: string, parent = '') => ({ path, name: path, description: '', parent, courseCount: 0 })
const TREE = [view('生活'), view('茶', '生活'), view('绿茶', '茶'), view('音乐')]

test('rows stand as far in as they are deep', () => {
  expect(rowsOf(TREE).map(({ depth }) => depth)).toEqual([0, 1, 2, 0])
})

test('what stands side by side changes places; at the end nothing does', () => {
  expect(reordered(TREE, '音乐', -1)).toEqual(['音乐', '生活'])
  expect(reordered(TREE, '音乐', 1)).toBeNull()
  expect(reordered(TREE, '茶', -1)).toBeNull()
})

test('a category may stand anywhere but beneath itself', () => {
  expect(placesFor(TREE, '茶').map(({ path }) => path)).toEqual(['生活', '音乐'])
  expect(placesFor(TREE, null)).toHaveLength(4)
})
