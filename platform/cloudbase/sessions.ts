import { SignJWT } from 'jose/jwt/sign'
import type { Sessions } from '../../core/ports'
import { clock } from '../clock'
import { ISSUER, type SessionKind, sessionKey } from './sessionRules'

/**
 * Short, because a role taken away should not live on; the client asks for a new one without anybody noticing. Shorter on
 * the web, where nothing but the token tells who shows it: signing out elsewhere takes effect when it runs out.
 */
const TTL_MS: Record<SessionKind, number> = { weChat: 2 * 3_600_000, web: 30 * 60_000 }

/** Issues sessions; only `login` and `webLogin` do. Reading them back is `callerOf` in caller.ts. */
export const sessions: Sessions = {
  async issue({ userId, openid, roles, agreed = '' }) {
    const kind: SessionKind = openid ? 'weChat' : 'web'
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + TTL_MS[kind])
    const token = await new SignJWT({ kind, openid, roles: [...roles], agreed })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(sessionKey())
    return { token, expiresAt: expiresAt.toISOString() }
  },
}
