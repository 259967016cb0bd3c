import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as z from 'zod'

/** What spending a buyer's coins needs later, when the buyer is not here: the session key, and where they bought from. */
const Kept = z.strictObject({ sessionKey: z.string().min(1), userIp: z.string() })
export type Kept = z.infer<typeof Kept>

const IV_BYTES = 12
const TAG_BYTES = 16

/** Seals for an order and its buyer, AES-256-GCM: nobody who reads the order learns the key, and it opens for no other order. */
export function sealed(kept: Kept, key: Buffer, orderOf: { outTradeNo: string; openid: string }): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(nameOf(orderOf))
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(kept), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return bytes.toString('base64url')
}

/** Null when it was not sealed with this key for this order, or was changed. */
export function unsealed(seal: string, key: Buffer, orderOf: { outTradeNo: string; openid: string }): Kept | null {
  const bytes = Buffer.from(seal, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    decipher.setAAD(nameOf(orderOf))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
    return Kept.parse(JSON.parse(text.toString('utf8')))
  } catch {
    return null
  }
}

const nameOf = ({ outTradeNo, openid }: { outTradeNo: string; openid: string }): Buffer =>
  Buffer.from(JSON.stringify([outTradeNo, openid]))
