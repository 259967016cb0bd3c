import { type DeskReply, type DeskRequest, json, type Route } from './http'

/** The doors through which the desk is steered, or looked into. `/http/` and the shop stay open to everybody. */
const GUARDED = [
  '/admin',
  '/desk/',
  '/panel/',
  '/wechat/',
  '/wechatPay/',
  '/virtualPay/',
  '/alipay/',
  '/qq/',
  '/weibo/',
]

/** The loopback host under the names it goes by, at any port: an editor may forward the desk's own. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/**
 * Why a request may not steer this desk. Any page in the developer's browser can reach the loopback address: under a
 * name of its own that points here (DNS rebinding), which the Host header tells, or from where it is, which the Origin tells.
 */
function refusal({ method, headers }: DeskRequest): DeskReply | undefined {
  const { host = '', origin } = headers
  if (!LOOPBACK.test(host)) {
    return json({ code: 'FOREIGN_HOST', message: `this desk answers to 127.0.0.1 and localhost, not to ${host}` }, 403)
  }
  if (!isReading(method) && origin !== undefined && origin !== `http://${host}`) {
    return json({ code: 'FOREIGN_ORIGIN', message: `a page of ${origin} may not steer this desk` }, 403)
  }
  return undefined
}

// Nor may another page show the panel in a frame and lend it clicks.
const unframed = (reply: DeskReply): DeskReply => ({
  ...reply,
  headers: { ...reply.headers, 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' },
})

/** Keeps pages of other sites away from the doors that steer the desk. Programs, which send no Origin, are not hindered. */
export const guarded = (routes: Route[]): Route[] =>
  routes.map((route) =>
    GUARDED.some((prefix) => route.path.startsWith(prefix))
      ? {
          ...route,
          async handle(request) {
            const no = refusal(request)
            // What was sent is read and dropped, or the answer would never be seen.
            if (no && route.streams) request.raw.resume()
            return unframed(no ?? (await route.handle(request)))
          },
        }
      : route,
  )
