import type { Ports } from '../ports'
import { Membership, Plan, type Spell } from './membership'

const MOST_PLANS = 20

export const plans = ({ store }: Pick<Ports, 'store'>) => ({
  async find(planId: string): Promise<Plan | null> {
    return Plan.nullable().parse(await store.get('plans', planId))
  },
  async all(): Promise<Plan[]> {
    const found = await store.find('plans', {
      where: { rank: { gte: 0 } },
      orderBy: [['rank', 'asc']],
      limit: MOST_PLANS,
    })
    return found.map((doc) => Plan.parse(doc))
  },
  put: (plan: Plan) => store.put('plans', plan),
})

export const memberships = ({ store }: Pick<Ports, 'store'>) => {
  async function find(userId: string): Promise<Membership | null> {
    const doc = await store.get('memberships', userId)
    return doc && Membership.parse(doc)
  }

  /** Writes what `decide` makes of the membership as it is, again when somebody wrote meanwhile; null leaves it. */
  async function change(userId: string, decide: (known: Membership) => Membership | null): Promise<Membership> {
    await store.insert('memberships', { _id: userId, spells: [], revoked: [], rev: 0 })
    for (;;) {
      const known = Membership.parse(await store.get('memberships', userId))
      const next = decide(known)
      if (!next) return known
      const set = { spells: next.spells, revoked: next.revoked }
      const changed = await store.change('memberships', userId, { rev: known.rev }, { set, inc: { rev: 1 } })
      if (changed) return Membership.parse(changed)
    }
  }

  return {
    find,
    /** Adds days, once for each source; a source taken back before never counts. */
    add: (userId: string, spell: Spell): Promise<Membership> =>
      change(userId, (known) =>
        known.spells.some(({ source }) => source === spell.source)
          ? null
          : { ...known, spells: [...known.spells, spell] },
      ),
    revoke: (userId: string, source: string): Promise<Membership> =>
      change(userId, (known) =>
        known.revoked.includes(source) ? null : { ...known, revoked: [...known.revoked, source] },
      ),
  }
}
