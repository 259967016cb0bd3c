import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

export const CertificateRow = z.object({
  number: z.string(),
  courseId: Id,
  courseTitle: z.string(),
  teacherName: z.string(),
  learnerName: z.string(),
  issuedAt: Instant,
  /** Withdrawn because the course went back; null while it is valid. */
  revokedAt: Instant.nullable(),
})
export type CertificateRow = z.infer<typeof CertificateRow>

/** My certificates, newest first, 20 a page. */
export const myCertificates = contract({
  name: 'myCertificates',
  access: 'learner',
  input: z.strictObject({ after: z.string().max(100).optional() }),
  output: z.object({ certificates: z.array(CertificateRow), next: z.string().nullable() }),
})
