import { deviceWords } from './device'

test('a browser is named as people name it', () => {
  expect(deviceWords({ system: 'windows', browser: 'edge' })).toBe('Windows 电脑 · Edge 浏览器')
  expect(deviceWords({ system: 'other', browser: 'other' })).toBe('一台设备 · 浏览器')
})
