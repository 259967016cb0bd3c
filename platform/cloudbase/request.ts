import * as z from 'zod'
import type { Access } from '../../core/contract/contract'
import { AppError } from '../../core/contract/errors'
import { app } from './app'

const HttpEvent = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})
const CallEvent = z.object({ input: z.unknown().optional(), session: z.unknown().optional() })

/** The three shapes in which CloudBase delivers: a call of the SDK, an HTTP request, a timer's ring. */
export type Request =
  | { by: 'call'; input: unknown; session: unknown; openid: string }
  | { by: 'http'; method: string; headers: Record<string, string>; body: string }
  | { by: 'timer' }

/** Who delivers is told by the environment, which no client can set; the event only says what. */
export function requestOf(event: unknown): Request {
  if (process.env.TRIGGER_SRC === 'timer') return { by: 'timer' }
  const openid = app.auth().getUserInfo().openId ?? ''
  const http = openid ? undefined : HttpEvent.safeParse(event)
  if (http?.success) {
    const { httpMethod, headers, body, isBase64Encoded } = http.data
    return {
      by: 'http',
      method: httpMethod,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    }
  }
  const call = CallEvent.safeParse(event)
  return { by: 'call', input: call.data?.input, session: call.data?.session, openid }
}

function jsonOf(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {}
  } catch {
    throw new AppError('BAD_INPUT', { reason: 'not JSON' })
  }
}

/** What goes in, by who delivers: a notice goes in as it arrived, a timer brings nothing. */
export function inputOf(request: Request, access: Access): unknown {
  if (request.by === 'timer') return {}
  if (request.by === 'call') return request.input ?? {}
  return access === 'weChatPay' ? { headers: request.headers, body: request.body } : jsonOf(request.body)
}
