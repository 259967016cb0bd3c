import { call } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { copyOf, isNumber, numberOf, type Row, rowOf } from './invoice'
import { invoicesWords } from './words'

Page({
  behaviors: [page(invoicesWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<Row>(),
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

  async ask(after?: string): Promise<Found<Row>> {
    const { orders, next } = await call('issueInvoices', { action: 'waiting', ...(after && { after }) })
    return { rows: orders.flatMap((order) => rowOf(order)), next }
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
