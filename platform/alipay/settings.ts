import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as z from 'zod'
import { longKey } from '../rsaKeys'

/** What a shop must hold to be paid through Alipay (公钥模式, RSA2). Keys are PEM texts. */
export type AlipaySettings = {
  appId: string
  /** The seller's own number (PID), `2088…`. */
  sellerId: string
  /** The app's private key, PKCS#8. */
  privateKey: string
  /** Alipay's public key (支付宝公钥), which is not the app's. */
  publicKey: string
  gateway: string
  notifyUrl: string
}

// Alipay's tools and console give keys as bare base64 on one line; others keep a PEM on one line, with \n written out; `deploy` gives
// functions the short form.
const pem = (kind: 'PRIVATE KEY' | 'PUBLIC KEY') =>
  z.string().transform((text) => {
    const lines = longKey(text).trim()
    const isBare = /^[0-9A-Za-z+/=\s]+$/.test(lines)
    return isBare ? `-----BEGIN ${kind}-----\n${lines.replaceAll(/\s/g, '')}\n-----END ${kind}-----` : lines
  })

const isRsa = (read: (pem: string) => { asymmetricKeyType?: string }) => (text: string) => {
  try {
    return read(text).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

const spki = (key: string): string => createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')

const PrivateKey = pem('PRIVATE KEY')
  // The library writes its own first and last line around the key, so the kind must be the one it writes.
  .refine((text) => text.startsWith('-----BEGIN PRIVATE KEY-----'), 'not a private key in PKCS#8')
  .refine(isRsa(createPrivateKey), 'not an RSA private key')
const PublicKey = pem('PUBLIC KEY').refine(isRsa(createPublicKey), 'not an RSA public key')

/** The settings of Alipay by their names in the environment; `deploy` checks them before it uploads. */
export const Environment = z
  .object({
    ALIPAY_APP_ID: z.string().regex(/^\d{16}$/, 'an app id is 16 digits'),
    ALIPAY_SELLER_ID: z.string().regex(/^2088\d{12}$/, 'a seller id (PID) is 16 digits and begins with 2088'),
    ALIPAY_PRIVATE_KEY: PrivateKey,
    ALIPAY_PUBLIC_KEY: PublicKey,
    ALIPAY_GATEWAY: z.url().default('https://openapi.alipay.com/gateway.do'),
    // Longest address Alipay takes: opendocs.alipay.com/open/028r8t.
    ALIPAY_NOTIFY_URL: z.url().max(256),
  })
  .refine((read) => spki(read.ALIPAY_PRIVATE_KEY) !== spki(read.ALIPAY_PUBLIC_KEY), {
    path: ['ALIPAY_PUBLIC_KEY'],
    message: "this is the app's own public key (应用公钥); Alipay's (支付宝公钥) is asked for",
  })

/**
 * Reads the settings from the environment: null when none is there, for a shop without Alipay; otherwise throws one Error
 * that names everything missing or wrong, never its value.
 */
export function alipaySettings(environment: Record<string, string | undefined>): AlipaySettings | null {
  // Consoles keep a variable that was emptied.
  const given = Object.entries(environment).filter(([name, value]) => name.startsWith('ALIPAY_') && value)
  if (given.length === 0) return null
  const parsed = Environment.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return environment[name] ? `${name} (${message})` : `${name} (missing)`
    })
    throw new Error(`Alipay is not set up: ${[...new Set(faults)].join(', ')}`)
  }
  const read = parsed.data
  return {
    appId: read.ALIPAY_APP_ID,
    sellerId: read.ALIPAY_SELLER_ID,
    privateKey: read.ALIPAY_PRIVATE_KEY,
    publicKey: read.ALIPAY_PUBLIC_KEY,
    gateway: read.ALIPAY_GATEWAY,
    notifyUrl: read.ALIPAY_NOTIFY_URL,
  }
}
