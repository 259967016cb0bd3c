import { generateKeyPairSync } from 'node:crypto'
import { alipaySettings } from './settings'

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const app = pair()
const platform = pair()
const bare = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')
const GOOD = {
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_SELLER_ID: '2088000000000001',
  ALIPAY_PRIVATE_KEY: app.privateKey,
  ALIPAY_PUBLIC_KEY: platform.publicKey,
  ALIPAY_NOTIFY_URL: 'https://shop.example/payNotify',
}
const READ = {
  appId: '2021000000000001',
  sellerId: '2088000000000001',
  privateKey: app.privateKey.trim(),
  publicKey: platform.publicKey.trim(),
  gateway: 'https://openapi.alipay.com/gateway.do',
  notifyUrl: 'https://shop.example/payNotify',
}

test('settings are read from the environment, keys also when written on one line', () => {
  expect(alipaySettings(GOOD)).toEqual(READ)
  const oneLine = { ...GOOD, ALIPAY_PRIVATE_KEY: app.privateKey.replaceAll('\n', '\\n') }
  expect(alipaySettings(oneLine)).toEqual(READ)
})

test('keys may be pasted as Alipay’s console shows them, without their frame', () => {
  const pasted = { ...GOOD, ALIPAY_PRIVATE_KEY: bare(app.privateKey), ALIPAY_PUBLIC_KEY: bare(platform.publicKey) }
  const read = alipaySettings(pasted)
  expect(read?.privateKey).toBe(`-----BEGIN PRIVATE KEY-----\n${bare(app.privateKey)}\n-----END PRIVATE KEY-----`)
  expect(bare(read?.publicKey ?? '')).toBe(bare(platform.publicKey))
})

test('a shop without Alipay sets nothing, and a variable that was emptied is nothing', () => {
  expect(alipaySettings({ WECHATPAY_MCHID: '1900000001' })).toBeNull()
  expect(alipaySettings({ ALIPAY_APP_ID: '' })).toBeNull()
})

test('everything missing or wrong is named at once, and no value is told', () => {
  const bad = { ...GOOD, ALIPAY_APP_ID: 'secret', ALIPAY_SELLER_ID: undefined, ALIPAY_PRIVATE_KEY: '-----secret' }
  expect(() => alipaySettings(bad)).toThrow(
    new Error(
      'Alipay is not set up: ALIPAY_APP_ID (an app id is 16 digits), ALIPAY_SELLER_ID (missing), ' +
        'ALIPAY_PRIVATE_KEY (not a private key in PKCS#8), ALIPAY_PRIVATE_KEY (not an RSA private key)',
    ),
  )
})

test('the app’s own public key in the place of Alipay’s is noticed', () => {
  expect(() => alipaySettings({ ...GOOD, ALIPAY_PUBLIC_KEY: app.publicKey })).toThrow(
    "ALIPAY_PUBLIC_KEY (this is the app's own public key (应用公钥); Alipay's (支付宝公钥) is asked for)",
  )
})
