import type { Input, Output } from '../contract'
import type { Address, Agreements } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Device } from '../contract/webLogin'
import type { Caller, Ports } from '../ports'
import { addressIdOf, subjectOf } from './addresses'
import { agreedIn } from './agreements'
import { assents, isOfNow } from './assents'
import { identities, sealedAddress } from './identities'
import { type Answer, cameBack, type OutsideNeeds } from './outside'
import { passwords } from './passwords'
import { personOf, whoIs } from './person'
import { proofs } from './proofs'
import { rules, tries } from './tries'
import { profileOf, User } from './user'
import { webSessions } from './webSessions'

export type SignInNeeds = OutsideNeeds & Pick<Ports, 'files' | 'alert' | 'sessions' | 'vault' | 'courier'>
type SignedIn = Pick<Extract<Output<'webLogin'>, { action: 'refresh' }>, 'profile' | 'session' | 'refresh'>
type Asked<A extends Input<'webLogin'>['action']> = Extract<Input<'webLogin'>, { action: A }>

/** The person as they are now, with the rights they have now. Refuses: NEED_LOGIN when there is nobody any more. */
export async function signedIn(ports: Pick<Ports, 'store' | 'files' | 'sessions'>, userId: string) {
  const user = User.nullable().parse(await ports.store.get('users', userId))
  if (!user || user.closedAt) throw new AppError('NEED_LOGIN')
  const [profile, session] = await Promise.all([
    profileOf(ports, user),
    ports.sessions.issue({ userId, openid: '', roles: user.roles, agreed: agreedIn(user.agreed) }),
  ])
  return { profile, session }
}

async function opened(ports: SignInNeeds, userId: string, device: Device): Promise<SignedIn> {
  const [refresh, who] = await Promise.all([webSessions(ports).open(userId, device), signedIn(ports, userId)])
  return { ...who, refresh }
}

/** Whose this is: somebody known, or somebody new, who must have agreed. `use` makes the proof good for nothing else, once nothing else refuses it. */
async function welcomed(
  ports: SignInNeeds,
  { id, sealed, agreements }: { id: string; sealed: string; agreements: Agreements | null },
  use: () => Promise<void> = async () => {},
): Promise<{ userId: string; isNew: boolean }> {
  const known = await identities(ports).find(id)
  if (!known && !isOfNow(agreements)) throw new AppError('AGREEMENT_NEEDED')
  await use()
  const { user, isNew } = await personOf(ports, await whoIs(ports, id, sealed))
  if (agreements && isOfNow(agreements)) await assents(ports).agree(user._id, agreements, 'web')
  return { userId: user._id, isNew }
}

/**
 * Whoever holds this address, proven by its code: somebody known, or somebody new, who must have agreed before we keep the
 * address. The code is used up last, so that one refused for another reason can be given again.
 */
async function proven(
  ports: SignInNeeds,
  { address, code, agreements }: { address: Address; code: string; agreements: Agreements | null },
): Promise<{ userId: string; isNew: boolean }> {
  const { kind } = address
  const { id, sealed } = sealedAddress(ports, kind, subjectOf(address))
  const proof = await proofs(ports).check('signIn', id, code)
  return welcomed(ports, { id, sealed, agreements }, proof.use)
}

/** Refuses: TOO_MANY_TRIES from one place, whatever is tried there. */
async function countPlace(ports: SignInNeeds, { clientIp }: Caller): Promise<void> {
  if (clientIp) await tries(ports).spend(rules.triesFromOnePlace, clientIp)
}

/** Signs in with a code; whoever is not known yet becomes somebody. Refuses: CODE_REFUSED {left}, AGREEMENT_NEEDED, TOO_MANY_TRIES. */
export async function withCode(ports: SignInNeeds, caller: Caller, asked: Asked<'withCode'>): Promise<SignedIn> {
  await countPlace(ports, caller)
  const { userId } = await proven(ports, asked)
  return opened(ports, userId, asked.device)
}

/**
 * Signs in with a password. A wrong one, an address without one, and one nobody has are refused alike, after the same work.
 * Refuses: SIGN_IN_REFUSED {left}, TOO_MANY_TRIES {waitSeconds}.
 */
export async function withPassword(
  ports: SignInNeeds,
  caller: Caller,
  { address, password, device, agreements }: Asked<'withPassword'>,
): Promise<SignedIn> {
  await countPlace(ports, caller)
  const id = addressIdOf(ports.vault, address.kind, subjectOf(address))
  // Counted before it is tried: a hundred at once are a hundred.
  const { left } = await tries(ports).spend(rules.passwords, id)
  const known = await identities(ports).find(id)
  const isRight = await passwords(ports).isRight(known?.userId ?? null, password)
  if (!known || !isRight) throw new AppError('SIGN_IN_REFUSED', { left })
  await tries(ports).giveBack(rules.passwords, id)
  if (agreements && isOfNow(agreements)) await assents(ports).agree(known.userId, agreements, 'web')
  return opened(ports, known.userId, device)
}

/**
 * The first password, and a new one for one that was forgotten: whoever holds the address sets it. Other browsers are signed
 * out, because somebody may have known the old one. Refuses as `withCode` does.
 */
export async function withNewPassword(
  ports: SignInNeeds,
  caller: Caller,
  asked: Asked<'setPassword'>,
): Promise<SignedIn> {
  await countPlace(ports, caller)
  const { userId, isNew } = await proven(ports, asked)
  await passwords(ports).set(userId, asked.password)
  if (!isNew) await webSessions(ports).end(userId, null)
  return opened(ports, userId, asked.device)
}

/** Signs in with an account at QQ or Weibo; whoever is not known yet becomes somebody. Refuses what `cameBack` refuses, AGREEMENT_NEEDED, TOO_MANY_TRIES. */
export async function withProvider(ports: SignInNeeds, caller: Caller, answer: Answer): Promise<SignedIn> {
  await countPlace(ports, caller)
  const { provider, subject, device, agreements } = await cameBack(ports, answer, '')
  const { userId } = await welcomed(ports, { ...sealedAddress(ports, provider, subject), agreements })
  return opened(ports, userId, device)
}
