import { randomBytes, randomInt } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** 0 live, 1 WeChat's own sandbox: each has its own app key, orders, items and coins. */
export type Env = 0 | 1

/** What a shop receives when it opens virtual payment and message push: everything its settings need. */
export type VirtualAccount = {
  appid: string
  appSecret: string
  offerId: string
  appKeys: Record<Env, string>
  pushToken: string
  pushAesKey: string
}

const OFFER_ID = '1450000001'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** 43 signs that are base64 of exactly 32 bytes: the last one has no bits left over. */
const encodingAesKey = (): string => `${letters(42)}${'AEIMQUYcgkosw048'[randomInt(16)]}`

/** The desk's one account: made once, then kept, so that keys in a shop's settings stay good. */
export function account(driver: Driver, appid: string, appSecret: string): VirtualAccount {
  const kept = records<Omit<VirtualAccount, 'appid' | 'appSecret'>>(driver, 'virtualPay.account')
  const own = kept.get(OFFER_ID) ?? {
    offerId: OFFER_ID,
    appKeys: { 0: randomBytes(16).toString('hex'), 1: randomBytes(16).toString('hex') },
    pushToken: letters(24),
    pushAesKey: encodingAesKey(),
  }
  kept.put(OFFER_ID, own)
  return { appid, appSecret, ...own }
}

/** The account as the environment variables a shop reads; `sealKey` is the shop's own, 32 bytes in hex. */
export const environmentOf = (
  { appid, appSecret, offerId, appKeys, pushToken, pushAesKey }: VirtualAccount,
  baseUrl: string,
  { env, sealKey }: { env: Env; sealKey: string },
): Record<string, string> => ({
  SHOP_APPID: appid,
  WECHAT_APP_SECRET: appSecret,
  VIRTUALPAY_OFFER_ID: offerId,
  VIRTUALPAY_APP_KEY: appKeys[env],
  VIRTUALPAY_ENV: String(env),
  VIRTUALPAY_ITEM_PICTURE_URL: `${baseUrl}/item.png`,
  WECHAT_API_BASE_URL: baseUrl,
  PUSH_TOKEN: pushToken,
  PUSH_AES_KEY: pushAesKey,
  SEAL_KEY: sealKey,
})
