import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { type CardView, cardView } from '../../../words/course'
import { officeWordsFor } from '../../words'
import { type PlanRow, planRow } from './plans'
import { courseTermsWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(courseTermsWords)],

  data: {
    view: { status: 'loading' } as View,
    plans: [] as PlanRow[],
    courses: [] as CardView[],
    next: null as string | null,
    isMore: false,
    note: '',
  },

  onShow() {
    // Also after a plan was changed.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const [{ plans }, { courses, next }] = await Promise.all([
        call('officeTerms', { action: 'plans' }),
        call('browseCatalog', { action: 'list' }),
      ])
      this.setData({
        plans: plans.map(planRow),
        courses: courses.map(cardView),
        next,
        note: '',
        view: { status: 'ready' },
      })
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  async onReachBottom() {
    const { next, isMore, courses } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const page = await call('browseCatalog', { action: 'list', after: next })
      this.setData({ courses: [...courses, ...page.courses.map(cardView)], next: page.next })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/office/pages/terms/terms?courseId=${currentTarget.dataset.id}` })
  },

  onAgreementsTap() {
    void wx.navigateTo({ url: '/office/pages/agreements/agreements' })
  },

  onPlanTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    void wx.navigateTo({ url: `/office/pages/plan/plan${id ? `?planId=${id}` : ''}` })
  },
})
