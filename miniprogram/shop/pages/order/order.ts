import type { OrderView } from '../../../../core/contract/shapes'
import { call, wordsFor } from '../../../api/call'
import { wayShut } from '../../../device/channel'
import { sharedPath } from '../../../sharing/card'
import { page } from '../../../styles/page'
import { overWords } from '../../../words/code'
import { checkoutOf } from '../../goods'
import { purchase } from '../../purchase'
import { type MainAct, mainActOf, type OrderSheet, orderSheet } from './orderSheet'
import { orderWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(orderWords)],

  data: {
    orderId: '',
    view: { status: 'loading' } as View,
    order: null as OrderView | null,
    sheet: null as OrderSheet | null,
    main: '' as MainAct,
    /** What became of a gift's code; empty while it waits for the friend. */
    codeState: '',
    busy: '' as '' | 'pay' | 'cancel' | 'withdraw',
    note: '',
  },

  onLoad({ orderId = '' }: Record<string, string | undefined>) {
    this.setData({ orderId })
  },

  onShow() {
    // Also after a payment, a refund or an invoice: the order has changed.
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  show(order: OrderView) {
    const sheet = orderSheet(order)
    this.setData({ order, sheet, main: mainActOf(sheet.acts, this.data.codeState !== ''), view: { status: 'ready' } })
    if (order.giftCode) void this.lookAtCode(order.giftCode)
  },

  async refresh() {
    try {
      const { order } = await call('checkOrder', { orderId: this.data.orderId })
      this.show(order)
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  /** Whether the friend has it already. Without an answer the code is shown all the same. */
  async lookAtCode(code: string) {
    const looked = await call('redeemCode', { action: 'look', code }).catch((error: unknown) =>
      console.info('the code says nothing', error),
    )
    const { sheet } = this.data
    if (!looked || !sheet) return
    const { state } = looked.code
    const codeState =
      state === 'redeemed' ? orderWords().given : state === 'mine' ? orderWords().takenSelf : overWords(looked.code)
    this.setData({ codeState, main: mainActOf(sheet.acts, codeState !== '') })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  async onPayTap() {
    const { order, busy } = this.data
    if (!order || busy) return
    const { goods, price, way } = order
    // A way that this phone does not have: another one is chosen at the checkout.
    if (way && wayShut(way.method, price.payFen)) {
      void wx.navigateTo({ url: checkoutOf(goods) })
      return
    }
    this.setData({ busy: 'pay', note: '' })
    const { agreed } = order
    const want = { goods, usePoints: price.points > 0, useBalance: price.balanceFen > 0, agreed: agreed?.version }
    const bought = await purchase({ ...want, ...(way && { method: way.method }) })
    switch (bought.outcome) {
      case 'paid':
        await wx.redirectTo({ url: `/pages/paid/paid?orderId=${bought.orderId}&paid=1` })
        break
      case 'joined':
        await wx.redirectTo({ url: `/pages/paid/paid?orderId=${bought.orderId}` })
        break
      case 'left':
      case 'failed':
        this.setData({ note: bought.why })
        await this.refresh()
        break
      case 'owned':
        await this.refresh()
        break
      case 'changed':
        // What is agreed to now stands at the checkout.
        await wx.navigateTo({ url: checkoutOf(goods) })
        break
      case 'elsewhere':
        break
    }
    this.setData({ busy: '' })
  },

  onAgreedTap() {
    const agreed = this.data.sheet?.agreed
    if (agreed) void wx.navigateTo({ url: agreed.url })
  },

  async onCancelTap() {
    const { confirm } = await wx.showModal({
      title: orderWords().cancelTitle,
      content: orderWords().cancelWords,
      confirmText: orderWords().cancelYes,
      cancelText: orderWords().think,
    })
    if (confirm) await this.change('cancel')
  },

  async onWithdrawTap() {
    const { confirm } = await wx.showModal({
      title: orderWords().takeBackTitle,
      content: orderWords().takeBackWords,
      confirmText: orderWords().takeBackYes,
      cancelText: orderWords().think,
    })
    if (confirm) await this.change('withdraw')
  },

  async change(what: 'cancel' | 'withdraw') {
    if (this.data.busy) return
    this.setData({ busy: what, note: '' })
    try {
      const { orderId } = this.data
      const { order } =
        what === 'cancel' ? await call('cancelOrder', { orderId }) : await call('askRefund', { action: what, orderId })
      this.show(order)
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ busy: '' })
  },

  onRefundTap() {
    void wx.navigateTo({ url: `/shop/pages/refund/refund?orderId=${this.data.orderId}` })
  },

  onInvoiceTap() {
    void wx.navigateTo({ url: `/shop/pages/invoice/invoice?orderId=${this.data.orderId}` })
  },

  onStudyTap() {
    const goods = this.data.order?.goods
    if (goods?.kind === 'course') void wx.navigateTo({ url: `/pages/course/course?courseId=${goods.courseId}` })
  },

  onBuyAgainTap() {
    const goods = this.data.order?.goods
    if (goods) void wx.navigateTo({ url: checkoutOf(goods) })
  },

  onCopyCodeTap() {
    void wx.setClipboardData({ data: this.data.sheet?.code ?? '' })
  },

  onCopyTap() {
    void wx.setClipboardData({ data: this.data.orderId })
  },

  onShareAppMessage() {
    const { sheet } = this.data
    return sheet?.code
      ? { title: orderWords().gift(sheet.title), path: sharedPath(`/shop/pages/redeem/redeem?code=${sheet.code}`) }
      : { title: orderWords().school, path: '/pages/home/home' }
  },
})
