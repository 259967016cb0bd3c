import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { json, type Route } from '../http'
import { records } from '../records'

// developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
const LIVES_MS = 7_200_000
/** From here on a new one is given, and the old one is good for these five minutes more. */
const RENEWED_BEFORE_MS = 300_000

const Ask = z.strictObject({
  grant_type: z.literal('client_credential'),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().optional(),
})

type Token = { token: string; until: number }

/** The app's secret, made once and kept, and the tokens it is exchanged for. */
export function accessTokens(driver: Driver, clock: DeskClock, appId: string) {
  const kept = records<string>(driver, 'appSecret')
  const tokens = records<Token>(driver, 'accessToken')
  const secret = kept.get(appId) ?? randomBytes(16).toString('hex')
  kept.put(appId, secret)

  function given(): Token {
    const now = clock.now()
    const current = tokens.get('current')
    if (current && current.until - RENEWED_BEFORE_MS > now) return current
    const fresh = { token: randomBytes(64).toString('base64url'), until: now + LIVES_MS }
    if (current) tokens.put('former', current)
    tokens.put('current', fresh)
    return fresh
  }

  const refused = (errcode: number, errmsg: string) => json({ errcode, errmsg })

  const route: Route = {
    method: 'POST',
    path: '/cgi-bin/stable_token',
    handle({ body }) {
      let ask: z.infer<typeof Ask>
      try {
        ask = Ask.parse(JSON.parse(body.toString('utf8')))
      } catch {
        return refused(47001, 'data format error')
      }
      if (ask.appid !== appId) return refused(40013, 'invalid appid')
      if (ask.secret !== secret) return refused(40125, 'invalid appsecret')
      if (ask.force_refresh)
        return json({ errcode: -1, errmsg: 'this desk does not emulate force_refresh of stable_token' }, 501)
      const { token, until } = given()
      return json({ access_token: token, expires_in: Math.floor((until - clock.now()) / 1000) })
    },
  }

  return {
    secret,
    route,
    /** 0 when a token is good; WeChat's number otherwise. */
    verdict(token: string | null): 0 | 40001 | 42001 | 41001 {
      if (!token) return 41001
      const known = [tokens.get('current'), tokens.get('former')].find((one) => one?.token === token)
      if (!known) return 40001
      return known.until > clock.now() ? 0 : 42001
    },
    /** Somebody else had it refreshed by force: what is out there is good no more. */
    revoke(): void {
      tokens.remove('current')
      tokens.remove('former')
    },
  }
}
export type AccessTokens = ReturnType<typeof accessTokens>
