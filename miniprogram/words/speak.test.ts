import { Converter } from 'opencc-js/cn2t'
import { phrasesIn } from '../../scripts/traditional'
import { toTraditional } from './traditional'

/** WeChat's storage and language, as far as words ask for them. */
function phoneSpeaking(language: string) {
  const storage = new Map<string, unknown>()
  Object.assign(globalThis, {
    wx: {
      getStorageSync: (key: string) => storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => storage.set(key, value),
      removeStorageSync: (key: string) => storage.delete(key),
      getAppBaseInfo: () => ({ language }),
    },
  })
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'wx')
  jest.resetModules()
})

const wordsOn = (phone: string) => {
  phoneSpeaking(phone)
  const speak: typeof import('./speak') = require('./speak')
  const words = speak.tongues({
    zh: {
      title: '退款',
      kinds: { video: '视频' },
      rows: ['首页', '学习'],
      lessons: (n: number) => `共 ${n} 节`,
      by: (name: string) => `${name} 的后台`,
    },
    en: {
      title: 'Refund',
      kinds: { video: 'Video' },
      rows: ['Home', 'Learn'],
      lessons: (n) => `${n} lessons`,
      by: (name) => `${name}'s office`,
    },
  })
  return { speak, words }
}

test('a phone that speaks Chinese is spoken to in its own characters, any other in English', () => {
  expect(wordsOn('zh_CN').words().title).toBe('退款')
  jest.resetModules()
  expect(wordsOn('zh_TW').words().kinds.video).toBe('視頻')
  jest.resetModules()
  expect(wordsOn('zh_HK').words().rows).toEqual(['首頁', '學習'])
  jest.resetModules()
  expect(wordsOn('en').words().lessons(3)).toBe('3 lessons')
  jest.resetModules()
  expect(wordsOn('fr').words().title).toBe('Refund')
})

test('what is put into a sentence keeps its own characters', () => {
  expect(wordsOn('zh_TW').words().by('范后')).toBe('范后 的後臺')
})

test('a language that was chosen stays chosen, until it is given back to WeChat', () => {
  const { speak, words } = wordsOn('zh_CN')
  speak.chooseLanguage('en')
  expect(words().title).toBe('Refund')
  speak.chooseLanguage('zh-Hant')
  expect(words().lessons(2)).toBe('共 2 節')
  speak.chooseLanguage(null)
  expect(words().lessons(2)).toBe('共 2 节')
})

test('every row of characters in the mini-program becomes what OpenCC makes of it: npm run traditional', () => {
  const convert = Converter({ from: 'cn', to: 'tw' })
  const wrong = phrasesIn(`${__dirname}/..`).filter((row) => toTraditional(row) !== convert(row))
  expect(wrong).toEqual([])
})
