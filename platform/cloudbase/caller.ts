import * as z from 'zod'
import type { Access } from '../../core/contract/contract'
import { AppError } from '../../core/contract/errors'
import { Role } from '../../core/contract/shapes'
import type { Caller } from '../../core/ports'
import type { Request } from './request'
import type { SessionKind } from './sessionRules'

/** A file of its own in functions, read when somebody shows a session: timers and notices show none. */
const later = () => require('./sessionProof') as typeof import('./sessionProof')

const Claims = z.object({
  sub: z.string().min(1),
  kind: z.enum(['weChat', 'web']),
  openid: z.string(),
  roles: z.array(Role),
  agreed: z.string().default(''),
})

/** What somebody shows, and where: inside WeChat, which names them, or over HTTP, where nobody does. */
type Shown = { kind: SessionKind; openid: string; token: unknown }

function shownIn(request: Request): Shown {
  if (request.by === 'call') return { kind: 'weChat', openid: request.openid, token: request.session }
  const bearer = request.by === 'http' ? /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') : null
  return { kind: 'web', openid: '', token: bearer?.[1] }
}

/**
 * Who a session token stands for; null for one that is forged, expired, was issued to another WeChat identity, or for the
 * other side: a session of WeChat's does not work over HTTP, where nobody vouches for who shows it, nor one of the web in WeChat.
 */
async function callerOf({ kind, openid, token }: Shown): Promise<Caller | null> {
  if (typeof token !== 'string' || !token || (kind === 'weChat' && !openid)) return null
  try {
    const claims = Claims.parse(await later().payloadOf(token))
    const isOfHere = claims.kind === kind && claims.openid === openid
    if (!isOfHere) return null
    const { sub: userId, roles, agreed } = claims
    return { userId, openid, roles, ...(agreed && { agreed }) }
  } catch {
    return null
  }
}

const nobody: Caller = { userId: '', openid: '', roles: [] }

async function knownCaller(request: Request, access: Access): Promise<Caller> {
  if (access === 'timer' || access === 'weChatPay' || access === 'alipay' || access === 'weChatPush') {
    // Doors of the platform: no client passes, whatever it sends.
    const isPush = access === 'weChatPush' && request.by === 'push'
    if (!isPush && request.by !== (access === 'timer' ? 'timer' : 'http')) throw new AppError('FORBIDDEN')
    return nobody
  }
  const shown = shownIn(request)
  const known = await callerOf(shown)
  // Whoever shows a session that has run out thinks to be known: better to sign in anew than to be taken for a stranger.
  if (access === 'anyone' && !known && !shown.token) return { ...nobody, openid: shown.openid }
  if (!known) throw new AppError('NEED_LOGIN')
  if (access === 'anyone') return known
  // An admin may do whatever the office may.
  if (!known.roles.includes(access) && !known.roles.includes('admin')) throw new AppError('FORBIDDEN')
  return known
}

/** Who asks, once the door has found that they may. Refuses: NEED_LOGIN, FORBIDDEN. */
export async function callerFor(request: Request, access: Access): Promise<Caller> {
  const caller = await knownCaller(request, access)
  const clientIp = 'clientIp' in request ? request.clientIp : ''
  return clientIp ? { ...caller, clientIp } : caller
}
