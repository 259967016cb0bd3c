import * as z from 'zod'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Device } from '../contract/webLogin'
import type { Caller, Ports } from '../ports'
import { subjectOf } from './addresses'
import { AGREEMENTS } from './agreements'
import { goOut, providersOf } from './outside'
import { proofs } from './proofs'
import { type SignInNeeds, signedIn, withCode, withNewPassword, withPassword, withProvider } from './signIn'
import { ALLOW_PAGE, isExpired, webLogins } from './webLogins'
import { webSessions } from './webSessions'

type Needs = SignInNeeds & Pick<Ports, 'miniProgramCodes'>
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
 * Signs a browser in: by a code that it shows and polls until its owner approves in WeChat (`approveWebLogin`), by a code or password
 * of an address, or by an account at QQ or Weibo (signIn.ts). Refuses: NEED_LOGIN to a refresh token that is over, was taken back, or was replaced before.
 */
export const webLogin =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'webLogin'>): Promise<Output<'webLogin'>> => {
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
      case 'ways':
        return { action: 'ways', ...ports.courier.ways(), providers: providersOf(ports), agreements: AGREEMENTS }
      case 'sendCode': {
        const to = { kind: input.address.kind, subject: subjectOf(input.address) }
        return { action: 'sendCode', sent: await proofs(ports).send('signIn', to, caller) }
      }
      case 'withCode':
        return { action: 'withCode', ...(await withCode(ports, caller, input)) }
      case 'withPassword':
        return { action: 'withPassword', ...(await withPassword(ports, caller, input)) }
      case 'setPassword':
        return { action: 'setPassword', ...(await withNewPassword(ports, caller, input)) }
      case 'goOut': {
        const { action, ...asked } = input
        const isPhone = asked.device.system === 'android' || asked.device.system === 'ios'
        return { action, ...(await goOut(ports, { ...asked, isPhone, userId: '' })) }
      }
      case 'comeBack':
        return { action: 'comeBack', ...(await withProvider(ports, caller, input)) }
    }
  }
