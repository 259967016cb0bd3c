import { call, wordsFor } from '../../api/call'
import { purchase } from '../../shop/purchase'
import { type OrderRow, orderRow } from '../../words/order'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  data: {
    view: { status: 'loading' } as View,
    orders: [] as OrderRow[],
    next: null as string | null,
    isMore: false,
    /** The order whose receipt is unfolded. */
    shownId: '',
    payingId: '',
    note: '',
  },

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { orders, next } = await call('myOrders', {})
      this.setData({
        orders: orders.map((order) => orderRow(order)),
        next,
        view: { status: orders.length ? 'ready' : 'empty' },
      })
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore, orders } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const page = await call('myOrders', { after: next })
      this.setData({ orders: [...orders, ...page.orders.map((order) => orderRow(order))], next: page.next })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onOrderTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id } = currentTarget.dataset
    this.setData({ shownId: id === this.data.shownId ? '' : id })
  },

  async onPayTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, course } = currentTarget.dataset
    if (this.data.payingId) return
    this.setData({ payingId: id, note: '' })
    const bought = await purchase(course)
    this.setData({ payingId: '' })
    if (bought.outcome === 'paid') await wx.navigateTo({ url: `/pages/paid/paid?orderId=${bought.orderId}` })
    else if (bought.outcome === 'left' || bought.outcome === 'failed') this.setData({ note: bought.why })
    else await this.refresh()
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/course/course?courseId=${currentTarget.dataset.course}` })
  },

  onCopyTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset.id })
  },
})
