import * as z from 'zod'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Device } from '../contract/webLogin'
import type { Caller, Ports } from '../ports'
import { profileOf, User } from './user'
import { ALLOW_PAGE, isExpired, webLogins } from './webLogins'
import { webSessions } from './webSessions'

type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'ids' | 'alert' | 'sessions' | 'miniProgramCodes'>
type Outcome<A extends Output<'webLogin'>['action']> = Promise<Extract<Output<'webLogin'>, { action: A }>>

const dataUrl = ({ bytes, contentType }: { bytes: Uint8Array; contentType: string }): string =>
  `data:${contentType};base64,${z.util.uint8ArrayToBase64(bytes)}`

async function start(ports: Needs, device: Device): Outcome<'start'> {
  const [ticket, secret] = [ports.ids.next(), ports.ids.next()]
  const [login, picture] = await Promise.all([
    webLogins(ports).start(ticket, secret, device),
    ports.miniProgramCodes.draw(ALLOW_PAGE, ticket),
  ])
  if (!login) throw new AppError('BUSY')
  const code = { page: ALLOW_PAGE, scene: ticket, imageUrl: picture && dataUrl(picture) }
  return { action: 'start', ticket, secret, code, expiresAt: login.expiresAt }
}

/** The person as they are now, with the rights they have now. Refuses: NEED_LOGIN when there is nobody any more. */
async function signedIn(ports: Needs, userId: string) {
  const user = User.nullable().parse(await ports.store.get('users', userId))
  if (!user) throw new AppError('NEED_LOGIN')
  const [profile, session] = await Promise.all([
    profileOf(ports, user),
    ports.sessions.issue({ userId, openid: '', roles: user.roles }),
  ])
  return { profile, session }
}

/** One request, until it is approved. A ticket nobody knows is answered like one that ran out: a guess learns nothing. */
async function poll(ports: Needs, ticket: string, secret: string): Outcome<'poll'> {
  const logins = webLogins(ports)
  const over = (why: 'refused' | 'expired') => ({ action: 'poll', login: { state: 'over', why } }) as const
  const login = await logins.find(ticket)
  if (!login || !logins.isStartedWith(login, secret)) return over('expired')
  const { state } = login
  if (state === 'refused') return over('refused')
  if (state === 'taken' || isExpired(login, ports.clock.now())) return over('expired')
  if (state === 'waiting' || state === 'seen') return { action: 'poll', login: { state } }
  const taken = await logins.take(ticket)
  if (!taken) return over('expired')
  const [refresh, who] = await Promise.all([
    webSessions(ports).open(taken.userId, taken.device),
    signedIn(ports, taken.userId),
  ])
  return { action: 'poll', login: { state: 'done', ...who, refresh } }
}

async function renew(ports: Needs, refresh: string): Outcome<'refresh'> {
  const renewed = await webSessions(ports).refresh(refresh)
  return { action: 'refresh', ...(await signedIn(ports, renewed.userId)), refresh: renewed.refresh }
}

/**
 * Signs a browser in: it shows a code and polls until its owner approves in WeChat (`approveWebLogin`). Refuses:
 * NEED_LOGIN to a refresh token that is over, was taken back, or was replaced before.
 */
export const webLogin =
  (ports: Needs) =>
  async (_: Caller, input: Input<'webLogin'>): Promise<Output<'webLogin'>> => {
    switch (input.action) {
      case 'start':
        return start(ports, input.device)
      case 'poll':
        return poll(ports, input.ticket, input.secret)
      case 'refresh':
        return renew(ports, input.refresh)
      case 'leave':
        await webSessions(ports).leave(input.refresh)
        return { action: 'leave' }
    }
  }
