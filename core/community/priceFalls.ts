import * as z from 'zod'
import { type Course, Course as CourseShape } from '../catalog/course'
import { Enrolment, enrolmentIdOf, isOpen } from '../entitlements/enrolment'
import { letterOf, writeLetter } from '../messages/letter'
import type { Ports } from '../ports'
import { favouriteList } from './favouriteList'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

/** A course that costs less than before, and how far those who wait for that have been told. */
const PriceFall = z.object({
  _id: z.string(),
  courseId: z.string(),
  fen: z.int().nonnegative(),
  /** The last favourite that was looked at. */
  told: z.string(),
  dueAt: z.string().nullable(),
})

/** Notes a fall so that it is told; a course that is not on the shelf has nobody to tell. */
export async function notePriceFall(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  before: Pick<Course, 'fen' | 'status'> | null,
  after: Pick<Course, '_id' | 'fen' | 'status'>,
): Promise<void> {
  if (before?.status !== 'published' || after.status !== 'published' || after.fen >= before.fen) return
  const dueAt = clock.now().toISOString()
  const _id = `${after._id}:${after.fen}:${dueAt}`
  await store.insert('priceFalls', { _id, courseId: after._id, fen: after.fen, told: '', dueAt })
}

const FALLS_AT_ONCE = 3
const PEOPLE_AT_ONCE = 100

/** Those of these people who have the course already, and need no cheaper one. */
async function ownersAmong({ store, clock }: Needs, courseId: string, userIds: string[]): Promise<Set<string>> {
  if (!userIds.length) return new Set()
  const found = await store.find('enrolments', {
    where: { _id: { in: userIds.map((userId) => enrolmentIdOf(userId, courseId)) } },
    limit: userIds.length,
  })
  const open = found.map((doc) => Enrolment.parse(doc)).filter((enrolment) => isOpen(enrolment, clock.now()))
  return new Set(open.map(({ userId }) => userId))
}

/** Writes to the next hundred people about each fall. Stopped anywhere and begun again, everybody is written to once. */
export async function tellPriceFalls(ports: Needs): Promise<number> {
  const { store, clock } = ports
  const due = await store.find('priceFalls', {
    where: { dueAt: { lte: clock.now().toISOString() } },
    orderBy: [['dueAt', 'asc']],
    limit: FALLS_AT_ONCE,
  })
  let written = 0
  for (const fall of due.map((doc) => PriceFall.parse(doc))) {
    const course = CourseShape.nullable().parse(await store.get('courses', fall.courseId))
    // It rose again, or is gone: nothing to tell any more. It fell further: the newer fall tells it.
    const isStill = course?.status === 'published' && course.fen === fall.fen
    const people = isStill ? await favouriteList(ports).ofCourse(fall.courseId, fall.told, PEOPLE_AT_ONCE) : []
    const waiting = people.filter(({ fen }) => fen > fall.fen)
    const owners = await ownersAmong(
      ports,
      fall.courseId,
      waiting.map(({ userId }) => userId),
    )
    const facts = { title: course?.title ?? '', courseId: fall.courseId, fen: fall.fen }
    const told = await Promise.all(
      waiting
        .filter(({ userId }) => !owners.has(userId))
        .map(({ userId }) =>
          writeLetter(ports, letterOf(ports, { userId, kind: 'priceFell', about: fall._id, facts })),
        ),
    )
    written += told.filter(Boolean).length
    const isDone = people.length < PEOPLE_AT_ONCE
    await store.change(
      'priceFalls',
      fall._id,
      { told: fall.told },
      { set: { told: people.at(-1)?._id ?? fall.told, ...(isDone && { dueAt: null }) } },
    )
  }
  return written
}
