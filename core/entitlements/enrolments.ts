import type { Ports } from '../ports'
import { Enrolment, enrolmentIdOf, givesAccessWithout } from './enrolment'

/** A learner has at most this many courses listed; more than anybody studies. */
const LISTED = 100

export const enrolments = ({ store }: Pick<Ports, 'store'>) => {
  const find = async (userId: string, courseId: string): Promise<Enrolment | null> =>
    Enrolment.nullable().parse(await store.get('enrolments', enrolmentIdOf(userId, courseId)))

  const enrolmentOf = (userId: string, courseId: string, at: string): Enrolment => ({
    _id: enrolmentIdOf(userId, courseId),
    userId,
    courseId,
    grants: [],
    revoked: [],
    hasAccess: false,
    enrolledAt: at,
    rev: 0,
  })

  return {
    find,

    async ofLearner(userId: string): Promise<Enrolment[]> {
      const found = await store.find('enrolments', {
        where: { userId },
        orderBy: [['enrolledAt', 'desc']],
        limit: LISTED,
      })
      return found.map((doc) => Enrolment.parse(doc))
    },

    /** Opens a course for a learner. The same source twice, or at once from two sides, is one grant; a revoked one is none. */
    async grant(userId: string, courseId: string, source: string, at: string): Promise<void> {
      const fresh = enrolmentOf(userId, courseId, at)
      const grant = { source, grantedAt: at }
      if (await store.insert('enrolments', { ...fresh, grants: [grant], hasAccess: true })) return
      await store.change(
        'enrolments',
        fresh._id,
        { 'grants.source': { ne: source }, revoked: { ne: source } },
        { push: { grants: grant }, set: { hasAccess: true }, inc: { rev: 1 } },
      )
    },

    /**
     * Takes back what one source gave, and nothing that another gave. True when the learner has no access left. It may come
     * before the grant it takes back: then that grant never opens anything.
     */
    async revoke(userId: string, courseId: string, source: string, at: string): Promise<boolean> {
      const nothing = enrolmentOf(userId, courseId, at)
      if (await store.insert('enrolments', { ...nothing, revoked: [source] })) return true
      for (;;) {
        const known = Enrolment.parse(await store.get('enrolments', nothing._id))
        if (known.revoked.includes(source)) return !known.hasAccess
        const hasAccess = givesAccessWithout(known, source)
        const change = { push: { revoked: source }, set: { hasAccess }, inc: { rev: 1 } }
        if (await store.change('enrolments', known._id, { rev: known.rev }, change)) return !hasAccess
      }
    },
  }
}
