import * as z from 'zod'

/** 0 is where real money moves, 1 is WeChat's own sandbox (only in the developer tools and trial versions, never on iOS). */
export type VirtualPayEnv = 0 | 1

/** What a shop must hold to be paid by WeChat's virtual payment, and to be told of it. */
export type VirtualPaySettings = {
  appid: string
  appSecret: string
  offerId: string
  /** The key of this `env`: live and sandbox have one each. */
  appKey: string
  env: VirtualPayEnv
  /** How many coins one yuan buys, as it was set on WeChat's platform; it can never be changed there. */
  coinsPerYuan: number
  /** The picture uploaded with every item; null where no items are to be published. */
  itemPictureUrl: string | null
  /** https://api.weixin.qq.com, without a slash at its end. */
  apiBaseUrl: string
  /** Token and EncodingAESKey of the mini-program's message push, in secure mode (安全模式). */
  pushToken: string
  pushAesKey: string
  /** 32 bytes: what session keys are sealed with while an order keeps them. */
  sealKey: Buffer
}

/** 1 coin = 1 fen: any price can then be paid in coins. */
const COINS_PER_YUAN = 100

/** The settings of virtual payment by their names in the environment; `deploy` checks them before it uploads. */
export const Environment = z.object({
  SHOP_APPID: z.string().min(1),
  WECHAT_APP_SECRET: z.string().min(1),
  VIRTUALPAY_OFFER_ID: z.string().min(1),
  VIRTUALPAY_APP_KEY: z.string().min(1),
  VIRTUALPAY_ENV: z.enum(['0', '1'], '0 (live) or 1 (sandbox)'),
  VIRTUALPAY_COINS_PER_YUAN: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'a whole number of coins')
    .default(String(COINS_PER_YUAN)),
  VIRTUALPAY_ITEM_PICTURE_URL: z.url().optional(),
  WECHAT_API_BASE_URL: z.url().default('https://api.weixin.qq.com'),
  PUSH_TOKEN: z.string().regex(/^[0-9A-Za-z]{3,32}$/, 'a push token is 3 to 32 letters and digits'),
  PUSH_AES_KEY: z.string().regex(/^[0-9A-Za-z]{43}$/, 'an EncodingAESKey is 43 letters and digits'),
  SEAL_KEY: z.string().regex(/^[0-9a-fA-F]{64}$/, 'a seal key is 32 bytes in hex'),
})

/**
 * Reads the settings from the environment: null when none of VIRTUALPAY_* is set, for such a shop has no virtual payment.
 * Throws one Error that names everything missing or wrong, never its value.
 */
export function virtualPaySettings(environment: Record<string, string | undefined>): VirtualPaySettings | null {
  const isWanted = Object.entries(environment).some(([name, value]) => name.startsWith('VIRTUALPAY_') && value)
  if (!isWanted) return null
  // An empty value is how a console writes "none".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return given[name] ? `${name} (${message})` : `${name} (missing)`
    })
    throw new Error(`Virtual payment is not set up: ${[...new Set(faults)].join(', ')}`)
  }
  const read = parsed.data
  return {
    appid: read.SHOP_APPID,
    appSecret: read.WECHAT_APP_SECRET,
    offerId: read.VIRTUALPAY_OFFER_ID,
    appKey: read.VIRTUALPAY_APP_KEY,
    env: read.VIRTUALPAY_ENV === '1' ? 1 : 0,
    coinsPerYuan: Number(read.VIRTUALPAY_COINS_PER_YUAN),
    itemPictureUrl: read.VIRTUALPAY_ITEM_PICTURE_URL ?? null,
    apiBaseUrl: read.WECHAT_API_BASE_URL.replace(/\/+$/, ''),
    pushToken: read.PUSH_TOKEN,
    pushAesKey: read.PUSH_AES_KEY,
    sealKey: Buffer.from(read.SEAL_KEY, 'hex'),
  }
}
