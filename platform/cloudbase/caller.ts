import { jwtVerify } from 'jose/jwt/verify'
import * as z from 'zod'
import type { Caller, Clock } from '../../core/ports'
import { ISSUER, sessionKey } from './sessionRules'

const Claims = z.object({ sub: z.string().min(1), openid: z.string(), roles: z.array(z.enum(['learner', 'editor'])) })

/** Who a session token stands for; null for one that is forged, expired, or was issued to another WeChat identity. */
export async function callerOf(token: unknown, openid: string, clock: Clock): Promise<Caller | null> {
  if (typeof token !== 'string' || !token || !openid) return null
  try {
    const { payload } = await jwtVerify(token, sessionKey(), {
      issuer: ISSUER,
      algorithms: ['HS256'],
      currentDate: clock.now(),
    })
    const claims = Claims.parse(payload)
    return claims.openid === openid ? { userId: claims.sub, openid, roles: claims.roles } : null
  } catch {
    return null
  }
}
