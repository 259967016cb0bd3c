import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { DeskRequest } from '../http'

/** Who may send on this desk. */
export type Sender = { secretId: string; secretKey: string }

/** How far a request's clock may be off (https://cloud.tencent.com/document/api/382/52071). */
const SKEW_SECONDS = 300

const hash = (text: Buffer | string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

type Refused = { code: string; message: string }

const SHAPE =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([a-z]+)\/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/

/**
 * Whether this request was signed by the sender (TC3-HMAC-SHA256, https://cloud.tencent.com/document/api/382/52072), over the
 * very bytes that came, at the desk's time, which is also that of its functions.
 */
export function refusalOfSignature(
  { method, url, headers, body }: DeskRequest,
  service: string,
  { secretId, secretKey }: Sender,
  nowMs: number,
): Refused | null {
  const authorization = headers.authorization ?? ''
  if (!authorization)
    return { code: 'MissingParameter', message: 'The request is missing a required parameter `Authorization`.' }
  const [, id, date = '', named, signed = '', signature = ''] = SHAPE.exec(authorization) ?? []
  if (!id) return { code: 'AuthFailure.InvalidAuthorization', message: '`Authorization` is not in the correct format.' }
  if (id !== secretId) return { code: 'AuthFailure.SecretIdNotFound', message: 'The SecretId is not found.' }
  const timestamp = Number(headers['x-tc-timestamp'])
  if (!(Math.abs(nowMs / 1000 - timestamp) <= SKEW_SECONDS))
    return { code: 'AuthFailure.SignatureExpire', message: 'The provided signature has expired.' }
  const isOfDay = new Date(timestamp * 1000).toISOString().startsWith(date)
  const names = signed.split(';')
  const wrong = { code: 'AuthFailure.SignatureFailure', message: 'The provided credentials could not be validated.' }
  if (named !== service || !isOfDay || !names.includes('content-type') || !names.includes('host')) return wrong
  // The SDK signs the host without its port.
  const headerOf = (name: string) => (name === 'host' ? url.hostname : (headers[name] ?? '').trim().toLowerCase())
  const canonicalHeaders = names.map((name) => `${name}:${headerOf(name)}\n`).join('')
  const canonical = [method, url.pathname, url.search.slice(1), canonicalHeaders, signed, hash(body)].join('\n')
  const toSign = ['TC3-HMAC-SHA256', String(timestamp), `${date}/${service}/tc3_request`, hash(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const expected = hmac(key, toSign)
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : wrong
}
