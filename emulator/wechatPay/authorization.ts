import { createVerify } from 'node:crypto'
import type { DeskRequest } from '../http'
import { publicKeyOf } from '../keys'
import { PayRefusal, paramError } from './errors'
import { SIGNATURE_WINDOW_SECONDS } from './limits'
import type { Merchant } from './merchant'

const signError = (message: string, issue: string, more: Record<string, unknown> = {}) =>
  new PayRefusal(401, 'SIGN_ERROR', message, {
    detail: { issue },
    field: 'signature',
    location: 'authorization',
    ...more,
  })

type Claim = { mchid: string; nonce_str: string; timestamp: string; serial_no: string; signature: string }

function claimOf(header: string | undefined): Claim {
  const list = /^WECHATPAY2-SHA256-RSA2048 +(.+)$/.exec(header ?? '')?.[1]
  if (!list) throw signError('Http头Authorization值格式错误，请参考签名规则', 'authorization missing or malformed')
  const fields = new Map([...list.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const field = (name: string): string => {
    const value = fields.get(name)
    if (!value) throw signError('Http头Authorization值格式错误，请参考签名规则', `authorization lacks ${name}`)
    return value
  }
  return {
    mchid: field('mchid'),
    nonce_str: field('nonce_str'),
    timestamp: field('timestamp'),
    serial_no: field('serial_no'),
    signature: field('signature'),
  }
}

function checkHeaders({ method, headers }: DeskRequest, merchant: Merchant): void {
  const refuse = (message: string, field: string) => paramError(message, { field, location: 'header' })
  if (!/application\/json|\*\/\*/.test(headers.accept ?? '')) throw refuse('Http头Accept须为application/json', 'Accept')
  if (!headers['user-agent']) throw refuse('Http头缺少User-Agent', 'User-Agent')
  if (method !== 'GET' && !/^application\/json\b/.test(headers['content-type'] ?? ''))
    throw refuse('Http头Content-Type须为application/json', 'Content-Type')
  // Node's fetch sends `*` when a program sets none.
  const language = headers['accept-language']
  if (language !== undefined && !/^(zh-CN|zh|en)\b/i.test(language))
    throw refuse('传入了不支持的Accept-Language', 'Accept-Language')
  const serial = headers['wechatpay-serial']
  if (serial !== undefined && serial !== merchant.publicKeyId)
    throw refuse('平台证书序列号Wechatpay-Serial错误', 'Wechatpay-Serial')
}

/** Checks who sends a request, over its raw bytes; each nonce serves once inside the window. Throws PayRefusal. */
export function gatekeeper(merchant: Merchant, certificateKey: string) {
  // In memory: a nonce matters for five minutes only.
  const seen = new Map<string, number>()

  function checkNonce(nonce: string, now: number): void {
    for (const [old, until] of seen) {
      if (until > now) break
      seen.delete(old)
    }
    if (seen.has(nonce)) throw signError('请求随机串重复，请更换后重试', 'nonce_str used before')
    seen.set(nonce, now + 2 * SIGNATURE_WINDOW_SECONDS * 1000)
  }

  return (request: DeskRequest, now: number): void => {
    const claim = claimOf(request.headers.authorization)
    if (claim.mchid !== merchant.mchid) throw signError('商户号mchid有误，请检查后重试', 'unknown mchid')
    if (claim.serial_no.toUpperCase() !== merchant.serial)
      throw signError('商户证书序列号有误。请使用签名私钥匹配的证书序列号', 'unknown serial_no')
    if (
      !/^\d{1,12}$/.test(claim.timestamp) ||
      Math.abs(now / 1000 - Number(claim.timestamp)) > SIGNATURE_WINDOW_SECONDS
    )
      throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', 'timestamp out of window')
    if (claim.nonce_str.length > 32)
      throw signError('Http头Authorization值格式错误，请参考签名规则', 'nonce_str too long')

    const url = request.raw.url ?? ''
    const head = `${request.method}\n${url}\n${claim.timestamp}\n${claim.nonce_str}\n`
    const verify = createVerify('RSA-SHA256').update(head).update(request.body).update('\n')
    if (!verify.verify(publicKeyOf(certificateKey), claim.signature, 'base64')) {
      const message = `${head}${request.body.toString('utf8')}\n`
      throw signError('错误的签名，导致验签失败', 'sign not match', {
        sign_information: {
          method: request.method,
          sign_message_length: Buffer.byteLength(message),
          truncated_sign_message: message.slice(0, 120),
          url,
        },
      })
    }
    checkNonce(claim.nonce_str, now)
    checkHeaders(request, merchant)
  }
}
