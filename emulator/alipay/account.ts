import { generateKeyPairSync } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** What a shop receives from Alipay when it opens an app, and the key it made for it: everything a shop's settings need. Keys are PEM. */
export type AlipaySeller = {
  appId: string
  /** The seller's own number (PID). */
  sellerId: string
  name: string
  privateKey: string
  /** The other half of the app's key, which Alipay keeps. */
  appPublicKey: string
  /** Alipay's public key, with which the shop checks what comes from it. */
  alipayPublicKey: string
}

/** The seller, and the half of Alipay's key that never leaves Alipay. */
export type Account = { seller: AlipaySeller; platformPrivateKey: string }

const APP_ID = '2021000000000001'
const SELLER_ID = '2088000000000001'

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

function opened(name: string): Account {
  const app = keyPair()
  const platform = keyPair()
  return {
    platformPrivateKey: platform.privateKey,
    seller: {
      appId: APP_ID,
      sellerId: SELLER_ID,
      name,
      privateKey: app.privateKey,
      appPublicKey: app.publicKey,
      alipayPublicKey: platform.publicKey,
    },
  }
}

const accounts = (driver: Driver) => records<Account>(driver, 'alipay.account')

/** The account kept on this disk, if there is one. */
export const keptAccount = (driver: Driver): Account | undefined => accounts(driver).get(APP_ID)

/** Takes over an account made elsewhere, keys and all: a shop's settings stay good when its desk moves. */
export const takeOver = (driver: Driver, account: Account): void => accounts(driver).put(APP_ID, account)

/** The desk's one seller: made once, then kept, so that keys in a shop's settings stay good. A changed name is taken over. */
export function account(driver: Driver, name: string): Account {
  const found = keptAccount(driver)
  const current = found ? { ...found, seller: { ...found.seller, name } } : opened(name)
  takeOver(driver, current)
  return current
}

/** The path of Alipay's gateway on this desk. */
export const GATEWAY_PATH = '/alipay/gateway.do'

/** The seller as the environment variables a shop reads. */
export const environmentOf = (seller: AlipaySeller, desk: string, notifyUrl: string): Record<string, string> => ({
  ALIPAY_APP_ID: seller.appId,
  ALIPAY_SELLER_ID: seller.sellerId,
  ALIPAY_PRIVATE_KEY: seller.privateKey.replaceAll('\n', '\\n'),
  ALIPAY_PUBLIC_KEY: seller.alipayPublicKey.replaceAll('\n', '\\n'),
  ALIPAY_GATEWAY: `${desk}${GATEWAY_PATH}`,
  ALIPAY_NOTIFY_URL: notifyUrl,
})
