import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import type { BuiltFunction } from './catalog'
import type { FunctionHost } from './host'

const PREFIX = '/http'

/** Content types whose body travels as text; every other body travels as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)\b|[^;]+\+(json|xml)\b)/i

/** The form in which a function may say status, headers and body itself; anything else it returns is the body. */
const Integration = z.looseObject({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  body: z.unknown().optional(),
  isBase64Encoded: z.boolean().optional(),
})

/** The function whose declared path is the longest beginning of this one, by whole parts of the path. */
function functionAt(host: FunctionHost, path: string): BuiltFunction | undefined {
  return host.catalog
    .all()
    .filter(
      ({ config }) => config.http && (path === config.http || path.startsWith(`${config.http.replace(/\/$/, '')}/`)),
    )
    .sort((a, b) => (b.config.http ?? '').length - (a.config.http ?? '').length)
    .at(0)
}

/**
 * The load balancer before HTTP access says itself where a request came from: X-Real-IP over whatever the client sent, and
 * one more hop at the end of X-Forwarded-For (https://cloud.tencent.com/document/product/214/15171).
 */
const behindBalancer = (headers: Record<string, string>, clientIp: string): Record<string, string> => ({
  ...headers,
  'x-real-ip': clientIp,
  'x-forwarded-for': [headers['x-forwarded-for'], clientIp].filter(Boolean).join(', '),
})

type Facts = { envId: string; appId: string; clientIp: string }

/** https://docs.cloudbase.net/service/access-cloud-function: the event a function of HTTP access receives. */
export function accessEvent(request: DeskRequest, path: string, ids: Facts) {
  const isText = request.body.length === 0 || TEXT.test(request.headers['content-type'] ?? 'text/plain')
  return {
    path,
    httpMethod: request.method,
    headers: behindBalancer(request.headers, ids.clientIp),
    queryStringParameters: Object.fromEntries(request.url.searchParams),
    requestContext: { requestId: randomUUID(), envId: ids.envId, appId: ids.appId, uin: '0' },
    body: request.body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  }
}

const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''))

/** What the visitor gets for what `main` returned. */
export function accessReply(result: unknown): DeskReply {
  const integration = Integration.safeParse(result)
  if (integration.success) {
    const { statusCode, headers = {}, body, isBase64Encoded } = integration.data
    const named = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    const type =
      typeof body === 'object' && body !== null ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8'
    return {
      status: statusCode,
      headers: { 'content-type': type, ...named },
      body:
        isBase64Encoded && typeof body === 'string'
          ? Buffer.from(body, 'base64')
          : body === undefined
            ? ''
            : bodyOf(body),
    }
  }
  if (typeof result === 'object' && result !== null) return json(result)
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: String(result ?? '') }
}

/** HTTP access (云接入): `/http/<path>` reaches the function whose function.json declares that path, without any identity. */
export const httpAccess = (host: FunctionHost, ids: { envId: string; appId: string }): Route => ({
  path: `${PREFIX}/`,
  async handle(request) {
    const path = request.url.pathname.slice(PREFIX.length)
    const of = functionAt(host, path)
    if (!of)
      return json({ code: 'INVALID_PATH', message: `no function on this desk declares the HTTP path ${path}` }, 404)
    const clientIp = request.raw.socket.remoteAddress ?? '127.0.0.1'
    const result = await host.invoke(of.name, accessEvent(request, path, { ...ids, clientIp }), {
      trigger: 'http',
      clientIp,
    })
    if (result.ok) return accessReply(JSON.parse(result.json))
    const { code, message } = result.failure
    return json({ requestId: result.requestId, code, message }, code === 'FUNCTIONS_TIME_LIMIT_EXCEEDED' ? 504 : 500)
  },
})
