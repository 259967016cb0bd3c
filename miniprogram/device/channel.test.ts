import { inEnglish } from '../words/inLanguage.fixture'
import { buyingShut, device, isAtLeast, wayShut } from './channel'

/** A phone as WeChat describes it. */
function given(phone: { platform: string; system?: string; version?: string; model?: string; canPay?: boolean }) {
  const { platform, system = '', version = '8.0.70', model = '', canPay = true } = phone
  Object.assign(globalThis, {
    wx: {
      getDeviceInfo: () => ({ platform, system, model }),
      getAppBaseInfo: () => ({ version, language: 'zh_CN' }),
      getStorageSync: () => '',
      canIUse: () => canPay,
    },
  })
}

test.each([
  ['8.0.68', '8.0.68', true],
  ['8.0.7', '8.0.68', false],
  ['8.1', '8.0.68', true],
  ['15', '15', true],
  ['14.8', '15', false],
  ['', '15', false],
])('%s is at least %s: %s', (version, wanted, answer) => {
  expect(isAtLeast(version, wanted)).toBe(answer)
})

test('an iPhone without Apple’s channel is not spoken to about buying', () => {
  for (const phone of [
    { platform: 'ios', system: 'iOS 17.4', version: '8.0.60' },
    { platform: 'ios', system: 'iOS 14.8', version: '8.0.70' },
  ]) {
    given(phone)
    expect(buyingShut()).toMatch(/^这台手机上的微信还没有这个功能/)
    expect(buyingShut()).not.toMatch(/购买|付款|价格|买/)
    expect(wayShut('virtualCoins', 19900)).toBe(buyingShut())
  }
  given({ platform: 'ios', system: 'iOS 17.4' })
  expect([buyingShut(), wayShut('virtualGoods', 19900)]).toEqual(['', ''])
})

test('Apple takes no less than one yuan', () => {
  given({ platform: 'ios', system: 'iOS 17.4' })
  expect([wayShut('virtualGoods', 99), wayShut('virtualGoods', 100), wayShut('jsapi', 99)]).toEqual([
    '这台手机上一次至少付 ¥1',
    '',
    '',
  ])
})

test('an old WeChat on another phone is asked to update; ways outside WeChat ask nothing of it', () => {
  given({ platform: 'android', system: 'Android 12', version: '7.0.0', canPay: false })
  expect([buyingShut(), wayShut('virtualCoins', 100), wayShut('jsapi', 100), wayShut('alipayWap', 100)]).toEqual([
    '',
    '你的微信版本还不能在小程序里付款,更新微信后再来',
    '你的微信版本还不能在小程序里付款,更新微信后再来',
    '',
  ])
})

test.each([
  ['ios', 'iPhone 15', 'phone'],
  ['windows', 'Microsoft', 'computer'],
  ['devtools', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140', 'computer'],
  ['devtools', 'Mozilla/5.0 (Linux; Android 14) Mobile', 'phone'],
])('on %s (%s) the page runs on a %s', (platform, model, answer) => {
  given({ platform, model })
  expect(device()).toBe(answer)
})

test('why nothing can be paid is said in English too', () => {
  given({ platform: 'ios', system: 'iOS 17.4' })
  expect(inEnglish(() => wayShut('virtualCoins', 99))).toBe('On this phone the least that can be paid is ¥1')
  given({ platform: 'android', canPay: false })
  expect(inEnglish(() => wayShut('jsapi', 990))).toBe(
    'Your WeChat is too old to pay in mini-programs. Update it and come back.',
  )
  given({ platform: 'ios', system: 'iOS 14.8' })
  expect(inEnglish(buyingShut)).not.toMatch(/buy|pay|price/i)
})
