import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type MonthView, monthOf } from './sums'
import { schoolIncomeWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

/** So many rows of a table are shown before somebody asks for all. */
const FEW = 7

Page({
  behaviors: [page(schoolIncomeWords)],

  data: {
    view: { status: 'loading' } as View,
    sums: null as MonthView | null,
    month: '',
    thisMonth: '',
    few: FEW,
    goodsShown: FEW,
    daysShown: FEW,
    isTurning: false,
    note: '',
  },

  onShow() {
    // Every time it is looked at: a sale may have come in meanwhile.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    const { month } = this.data
    try {
      const income = await call('schoolIncome', month ? { month } : {})
      // Another month was asked for meanwhile: its answer is on its way.
      if (month !== this.data.month) return
      const thisMonth = income.today.slice(0, 7)
      this.setData({ sums: monthOf(income), month: income.month, thisMonth, note: '', view: { status: 'ready' } })
    } catch (error) {
      const why = officeWordsFor(error)
      this.setData(this.data.sums ? { note: why } : { view: { status: 'failed', why } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async onMonthChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ month: detail.value, goodsShown: FEW, daysShown: FEW, isTurning: true })
    await this.refresh()
    this.setData({ isTurning: false })
  },

  onAllGoodsTap() {
    this.setData({ goodsShown: 1000 })
  },

  onAllDaysTap() {
    this.setData({ daysShown: 31 })
  },
})
