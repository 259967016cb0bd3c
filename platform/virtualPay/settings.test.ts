import { virtualPaySettings } from './settings'

const GOOD = {
  SHOP_APPID: 'wx8888888888888888',
  WECHAT_APP_SECRET: 'app-secret',
  VIRTUALPAY_OFFER_ID: '1450000001',
  VIRTUALPAY_APP_KEY: 'app-key',
  VIRTUALPAY_ENV: '1',
  PUSH_TOKEN: 'pushtoken',
  PUSH_AES_KEY: 'a'.repeat(43),
  SEAL_KEY: 'ab'.repeat(32),
}

test('settings are read from the environment', () => {
  expect(virtualPaySettings({ ...GOOD, WECHAT_API_BASE_URL: 'http://127.0.0.1:8700/' })).toEqual({
    appid: 'wx8888888888888888',
    appSecret: 'app-secret',
    offerId: '1450000001',
    appKey: 'app-key',
    env: 1,
    coinsPerYuan: 100,
    itemPictureUrl: null,
    apiBaseUrl: 'http://127.0.0.1:8700',
    pushToken: 'pushtoken',
    pushAesKey: 'a'.repeat(43),
    sealKey: Buffer.alloc(32, 0xab),
  })
  expect(virtualPaySettings({ ...GOOD, VIRTUALPAY_ENV: '0' })).toMatchObject({
    env: 0,
    apiBaseUrl: 'https://api.weixin.qq.com',
  })
})

test('a shop without any of its settings has no virtual payment, and that is all right', () => {
  expect(virtualPaySettings({ SHOP_APPID: 'wx8888888888888888', VIRTUALPAY_OFFER_ID: '' })).toBeNull()
})

test('everything missing or wrong is named at once, and no value is told', () => {
  const bad = { ...GOOD, SHOP_APPID: undefined, VIRTUALPAY_ENV: '2', PUSH_AES_KEY: 'secret', SEAL_KEY: '' }
  expect(() => virtualPaySettings(bad)).toThrow(
    new Error(
      'Virtual payment is not set up: SHOP_APPID (missing), VIRTUALPAY_ENV (0 (live) or 1 (sandbox)), ' +
        'PUSH_AES_KEY (an EncodingAESKey is 43 letters and digits), SEAL_KEY (missing)',
    ),
  )
})
