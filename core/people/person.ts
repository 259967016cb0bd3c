import { AppError } from '../contract/errors'
import type { Ports } from '../ports'
import { identities } from './identities'
import { newUser, User } from './user'

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>

/** Whose identity this is, somebody new's where it was nobody's; `sealed` is the address to keep with a new one. */
export async function whoIs(
  ports: Needs,
  identityId: string,
  sealed?: string,
): Promise<{ userId: string; isNew: boolean }> {
  const known = await identities(ports).find(identityId)
  if (known) return { userId: known.userId, isNew: false }
  const { userId, isNew } = await identities(ports).claim(identityId, ports.ids.next(), sealed)
  return { userId, isNew }
}

/**
 * The person, made when there is none yet: also one whose document was lost between the two writes of the first sign-in. Refuses: BUSY while the
 * account is just being closed; a moment later the identity is nobody's.
 */
export async function personOf(
  { store, clock }: Needs,
  { userId, isNew }: { userId: string; isNew: boolean },
): Promise<{ user: User; isNew: boolean }> {
  const find = async () => User.nullable().parse(await store.get('users', userId))
  const known = isNew ? null : await find()
  if (known?.closedAt) throw new AppError('BUSY', { reason: 'the account is being closed' })
  if (known) return { user: known, isNew: false }

  const fresh = newUser(userId, clock.now().toISOString())
  if (await store.insert('users', fresh)) return { user: User.parse(fresh), isNew: true }
  return { user: User.parse(await find()), isNew: false }
}
