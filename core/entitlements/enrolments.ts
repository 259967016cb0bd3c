import type { Ports } from '../ports'
import { accessOf, Enrolment, enrolmentIdOf, type Grant, isOpen } from './enrolment'

/** A learner has at most this many courses listed; more than anybody studies. */
export const LISTED = 100

export const enrolments = ({ store }: Pick<Ports, 'store'>) => {
  async function find(userId: string, courseId: string): Promise<Enrolment | null> {
    const doc = await store.get('enrolments', enrolmentIdOf(userId, courseId))
    return doc && Enrolment.parse(doc)
  }

  const enrolmentOf = (userId: string, courseId: string, at: string): Enrolment => ({
    _id: enrolmentIdOf(userId, courseId),
    userId,
    courseId,
    grants: [],
    revoked: [],
    hasAccess: false,
    accessUntil: null,
    enrolledAt: at,
    rev: 0,
  })

  /** Decides over what is there now, and decides again when somebody else wrote meanwhile; null leaves it as it is. */
  async function change(
    id: string,
    decide: (known: Enrolment) => Pick<Enrolment, 'grants' | 'revoked'> | null,
  ): Promise<Enrolment> {
    for (;;) {
      const known = Enrolment.parse(await store.get('enrolments', id))
      const next = decide(known)
      if (!next) return known
      const set = { ...next, ...accessOf(next) }
      const changed = await store.change('enrolments', id, { rev: known.rev }, { set, inc: { rev: 1 } })
      if (changed) return Enrolment.parse(changed)
    }
  }

  async function ofLearner(userId: string, until?: string): Promise<Enrolment[]> {
    const found = await store.find('enrolments', {
      where: { userId, ...(until && { enrolledAt: { lte: until } }) },
      orderBy: [['enrolledAt', 'desc']],
      limit: LISTED,
    })
    return found.map((doc) => Enrolment.parse(doc))
  }

  return {
    find,

    /** The newest ones. */
    ofLearner: (userId: string): Promise<Enrolment[]> => ofLearner(userId),

    /** All of them, however many. */
    async everyOf(userId: string): Promise<Enrolment[]> {
      const all = new Map<string, Enrolment>()
      for (let page = await ofLearner(userId); ; ) {
        const before = all.size
        for (const one of page) all.set(one._id, one)
        // Those of the same moment as the last one are asked for again: no more come when a page brings nothing new.
        if (page.length < LISTED || all.size === before) return [...all.values()]
        page = await ofLearner(userId, page.at(-1)?.enrolledAt)
      }
    },

    /**
     * Opens a course for a learner, and answers what the learner has then. The same source twice, or at once from two sides, is one
     * grant, with the end that was written last; a revoked one is none.
     */
    async grant(
      userId: string,
      courseId: string,
      source: string,
      at: string,
      until: string | null = null,
    ): Promise<Enrolment> {
      const grant: Grant = { source, grantedAt: at, until }
      const fresh = {
        ...enrolmentOf(userId, courseId, at),
        grants: [grant],
        ...accessOf({ grants: [grant], revoked: [] }),
      }
      if (await store.insert('enrolments', fresh)) return fresh
      return change(fresh._id, ({ grants, revoked }) => {
        const before = grants.find((one) => one.source === source)
        if (revoked.includes(source) || (before && before.until === until)) return null
        return { grants: [...grants.filter((one) => one !== before), grant], revoked }
      })
    },

    /**
     * Takes back what one source gave, and nothing that another gave. True when the learner has no access left. It may come
     * before the grant it takes back: then that grant never opens anything.
     */
    async revoke(userId: string, courseId: string, source: string, at: string): Promise<boolean> {
      const nothing = enrolmentOf(userId, courseId, at)
      if (await store.insert('enrolments', { ...nothing, revoked: [source] })) return true
      const left = await change(nothing._id, ({ grants, revoked }) =>
        revoked.includes(source) ? null : { grants, revoked: [...revoked, source] },
      )
      return !isOpen(left, new Date(at))
    },
  }
}
