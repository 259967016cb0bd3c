import type { DrawnBlock } from '../../../core/contract/browseCatalog'
import { reasonOf, shownBlocks } from './blocks'

test('a block without a title has that of its kind, and leads to all of its kind', () => {
  const row = (kind: 'new' | 'hot' | 'free' | 'category', title = ''): DrawnBlock => ({
    id: kind,
    title,
    kind,
    cards: [],
    category: kind === 'category' ? '生活/茶' : '',
  })
  expect(
    shownBlocks([row('new'), row('hot', '本周热门'), row('free'), row('category')]).map(({ heading, more }) => [
      heading,
      more,
    ]),
  ).toEqual([
    ['新开的课', '/pages/list/list'],
    ['本周热门', '/pages/list/list?sort=hot'],
    ['先听一堂', '/pages/list/list?price=free'],
    ['茶', '/pages/list/list?category=%E7%94%9F%E6%B4%BB%2F%E8%8C%B6'],
  ])
})

test('what is liked says why', () => {
  const because = (kind: string, name: string) => reasonOf({ kind, name, courseTitle: '春日水墨' })
  expect([because('teacher', '沈青禾'), because('tag', '国画'), because('category', '书画')]).toEqual([
    '你在学《春日水墨》,沈青禾还讲了这门',
    '因为你在学《春日水墨》,都讲国画',
    '因为你在学《春日水墨》',
  ])
})
