import type { CourseCard, CourseFilter } from '../contract/shapes'
import type { Condition, Filter, Ports } from '../ports'
import { passagesOf } from '../search/passage'
import { type Seats, seating, seatsView } from '../seats/seats'
import { categories } from './categories'
import { beneath } from './category'
import type { Course, Lesson } from './course'
import { categoryFacet, entryOf, facetsWanted, heatKeyOf, priceKeyOf, ShelfEntry } from './shelfEntry'

const PAGE = 100
const COVER_TTL_SECONDS = 3600
/** Writes under way at a time while a course is put away. */
const AT_ONCE = 20

export type ShelfSort = 'new' | 'hot' | 'cheap'

const orders: Record<ShelfSort, { key: 'shelfKey' | 'heatKey' | 'priceKey'; direction: 'asc' | 'desc' }> = {
  new: { key: 'shelfKey', direction: 'desc' },
  hot: { key: 'heatKey', direction: 'desc' },
  cheap: { key: 'priceKey', direction: 'asc' },
}

async function inTurns<T>(list: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < list.length; at += AT_ONCE) await Promise.all(list.slice(at, at + AT_ONCE).map(work))
}

/** The shelf: what is on sale or free, as lists, home and search see it. */
export const shelf = ({ store }: Pick<Ports, 'store'>) => {
  const parsed = (docs: unknown[]): ShelfEntry[] => docs.map((doc) => ShelfEntry.parse(doc))

  async function find(where: Filter, sort: ShelfSort, limit: number): Promise<ShelfEntry[]> {
    const { key, direction } = orders[sort]
    return parsed(await store.find('shelf', { where: { onShelf: true, ...where }, orderBy: [[key, direction]], limit }))
  }

  /** The conditions of a filter. A category stands for what hangs beneath it, which is looked up. */
  async function facets({ category, ...filter }: CourseFilter): Promise<Condition[]> {
    const plain = facetsWanted(filter)
    if (!category) return plain
    return [...plain, { in: beneath(category, await categories({ store }).all()).map(categoryFacet) }]
  }

  return {
    find,
    facets,

    async entry(courseId: string): Promise<ShelfEntry | null> {
      return ShelfEntry.nullable().parse(await store.get('shelf', courseId))
    },

    /** Those of these courses that are on the shelf, in no order; at most a hundred. */
    async those(courseIds: string[]): Promise<ShelfEntry[]> {
      if (!courseIds.length) return []
      const where = { _id: { in: courseIds.slice(0, PAGE) }, onShelf: true }
      return parsed(await store.find('shelf', { where, limit: PAGE }))
    },

    /** One question, whatever is asked for. `after` is the last one's key in this order. */
    async page(filter: CourseFilter, sort: ShelfSort, limit: number, after?: string): Promise<ShelfEntry[]> {
      const { key, direction } = orders[sort]
      const conditions = await facets(filter)
      return find(
        {
          ...(conditions.length && { facets: conditions }),
          ...(after && { [key]: direction === 'asc' ? { gt: after } : { lt: after } }),
        },
        sort,
        limit,
      )
    },

    keyOf: (entry: ShelfEntry, sort: ShelfSort): string => entry[orders[sort].key],

    /** The whole shelf, newest first: one question for each hundred. Only for what is prepared behind. */
    async whole(): Promise<ShelfEntry[]> {
      const all: ShelfEntry[] = []
      for (;;) {
        const last = all.at(-1)
        const page = await find(last ? { shelfKey: { lt: last.shelfKey } } : {}, 'new', PAGE)
        all.push(...page)
        if (page.length < PAGE) return all
      }
    },

    /** Brings the entry and the passages of a course to what the course says now. Twice is once. */
    async place(course: Course, lessons: Lesson[]): Promise<void> {
      const before = ShelfEntry.nullable().parse(await store.get('shelf', course._id))
      const passages = passagesOf(course, lessons)
      const ids = passages.map(({ _id }) => _id)
      const gone = before?.passages.filter((id) => !ids.includes(id)) ?? []
      await inTurns(passages, (passage) => store.put('passages', passage))
      await inTurns(gone, (id) => store.change('passages', id, {}, { set: { onShelf: false, terms: [], text: '' } }))
      const said = entryOf(course, ids)
      const heatKey = heatKeyOf(before?.heat ?? 0, course.shelfKey)
      if (!before && (await store.insert('shelf', { ...said, heat: 0, joined: 0, isLimited: false, heatKey }))) return
      const { _id, ...set } = said
      await store.change('shelf', _id, {}, { set: { ...set, heatKey } })
    },

    /** Whether its cards tell of places. False when nothing changed. */
    async limit(courseId: string, isLimited: boolean): Promise<boolean> {
      return (await store.change('shelf', courseId, { isLimited: { ne: isLimited } }, { set: { isLimited } })) !== null
    },

    /** A course came on the shelf or left it; what it says has not changed. False when the shelf does not know it. */
    async move(course: Course): Promise<boolean> {
      const { _id, status, shelfKey, fen } = course
      const before = ShelfEntry.nullable().parse(await store.get('shelf', _id))
      if (!before) return false
      const onShelf = status === 'published'
      await inTurns(before.passages, (id) => store.change('passages', id, {}, { set: { onShelf } }))
      const keys = { shelfKey, heatKey: heatKeyOf(before.heat, shelfKey), priceKey: priceKeyOf(fen, shelfKey) }
      await store.change('shelf', _id, {}, { set: { onShelf, ...keys } })
      return true
    },
  }
}

/** Cards with the addresses of their covers, asked for in one call, and the places of those that have a limit, in another. */
export async function cardsOf(
  ports: Pick<Ports, 'files' | 'store'>,
  entries: Pick<ShelfEntry, 'card' | 'coverFileId' | 'isLimited'>[],
): Promise<CourseCard[]> {
  const covers = [...new Set(entries.flatMap(({ coverFileId }) => coverFileId ?? []))]
  const limited = [...new Set(entries.flatMap(({ card, isLimited }) => (isLimited ? card.courseId : [])))]
  const [urls, seats] = await Promise.all([
    covers.length ? ports.files.addresses(covers, COVER_TTL_SECONDS) : [],
    seating(ports).those(limited),
  ])
  const urlOf = new Map(covers.map((id, at) => [id, urls[at] ?? null]))
  const seatsOf = new Map<string, Seats>(seats.map((one) => [one._id, one]))
  return entries.map(({ card, coverFileId }) => ({
    ...card,
    coverUrl: coverFileId ? (urlOf.get(coverFileId) ?? null) : null,
    seats: seatsView(seatsOf.get(card.courseId)),
  }))
}
