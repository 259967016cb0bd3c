import * as z from 'zod'

/** Why somebody may learn a course. Each reason stands alone: taking one back leaves the others. */
export const Grant = z.object({
  /** Where it came from, e.g. `order:XT…`; the same source grants once. */
  source: z.string(),
  grantedAt: z.string(),
  /** ISO time until which it gives access; null for ever. */
  until: z.string().nullable(),
})
export type Grant = z.infer<typeof Grant>

/** One learner in one course. Access is the sum of the grants that were not taken back. */
export const Enrolment = z.object({
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  grants: z.array(Grant),
  /** Sources whose grant was taken back; also one that had not arrived yet, which then never counts. */
  revoked: z.array(z.string()),
  hasAccess: z.boolean(),
  /** ISO time at which access ends; null when it does not, or there is none. */
  accessUntil: z.string().nullable(),
  enrolledAt: z.string(),
  /** Goes up with every write: what is decided from a reading is only written over that reading. */
  rev: z.int(),
})
export type Enrolment = z.infer<typeof Enrolment>

/** What the grants that still count add up to. */
export function accessOf({
  grants,
  revoked,
}: Pick<Enrolment, 'grants' | 'revoked'>): Pick<Enrolment, 'hasAccess' | 'accessUntil'> {
  const counting = grants.filter(({ source }) => !revoked.includes(source))
  const ends = counting.flatMap(({ until }) => until ?? [])
  const isForEver = ends.length < counting.length
  return { hasAccess: counting.length > 0, accessUntil: isForEver ? null : (ends.sort().at(-1) ?? null) }
}

/** Whether somebody may learn the course now. */
export const isOpen = (enrolment: Enrolment | null, now: Date): boolean =>
  enrolment?.hasAccess === true && (enrolment.accessUntil === null || enrolment.accessUntil > now.toISOString())

/** One enrolment per learner and course: the rule is the id. */
export const enrolmentIdOf = (userId: string, courseId: string): string => `${userId}:${courseId}`

export const orderSource = (orderId: string): string => `order:${orderId}`
export const codeSource = (codeId: string): string => `code:${codeId}`
/** What a member was let into lasts as long as the membership. */
export const memberSource = (userId: string): string => `member:${userId}`

/** The order, other than this one, that this learner already has the course by. */
export const otherOrderOf = ({ grants, revoked }: Enrolment, source: string): string | undefined =>
  grants.find(
    (grant) => grant.source.startsWith('order:') && grant.source !== source && !revoked.includes(grant.source),
  )?.source
