import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type DayRow, dayRow } from './books'
import { reconciliationWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(reconciliationWords)],

  data: {
    view: { status: 'loading' } as View,
    days: [] as DayRow[],
    next: null as string | null,
    isMore: false,
    note: '',
  },

  onShow() {
    // Also after a day was looked at: what was resolved there counts here.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { days, next } = await call('reconciliation', { action: 'days' })
      this.setData({
        days: days.map((day) => dayRow(day)),
        next,
        note: '',
        view: { status: days.length ? 'ready' : 'empty' },
      })
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  async onReachBottom() {
    const { next, isMore, days } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const page = await call('reconciliation', { action: 'days', after: next })
      this.setData({ days: [...days, ...page.days.map((day) => dayRow(day))], next: page.next })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onDayTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/office/pages/day/day?day=${currentTarget.dataset.day}` })
  },
})
