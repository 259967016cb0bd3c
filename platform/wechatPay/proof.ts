import { createPublicKey, createVerify, type KeyObject } from 'node:crypto'

/** Why something that claims to come from WeChat Pay is not believed. */
export type Doubt = 'HEADERS' | 'TIMESTAMP' | 'SERIAL' | 'SIGNATURE'

/** The keys WeChat Pay signs with, by serial: public keys (PUB_KEY_ID_…) and platform certificates alike. */
export type KeyRing = (serial: string) => KeyObject | undefined

// pay.weixin.qq.com/doc/v3/merchant/4012075420: refuse what is more than five minutes away from now.
const WINDOW_SECONDS = 300

/** Keys are read from their PEM once, when first asked for. An unknown serial costs nothing and asks nobody. */
export function keyRing(pems: Record<string, string>): KeyRing {
  const read = new Map<string, KeyObject>()
  return (serial) => {
    const pem = Object.hasOwn(pems, serial) ? pems[serial] : undefined
    if (pem === undefined) return undefined
    const key = read.get(serial) ?? createPublicKey(pem)
    read.set(serial, key)
    return key
  }
}

/**
 * Whether WeChat Pay signed these bytes just now: null when it did, otherwise the first doubt. `header` gives a header's value by its lower-case name.
 * The signature covers timestamp, nonce and body as lines, so the first two may not hold a line break: one
 * could move the start of the body.
 */
export function doubtOf(
  header: (name: string) => string | undefined,
  body: Uint8Array,
  keys: KeyRing,
  now: Date,
): Doubt | null {
  const timestamp = header('wechatpay-timestamp')
  const nonce = header('wechatpay-nonce')
  const serial = header('wechatpay-serial')
  const signature = header('wechatpay-signature')
  if (!timestamp || !nonce || !serial || !signature) return 'HEADERS'
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9A-Za-z_-]{1,64}$/.test(nonce)) return 'HEADERS'

  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return 'TIMESTAMP'

  const key = keys(serial)
  if (!key) return 'SERIAL'

  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(signature)) return 'SIGNATURE'
  const verify = createVerify('RSA-SHA256').update(`${timestamp}\n${nonce}\n`).update(body).update('\n')
  return verify.verify(key, signature, 'base64') ? null : 'SIGNATURE'
}
