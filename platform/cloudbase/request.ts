import * as z from 'zod'
import type { Access } from '../../core/contract/contract'
import { AppError } from '../../core/contract/errors'
import { app } from './app'
import { callerIp, clientIpOf } from './clientIp'

const HttpEvent = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()),
  queryStringParameters: z.record(z.string(), z.unknown()).nullish(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})
const CallEvent = z.object({ input: z.unknown().optional(), session: z.unknown().optional() })

/** WeChat hands its messages (消息推送) to a function as the event itself. */
const PushEvent = z.looseObject({ MsgType: z.string(), FromUserName: z.string() })

/** The shapes in which CloudBase delivers: a call of the SDK, an HTTP request, a message of WeChat's, a timer's ring. */
export type Request =
  | { by: 'call'; input: unknown; session: unknown; openid: string; clientIp: string }
  | {
      by: 'http'
      method: string
      /** By their names in lower case. */
      headers: Record<string, string>
      query: Record<string, string>
      body: string
      /** Empty where nobody but the client says. */
      clientIp: string
    }
  /** Unproven: whoever may call the function can have made it. */
  | { by: 'push'; body: string }
  | { by: 'timer' }

/** Who delivers is told by the environment, which no client can set; the event only says what. */
export function requestOf(event: unknown): Request {
  if (process.env.TRIGGER_SRC === 'timer') return { by: 'timer' }
  const openid = app.auth().getUserInfo().openId ?? ''
  const http = openid ? undefined : HttpEvent.safeParse(event)
  if (http?.success) {
    const { httpMethod, queryStringParameters, body, isBase64Encoded } = http.data
    const headers = Object.fromEntries(
      Object.entries(http.data.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    return {
      by: 'http',
      method: httpMethod,
      headers,
      query: Object.fromEntries(
        Object.entries(queryStringParameters ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
      clientIp: clientIpOf(headers),
    }
  }
  if (PushEvent.safeParse(event).success) return { by: 'push', body: JSON.stringify(event) }
  const call = CallEvent.safeParse(event)
  return { by: 'call', input: call.data?.input, session: call.data?.session, openid, clientIp: callerIp() }
}

function jsonOf(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {}
  } catch {
    throw new AppError('BAD_INPUT', { reason: 'not JSON' })
  }
}

/** Doors at which somebody's notice arrives: its proof is over the raw bytes, so nothing is parsed before. */
export const isNotice = (access: Access): boolean =>
  access === 'weChatPay' || access === 'alipay' || access === 'weChatPush'

/** What goes in, by who delivers: a notice goes in as it arrived, a timer brings nothing. */
export function inputOf(request: Request, access: Access): unknown {
  if (request.by === 'timer') return {}
  if (request.by === 'call') return request.input ?? {}
  if (request.by === 'push') return { headers: { 'push:event': 'yes' }, body: request.body }
  if (!isNotice(access)) return jsonOf(request.body)
  // A query is no header: under a name that no header can have it cannot be taken for one, nor one for it.
  const query = Object.entries(request.query).map(([name, value]) => [`query:${name}`, value])
  return { headers: { ...request.headers, ...Object.fromEntries(query) }, body: request.body }
}
