import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'

export const CertificateView = z.object({
  number: z.string(),
  learnerName: z.string(),
  courseId: Id,
  courseTitle: z.string(),
  teacherName: z.string(),
  lessonCount: z.int(),
  studiedMinutes: z.int(),
  issuedAt: Instant,
})
export type CertificateView = z.infer<typeof CertificateView>

/** A learner who finished every lesson receives one certificate for the course; asked again, the same one. */
export const issueCertificate = contract({
  name: 'issueCertificate',
  access: 'learner',
  input: z.strictObject({ courseId: Id }),
  output: z.object({
    certificate: CertificateView,
    /** The drawn PNG, at a signed address for minutes. */
    imageUrl: z.string(),
    /** Where anyone can check it; also in the QR code. */
    verifyUrl: z.string(),
  }),
})
