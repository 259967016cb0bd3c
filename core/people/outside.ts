import type { Agreements, ProviderName } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Device } from '../contract/webLogin'
import type { IdentityProvider, Ports } from '../ports'
import { isExpired, webLogins } from './webLogins'

export type OutsideNeeds = Pick<Ports, 'store' | 'ids' | 'clock' | 'shop' | 'identityProviders'>

/** What a browser brings back from there: `code` is null where its person said no. */
export type Answer = { ticket: string; secret: string; code: string | null }

/** What somebody is known by there, proven just now. */
export type Proven = { provider: ProviderName; subject: string; device: Device; agreements: Agreements | null }

/** Those this school has set up, in the order in which they are offered. */
export const providersOf = ({ identityProviders }: Pick<Ports, 'identityProviders'>): ProviderName[] =>
  (['qq', 'weibo'] as const).filter((name) => identityProviders(name) !== null)

/** Refuses: WAY_NOT_HERE. */
function providerFor({ identityProviders }: OutsideNeeds, name: ProviderName): IdentityProvider {
  const provider = identityProviders(name)
  if (!provider) throw new AppError('WAY_NOT_HERE', { kind: name })
  return provider
}

/**
 * Sends a browser to QQ or Weibo, for `userId` to bind it or, where that is empty, for somebody to sign in. The ticket is the OAuth `state` and
 * stands in addresses; the secret never leaves the browser, so that an answer which another browser obtained is worth nothing in this one.
 * Refuses: WAY_NOT_HERE, BUSY.
 */
export async function goOut(
  ports: OutsideNeeds,
  asked: { provider: ProviderName; device: Device; isPhone: boolean; agreements: Agreements | null; userId: string },
): Promise<{ ticket: string; secret: string; url: string }> {
  const { provider, device, isPhone, agreements, userId } = asked
  const there = providerFor(ports, provider)
  const [ticket, secret] = [ports.ids.next(), ports.ids.next()]
  const login = await webLogins(ports).goOut(ticket, secret, { device, userId, outside: { provider, agreements } })
  if (!login) throw new AppError('BUSY')
  return { ticket, secret, url: there.authorizeUrl({ state: ticket, returnUrl: ports.shop.shopUrl, isPhone }) }
}

/**
 * Takes what came back, once, and learns who it is. `userId` is who must have been sent out: empty for signing in. Refuses: SIGN_IN_OVER for a
 * ticket that nobody knows, that ran out, was used, or is another browser's or person's, and for such a code; SIGN_IN_DENIED; PROVIDER_UNAVAILABLE.
 */
export async function cameBack(ports: OutsideNeeds, { ticket, secret, code }: Answer, userId: string): Promise<Proven> {
  const logins = webLogins(ports)
  const login = await logins.find(ticket)
  const isTheirs = login?.state === 'out' && login.userId === userId && logins.isStartedWith(login, secret)
  if (!login?.outside || !isTheirs || isExpired(login, ports.clock.now())) throw new AppError('SIGN_IN_OVER')
  const { provider, agreements } = login.outside
  // Taken before the code is exchanged: of two at once one goes on.
  if (!(await logins.takeOut(ticket))) throw new AppError('SIGN_IN_OVER')
  if (code === null) throw new AppError('SIGN_IN_DENIED', { provider })
  const subject = await providerFor(ports, provider).subjectOf({ code, returnUrl: ports.shop.shopUrl })
  return { provider, subject, device: login.device, agreements }
}
