import { deviceWords } from './device'
import { inEnglish } from './inLanguage.fixture'

test('a browser is named as people name it', () => {
  expect(deviceWords({ system: 'windows', browser: 'edge' })).toBe('Windows 电脑 · Edge 浏览器')
  expect(deviceWords({ system: 'other', browser: 'other' })).toBe('一台设备 · 浏览器')
})

test('in English too', () => {
  expect(inEnglish(() => deviceWords({ system: 'ios', browser: 'safari' }))).toBe('iPhone or iPad · Safari')
})
