import { generateKeyPairSync } from 'node:crypto'
import { weChatPaySettings } from './settings'

const own = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const GOOD = {
  SHOP_APPID: 'wx8888888888888888',
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_SERIAL: '5157F09EFDC096DE',
  WECHATPAY_PRIVATE_KEY: own.privateKey.replaceAll('\n', '\\n'),
  WECHATPAY_API_V3_KEY: 'an-api-v3-key-has-just-32-bytes.',
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01',
  WECHATPAY_PUBLIC_KEY: own.publicKey,
  WECHATPAY_NOTIFY_URL: 'https://shop.example/payNotify',
}

test('settings are read from the environment, keys also when written on one line', () => {
  expect(weChatPaySettings(GOOD)).toEqual({
    mchid: '1900000001',
    appid: 'wx8888888888888888',
    serial: '5157F09EFDC096DE',
    privateKey: own.privateKey,
    apiV3Key: 'an-api-v3-key-has-just-32-bytes.',
    publicKeyId: 'PUB_KEY_ID_01',
    keys: { PUB_KEY_ID_01: own.publicKey },
    baseUrl: 'https://api.mch.weixin.qq.com',
    notifyUrl: 'https://shop.example/payNotify',
  })
})

test('platform certificates may stand beside the public key while a merchant moves', () => {
  const both = { ...GOOD, WECHATPAY_PLATFORM_CERTIFICATES: JSON.stringify({ '3775B6A4': own.publicKey }) }
  expect(Object.keys(weChatPaySettings(both).keys)).toEqual(['3775B6A4', 'PUB_KEY_ID_01'])
})

test('everything missing or wrong is named at once, and no value is told', () => {
  const bad = { ...GOOD, SHOP_APPID: undefined, WECHATPAY_PRIVATE_KEY: 'secret', WECHATPAY_API_V3_KEY: 'short' }
  expect(() => weChatPaySettings(bad)).toThrow(
    new Error(
      'WeChat Pay is not set up: SHOP_APPID (missing), WECHATPAY_PRIVATE_KEY (not a private key in PEM), ' +
        'WECHATPAY_API_V3_KEY (the APIv3 key is 32 bytes)',
    ),
  )
})
