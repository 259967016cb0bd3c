import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { VirtualAccount } from './account'
import type { PushFault } from './faults'

/** A push as it travels: where to, and the bytes that `msg_signature` in the query vouches for. */
export type Letter = { url: string; headers: Record<string, string>; body: string }

// Secure mode: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
const BLOCK_BYTES = 32

const sha1 = (...parts: string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')
const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64')

function sealed(message: string, aesKey: string, appid: string, isFlipped: boolean): string {
  const text = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const bytes = Buffer.concat([randomBytes(16), length, text, Buffer.from(appid)])
  const padding = BLOCK_BYTES - (bytes.length % BLOCK_BYTES)
  const key = keyOf(aesKey)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const secret = Buffer.concat([cipher.update(Buffer.concat([bytes, Buffer.alloc(padding, padding)])), cipher.final()])
  if (isFlipped) secret.writeUInt8(secret.readUInt8(16) ^ 1, 16)
  return secret.toString('base64')
}

/** Seals a message and signs it as it goes to `address` now, in the name of `openid`. */
export function letterTo(
  address: string,
  { appid, pushToken, pushAesKey }: VirtualAccount,
  message: Record<string, unknown>,
  now: number,
  fault: Partial<PushFault> = {},
): Letter {
  const timestamp = String(Math.floor(now / 1000))
  const nonce = String(randomBytes(4).readUInt32BE())
  const content = { ...message, ...fault.alter }
  const Encrypt = sealed(JSON.stringify(content), pushAesKey, fault.appid ?? appid, fault.flippedBit ?? false)
  const plain = sha1(pushToken, timestamp, nonce)
  const proof = fault.badSignature
    ? sha1(pushToken, timestamp, nonce, `${Encrypt}x`)
    : sha1(pushToken, timestamp, nonce, Encrypt)
  const query = new URLSearchParams({
    signature: plain,
    timestamp,
    nonce,
    openid: String(message.FromUserName ?? ''),
    encrypt_type: 'aes',
    msg_signature: fault.plainSignature ? plain : proof,
  })
  return {
    url: `${address}?${query}`,
    headers: { 'content-type': 'application/json', accept: '*/*', 'user-agent': 'Mozilla/4.0' },
    body: JSON.stringify({ ToUserName: message.ToUserName, Encrypt }),
  }
}

/** Opens an answer that came back sealed; null when it was not, or not by the shop of this account. */
export function openedAnswer(
  { pushToken, pushAesKey, appid }: VirtualAccount,
  answer: Record<string, unknown>,
): unknown {
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = answer
  if (typeof Encrypt !== 'string' || MsgSignature !== sha1(pushToken, String(TimeStamp), String(Nonce), Encrypt))
    return null
  try {
    const key = keyOf(pushAesKey)
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(Encrypt, 'base64'), decipher.final()])
    const to = 20 + padded.readUInt32BE(16)
    if (padded.subarray(to, padded.length - (padded.at(-1) ?? 0)).toString() !== appid) return null
    return JSON.parse(padded.subarray(20, to).toString('utf8'))
  } catch {
    return null
  }
}

/** The question whether an address is the shop's (GET, when it is entered on the platform). */
export function echoQuestion(
  address: string,
  { pushToken }: VirtualAccount,
  now: number,
): { url: string; echostr: string } {
  const timestamp = String(Math.floor(now / 1000))
  const nonce = String(randomBytes(4).readUInt32BE())
  const echostr = String(randomBytes(6).readUIntBE(0, 6))
  const query = new URLSearchParams({ signature: sha1(pushToken, timestamp, nonce), timestamp, nonce, echostr })
  return { url: `${address}?${query}`, echostr }
}
