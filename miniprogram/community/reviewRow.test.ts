import { ratingShown, reviewRow, standingWords } from './reviewRow'

const NOW = Date.parse('2026-11-26T02:00:00.000Z')

test('a row says who, when, how much was studied, and who answered', () => {
  const row = reviewRow(
    {
      reviewId: 'r1',
      stars: 4,
      text: '好',
      author: { nickname: '小梅', avatarUrl: null },
      watchedPercent: 40,
      helpful: 3,
      isHelpfulToMe: true,
      isMine: false,
      answer: { text: '谢谢', by: 'teacher', at: '2026-11-25T12:30:00.000Z', region: null },
      writtenAt: '2026-11-01T02:00:00.000Z',
      changedAt: '2026-11-26T01:50:00.000Z',
      region: { zh: '浙江', en: 'Zhejiang' },
    },
    NOW,
  )
  expect(row).toEqual({
    reviewId: 'r1',
    stars: 4,
    text: '好',
    name: '小梅',
    initial: '小',
    avatarUrl: '',
    meta: '10 分钟前 改过 · 学了 40% · IP 属地 浙江',
    helpful: 3,
    isHelpfulToMe: true,
    isMine: false,
    answer: { meta: '讲师回复 · 昨天 20:30 · IP 属地未知', text: '谢谢' },
  })
})

test('its author is told why others do not see it', () => {
  expect(
    (['shown', 'waiting', 'hidden', 'withdrawn'] as const).map((state) => standingWords({ state, hiddenWhy: '广告' })),
  ).toEqual(['', '审核中,学校看过之后其他人就能看到', '学校收起了这条评价:广告', '这门课已经退了,评价不再展示和计分'])
})

test('the bars are measured by the longest, five stars on top; without reviews they are empty', () => {
  const shown = ratingShown({ count: 3, average: 4, byStars: [0, 0, 1, 0, 2] })
  expect([shown.averageWords, shown.people]).toEqual(['4.0', '3 人评价'])
  expect(shown.bars.map(({ stars, count, percent }) => [stars, count, percent])).toEqual([
    [5, 2, 100],
    [4, 0, 0],
    [3, 1, 50],
    [2, 0, 0],
    [1, 0, 0],
  ])
  expect(ratingShown({ count: 0, average: null, byStars: [0, 0, 0, 0, 0] })).toMatchObject({
    averageWords: '',
    average: 0,
  })
})
