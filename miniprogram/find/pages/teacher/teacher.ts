import type { Output } from '../../../../core/contract'
import { call, codeOf, wordsFor } from '../../../api/call'
import { chatCard, momentsCard } from '../../../sharing/card'
import { page } from '../../../styles/page'
import { lengthOf } from '../../../words/time'
import { teacherWords } from './words'

type Teacher = Extract<Output<'browseCatalog'>, { action: 'teacher' }>
type View =
  | { status: 'loading' }
  | { status: 'gone'; why: string }
  | { status: 'failed'; why: string }
  | { status: 'ready' }

/** What is counted, in words. Whoever nobody has joined yet is not told so. */
function figuresOf({ courseCount, lessonCount, durationSeconds, joined }: Teacher): { value: string; name: string }[] {
  const w = teacherWords()
  return [
    { value: String(courseCount), name: w.courseCount },
    { value: String(lessonCount), name: w.lessonCount },
    { value: lengthOf(durationSeconds), name: w.length },
    ...(joined ? [{ value: String(joined), name: w.joined }] : []),
  ]
}

Page({
  behaviors: [page(teacherWords)],

  data: {
    view: { status: 'loading' } as View,
    name: '',
    teacher: null as Teacher | null,
    figures: [] as { value: string; name: string }[],
    hasMore: false,
  },

  onLoad({ name = '' }: Record<string, string | undefined>) {
    this.setData({ name: decodeURIComponent(name) })
    void this.refresh()
  },

  async refresh() {
    try {
      const teacher = await call('browseCatalog', { action: 'teacher', name: this.data.name })
      this.setData({
        teacher,
        figures: figuresOf(teacher),
        hasMore: teacher.courseCount > teacher.courses.length,
        view: { status: 'ready' },
      })
    } catch (error) {
      const status = codeOf(error) === 'TEACHER_NOT_FOUND' ? 'gone' : 'failed'
      if (this.data.view.status !== 'ready') this.setData({ view: { status, why: wordsFor(error) } })
    }
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onOthersTap() {
    void wx.redirectTo({ url: '/pages/list/list' })
  },

  onMoreTap() {
    void wx.navigateTo({ url: `/pages/list/list?teacher=${encodeURIComponent(this.data.name)}` })
  },

  onShareAppMessage() {
    const { name } = this.data
    return chatCard(teacherWords().share(name), `/find/pages/teacher/teacher?name=${encodeURIComponent(name)}`)
  },

  onShareTimeline() {
    const { name } = this.data
    return momentsCard(teacherWords().share(name), `name=${encodeURIComponent(name)}`)
  },
})
