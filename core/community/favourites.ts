import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { seating } from '../seats/seats'
import { favouriteList } from './favouriteList'
import { someCourses } from './someCourses'

type Needs = Pick<Ports, 'store' | 'files' | 'clock'>

const PAGE = 20

async function list(ports: Needs, userId: string, after: string | undefined): Promise<Output<'favourites'>> {
  const found = await favouriteList(ports).ofPerson(userId, after, PAGE + 1)
  const page = found.slice(0, PAGE)
  const ids = page.map(({ courseId }) => courseId)
  const [shelf, seats] = await Promise.all([someCourses(ports, ids), seating(ports).those(ids)])
  const onSale = shelf.filter(({ status }) => status === 'published')
  const cards = new Map((await courses(ports).cards(onSale, seats)).map((card) => [card.courseId, card]))
  return {
    action: 'list',
    favourites: page.map(({ courseId, addedAt, fen }) => {
      const card = cards.get(courseId) ?? null
      return { courseId, card, addedAt, fellFen: card ? Math.max(0, fen - card.fen) : 0 }
    }),
    next: found.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  }
}

/** Refuses: COURSE_NOT_FOUND when adding what is not on the shelf. */
export const favourites =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'favourites'>): Promise<Output<'favourites'>> => {
    const mine = favouriteList(ports)
    switch (input.action) {
      case 'list':
        return list(ports, userId, input.after)
      case 'has':
        return { action: 'has', isFavourite: await mine.has(userId, input.courseId) }
      case 'remove':
        await mine.remove(userId, input.courseId, ports.clock.now())
        return { action: 'remove', isFavourite: false }
      case 'add': {
        const { courseId } = input
        const course = await courses(ports).find(courseId)
        if (course?.status !== 'published') throw new AppError('COURSE_NOT_FOUND', { courseId })
        await mine.add(userId, { courseId, fen: course.fen }, ports.clock.now())
        return { action: 'add', isFavourite: true }
      }
    }
  }
