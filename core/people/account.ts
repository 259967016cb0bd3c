import type { Input, Output } from '../contract'
import { type AddressKind, ProviderName } from '../contract/address'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { masked, subjectOf } from './addresses'
import { AGREEMENTS } from './agreements'
import { assents, isOfNow } from './assents'
import { bind, joinProven, unbind } from './bind'
import { type Closing, closings } from './closing'
import { exportData } from './copyOfData'
import { type Identity, identities, isOfKind, placeOf, sealedAddress } from './identities'
import { cameBack, goOut, providersOf } from './outside'
import { passwords } from './passwords'
import { proofs } from './proofs'
import { profileOf, User } from './user'
import { webSessions } from './webSessions'

type Needs = Pick<
  Ports,
  'store' | 'files' | 'clock' | 'ids' | 'alert' | 'shop' | 'vault' | 'courier' | 'identityProviders' | 'weChatPhones'
>

const viewOf = ({ askedAt, dueAt, keepCertificates }: Closing) => ({
  askedAt,
  dueAt: dueAt ?? askedAt,
  keepCertificates,
})

const whereOf = ({ openid }: Caller): 'weChat' | 'web' => (openid ? 'weChat' : 'web')

/** An address as it was kept; sealed again when its key is not the present one any more. */
async function opened(ports: Needs, { _id, sealed }: Identity): Promise<string | null> {
  if (sealed === undefined) return null
  const subject = ports.vault.open(sealed, placeOf(_id))
  if (subject !== null && ports.vault.isOld(sealed))
    await identities(ports).reseal(_id, sealed, ports.vault.seal(subject, placeOf(_id)))
  return subject
}

async function addressOf(ports: Needs, userId: string, kind: AddressKind): Promise<string> {
  const mine = (await identities(ports).ofPerson(userId)).find((one) => isOfKind(one, kind))
  const subject = mine ? await opened(ports, mine) : null
  if (!subject) throw new AppError('BAD_INPUT', { field: 'kind', reason: 'no such address is bound' })
  return subject
}

async function look(ports: Needs, { userId, openid }: Caller): Promise<Extract<Output<'account'>, { action: 'look' }>> {
  const [doc, ways, closing, hasPassword] = await Promise.all([
    ports.store.get('users', userId),
    identities(ports).ofPerson(userId),
    closings(ports).find(userId),
    passwords(ports).has(userId),
  ])
  const user = User.nullable().parse(doc)
  if (!user || user.closedAt) throw new AppError('NEED_LOGIN')
  const shown = async (kind: AddressKind): Promise<string | null> => {
    const way = ways.find((one) => isOfKind(one, kind))
    const subject = way ? await opened(ports, way) : null
    return subject && masked(kind, subject)
  }
  const open = providersOf(ports)
  const [profile, phone, email] = await Promise.all([profileOf(ports, user), shown('phone'), shown('email')])
  return {
    action: 'look',
    profile,
    joinedAt: user.joinedAt,
    phone,
    email,
    hasWeChat: ways.some((one) => isOfKind(one, 'wechat')),
    hasPassword,
    // Nobody leaves WeChat for another page: what is not bound is only offered on the web.
    providers: ProviderName.options
      .map((provider) => ({ provider, isBound: ways.some((one) => isOfKind(one, provider)) }))
      .filter(({ provider, isBound }) => isBound || (!openid && open.includes(provider))),
    ways: ports.courier.ways(),
    agreements: AGREEMENTS,
    agreedAt: isOfNow(user.agreed) ? user.agreedAt : null,
    closing: closing?.state === 'asked' ? viewOf(closing) : null,
  }
}

/** Everything a person may see and say about their own account; each action's refusals stand with what it does. */
export const account =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'account'>): Promise<Output<'account'>> => {
    const { userId } = caller
    switch (input.action) {
      case 'look':
        return look(ports, caller)
      case 'sendCode': {
        const to = { kind: input.address.kind, subject: subjectOf(input.address) }
        return { action: 'sendCode', sent: await proofs(ports).send(`bind:${userId}`, to, caller) }
      }
      case 'bind': {
        const { kind } = input.address
        const subject = subjectOf(input.address)
        const { id } = sealedAddress(ports, kind, subject)
        const proof = await proofs(ports).check(`bind:${userId}`, id, input.code)
        await proof.use()
        return { action: 'bind', bound: await bind(ports, userId, kind, subject) }
      }
      case 'bindWeChatPhone': {
        // The number belongs to whoever holds this WeChat, and WeChat vouches for that inside only.
        if (!caller.openid) throw new AppError('FORBIDDEN')
        const phone = await ports.weChatPhones.numberOf(input.code)
        if (!phone) throw new AppError('CODE_REFUSED', { left: 0 })
        return { action: 'bindWeChatPhone', bound: await bind(ports, userId, 'phone', phone) }
      }
      case 'goOut': {
        const { action, ...asked } = input
        // Of a browser that is signed in already nothing has to be known.
        const device = { system: 'other', browser: 'other' } as const
        return { action, ...(await goOut(ports, { ...asked, device, agreements: null, userId })) }
      }
      case 'comeBack': {
        const { provider, subject } = await cameBack(ports, input, userId)
        return { action: 'comeBack', provider, bound: await bind(ports, userId, provider, subject) }
      }
      case 'join':
        await joinProven(ports, userId)
        return { action: 'join' }
      case 'unbind':
        await unbind(ports, userId, input.kind)
        return { action: 'unbind' }
      case 'sendOwnCode': {
        const { kind } = input
        const to = { kind, subject: await addressOf(ports, userId, kind) }
        return { action: 'sendOwnCode', sent: await proofs(ports).send(`password:${userId}`, to, caller) }
      }
      case 'setPassword': {
        const { id } = sealedAddress(ports, input.kind, await addressOf(ports, userId, input.kind))
        const proof = await proofs(ports).check(`password:${userId}`, id, input.code)
        await proof.use()
        await passwords(ports).set(userId, input.password)
        return { action: 'setPassword' }
      }
      case 'sessions': {
        const open = await webSessions(ports).ofPerson(userId)
        const sessions = open.map(({ _id, device, startedAt, refreshedAt }) => ({
          sessionId: _id,
          device,
          startedAt,
          seenAt: refreshedAt,
        }))
        return { action: 'sessions', sessions }
      }
      case 'endSession':
        return { action: 'endSession', ended: await webSessions(ports).end(userId, input.sessionId) }
      case 'agree': {
        const { agreedAt } = await assents(ports).agree(userId, input.agreements, whereOf(caller))
        return { action: 'agree', agreedAt: agreedAt ?? ports.clock.now().toISOString() }
      }
      case 'withdraw':
        await assents(ports).withdraw(userId, whereOf(caller))
        return { action: 'withdraw' }
      case 'consents': {
        const said = await assents(ports).ofPerson(userId)
        return { action: 'consents', consents: said.map(({ _id, userId: _, ...one }) => one) }
      }
      case 'export':
        return { action: 'export', ...(await exportData(ports, userId)) }
      case 'weighClosing':
        return { action: 'weighClosing', ...(await closings(ports).weigh(userId)) }
      case 'close':
        return {
          action: 'close',
          closing: viewOf(await closings(ports).ask(userId, input.losses, input.keepCertificates)),
        }
      case 'takeBack':
        await closings(ports).takeBack(userId)
        return { action: 'takeBack' }
    }
  }
