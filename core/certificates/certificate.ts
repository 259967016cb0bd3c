import * as z from 'zod'
import type { CertificateView } from '../contract/issueCertificate'

/** A certificate as it was given: what it says is frozen and signed; only its withdrawal can be added. */
export const Certificate = z.object({
  /** The number: one per learner and course. */
  _id: z.string(),
  userId: z.string(),
  courseId: z.string(),
  learnerName: z.string(),
  courseTitle: z.string(),
  teacherName: z.string(),
  lessonCount: z.int(),
  studiedMinutes: z.int(),
  issuedAt: z.string(),
  /** Since when it has been valid without a break: as issued, or as given again after it was withdrawn. Empty on older ones: as issued. */
  validSince: z.string().default(''),
  /** Ed25519 over `textOf(this)`, base64url. */
  signature: z.string(),
  imageFileId: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type Certificate = z.infer<typeof Certificate>

/** XT-7F3K-9QWP-2M4N: 60 bits that nobody can guess, in groups that can be read aloud. */
export const certificateNumber = (id: string): string => `XT-${id.slice(0, 4)}-${id.slice(4, 8)}-${id.slice(8, 12)}`

/** A typed number, however it was typed. */
export const tidyNumber = (typed: string): string => {
  const signs = typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return certificateNumber(signs.startsWith('XT') ? signs.slice(2) : signs)
}

export const viewOf = (certificate: Certificate): CertificateView => ({
  number: certificate._id,
  learnerName: certificate.learnerName,
  courseId: certificate.courseId,
  courseTitle: certificate.courseTitle,
  teacherName: certificate.teacherName,
  lessonCount: certificate.lessonCount,
  studiedMinutes: certificate.studiedMinutes,
  issuedAt: certificate.issuedAt,
})

/** What is signed: one fact a line, in this order, so that anybody can check it with the public key alone. */
export const textOf = (view: CertificateView): string =>
  [
    'xingtan-certificate-1',
    view.number,
    view.learnerName,
    view.courseId,
    view.courseTitle,
    view.teacherName,
    String(view.lessonCount),
    String(view.studiedMinutes),
    view.issuedAt,
  ].join('\n')

export const verifyUrlOf = (shopUrl: string, number: string): string =>
  `${shopUrl}#/pages/verify/verify?number=${number}`
