import { call } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type TakingRow, takingRow } from './row'
import { takenWords } from './words'

type Course = { courseId: string; title: string }

/** Who took which files of a course along. Without a course in its address: those that its reader teaches, to choose from. */
Page({
  behaviors: [page(takenWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<TakingRow>(),
    courseId: '',
    courseTitle: '',
    courses: [] as Course[],
    /** Only this lesson's; '' for all. */
    lessonId: '',
    lessonTitle: '',
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<TakingRow>> {
    const courseId = this.data.courseId || (await this.firstTaught())
    if (!courseId) return { rows: [], next: null }
    const { lessonId } = this.data
    const { takings, next, courseTitle } = await call('lessonFiles', {
      action: 'taken',
      courseId,
      ...(lessonId && { lessonId }),
      ...(after && { after }),
    })
    return {
      rows: takings.map((taking) => takingRow(taking)),
      next,
      also: () => this.setData({ courseId, courseTitle }),
    }
  },

  /** '' for somebody who teaches nothing. */
  async firstTaught(): Promise<string> {
    const { courses } = await call('lessonFiles', { action: 'courses' })
    this.setData({ courses })
    return courses[0]?.courseId ?? ''
  },

  narrow(change: { courseId?: string; lessonId: string; lessonTitle: string }) {
    this.setData({ ...change, view: { status: 'loading' }, rows: [], next: null })
    void this.refresh()
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    if (id !== this.data.courseId) this.narrow({ courseId: id, lessonId: '', lessonTitle: '' })
  },

  onLessonTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, title } = currentTarget.dataset
    if (id !== this.data.lessonId) this.narrow({ lessonId: id, lessonTitle: title })
  },

  onWholeTap() {
    this.narrow({ lessonId: '', lessonTitle: '' })
  },
})
