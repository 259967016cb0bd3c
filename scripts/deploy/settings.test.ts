import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from '../../emulator/wechatPay/certificate'
import { alipaySettings } from '../../platform/alipay/settings'
import { virtualPaySettings } from '../../platform/virtualPay/settings'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { PAY_NOTIFY, wantedOf } from './school.fixture'
import { accountOf, faultsOf, functionSettings, readSettings, shortened } from './settings'
import { refusals, wantedFunction } from './wanted'

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const [merchant, weChat, app, alipay] = [pair(), pair(), pair(), pair()]
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
  PERSONAL_KEYS: `k1:${'12'.repeat(32)}`,
  BLIND_KEY: '34'.repeat(32),
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A72',
  WECHATPAY_PRIVATE_KEY: merchant.privateKey,
  WECHATPAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHATPAY_PUBLIC_KEY: weChat.publicKey,
}
const VIRTUAL_PAY = {
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  VIRTUALPAY_OFFER_ID: '1450000001',
  VIRTUALPAY_APP_KEY: '0123456789abcdefghijABCDEFGHIJkl',
  VIRTUALPAY_ENV: '0',
  PUSH_TOKEN: 'spring',
  PUSH_AES_KEY: 'a'.repeat(43),
  SEAL_KEY: 'ab'.repeat(32),
}
const SMS = {
  COURIER_SECRET_ID: 'AKIDsender',
  COURIER_SECRET_KEY: 'example-sender-key',
  SMS_APP_ID: '1400006666',
  SMS_SIGN_NAME: '杏坛学堂',
  SMS_TEMPLATE_ID: '1110',
}
const SES = {
  COURIER_SECRET_ID: 'AKIDsender',
  COURIER_SECRET_KEY: 'example-sender-key',
  SES_FROM: '杏坛 <no-reply@mail.school.example.cn>',
  SES_TEMPLATE_ID: '2220',
}
const ALIPAY = {
  ALIPAY_APP_ID: '2021000000000001',
  ALIPAY_SELLER_ID: '2088000000000001',
  ALIPAY_PRIVATE_KEY: app.privateKey,
  ALIPAY_PUBLIC_KEY: alipay.publicKey,
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
  const order = [
    'TCB_',
    'TENCENT',
    'SHOP_URL',
    'SESSION',
    'CERTIFICATE',
    'PERSONAL',
    'BLIND',
    'SHOP_APPID',
    'WECHATPAY',
  ]
  return order.findIndex((start) => a.startsWith(start)) - order.findIndex((start) => b.startsWith(start))
}

test.each([
  ['TCB_ENV_ID', 'School 1', 'TCB_ENV_ID: is not an environment id, such as school-1g2h3j4k'],
  ['TENCENTCLOUD_REGION', 'shanghai', 'TENCENTCLOUD_REGION: is not a region, such as ap-shanghai'],
  ['SHOP_URL', 'https://school.example.cn', 'SHOP_URL: must end in /'],
  ['PERSONAL_KEYS', 'secret', 'PERSONAL_KEYS: must be id:64 hex digits, older keys after commas'],
  ['BLIND_KEY', 'secret', 'BLIND_KEY: must be 64 hex digits'],
  ['WECHATPAY_MCHID', '19', 'WECHATPAY_MCHID: a merchant number is 8 to 12 digits'],
  ['WECHATPAY_PRIVATE_KEY', 'secret', 'WECHATPAY_PRIVATE_KEY: not a private key in PEM'],
  ['WECHATPAY_API_V3_KEY', 'secret', 'WECHATPAY_API_V3_KEY: the APIv3 key is 32 bytes'],
  ['CERTIFICATE_PRIVATE_KEY', 'secret', 'CERTIFICATE_PRIVATE_KEY: is not a PEM key'],
])('a malformed %s is named, its value is not', (name, value, fault) => {
  expect(faultsOf({ ...SHOP, [name]: value }, 'v20.19.0')).toEqual([fault])
})

test('a school may have virtual payment and Alipay, or not; nobody need say where Alipay’s notices go', () => {
  expect(faultsOf({ ...SHOP, ...VIRTUAL_PAY, ...ALIPAY }, 'v20.19.0')).toEqual([])
  expect(faultsOf({ ...SHOP, ...ALIPAY, ALIPAY_NOTIFY_URL: 'https://school.example.cn/alipay' }, 'v20.19.0')).toEqual(
    [],
  )
})

test('a school may send texts, mail, both or neither; with one setting every other that is missing is named', () => {
  expect(faultsOf({ ...SHOP, ...SMS, ...SES }, 'v20.19.0')).toEqual([])
  expect(faultsOf({ ...SHOP, ...SES }, 'v20.19.0')).toEqual([])
  expect(faultsOf({ ...SHOP, SMS_APP_ID: SMS.SMS_APP_ID }, 'v20.19.0')).toEqual([
    'COURIER_SECRET_ID is missing',
    'COURIER_SECRET_KEY is missing',
    'SMS_SIGN_NAME is missing',
    'SMS_TEMPLATE_ID is missing',
  ])
  expect(faultsOf({ ...SHOP, ...SES, SES_FROM: 'nobody' }, 'v20.19.0')).toEqual([
    'SES_FROM: is not an address, such as no-reply@mail.example.cn',
  ])
})

test('with one setting of virtual payment or of Alipay, every other that is missing is named', () => {
  const { VIRTUALPAY_OFFER_ID } = VIRTUAL_PAY
  expect(faultsOf({ ...SHOP, VIRTUALPAY_OFFER_ID }, 'v20.19.0')).toEqual([
    'WECHAT_APP_SECRET is missing',
    'VIRTUALPAY_APP_KEY is missing',
    'VIRTUALPAY_ENV is missing',
    'PUSH_TOKEN is missing',
    'PUSH_AES_KEY is missing',
    'SEAL_KEY is missing',
  ])
  expect(faultsOf({ ...SHOP, ALIPAY_APP_ID: ALIPAY.ALIPAY_APP_ID }, 'v20.19.0')).toEqual([
    'ALIPAY_SELLER_ID is missing',
    'ALIPAY_PRIVATE_KEY is missing',
    'ALIPAY_PUBLIC_KEY is missing',
  ])
})

test.each([
  [VIRTUAL_PAY, 'VIRTUALPAY_ENV', 'live', 'VIRTUALPAY_ENV: 0 (live) or 1 (sandbox)'],
  [VIRTUAL_PAY, 'PUSH_AES_KEY', 'short', 'PUSH_AES_KEY: an EncodingAESKey is 43 letters and digits'],
  [VIRTUAL_PAY, 'SEAL_KEY', 'secret', 'SEAL_KEY: a seal key is 32 bytes in hex'],
  [ALIPAY, 'ALIPAY_SELLER_ID', '1', 'ALIPAY_SELLER_ID: a seller id (PID) is 16 digits and begins with 2088'],
  [
    ALIPAY,
    'ALIPAY_PUBLIC_KEY',
    app.publicKey,
    "ALIPAY_PUBLIC_KEY: this is the app's own public key (应用公钥); Alipay's (支付宝公钥) is asked for",
  ],
])('of %j a malformed %s is named, its value is not', (group, name, value, fault) => {
  expect(faultsOf({ ...SHOP, ...group, [name]: value }, 'v20.19.0')).toEqual([fault])
})

/** Everything a school can set, at its longest. */
const WHOLE = {
  ...SHOP,
  ...VIRTUAL_PAY,
  ...ALIPAY,
  SCHOOL_NAME: '春风化雨十二字的学堂名称',
  PAID_TEMPLATE_ID: 'A'.repeat(43),
  SERVICE_TEMPLATE_ID: 'A'.repeat(43),
  NEWS_TEMPLATE_ID: 'A'.repeat(43),
  VIRTUALPAY_ITEM_PICTURE_URL: `https://school.example.cn/${'a'.repeat(80)}.png`,
  WECHATPAY_PLATFORM_CERTIFICATES: JSON.stringify({
    ['A'.repeat(40)]: selfSigned('WeChat Pay', 'A1', weChat.privateKey, new Date(0), new Date(1e12)),
  }),
  WECHATPAY_NOTIFY_URL: `https://${'a'.repeat(50)}.example.cn/payNotify`,
  ALIPAY_NOTIFY_URL: `https://${'a'.repeat(50)}.example.cn/alipayNotify`,
}

test('a function that speaks to every payment service can be given all their keys, and finds them as they were', () => {
  const code = { name: 'index.js', content: functionSettings.join(' ') }
  const given = (settings: Record<string, string | undefined>) =>
    wantedFunction({ ...PAY_NOTIFY, files: [code] }, settings, functionSettings)
  const deployed = (settings: Record<string, string | undefined>) => ({
    ...wantedOf(),
    functions: [given(settings)],
  })

  // As PEM they are more than CloudBase takes: that is why there is a short form.
  expect(refusals(deployed(WHOLE))).toEqual([expect.stringMatching(/^payNotify: its settings are [67]\d{3} bytes/)])
  expect(refusals(deployed(shortened(WHOLE)))).toEqual([])

  const { environment } = given(shortened(WHOLE))
  expect(weChatPaySettings(environment)).toEqual({
    ...weChatPaySettings(WHOLE),
    keys: { ['A'.repeat(40)]: weChat.publicKey, [SHOP.WECHATPAY_PUBLIC_KEY_ID]: weChat.publicKey },
    privateKey: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
  })
  expect(alipaySettings(environment)).toEqual({
    ...alipaySettings(WHOLE),
    privateKey: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
  })
  expect(virtualPaySettings(environment)).toEqual(virtualPaySettings(WHOLE))
})

test('keys are shortened to the same text however they were written, and whatever is not an RSA key stays as it is', () => {
  const bare = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')
  const pasted = {
    ...WHOLE,
    WECHATPAY_PRIVATE_KEY: merchant.privateKey.replaceAll('\n', '\\n'),
    ALIPAY_PRIVATE_KEY: bare(app.privateKey),
    ALIPAY_PUBLIC_KEY: bare(alipay.publicKey),
  }
  const short = shortened(WHOLE)
  expect(shortened(pasted)).toEqual(short)
  expect(shortened(short)).toEqual(short)
  const changed = Object.entries(WHOLE).filter(([name, value]) => short[name] !== value)
  expect(changed.map(([name]) => name).sort()).toEqual([
    'ALIPAY_PRIVATE_KEY',
    'ALIPAY_PUBLIC_KEY',
    'WECHATPAY_PLATFORM_CERTIFICATES',
    'WECHATPAY_PRIVATE_KEY',
    'WECHATPAY_PUBLIC_KEY',
  ])
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
