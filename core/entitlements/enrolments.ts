import type { Ports } from '../ports'
import { Enrolment, enrolmentIdOf } from './enrolment'

/** A learner has at most this many courses listed; more than anybody studies. */
const LISTED = 100

export const enrolments = ({ store }: Pick<Ports, 'store'>) => ({
  async find(userId: string, courseId: string): Promise<Enrolment | null> {
    return Enrolment.nullable().parse(await store.get('enrolments', enrolmentIdOf(userId, courseId)))
  },

  async ofLearner(userId: string): Promise<Enrolment[]> {
    const found = await store.find('enrolments', {
      where: { userId },
      orderBy: [['enrolledAt', 'desc']],
      limit: LISTED,
    })
    return found.map((doc) => Enrolment.parse(doc))
  },

  /** Opens a course for a learner. The same source twice, or at once from two sides, is one grant. */
  async grant(userId: string, courseId: string, source: string, at: string): Promise<void> {
    const _id = enrolmentIdOf(userId, courseId)
    const grant = { source, grantedAt: at }
    const isFirst = await store.insert('enrolments', {
      _id,
      userId,
      courseId,
      grants: [grant],
      hasAccess: true,
      enrolledAt: at,
    })
    if (!isFirst)
      await store.change(
        'enrolments',
        _id,
        { 'grants.source': { ne: source } },
        { push: { grants: grant }, set: { hasAccess: true } },
      )
  },
})
