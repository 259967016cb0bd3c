import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as z from 'zod'
import { longKey } from '../rsaKeys'

/** What a merchant of WeChat Pay must hold to be paid. Keys are PEM texts; `keys` are the ones WeChat Pay signs with, by serial. */
export type WeChatPaySettings = {
  mchid: string
  appid: string
  /** Serial number of the merchant's own certificate. */
  serial: string
  privateKey: string
  apiV3Key: string
  /** Which of `keys` WeChat Pay should sign its replies with. */
  publicKeyId: string
  keys: Record<string, string>
  baseUrl: string
  notifyUrl: string
}

const isKey = (read: (pem: string) => unknown) => (pem: string) => {
  try {
    read(pem)
    return true
  } catch {
    return false
  }
}

// Consoles and CI files keep a PEM on one line, with its line breaks written as \n; `deploy` gives functions the short form.
const pem = z.string().transform(longKey)
const PrivateKey = pem.refine(isKey(createPrivateKey), 'not a private key in PEM')
const PublicKey = pem.refine(isKey(createPublicKey), 'not a public key or certificate in PEM')

/** The settings of WeChat Pay by their names in the environment; `deploy` checks them before it uploads. */
export const Environment = z.object({
  SHOP_APPID: z.string().min(1),
  WECHATPAY_MCHID: z.string().regex(/^\d{8,12}$/, 'a merchant number is 8 to 12 digits'),
  WECHATPAY_SERIAL: z.string().min(1),
  WECHATPAY_PRIVATE_KEY: PrivateKey,
  WECHATPAY_API_V3_KEY: z.string().refine((key) => Buffer.byteLength(key) === 32, 'the APIv3 key is 32 bytes'),
  WECHATPAY_PUBLIC_KEY_ID: z.string().min(1),
  WECHATPAY_PUBLIC_KEY: PublicKey,
  /** JSON `{serial: PEM}`: platform certificates still in use while a merchant moves to the public key. */
  WECHATPAY_PLATFORM_CERTIFICATES: z
    .string()
    .default('{}')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(z.record(z.string(), PublicKey)),
  WECHATPAY_BASE_URL: z.url().default('https://api.mch.weixin.qq.com'),
  WECHATPAY_NOTIFY_URL: z.url().max(255),
})

/** Reads the settings from the environment; throws one Error that names everything missing or wrong, never its value. */
export function weChatPaySettings(environment: Record<string, string | undefined>): WeChatPaySettings {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return environment[name] ? `${name} (${message})` : `${name} (missing)`
    })
    throw new Error(`WeChat Pay is not set up: ${[...new Set(faults)].join(', ')}`)
  }
  const read = parsed.data
  return {
    mchid: read.WECHATPAY_MCHID,
    appid: read.SHOP_APPID,
    serial: read.WECHATPAY_SERIAL,
    privateKey: read.WECHATPAY_PRIVATE_KEY,
    apiV3Key: read.WECHATPAY_API_V3_KEY,
    publicKeyId: read.WECHATPAY_PUBLIC_KEY_ID,
    keys: { ...read.WECHATPAY_PLATFORM_CERTIFICATES, [read.WECHATPAY_PUBLIC_KEY_ID]: read.WECHATPAY_PUBLIC_KEY },
    baseUrl: read.WECHATPAY_BASE_URL.replace(/\/+$/, ''),
    notifyUrl: read.WECHATPAY_NOTIFY_URL,
  }
}
