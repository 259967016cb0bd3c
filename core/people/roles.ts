import type { Ports, Role } from '../ports'
import { User } from './user'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

/** What the office gives and takes. Everybody is a learner, always. */
export const staffRoles = ['finance', 'support', 'editor', 'admin'] as const satisfies readonly Role[]
export type StaffRole = (typeof staffRoles)[number]

/** A name that more people have is not told apart further. */
const MOST_NAMESAKES = 20

/** The person of this id, or everybody of this name. */
export async function peopleCalled({ store }: Pick<Ports, 'store'>, who: string): Promise<User[]> {
  const known = User.nullable().parse(await store.get('users', who))
  if (known) return [known]
  const found = await store.find('users', { where: { nickname: who }, limit: MOST_NAMESAKES })
  return found.map((doc) => User.parse(doc))
}

/**
 * Gives somebody roles and takes roles from them, with who did it and when beside it for good. The same again changes nothing and leaves no trace.
 * What somebody may do is written into their session, so it counts from their next sign-in. Null when nobody has this id.
 */
export const changeRoles = (
  { store, ids, clock }: Needs,
  { userId, add = [], remove = [], by }: { userId: string; add?: StaffRole[]; remove?: StaffRole[]; by: string },
): Promise<User | null> =>
  store.transaction(async (tx) => {
    const user = User.nullable().parse(await tx.get('users', userId))
    if (!user) return null
    const taken: readonly Role[] = remove
    const roles = [...new Set([...user.roles, ...add])].filter((role) => !taken.includes(role))
    if (roles.join() === user.roles.join()) return user
    const at = clock.now().toISOString()
    await tx.put('audits', { _id: ids.next(), at, by, what: 'roles', userId, before: user.roles, roles })
    await tx.put('users', { ...user, roles })
    return { ...user, roles }
  })
