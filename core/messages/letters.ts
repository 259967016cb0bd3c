import * as z from 'zod'
import { MOST_UNREAD } from '../contract/inbox'
import type { Change, Filter, Ports } from '../ports'
import { Letter } from './letterDoc'

/** How far somebody has read: everything up to `readUpTo` is. It only moves forward, whichever phone moves it. */
const Reading = z.object({ _id: z.string(), readUpTo: z.string() })

/** What is asked of letters. */
export const letters = ({ store }: Pick<Ports, 'store'>) => {
  const readUpTo = async (userId: string): Promise<string> =>
    Reading.nullable().parse(await store.get('readings', userId))?.readUpTo ?? ''

  return {
    readUpTo,

    async ofPerson(userId: string, after: string | undefined, limit: number): Promise<Letter[]> {
      const found = await store.find('letters', {
        where: { userId, ...(after && { key: { lt: after } }) },
        orderBy: [['key', 'desc']],
        limit,
      })
      return found.map((doc) => Letter.parse(doc))
    },

    /** Counted to MOST_UNREAD. */
    async unread(userId: string, upTo: string): Promise<number> {
      const found = await store.find('letters', {
        where: { userId, isRead: false, key: { gt: upTo } },
        orderBy: [['key', 'desc']],
        limit: MOST_UNREAD,
      })
      return found.length
    },

    async read(userId: string, letterId: string): Promise<void> {
      await store.change('letters', letterId, { userId, isRead: false }, { set: { isRead: true } })
    },

    /** Two phones at once: the further one counts. */
    async readTo(userId: string, upTo: string): Promise<void> {
      const moved = await store.change('readings', userId, { readUpTo: { lt: upTo } }, { set: { readUpTo: upTo } })
      if (moved || (await store.insert('readings', { _id: userId, readUpTo: upTo }))) return
      // Written for the first time by another phone between our two tries.
      await store.change('readings', userId, { readUpTo: { lt: upTo } }, { set: { readUpTo: upTo } })
    },

    async due(now: Date, limit: number): Promise<Letter[]> {
      const found = await store.find('letters', {
        where: { dueAt: { lte: now.toISOString() } },
        orderBy: [['dueAt', 'asc']],
        limit,
      })
      return found.map((doc) => Letter.parse(doc))
    },

    async change(letterId: string, when: Filter, change: Change): Promise<Letter | null> {
      return Letter.nullable().parse(await store.change('letters', letterId, when, change))
    },
  }
}
