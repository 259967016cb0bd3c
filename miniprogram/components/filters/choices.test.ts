import { chosen, groupsOf, saidBy } from './choices'

const view = (path: string, name: string, parent = '', courseCount = 1) => ({
  path,
  name,
  description: '',
  parent,
  courseCount,
})
const TREE = [view('生活', '日常'), view('生活/茶', '茶道', '生活'), view('空', '空', '', 0)]

test('a choice is taken, and given up when it is tapped again', () => {
  const free = chosen({ category: '生活' }, 'price', 'free')
  expect(free).toEqual({ category: '生活', price: 'free' })
  expect(chosen(free, 'price', 'free')).toEqual({ category: '生活' })
  expect(chosen(free, 'price', 'over50')).toEqual({ category: '生活', price: 'over50' })
  expect(chosen(chosen({}, 'trial', 'yes'), 'trial', 'yes')).toEqual({})
})

test('what is chosen is said by the names the school gives now', () => {
  expect(
    saidBy({ category: '生活/茶', tag: '短课', price: 'free', trial: true }, TREE).map(({ name }) => name),
  ).toEqual(['茶道', '#短课', '免费', '可以先试看'])
})

test('empty categories are not offered; where nothing may be sold only what is free has a price', () => {
  const groups = groupsOf({}, 'new', { sorts: ['new', 'cheap'], tree: TREE, isShut: true })
  expect(groups.map(({ key, choices }) => [key, choices.map(({ name }) => name)]).slice(0, 3)).toEqual([
    ['sort', ['最新']],
    ['category', ['日常', '日常 · 茶道']],
    ['price', ['免费']],
  ])
})
