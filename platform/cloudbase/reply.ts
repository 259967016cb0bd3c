import type { Access } from '../../core/contract/contract'
import type { ErrorCode } from '../../core/contract/errors'
import type { Request } from './request'
import { shopSettings } from './settings'

/** What every function answers: see `Answer` of the contract for each verb's own. */
export type Answer =
  | { ok: true; data: unknown }
  | { ok: false; error: { code: ErrorCode; requestId: string; facts?: object } }

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  NEED_LOGIN: 401,
  NOTICE_REFUSED: 401,
  FORBIDDEN: 403,
  COURSE_NOT_FOUND: 404,
  LESSON_NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  CERTIFICATE_NOT_FOUND: 404,
  PAYMENT_UNAVAILABLE: 503,
  UNEXPECTED: 500,
}

/** The shop's pages stand at another address than HTTP access; they, and no other site's, may read what anyone may ask. */
const readableByShop = () => ({ 'access-control-allow-origin': new URL(shopSettings().SHOP_URL).origin })

/** What a browser asks before a page may send JSON elsewhere; it may remember the answer for a day. */
export const preflight = () => ({
  statusCode: 204,
  headers: {
    ...readableByShop(),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
  },
})

const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

/** Over HTTP the same answer with a status; WeChat Pay wants its own two words and tries again on anything but 200. */
export function replyTo(request: Request, access: Access, answer: Answer): unknown {
  if (request.by !== 'http') return answer
  const status = answer.ok ? 200 : (statuses[answer.error.code] ?? 409)
  if (access !== 'weChatPay') return json(status, answer, access === 'anyone' ? readableByShop() : {})
  return json(status, answer.ok ? { code: 'SUCCESS' } : { code: 'FAIL', message: answer.error.code })
}
