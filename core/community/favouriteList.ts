import type { Ports } from '../ports'
import { FavouriteDoc, favouriteIdOf, UNDO_MS } from './favourite'

/** What is asked of favourites. */
export const favouriteList = ({ store }: Pick<Ports, 'store'>) => ({
  async has(userId: string, courseId: string): Promise<boolean> {
    const doc = await store.get('favourites', favouriteIdOf(userId, courseId))
    return FavouriteDoc.nullable().parse(doc)?.isOn ?? false
  },

  /** The same again, or from two sides at once, is one. */
  async add(userId: string, course: { courseId: string; fen: number }, now: Date): Promise<void> {
    const _id = favouriteIdOf(userId, course.courseId)
    const at = now.toISOString()
    const fresh = { ...course, isOn: true, addedAt: at, removedAt: '', key: `${at}:${_id}` }
    if (await store.insert('favourites', { _id, userId, ...fresh })) return
    const recently = { isOn: false, removedAt: { gt: new Date(now.getTime() - UNDO_MS).toISOString() } }
    if (await store.change('favourites', _id, recently, { set: { isOn: true } })) return
    await store.change('favourites', _id, { isOn: false }, { set: fresh })
  },

  async remove(userId: string, courseId: string, now: Date): Promise<void> {
    const set = { isOn: false, removedAt: now.toISOString() }
    await store.change('favourites', favouriteIdOf(userId, courseId), { isOn: true }, { set })
  },

  async ofPerson(userId: string, after: string | undefined, limit: number): Promise<FavouriteDoc[]> {
    const found = await store.find('favourites', {
      where: { userId, isOn: true, ...(after && { key: { lt: after } }) },
      orderBy: [['key', 'desc']],
      limit,
    })
    return found.map((doc) => FavouriteDoc.parse(doc))
  },

  /** Everybody who keeps an eye on this course, a page at a time. */
  async ofCourse(courseId: string, after: string, limit: number): Promise<FavouriteDoc[]> {
    const found = await store.find('favourites', {
      where: { courseId, isOn: true, _id: { gt: after } },
      orderBy: [['_id', 'asc']],
      limit,
    })
    return found.map((doc) => FavouriteDoc.parse(doc))
  },
})
