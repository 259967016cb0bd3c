import * as z from 'zod'
import type { SeatsView } from '../contract/shapes'
import type { Change, Doc, Filter, Ports } from '../ports'

/**
 * The places of one course, and which orders have them. Everything about them is one conditional write of this one document, so
 * that two hundred buyers at once are as harmless as one, and nothing can happen halfway.
 */
export const Seats = z.object({
  /** The courseId. */
  _id: z.string(),
  /** How many places there are; null when there are as many as people want. */
  limit: z.int().nonnegative().nullable(),
  /** The limit (0 without one) less every place that is held or sold. Below zero when the limit was lowered under them: nothing is sold then. */
  left: z.int(),
  /**
   * Places held by orders that wait to be paid: those of a buyer's first, third … order for these goods, and those of the second,
   * fourth … A place passes from an order to the next out of one list into the other, in one write and without being free in between.
   */
  odd: z.array(z.string()),
  even: z.array(z.string()),
  /** Places of orders that were paid. */
  sold: z.array(z.string()),
  /** Goes up whenever a place is set free or passed on: whoever asks for one by what was read before asks again. */
  freed: z.int().nonnegative(),
})
export type Seats = z.infer<typeof Seats>

const HELD = ['odd', 'even'] as const
const LISTS = [...HELD, 'sold'] as const
export type Held = (typeof HELD)[number]
type List = (typeof LISTS)[number]

const listOf = <L extends List>(seats: Seats, lists: readonly L[], key: string): L | undefined =>
  lists.find((list) => seats[list].includes(key))

export const hasSeat = (seats: Seats | null, key: string): boolean =>
  seats !== null && listOf(seats, LISTS, key) !== undefined
export const holdsSeat = (seats: Seats | null, key: string): boolean =>
  seats !== null && listOf(seats, HELD, key) !== undefined
export const heldIn = ({ odd, even }: Seats): number => odd.length + even.length

/** What people are shown of them; null where there is no limit. */
export const seatsView = (seats: Seats | null | undefined): SeatsView | null =>
  seats && seats.limit !== null ? { left: Math.max(0, seats.left), held: heldIn(seats) } : null

/** Null when places are left; else whether some may yet be given up unpaid (`held`), or all are taken for good (`sold`). */
export const fullness = (seats: Seats | null): 'held' | 'sold' | null =>
  seats === null || seats.limit === null || seats.left > 0 ? null : heldIn(seats) > 0 ? 'held' : 'sold'

/** An order that asks for a place: the name it holds it under, the list it belongs in, and whose place it takes over, if any. */
export type Asker = { key: string; into: List; from?: string | undefined }
/** `over`: the order does not want it any more. */
export type Answer = 'taken' | 'over' | 'held' | 'sold'

/** The condition that this order has no place. */
const lacks = (key: string): Filter => ({ odd: { ne: key }, even: { ne: key }, sold: { ne: key } })

/** How an order gets a place, and what must still be so when it does; null when there is none for it. */
function moveOf(seats: Seats, { key, into, from }: Asker): { when: Filter; change: Change } | null {
  const list = from && listOf(seats, HELD, from)
  if (from && list)
    return { when: { [list]: from }, change: { pull: { [list]: from }, push: { [into]: key }, inc: { freed: 1 } } }
  if (fullness(seats)) return null
  const change = { push: { [into]: key }, inc: { left: -1 } }
  return { when: seats.limit === null ? { limit: null } : { left: { gt: 0 } }, change }
}

/** What is asked of places. Each order's name gets a place once and gives it up once: done twice, or late, nothing more happens. */
export const seating = ({ store }: Pick<Ports, 'store'>) => {
  const parsed = (doc: Doc | null): Seats | null => Seats.nullable().parse(doc)
  const find = async (courseId: string): Promise<Seats | null> => parsed(await store.get('seats', courseId))

  return {
    find,

    /** Those of these courses that have a limit, or had one; at most a hundred. */
    async those(courseIds: string[]): Promise<Seats[]> {
      if (!courseIds.length) return []
      const found = await store.find('seats', { where: { _id: { in: courseIds } }, limit: 100 })
      return found.map((doc) => Seats.parse(doc))
    },

    /** From now on there are so many places; null: as many as people want. Those that are taken stay taken. */
    async limit(courseId: string, limit: number | null): Promise<Seats | null> {
      for (;;) {
        const seats = await find(courseId)
        if ((seats?.limit ?? null) === limit) return seats
        if (!seats) {
          const fresh: Seats = { _id: courseId, limit, left: limit ?? 0, odd: [], even: [], sold: [], freed: 0 }
          if (await store.insert('seats', fresh)) return fresh
          continue
        }
        const more = (limit ?? 0) - (seats.limit ?? 0)
        const change = { set: { limit }, inc: { left: more } }
        const changed = parsed(await store.change('seats', courseId, { limit: seats.limit }, change))
        if (changed) return changed
      }
    },

    /**
     * Takes a place for an order, or takes over that of the order before it. `known`: what was read before the order was there; without
     * it the places are read, and then it is asked whether the order still wants one. Whatever was set free since then raised `freed`,
     * so that an order that has given its place up meanwhile never gets it back by a write that comes late.
     */
    async take(
      courseId: string,
      asker: Asker,
      isWanted: () => Promise<boolean>,
      known: Seats | null = null,
    ): Promise<Answer> {
      const { key } = asker
      for (let given = known; ; given = null) {
        const seats = given ?? (await find(courseId))
        if (!seats) throw new Error(`${courseId} has no places`)
        if (hasSeat(seats, key)) return 'taken'
        if (!given && !(await isWanted())) return 'over'
        const move = moveOf(seats, asker)
        if (!move) return fullness(seats) ?? 'sold'
        const when = { ...lacks(key), ...move.when, freed: seats.freed }
        if (await store.change('seats', courseId, when, move.change)) return 'taken'
      }
    },

    /** The order is paid: its place is sold. */
    async sell(courseId: string, key: string, held: Held): Promise<void> {
      await store.change('seats', courseId, { [held]: key }, { pull: { [held]: key }, push: { sold: key } })
    },

    /** Sets an order's place free, or sees to it that it never takes one by what it knows now. */
    async free(courseId: string, key: string): Promise<void> {
      for (;;) {
        const seats = await find(courseId)
        if (!seats) return
        const list = listOf(seats, LISTS, key)
        const freed = list
          ? await store.change(
              'seats',
              courseId,
              { [list]: key },
              { pull: { [list]: key }, inc: { left: 1, freed: 1 } },
            )
          : await store.change('seats', courseId, lacks(key), { inc: { freed: 1 } })
        if (freed) return
      }
    },
  }
}
