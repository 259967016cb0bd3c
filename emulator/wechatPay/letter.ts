import { createCipheriv, createSign, randomBytes, randomUUID } from 'node:crypto'
import { privateKeyOf } from '../keys'
import { chinaTime } from './chinaTime'
import type { NoticeFault } from './faults'
import type { Account } from './merchant'
import { nonce } from './numbers'
import type { Notice, Told } from './orders'

/** A notice as it travels: the signature in the headers is over these very bytes. */
export type Sealed = { headers: Record<string, string>; body: string }

/** Alters what a notice says while sealing and signing it truly: what a shop must find by comparing with its own order. */
function altered(content: Told, alter: NonNullable<NoticeFault['alter']>): Told {
  const amount = { ...content.amount }
  if (alter.fen !== undefined) Object.assign(amount, { total: alter.fen, payer_total: alter.fen })
  if (alter.currency !== undefined) amount.currency = alter.currency
  // A transfer's notice writes the merchant in another way, and has a number of its own.
  const isTransfer = 'out_bill_no' in content
  return {
    ...content,
    ...(isTransfer ? {} : { amount }),
    ...(alter.mchid === undefined ? {} : { [isTransfer ? 'mch_id' : 'mchid']: alter.mchid }),
    ...(alter.appid === undefined ? {} : { appid: alter.appid }),
    ...(alter.outTradeNo === undefined ? {} : { [isTransfer ? 'out_bill_no' : 'out_trade_no']: alter.outTradeNo }),
  }
}

function ciphertextOf(text: string, key: string, iv: string, aad: string, flipped: NoticeFault['flippedBit']): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const at = flipped === 'tag' ? sealed.length - 1 : sealed.length >> 1
  if (flipped) sealed.writeUInt8(sealed.readUInt8(at) ^ 1, at)
  return sealed.toString('base64')
}

/** Puts a notice into its envelope: encrypted with the APIv3 key, signed with WeChat Pay's key, stamped with the desk's time. */
export function sealed(
  { merchant, platformPrivateKey }: Account,
  notice: Notice,
  now: number,
  fault: Partial<NoticeFault> = {},
): Sealed {
  const iv = randomBytes(6).toString('hex')
  const content = fault.alter ? altered(notice.content, fault.alter) : notice.content
  const aad = notice.originalType
  const body = JSON.stringify({
    id: notice.id,
    create_time: chinaTime(notice.createdAt),
    resource_type: 'encrypt-resource',
    event_type: notice.eventType,
    summary: notice.summary,
    resource: {
      original_type: notice.originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: ciphertextOf(JSON.stringify(content), merchant.apiV3Key, iv, aad, fault.flippedBit),
      associated_data: aad,
      nonce: iv,
    },
  })
  const timestamp = String(Math.floor(now / 1000) + (fault.skewSeconds ?? 0))
  const salt = nonce()
  const signed = `${timestamp}\n${salt}\n${body}\n${fault.badSignature ? 'and something else' : ''}`
  const signature = createSign('RSA-SHA256').update(signed).sign(privateKeyOf(platformPrivateKey), 'base64')
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      accept: '*/*',
      'user-agent': 'Mozilla/4.0',
      'request-id': randomUUID(),
      'wechatpay-nonce': salt,
      'wechatpay-serial': fault.serial ?? merchant.publicKeyId,
      'wechatpay-signature': fault.signtest ? `WECHATPAY/SIGNTEST/${signature.slice(20)}` : signature,
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-timestamp': timestamp,
    },
  }
}
