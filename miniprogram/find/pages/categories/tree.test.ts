import { branchesOf } from './tree'

const view = (path: string, parent = '', courseCount = 1) => ({
  path,
  name: path,
  description: '',
  parent,
  courseCount,
})

test('two levels are shown, whatever stands deeper; empty ones are left out', () => {
  const tree = [view('生活', '', 2), view('茶', '生活'), view('绿茶', '茶'), view('空', '', 0), view('音乐')]
  expect(branchesOf(tree).map(({ path, children }) => [path, children.map((one) => one.path)])).toEqual([
    ['生活', ['茶', '绿茶']],
    ['音乐', []],
  ])
})
