import type { Output } from '../../../core/contract'
import { call, wordsFor } from '../../api/call'
import { beatsTold } from '../../study/beats'
import { page } from '../../styles/page'
import { clockOf } from '../../words/time'

type Learnt = Output<'myLearning'>['courses'][number]
type Row = {
  courseId: string
  title: string
  coverUrl: string
  percent: number
  progress: string
  resume: string
  lessonId: string
  /** `given` may be looked at, `due` may be taken. */
  certificate: 'given' | 'due' | ''
}
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

const rowOf = ({ card, percent, finishedLessons, resume, certificateNumber }: Learnt): Row => ({
  courseId: card.courseId,
  title: card.title,
  coverUrl: card.coverUrl ?? '',
  percent,
  progress: percent === 100 ? '全部学完' : `学完 ${finishedLessons} / ${card.lessonCount} 节 · ${percent}%`,
  resume: resume ? `${resume.title}${resume.positionSeconds >= 1 ? ` · ${clockOf(resume.positionSeconds)}` : ''}` : '',
  lessonId: resume?.lessonId ?? '',
  certificate: certificateNumber ? 'given' : percent === 100 ? 'due' : '',
})

Page({
  behaviors: [page()],

  data: { view: { status: 'loading' } as View, rows: [] as Row[] },

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const { courses } = await call('myLearning', {})
      this.setData({ rows: courses.map(rowOf), view: { status: courses.length ? 'ready' : 'empty' } })
    } catch (error) {
      if (this.data.view.status === 'ready') void wx.showToast({ title: wordsFor(error), icon: 'none' })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/course/course?courseId=${currentTarget.dataset.id}` })
  },

  onResumeTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, lesson } = currentTarget.dataset
    void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${id}&lessonId=${lesson}` })
  },

  onCertificateTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/learn/pages/certificate/certificate?courseId=${currentTarget.dataset.id}` })
  },
})
