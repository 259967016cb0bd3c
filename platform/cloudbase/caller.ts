import { jwtVerify } from 'jose/jwt/verify'
import * as z from 'zod'
import type { Access } from '../../core/contract/contract'
import { AppError } from '../../core/contract/errors'
import type { Caller } from '../../core/ports'
import { clock } from '../clock'
import type { Request } from './request'
import { ISSUER, sessionKey } from './sessionRules'

const Claims = z.object({ sub: z.string().min(1), openid: z.string(), roles: z.array(z.enum(['learner', 'editor'])) })

/** Who a session token stands for; null for one that is forged, expired, or was issued to another WeChat identity. */
async function callerOf(token: unknown, openid: string): Promise<Caller | null> {
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

const nobody: Caller = { userId: '', openid: '', roles: [] }

/** Who asks, once the door has found that they may. Refuses: NEED_LOGIN, FORBIDDEN. */
export async function callerFor(request: Request, access: Access): Promise<Caller> {
  if (access === 'timer' || access === 'weChatPay') {
    // Doors of the platform: no client passes, whatever it sends.
    if (request.by !== (access === 'timer' ? 'timer' : 'http')) throw new AppError('FORBIDDEN')
    return nobody
  }
  const [openid, session] = request.by === 'call' ? [request.openid, request.session] : ['', undefined]
  const known = await callerOf(session, openid)
  // Whoever shows a session that has run out thinks to be known: better to sign in anew than to be taken for a stranger.
  if (access === 'anyone' && !known && !session) return { ...nobody, openid }
  if (!known) throw new AppError('NEED_LOGIN')
  if (access === 'anyone') return known
  if (!known.roles.includes(access)) throw new AppError('FORBIDDEN')
  return known
}
