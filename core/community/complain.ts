import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { complaints } from './complaints'
import { reviewBook } from './reviewBook'

/** Refuses: REVIEW_NOT_FOUND, COURSE_NOT_FOUND. */
export const complain =
  (ports: Pick<Ports, 'store' | 'files' | 'ids' | 'clock'>) =>
  async ({ userId }: Caller, { about, id, why, words }: Input<'complain'>): Promise<Output<'complain'>> => {
    const courseId = about === 'course' ? id : (await reviewBook(ports).find(id))?.courseId
    if (!courseId) throw new AppError('REVIEW_NOT_FOUND', { reviewId: id })
    if (about === 'course' && !(await courses(ports).find(id))) throw new AppError('COURSE_NOT_FOUND', { courseId: id })
    const at = ports.clock.now().toISOString()
    const _id = ports.ids.of('complaint', about, id, userId)
    await complaints(ports).add({
      _id,
      userId,
      about,
      targetId: id,
      courseId,
      why,
      words: words.trim(),
      at,
      key: `${at}:${_id}`,
      state: 'open',
      closedBy: '',
      note: '',
    })
    return {}
  }
