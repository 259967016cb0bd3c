import { inEnglish } from '../../../words/inLanguage.fixture'
import { itemRow, shareWords } from './item'

const NOW = Date.parse('2026-11-26T04:00:00Z')
const ITEM = { productId: 'course_tea', fen: 990, readyAt: '2026-11-26T03:00:00Z' }

test.each([
  ['none', null, '没有发布', '按 ¥9.9 发布'],
  ['publishing', null, '微信审核中', '看看好了没有'],
  ['published', ITEM, '已发布', ''],
  ['refused', null, '微信没有通过', '再看一次'],
  ['outdated', { ...ITEM, fen: 800 }, '价格变了', '按 ¥9.9 重新发布'],
] as const)('an item that is %s says so and what to do', (itemState, item, state, act) => {
  expect(itemRow({ itemState, item }, 990, NOW)).toMatchObject({ state, act })
})

test('a free course needs no item; a fresh one says from when it is for sale; an old price is named', () => {
  expect(itemRow({ itemState: 'none', item: null }, 0, NOW).state).toBe('不需要')
  const soon = { ...ITEM, readyAt: '2026-11-26T04:10:00Z' }
  expect(itemRow({ itemState: 'published', item: soon }, 990, NOW).words).toBe('¥9.9,今天 12:10 起可以买')
  expect(itemRow({ itemState: 'outdated', item: { ...ITEM, fen: 800 } }, 990, NOW).words).toContain('道具还是 ¥8,')
})

test('a share is said in money, rounded down as the books do it', () => {
  expect(shareWords(990, 33)).toBe('按标价 ¥9.9,老师得 ¥3.26,学校留 ¥6.64。只对以后的订单生效')
})

test('items and shares are read in English too', () => {
  expect(inEnglish(() => itemRow({ itemState: 'outdated', item: { ...ITEM, fen: 800 } }, 990, NOW))).toEqual({
    state: 'Price changed',
    tone: 'trouble',
    words: 'The item is at ¥8, the course at ¥9.9. Coins pay for it now; publish again for the new price.',
    act: 'Publish again at ¥9.9',
  })
  expect(inEnglish(() => shareWords(990, 33))).toBe(
    'Of ¥9.9 the teacher gets ¥3.26, the school keeps ¥6.64. Only for orders from now on.',
  )
})
