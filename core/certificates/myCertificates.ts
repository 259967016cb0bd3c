import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { Certificate } from './certificate'

const PAGE = 20

export const myCertificates =
  ({ store }: Pick<Ports, 'store'>) =>
  async ({ userId }: Caller, { after }: Input<'myCertificates'>): Promise<Output<'myCertificates'>> => {
    // Two certificates of one moment would need a learner to finish two courses in one millisecond.
    const found = await store.find('certificates', {
      where: { userId, ...(after && { issuedAt: { lt: after } }) },
      orderBy: [['issuedAt', 'desc']],
      limit: PAGE + 1,
    })
    const page = found.slice(0, PAGE).map((doc) => Certificate.parse(doc))
    return {
      certificates: page.map(({ _id, courseId, courseTitle, teacherName, learnerName, issuedAt, revokedAt }) => ({
        number: _id,
        courseId,
        courseTitle,
        teacherName,
        learnerName,
        issuedAt,
        revokedAt,
      })),
      next: found.length > PAGE ? (page.at(-1)?.issuedAt ?? null) : null,
    }
  }
