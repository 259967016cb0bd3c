import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { copyOf, isNumber, numberOf, type Row, rowOf } from './invoice'
import { invoicesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(invoicesWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as Row[],
    next: null as string | null,
    isMore: false,
    note: '',
    /** The invoice whose number is asked for. */
    issuing: null as Row | null,
    number: '',
    isComplete: false,
    isBusy: false,
    panelNote: '',
  },

  onLoad() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { orders, next } = await call('issueInvoices', { action: 'waiting' })
      const rows = orders.flatMap((order) => rowOf(order))
      this.setData({ rows, next, note: '', view: { status: rows.length ? 'ready' : 'empty' } })
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  async onReachBottom() {
    const { next, isMore, rows } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const page = await call('issueInvoices', { action: 'waiting', after: next })
      this.setData({ rows: [...rows, ...page.orders.flatMap((order) => rowOf(order))], next: page.next })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onCopyTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset.value })
  },

  onCopyAllTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const row = this.data.rows.find(({ orderId }) => orderId === currentTarget.dataset.id)
    if (row) void wx.setClipboardData({ data: copyOf(row) })
  },

  onIssueTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const issuing = this.data.rows.find(({ orderId }) => orderId === currentTarget.dataset.id) ?? null
    this.setData({ issuing, number: '', isComplete: false, panelNote: '' })
  },

  onPanelClose() {
    this.setData({ issuing: null })
  },

  onNumberInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ number: detail.value, isComplete: isNumber(detail.value), panelNote: '' })
  },

  async onDoneTap() {
    const { issuing, number, isBusy } = this.data
    if (!issuing || isBusy) return
    this.setData({ isBusy: true, panelNote: '' })
    try {
      await call('issueInvoices', { action: 'issue', orderId: issuing.orderId, number: numberOf(number) })
      const rows = this.data.rows.filter(({ orderId }) => orderId !== issuing.orderId)
      this.setData({ rows, issuing: null, view: { status: rows.length || this.data.next ? 'ready' : 'empty' } })
      void wx.showToast({ title: invoicesWords().noted, icon: 'none' })
    } catch (error) {
      this.setData({ panelNote: officeWordsFor(error) })
    }
    this.setData({ isBusy: false })
  },
})
