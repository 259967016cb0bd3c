import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'

// Message push in secure mode (安全模式): developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
const SALT_BYTES = 16
const LENGTH_BYTES = 4
/** WeChat pads to 32 bytes, not to AES's own 16. */
const BLOCK_BYTES = 32

const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64')

/** SHA-1 over the parts in their order as texts: `signature` of (token, timestamp, nonce), `msg_signature` with Encrypt too. */
export const pushSignature = (...parts: string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')

/** Compares without telling by its time how much was right. */
export function isSame(given: string | undefined, wanted: string): boolean {
  const bytes = Buffer.from(given ?? '')
  return bytes.length === wanted.length && timingSafeEqual(bytes, Buffer.from(wanted))
}

/** Opens `Encrypt`: the message, and the appid it was made for. Null when the key does not open it. */
export function opened(encrypted: string, aesKey: string): { message: string; appid: string } | null {
  const key = keyOf(aesKey)
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
    const padding = padded.at(-1) ?? 0
    if (padding < 1 || padding > BLOCK_BYTES) return null
    const bytes = padded.subarray(0, padded.length - padding)
    const from = SALT_BYTES + LENGTH_BYTES
    const to = from + bytes.readUInt32BE(SALT_BYTES)
    if (to > bytes.length) return null
    return { message: bytes.subarray(from, to).toString('utf8'), appid: bytes.subarray(to).toString('utf8') }
  } catch {
    return null
  }
}

/** Closes a message as WeChat does, for this appid. */
export function closed(message: string, aesKey: string, appid: string): string {
  const key = keyOf(aesKey)
  const text = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(text.length)
  const bytes = Buffer.concat([randomBytes(SALT_BYTES), length, text, Buffer.from(appid, 'utf8')])
  const padding = BLOCK_BYTES - (bytes.length % BLOCK_BYTES)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([bytes, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64')
}
