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

    /** Keeps a certificate; the first one of this number stands, whoever comes second gets it back. */
    async keep(certificate: Certificate): Promise<Certificate> {
      if (await store.insert('certificates', certificate)) return certificate
      return Certificate.parse(await store.get('certificates', certificate._id))
    },

    /** Withdraws the certificate of a learner who has lost the course; there may be none. */
    async revoke(userId: string, courseId: string, at: string): Promise<void> {
      await store.change('certificates', numberOf(userId, courseId), { revokedAt: null }, { set: { revokedAt: at } })
    },

    /** Makes a withdrawn certificate valid again, for a learner who has bought the course anew. What it says stays. */
    async restore(number: string): Promise<Certificate> {
      return Certificate.parse(await store.change('certificates', number, {}, { set: { revokedAt: null } }))
    },

    /** Remembers where the drawing is. */
    async drawn(number: string, imageFileId: string): Promise<void> {
      await store.change('certificates', number, {}, { set: { imageFileId } })
    },
  }
}
