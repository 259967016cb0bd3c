import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import * as z from 'zod'
import type { Caller, Clock, Sessions } from '../../core/ports'
import { sessionSettings } from './settings'

/** Short, because a role taken away should not live on; the client asks for a new one without anybody noticing. */
const TTL_MS = 2 * 3_600_000
const ISSUER = 'xingtan'

const Claims = z.object({ sub: z.string().min(1), openid: z.string(), roles: z.array(z.enum(['learner', 'editor'])) })

const key = (): Uint8Array => new TextEncoder().encode(sessionSettings().SESSION_KEY)

export const sessions = (clock: Clock): Sessions => ({
  async issue({ userId, openid, roles }) {
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + TTL_MS)
    const token = await new SignJWT({ openid, roles: [...roles] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(key())
    return { token, expiresAt: expiresAt.toISOString() }
  },
})

/** Who a session token stands for; null for one that is forged, expired, or was issued to another WeChat identity. */
export async function callerOf(token: unknown, openid: string, clock: Clock): Promise<Caller | null> {
  if (typeof token !== 'string' || !token || !openid) return null
  try {
    const { payload } = await jwtVerify(token, key(), {
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
