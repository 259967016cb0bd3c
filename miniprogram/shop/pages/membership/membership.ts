import { call, wordsFor } from '../../../api/call'
import { buyingShut } from '../../../device/channel'
import { page } from '../../../styles/page'
import { checkoutOf } from '../../goods'
import { type PlanRow, planRows, standingWords } from '../../plans'
import { membershipWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(membershipWords)],

  data: {
    view: { status: 'loading' } as View,
    plans: [] as PlanRow[],
    chosenId: '',
    standing: '',
    price: '',
    /** Why nothing may be sold on this phone. */
    shut: '',
    note: '',
  },

  onShow() {
    // Also after a payment: there are more days.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const membership = await call('showMembership', {})
      const shut = buyingShut()
      const plans = shut ? [] : planRows(membership)
      const standing = standingWords(membership)
      const chosen = plans.find(({ planId }) => planId === this.data.chosenId) ?? plans[0]
      this.setData({
        plans,
        shut,
        standing,
        chosenId: chosen?.planId ?? '',
        price: chosen?.price ?? '',
        note: '',
        view: { status: plans.length || standing || shut ? 'ready' : 'empty' },
      })
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onPlanTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const chosen = this.data.plans.find(({ planId }) => planId === currentTarget.dataset.id)
    if (chosen) this.setData({ chosenId: chosen.planId, price: chosen.price })
  },

  onBuyTap() {
    if (this.data.chosenId) void wx.navigateTo({ url: checkoutOf({ kind: 'membership', planId: this.data.chosenId }) })
  },

  onRedeemTap() {
    void wx.navigateTo({ url: '/shop/pages/redeem/redeem' })
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },
})
