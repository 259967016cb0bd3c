import { courses } from '../catalog/courses'
import { voiceOf } from '../catalog/voice'
import { someCourses } from '../community/someCourses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { facesOf } from '../people/people'
import type { Caller, Ports } from '../ports'
import { openToStudy } from './openToStudy'
import { takings } from './takings'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock'>
type Action<A> = Extract<Input<'lessonFiles'>, { action: A }>

/** Long enough to begin a download, too short to be worth passing on. */
const ADDRESS_SECONDS = 5 * 60
const PAGE = 50
const MOST_TAUGHT = 100

async function take(
  ports: Needs,
  { userId }: Caller,
  { courseId, lessonId, name }: Action<'take'>,
): Promise<Output<'lessonFiles'>> {
  const { lesson, outlined } = await openToStudy(ports, userId, { courseId, lessonId })
  const file = lesson.attachments.find((one) => one.name === name)
  const url = file && (await ports.files.download(file.fileId, file.name, ADDRESS_SECONDS))
  if (!url) throw new AppError('FILE_NOT_FOUND', { courseId, lessonId })
  const now = ports.clock.now()
  // Before the address is given away: nobody takes anything unnoted.
  await takings(ports).note({ userId, courseId, lessonId, lessonTitle: outlined.title, name }, now)
  return { action: 'take', url, expiresAt: new Date(now.getTime() + ADDRESS_SECONDS * 1000).toISOString() }
}

async function taken(
  ports: Needs,
  caller: Caller,
  { courseId, lessonId, after }: Action<'taken'>,
): Promise<Output<'lessonFiles'>> {
  const [course, voice] = await Promise.all([courses(ports).find(courseId), voiceOf(ports, caller, courseId)])
  if (!voice) throw new AppError('FORBIDDEN')
  if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId })
  // One more than a page tells whether there is a next one.
  const found = await takings(ports).of(courseId, lessonId, after, PAGE + 1)
  const page = found.slice(0, PAGE)
  const faceOf = await facesOf(
    ports,
    page.map(({ userId }) => userId),
  )
  return {
    action: 'taken',
    courseTitle: course.title,
    takings: page.map(({ _id, userId, courseId: _, key: __, ...taking }) => ({
      ...taking,
      takingId: _id,
      nickname: faceOf(userId).nickname,
    })),
    next: found.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  }
}

async function taught(ports: Needs, { userId }: Caller): Promise<Output<'lessonFiles'>> {
  const terms = await ports.store.find('terms', { where: { 'share.userId': userId }, limit: MOST_TAUGHT })
  const known = await someCourses(
    ports,
    terms.map(({ _id }) => _id),
  )
  return { action: 'courses', courses: known.map(({ _id, title }) => ({ courseId: _id, title })) }
}

/** Refuses: COURSE_NOT_FOUND, LESSON_NOT_FOUND, NOT_OWNED, FILE_NOT_FOUND; FORBIDDEN (`taken`, to neither teacher nor school). */
export const lessonFiles =
  (ports: Needs) =>
  async (caller: Caller, input: Input<'lessonFiles'>): Promise<Output<'lessonFiles'>> => {
    switch (input.action) {
      case 'take':
        return take(ports, caller, input)
      case 'taken':
        return taken(ports, caller, input)
      case 'courses':
        return taught(ports, caller)
    }
  }
