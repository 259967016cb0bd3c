import * as z from 'zod'
import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { User } from '../people/user'
import type { Caller, Ports } from '../ports'
import { linkTo } from './link'
import { sceneOf } from './promoter'
import { promoters } from './promoters'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'miniProgramCodes' | 'miniProgramLinks'>
type Action<A> = Extract<Input<'sharing'>, { action: A }>

async function arrive(
  ports: Needs,
  userId: string,
  { code, courseId, via }: Action<'arrive'>,
): Promise<Output<'sharing'>> {
  const promoter = await promoters(ports).find(code)
  // An unknown code, or one's own: nothing happened, and nothing is wrong.
  if (!promoter || promoter.userId === userId) return { action: 'arrive', isKept: false }
  const course = courseId ? await courses(ports).find(courseId) : null
  const touch = {
    promoterId: promoter.userId,
    courseId: course?._id ?? '',
    via,
    at: ports.clock.now().toISOString(),
  }
  await promoters(ports).touch(userId, touch)
  if (course) await promoters(ports).open(userId, touch)
  return { action: 'arrive', isKept: true }
}

async function poster(ports: Needs, userId: string, courseId: string): Promise<Output<'sharing'>> {
  const [code, user] = await Promise.all([promoters(ports).codeOf(userId), ports.store.get('users', userId)])
  const scene = sceneOf(courseId, code)
  const drawn = scene ? await ports.miniProgramCodes.draw('pages/course/course', scene) : null
  return {
    action: 'poster',
    code,
    myName: User.nullable().parse(user)?.nickname ?? '',
    picture: drawn && { base64: z.util.uint8ArrayToBase64(drawn.bytes), contentType: drawn.contentType },
  }
}

/** Refuses: COURSE_NOT_FOUND for a course that nobody can open. */
export const sharing =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'sharing'>): Promise<Output<'sharing'>> => {
    if (input.action === 'mine') return { action: 'mine', code: await promoters(ports).codeOf(userId) }
    if (input.action === 'arrive') return arrive(ports, userId, input)
    if (input.action === 'opens') return { action: 'opens', ...(await promoters(ports).opens(input.courseId, userId)) }
    const { courseId } = input
    const course = await courses(ports).find(courseId)
    if (course?.status !== 'published') throw new AppError('COURSE_NOT_FOUND', { courseId })
    if (input.action === 'poster') return poster(ports, userId, courseId)
    const link = await linkTo(ports, courseId, await promoters(ports).codeOf(userId))
    return { action: 'link', url: link?.url ?? null, expiresAt: link?.expiresAt ?? null }
  }
