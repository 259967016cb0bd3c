import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import {
  type Day,
  type DayRow,
  type Difference,
  type DifferenceRow,
  dayRow,
  dayWords,
  differenceRow,
} from '../reconciliation/books'
import { dayPageWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

/** A reason is two characters at least: the next bookkeeper has to understand it. */
const LEAST_REASON = 2

/** WeChat Pay's day unless the address says another's. */
const gatewayIn = (said: string | undefined): Day['gateway'] =>
  said === 'virtualPay' || said === 'alipay' ? said : 'wechatPay'

Page({
  behaviors: [page(dayPageWords)],

  data: {
    view: { status: 'loading' } as View,
    date: '',
    gateway: 'wechatPay' as Day['gateway'],
    day: null as DayRow | null,
    rows: [] as DifferenceRow[],
    isComparing: false,
    note: '',
    resolving: null as DifferenceRow | null,
    reason: '',
    isComplete: false,
    isBusy: false,
    panelNote: '',
  },

  onLoad({ day = '', gateway }: Record<string, string | undefined>) {
    this.setData({ date: day, gateway: gatewayIn(gateway) })
    if (day) wx.setNavigationBarTitle({ title: dayWords(day) })
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  show({ day, differences }: { day: Day; differences: Difference[] }) {
    this.setData({
      day: dayRow(day),
      rows: differences.map((one) => differenceRow(one)),
      note: '',
      view: { status: 'ready' },
    })
  },

  async refresh() {
    try {
      this.show(await call('reconciliation', { action: 'day', gateway: this.data.gateway, day: this.data.date }))
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async onAgainTap() {
    if (this.data.isComparing) return
    this.setData({ isComparing: true, note: '' })
    try {
      this.show(await call('reconciliation', { action: 'again', gateway: this.data.gateway, day: this.data.date }))
      void wx.showToast({ title: dayPageWords().compared, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isComparing: false })
  },

  onCopyTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset.number })
  },

  onResolveTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const resolving = this.data.rows.find(({ differenceId }) => differenceId === currentTarget.dataset.id) ?? null
    this.setData({ resolving, reason: '', isComplete: false, panelNote: '' })
  },

  onPanelClose() {
    this.setData({ resolving: null })
  },

  onReasonInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value, isComplete: detail.value.trim().length >= LEAST_REASON, panelNote: '' })
  },

  async onDoneTap() {
    const { resolving, reason, isBusy } = this.data
    if (!resolving || isBusy) return
    this.setData({ isBusy: true, panelNote: '' })
    try {
      const { differenceId } = resolving
      this.show(await call('reconciliation', { action: 'resolve', differenceId, reason: reason.trim() }))
      this.setData({ resolving: null })
      void wx.showToast({ title: dayPageWords().settled, icon: 'none' })
    } catch (error) {
      this.setData({ panelNote: officeWordsFor(error) })
    }
    this.setData({ isBusy: false })
  },
})
