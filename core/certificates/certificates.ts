import { Enrolment, enrolmentIdOf, isOpen } from '../entitlements/enrolment'
import type { Letter } from '../messages/letterDoc'
import type { Ports } from '../ports'
import { Certificate, certificateNumber } from './certificate'

const LISTED = 100

export const certificates = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => {
  const numberOf = (userId: string, courseId: string): string =>
    certificateNumber(ids.of('certificate', userId, courseId))
  const find = async (number: string): Promise<Certificate | null> =>
    Certificate.nullable().parse(await store.get('certificates', number))

  return {
    numberOf,
    find,
    ofLearner: (userId: string, courseId: string) => find(numberOf(userId, courseId)),

    async ofLearnerAll(userId: string): Promise<Certificate[]> {
      const found = await store.find('certificates', {
        where: { userId },
        orderBy: [['issuedAt', 'desc']],
        limit: LISTED,
      })
      return found.map((doc) => Certificate.parse(doc))
    },

    /** Withdraws the certificate of a learner who has lost the course; there may be none. */
    async revoke(userId: string, courseId: string, at: string): Promise<void> {
      await store.change('certificates', numberOf(userId, courseId), { revokedAt: null }, { set: { revokedAt: at } })
    },

    /**
     * Gives a certificate for a course that is open, and the letter about it; one that was withdrawn is valid again, and says what it said. Null
     * when the course was shut meanwhile. Raises the enrolment's `rev`, so that of this and a shutting at the same moment one sees the other.
     */
    give: (certificate: Certificate, letter: Letter, now: Date): Promise<Certificate | null> =>
      store.transaction(async (tx) => {
        const { _id, userId, courseId } = certificate
        const enrolment = Enrolment.nullable().parse(await tx.get('enrolments', enrolmentIdOf(userId, courseId)))
        if (!enrolment || !isOpen(enrolment, now)) return null
        const known = Certificate.nullable().parse(await tx.get('certificates', _id))
        if (known?.revokedAt === null) return known
        const given = known ? { ...known, validSince: certificate.validSince, revokedAt: null } : certificate
        await tx.put('enrolments', { ...enrolment, rev: enrolment.rev + 1 })
        await tx.put('certificates', given)
        if (!known) await tx.put('letters', letter)
        return given
      }),

    /** Remembers where the drawing is. */
    async drawn(number: string, imageFileId: string): Promise<void> {
      await store.change('certificates', number, {}, { set: { imageFileId } })
    },
  }
}
