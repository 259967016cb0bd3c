import { call, wordsFor } from '../../api/call'
import { page } from '../../styles/page'
import { type OrderRow, orderRow } from '../../words/order'
import { ordersWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(ordersWords)],

  data: {
    view: { status: 'loading' } as View,
    orders: [] as OrderRow[],
    next: null as string | null,
    isMore: false,
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
        note: '',
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
    void wx.navigateTo({ url: `/shop/pages/order/order?orderId=${currentTarget.dataset.id}` })
  },
})
