/** @jest-environment jsdom */
import { words } from './words'

const HAN = /[\u4e00-\u9fff]/

/** Everything that is said to a browser of this language. */
function saidTo(language: string): string[] {
  Object.defineProperty(navigator, 'language', { value: language, configurable: true })
  return Object.values(words()).flatMap((said): string[] => {
    if (typeof said === 'function') return [(said as (...facts: unknown[]) => string)('Xingtan', true)]
    return typeof said === 'string' ? [said] : Object.values(said)
  })
}

test('a browser that speaks Chinese is spoken to in Chinese, any other in English', () => {
  const [chinese, english] = [saidTo('zh-TW'), saidTo('fr')]
  expect([chinese.length, chinese.filter((said) => !HAN.test(said))]).toEqual([english.length, []])
  expect(english.filter((said) => HAN.test(said) || said.includes('!'))).toEqual([])
})
