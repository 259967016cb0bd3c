import type { Access } from '../../core/contract/contract'
import type { ErrorCode } from '../../core/contract/errors'
import { Role } from '../../core/contract/shapes'
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

/** Verbs of people, which pages ask; the others are doors of services. */
export const isForPeople = (access: Access): boolean =>
  access === 'anyone' || Role.options.some((role) => role === access)

/** The shop's pages stand at another address than HTTP access; they, and no other site's, may read what people may ask. */
const readableByShop = () => ({ 'access-control-allow-origin': new URL(shopSettings().SHOP_URL).origin })

/** What a browser asks before a page may send JSON elsewhere; it may remember the answer for a day. */
export const preflight = () => ({
  statusCode: 204,
  headers: {
    ...readableByShop(),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, authorization',
    'access-control-max-age': '86400',
  },
})

export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

/** How a service that sends notices wants to be answered, and greeted before it sends any. */
export type Manners = {
  reply(request: Request, answer: Answer): unknown
  /** An answer for a request that is no notice; undefined for a notice. */
  greet?(request: Request): unknown
}

/** WeChat Pay wants its own two words and tries again on anything but 200. */
export const weChatPayManners: Manners = {
  reply: (_, answer) =>
    json(statusOf(answer), answer.ok ? { code: 'SUCCESS' } : { code: 'FAIL', message: answer.error.code }),
}

export const statusOf = (answer: Answer): number => (answer.ok ? 200 : (statuses[answer.error.code] ?? 409))

/** Over HTTP the same answer with a status. */
export function replyTo(request: Request, access: Access, answer: Answer): unknown {
  if (request.by !== 'http') return answer
  return json(statusOf(answer), answer, isForPeople(access) ? readableByShop() : {})
}
