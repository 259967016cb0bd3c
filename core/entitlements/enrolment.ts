import * as z from 'zod'

/** Why somebody may learn a course. Each reason stands alone: taking one back leaves the others. */
export const Grant = z.object({
  /** Where it came from, e.g. `order:XT…`; the same source grants once. */
  source: z.string(),
  grantedAt: z.string(),
})

/** One learner in one course. Access is the sum of the grants that were not taken back. */
export const Enrolment = z.object({
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  grants: z.array(Grant),
  /** Sources whose grant was taken back; also one that had not arrived yet, which then never counts. */
  revoked: z.array(z.string()),
  hasAccess: z.boolean(),
  enrolledAt: z.string(),
  /** Goes up with every write: what is decided from a reading is only written over that reading. */
  rev: z.int(),
})
export type Enrolment = z.infer<typeof Enrolment>

/** Whether anything still gives access when `source` no longer does. */
export const givesAccessWithout = ({ grants, revoked }: Enrolment, source: string): boolean =>
  grants.some((grant) => grant.source !== source && !revoked.includes(grant.source))

/** One enrolment per learner and course: the rule is the id. */
export const enrolmentIdOf = (userId: string, courseId: string): string => `${userId}:${courseId}`

export const orderSource = (orderId: string): string => `order:${orderId}`
