import { call, wordsFor } from '../../api/call'
import { type Found, listed, listing } from '../../styles/listing'
import { page } from '../../styles/page'
import { type OrderRow, orderRow } from '../../words/order'
import { ordersWords } from './words'

Page({
  behaviors: [page(ordersWords)],
  ...listing(wordsFor),

  data: {
    ...listed<OrderRow>(),
  },

  onShow() {
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<OrderRow>> {
    const { orders, next } = await call('myOrders', { ...(after && { after }) })
    return { rows: orders.map((order) => orderRow(order)), next }
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onOrderTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/shop/pages/order/order?orderId=${currentTarget.dataset.id}` })
  },
})
