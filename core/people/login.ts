import { sharesWith } from '../catalog/terms'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { Identity, identityIdOf, newUser, profileOf, User } from './user'

type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'ids' | 'sessions'>

/** Whose identity this is. A new one is written once: of two sign-ins at the same moment one writes and both find it. */
async function identityOf(
  { store, ids }: Needs,
  openid: string,
  at: string,
): Promise<{ userId: string; isNew: boolean }> {
  const _id = identityIdOf(openid)
  const find = async () => Identity.nullable().parse(await store.get('identities', _id))
  const known = await find()
  if (known) return { userId: known.userId, isNew: false }

  const userId = ids.next()
  if (await store.insert('identities', { _id, userId, linkedAt: at })) return { userId, isNew: true }
  return { userId: Identity.parse(await find()).userId, isNew: false }
}

/** The person, made when there is none yet: also one whose document was lost between the two writes of the first sign-in. */
async function personOf({ store }: Needs, { userId, isNew }: { userId: string; isNew: boolean }, at: string) {
  const find = async () => User.nullable().parse(await store.get('users', userId))
  const known = isNew ? null : await find()
  if (known) return { user: known, isNew: false }

  const fresh = newUser(userId, at)
  if (await store.insert('users', fresh)) return { user: fresh, isNew: true }
  return { user: User.parse(await find()), isNew: false }
}

/** Finds or makes the person behind this openid and signs a session. Refuses: NEED_LOGIN when the platform names nobody. */
export const login =
  (ports: Needs) =>
  async ({ openid }: Caller, _: Input<'login'>): Promise<Output<'login'>> => {
    if (!openid) throw new AppError('NEED_LOGIN')
    const at = ports.clock.now().toISOString()
    const identity = await identityOf(ports, openid, at)
    const [{ user, isNew }, isTeacher] = await Promise.all([
      personOf(ports, identity, at),
      // Nobody has agreed anything with somebody who was not here before.
      identity.isNew ? false : sharesWith(ports, identity.userId),
    ])
    const [profile, session] = await Promise.all([
      profileOf(ports, user),
      ports.sessions.issue({ userId: user._id, openid, roles: user.roles }),
    ])
    return { profile, isNew, roles: user.roles, isTeacher, session }
  }
