import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { records } from '../records'
import { selfSigned } from './certificate'

/** What a merchant receives from WeChat Pay when it opens an account: everything a shop's settings need. Keys are PEM. */
export type Merchant = {
  mchid: string
  appid: string
  name: string
  /** Serial number of the merchant's certificate, upper-case hex. */
  serial: string
  certificate: string
  privateKey: string
  apiV3Key: string
  /** The key WeChat Pay signs with (公钥 mode): `PUB_KEY_ID_…`. */
  publicKeyId: string
  publicKey: string
}

/** The merchant, and the half of WeChat Pay's key that never leaves WeChat Pay. */
export type Account = { merchant: Merchant; platformPrivateKey: string }

const MCHID = '1900000001'
const CERTIFICATE_YEARS = 5

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

function opened(appid: string, name: string, now: number): Account {
  const own = keyPair()
  const platform = keyPair()
  const serial = `4${randomBytes(20).toString('hex').slice(1)}`.toUpperCase()
  const until = new Date(now)
  until.setUTCFullYear(until.getUTCFullYear() + CERTIFICATE_YEARS)
  return {
    platformPrivateKey: platform.privateKey,
    merchant: {
      mchid: MCHID,
      appid,
      name,
      serial,
      certificate: selfSigned(name, serial, own.privateKey, new Date(now), until),
      privateKey: own.privateKey,
      apiV3Key: randomBytes(16).toString('hex'),
      publicKeyId: `PUB_KEY_ID_0${MCHID}${new Date(now).getUTCFullYear()}${randomBytes(4).readUInt32BE().toString().padStart(10, '0')}`,
      publicKey: platform.publicKey,
    },
  }
}

const accounts = (driver: Driver) => records<Account>(driver, 'wechatPay.account')

/** The account kept on this disk, if there is one. */
export const keptAccount = (driver: Driver): Account | undefined => accounts(driver).get(MCHID)

/** Takes over an account made elsewhere, keys and all: a shop's settings stay good when its desk moves. */
export const takeOver = (driver: Driver, account: Account): void => accounts(driver).put(MCHID, account)

/** The desk's one merchant: made once, then kept, so that keys in a shop's settings stay good. A changed appid or name is taken over. */
export function account(driver: Driver, clock: DeskClock, appid: string, name: string): Account {
  const found = keptAccount(driver)
  const current = found ? { ...found, merchant: { ...found.merchant, appid, name } } : opened(appid, name, clock.now())
  takeOver(driver, current)
  return current
}

/** The merchant as the environment variables a shop reads. */
export const environmentOf = (merchant: Merchant, baseUrl: string, notifyUrl: string): Record<string, string> => ({
  SHOP_APPID: merchant.appid,
  WECHATPAY_MCHID: merchant.mchid,
  WECHATPAY_SERIAL: merchant.serial,
  WECHATPAY_PRIVATE_KEY: merchant.privateKey.replaceAll('\n', '\\n'),
  WECHATPAY_API_V3_KEY: merchant.apiV3Key,
  WECHATPAY_PUBLIC_KEY_ID: merchant.publicKeyId,
  WECHATPAY_PUBLIC_KEY: merchant.publicKey.replaceAll('\n', '\\n'),
  WECHATPAY_BASE_URL: baseUrl,
  WECHATPAY_NOTIFY_URL: notifyUrl,
})
