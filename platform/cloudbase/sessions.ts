import { SignJWT } from 'jose/jwt/sign'
import type { Sessions } from '../../core/ports'
import { clock } from '../clock'
import { ISSUER, sessionKey } from './sessionRules'

/** Short, because a role taken away should not live on; the client asks for a new one without anybody noticing. */
const TTL_MS = 2 * 3_600_000

/** Issues sessions; only `login` does. Reading them back is `callerOf` in caller.ts. */
export const sessions: Sessions = {
  async issue({ userId, openid, roles }) {
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + TTL_MS)
    const token = await new SignJWT({ openid, roles: [...roles] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(sessionKey())
    return { token, expiresAt: expiresAt.toISOString() }
  },
}
