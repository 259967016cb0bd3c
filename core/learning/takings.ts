import type { Ports } from '../ports'
import { TakingDoc } from './taking'

/** Whoever asks again this soon is still taking the same file: a download that broke, a second tap. */
const SAME_TIME_MS = 60_000

type What = Pick<TakingDoc, 'userId' | 'courseId' | 'lessonId' | 'lessonTitle' | 'name'>

/** What is asked of the record of files that were taken along. */
export const takings = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => ({
  async note(what: What, now: Date): Promise<void> {
    const at = now.toISOString()
    const { userId, courseId, lessonId, lessonTitle, name } = what
    const _id = ids.of('taking', courseId, lessonId, name, userId)
    const first: TakingDoc = { ...what, _id, times: 1, firstAt: at, lastAt: at, key: `${at}:${_id}` }
    if (await store.insert('takings', first)) return
    const before = new Date(now.getTime() - SAME_TIME_MS).toISOString()
    // The condition is read where the count is written: two at once are one time.
    await store.change(
      'takings',
      _id,
      { lastAt: { lte: before } },
      { set: { lastAt: at, lessonTitle }, inc: { times: 1 } },
    )
  },

  /** Of a course, or of one lesson, the newest person first. */
  async of(
    courseId: string,
    lessonId: string | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<TakingDoc[]> {
    const found = await store.find('takings', {
      where: { courseId, ...(lessonId && { lessonId }), ...(after && { key: { lt: after } }) },
      orderBy: [['key', 'desc']],
      limit,
    })
    return found.map((doc) => TakingDoc.parse(doc))
  },
})
