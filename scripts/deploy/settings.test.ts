import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf, faultsOf, functionSettings, readSettings } from './settings'

const merchant = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const school = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const SHOP = {
  TCB_ENV_ID: 'school-1g2h3j4k',
  TENCENTCLOUD_SECRETID: 'AKIDexampleexample',
  TENCENTCLOUD_SECRETKEY: 'example-secret-key',
  SHOP_URL: 'https://school.example.cn/',
  SHOP_APPID: 'wx0123456789abcdef',
  SESSION_KEY: 'x'.repeat(40),
  CERTIFICATE_PRIVATE_KEY: school.privateKey,
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A72',
  WECHATPAY_PRIVATE_KEY: merchant.privateKey,
  WECHATPAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHATPAY_PUBLIC_KEY: merchant.publicKey,
}

test('a complete set of settings has no fault, and the account is read from it', () => {
  expect(faultsOf(SHOP, 'v20.19.0')).toEqual([])
  expect(accountOf(SHOP)).toEqual({
    TCB_ENV_ID: 'school-1g2h3j4k',
    TENCENTCLOUD_SECRETID: 'AKIDexampleexample',
    TENCENTCLOUD_SECRETKEY: 'example-secret-key',
    TENCENTCLOUD_REGION: 'ap-shanghai',
  })
})

test('everything missing is named at once', () => {
  expect(faultsOf({}, 'v20.19.0')).toEqual(
    Object.keys(SHOP)
      .map((name) => `${name} is missing`)
      .sort(byAppearance),
  )
})

/** The order in which the settings are declared: the account, the shop, WeChat Pay. */
function byAppearance(a: string, b: string) {
  const order = ['TCB_', 'TENCENT', 'SHOP_URL', 'SESSION', 'CERTIFICATE', 'SHOP_APPID', 'WECHATPAY']
  return order.findIndex((start) => a.startsWith(start)) - order.findIndex((start) => b.startsWith(start))
}

test.each([
  ['TCB_ENV_ID', 'School 1', 'TCB_ENV_ID: is not an environment id, such as school-1g2h3j4k'],
  ['TENCENTCLOUD_REGION', 'shanghai', 'TENCENTCLOUD_REGION: is not a region, such as ap-shanghai'],
  ['SHOP_URL', 'https://school.example.cn', 'SHOP_URL: must end in /'],
  ['WECHATPAY_MCHID', '19', 'WECHATPAY_MCHID: a merchant number is 8 to 12 digits'],
  ['WECHATPAY_PRIVATE_KEY', 'secret', 'WECHATPAY_PRIVATE_KEY: not a private key in PEM'],
  ['WECHATPAY_API_V3_KEY', 'secret', 'WECHATPAY_API_V3_KEY: the APIv3 key is 32 bytes'],
  ['CERTIFICATE_PRIVATE_KEY', 'secret', 'CERTIFICATE_PRIVATE_KEY: is not a PEM key'],
])('a malformed %s is named, its value is not', (name, value, fault) => {
  expect(faultsOf({ ...SHOP, [name]: value }, 'v20.19.0')).toEqual([fault])
})

test('a Node.js too old to run the tools is named', () => {
  expect(faultsOf(SHOP, 'v18.20.4')).toEqual(['Node.js v18.20.4 is too old: 20.19 or newer is needed'])
  expect(faultsOf(SHOP, 'v22.1.0')).toEqual([])
})

test('settings are read from a file, keys over several lines included; the shell wins, and empty is not set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  const file = join(folder, 'deploy.env')
  writeFileSync(file, `TCB_ENV_ID=from-file\nPAID_TEMPLATE_ID=\nSHOP_URL=https://a.example/\nKEY="one\ntwo"\n`)
  const settings = readSettings(file, { SHOP_URL: 'https://b.example/' })
  rmSync(folder, { recursive: true })

  expect(settings).toEqual({ TCB_ENV_ID: 'from-file', SHOP_URL: 'https://b.example/', KEY: 'one\ntwo' })
  expect(readSettings(file, { A: '1' })).toEqual({ A: '1' })
})

test('no secret of the account is a setting of functions', () => {
  expect(functionSettings.filter((name) => name.startsWith('TENCENTCLOUD') || name.startsWith('TCB'))).toEqual([])
})
