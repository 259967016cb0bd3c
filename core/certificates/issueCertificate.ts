import type { Course } from '../catalog/course'
import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { progressOf, type Study } from '../learning/study'
import { letterOf } from '../messages/letter'
import { NAMELESS, User } from '../people/user'
import type { Caller, Ports } from '../ports'
import { type Certificate, textOf, verifyUrlOf, viewOf } from './certificate'
import { certificates } from './certificates'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'certificates' | 'shop'>

const IMAGE_TTL_SECONDS = 3600

const studiedMinutes = (course: Course, study: Study): number =>
  Math.max(1, Math.round(course.outline.reduce((sum, one) => sum + progressOf(study, one).watchedSeconds, 0) / 60))

/** Draws the certificate and keeps the picture; drawn again it is the same picture at the same place. */
async function draw(ports: Needs, certificate: Certificate): Promise<string> {
  const png = await ports.certificates.draw({
    ...viewOf(certificate),
    schoolName: ports.shop.schoolName,
    verifyUrl: verifyUrlOf(ports.shop.shopUrl, certificate._id),
  })
  const fileId = await ports.files.put(`certificates/${certificate._id}.png`, png, 'image/png')
  await certificates(ports).drawn(certificate._id, fileId)
  return fileId
}

async function answer(ports: Needs, certificate: Certificate): Promise<Output<'issueCertificate'>> {
  const address = async (fileId: string) => (await ports.files.addresses([fileId], IMAGE_TTL_SECONDS))[0] ?? null
  const known = certificate.imageFileId ? await address(certificate.imageFileId) : null
  const imageUrl = known ?? (await address(await draw(ports, certificate)))
  if (!imageUrl) throw new AppError('UNEXPECTED', { reason: 'the drawing was not kept' })
  return { certificate: viewOf(certificate), imageUrl, verifyUrl: verifyUrlOf(ports.shop.shopUrl, certificate._id) }
}

/**
 * Gives the certificate to a learner who owns the course and finished every lesson of it, once.
 * Refuses: COURSE_NOT_FOUND, NOT_OWNED, NOT_FINISHED {left}, NAME_NEEDED (nobody is certified as 「同学」).
 */
export const issueCertificate =
  (ports: Needs) =>
  async ({ userId }: Caller, { courseId }: Input<'issueCertificate'>): Promise<Output<'issueCertificate'>> => {
    const [course, enrolment, study, given, user] = await Promise.all([
      courses(ports).find(courseId),
      enrolments(ports).find(userId, courseId),
      studies(ports).find(userId, courseId),
      certificates(ports).ofLearner(userId, courseId),
      ports.store.get('users', userId),
    ])
    if (given && !given.revokedAt) return answer(ports, given)
    if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId })
    if (!isOpen(enrolment, ports.clock.now())) throw new AppError('NOT_OWNED', { courseId })
    const left = course.outline.filter((lesson) => !study || !progressOf(study, lesson).finished).length
    if (!study || left) throw new AppError('NOT_FINISHED', { courseId, left })
    const { nickname } = User.parse(user)
    if (nickname === NAMELESS) throw new AppError('NAME_NEEDED')

    const view = {
      number: certificates(ports).numberOf(userId, courseId),
      learnerName: nickname,
      courseId,
      courseTitle: course.title,
      teacherName: course.teacher.name,
      lessonCount: course.outline.length,
      studiedMinutes: studiedMinutes(course, study),
      issuedAt: ports.clock.now().toISOString(),
    }
    const { number, ...facts } = view
    const signature = await ports.certificates.sign(textOf(view))
    const standing = { validSince: facts.issuedAt, signature, imageFileId: null, revokedAt: null }
    const certificate = { _id: number, userId, ...facts, ...standing }
    const about = { title: course.title, courseId }
    const letter = letterOf(ports, { userId, kind: 'certificate', about: number, facts: about })
    const kept = await certificates(ports).give(certificate, letter, ports.clock.now())
    if (!kept) throw new AppError('NOT_OWNED', { courseId })
    return answer(ports, kept)
  }
