import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { Identity, identityIdOf, newUser, profileOf, User } from './user'

/**
 * Finds or makes the person behind this openid. The identity is written first and only once; a person whose document was
 * lost between the two writes is completed at the next sign-in.
 */
export const login =
  ({ store, files, clock, ids, sessions }: Pick<Ports, 'store' | 'files' | 'clock' | 'ids' | 'sessions'>) =>
  async ({ openid }: Caller, _: Input<'login'>): Promise<Output<'login'>> => {
    if (!openid) throw new AppError('NEED_LOGIN')
    const at = clock.now().toISOString()
    const identityId = identityIdOf(openid)

    let identity = Identity.nullable().parse(await store.get('identities', identityId))
    if (!identity) {
      await store.insert('identities', { _id: identityId, userId: ids.next(), linkedAt: at })
      identity = Identity.parse(await store.get('identities', identityId))
    }
    const known = User.nullable().parse(await store.get('users', identity.userId))
    const isNew = known ? false : await store.insert('users', newUser(identity.userId, at))
    const user = known ?? User.parse(await store.get('users', identity.userId))

    const [profile, session] = await Promise.all([
      profileOf({ files }, user),
      sessions.issue({ userId: user._id, openid, roles: user.roles }),
    ])
    return { profile, isNew, session }
  }
