import { sharesWith } from '../catalog/terms'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { agreedIn } from './agreements'
import { weChatIdOf } from './identities'
import { personOf, whoIs } from './person'
import { profileOf } from './user'

type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'ids' | 'sessions'>

/** Finds or makes the person behind this openid and signs a session. Refuses: NEED_LOGIN when the platform names nobody. */
export const login =
  (ports: Needs) =>
  async ({ openid }: Caller, _: Input<'login'>): Promise<Output<'login'>> => {
    if (!openid) throw new AppError('NEED_LOGIN')
    const identity = await whoIs(ports, weChatIdOf(openid))
    const [{ user, isNew }, isTeacher] = await Promise.all([
      personOf(ports, identity),
      // Nobody has agreed anything with somebody who was not here before.
      identity.isNew ? false : sharesWith(ports, identity.userId),
    ])
    const [profile, session] = await Promise.all([
      profileOf(ports, user),
      ports.sessions.issue({ userId: user._id, openid, roles: user.roles, agreed: agreedIn(user.agreed) }),
    ])
    return { profile, isNew, roles: user.roles, isTeacher, closesAt: user.closesAt, session }
  }
