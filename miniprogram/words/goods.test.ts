import { titleInBooks, titleOf } from './goods'
import { inEnglish, inLanguage } from './inLanguage.fixture'

const TITLES = ['春日水墨', '送朋友 · 春日水墨', '钱包充值']

test('a title is its teacher’s; what the server put to it is read in the language in use', () => {
  expect(TITLES.map(titleOf)).toEqual(['春日水墨', '春日水墨', '钱包充值'])
  expect(inEnglish(() => TITLES.map(titleInBooks))).toEqual(['春日水墨', 'For a friend · 春日水墨', 'Wallet top-up'])
  expect(inLanguage('zh-Hant', () => TITLES.map(titleInBooks))).toEqual(['春日水墨', '送朋友 · 春日水墨', '錢包充值'])
})
