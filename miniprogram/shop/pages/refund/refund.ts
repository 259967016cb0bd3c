import type { Output } from '../../../../core/contract'
import { call, codeOf, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { refundInHand } from '../../../words/order'
import { backWords, policyWords, type RefundRow, refundRow } from '../../../words/refund'
import { refundWords } from './words'

type Look = Extract<Output<'askRefund'>, { action: 'look' }>

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  /** Not possible, and why. */
  | { status: 'closed'; why: string }
  | { status: 'asking' }
  /** Asked: how it goes on. */
  | { status: 'asked'; row: RefundRow }

const LONGEST = 200

Page({
  behaviors: [page(refundWords)],

  data: {
    orderId: '',
    view: { status: 'loading' } as View,
    /** ¥99 · 余额 ¥20. */
    back: '',
    policy: '',
    reason: '',
    more: '',
    isBusy: false,
    note: '',
  },

  onLoad({ orderId = '' }: Record<string, string | undefined>) {
    this.setData({ orderId })
    void this.look()
  },

  show(look: Look) {
    const policy = policyWords(look)
    this.setData({
      policy,
      back: backWords(look),
      view: look.policy === 'no' ? { status: 'closed', why: policy } : { status: 'asking' },
    })
  },

  async look() {
    try {
      this.show(await call('askRefund', { action: 'look', orderId: this.data.orderId }))
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  onReasonTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ reason: currentTarget.dataset.reason, note: '' })
  },

  onMoreInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ more: detail.value, note: '' })
  },

  async onAskTap() {
    const { orderId, reason, more, isBusy } = this.data
    if (isBusy) return
    const words = [reason, more.trim()]
      .filter((part) => part !== '')
      .join(refundWords().colon)
      .slice(0, LONGEST)
    if (!words) {
      this.setData({ note: refundWords().chooseOne })
      return
    }
    this.setData({ isBusy: true, note: '' })
    try {
      const { order } = await call('askRefund', { action: 'ask', orderId, reason: words })
      const refund = refundInHand(order) ?? order.refunds[order.refunds.length - 1]
      if (refund) this.setData({ view: { status: 'asked', row: refundRow(refund) } })
      else this.onOrderTap()
    } catch (error) {
      // Something changed meanwhile: the page says what is true now.
      if (codeOf(error) === 'REFUND_NOT_POSSIBLE') await this.look()
      else this.setData({ note: wordsFor(error) })
    }
    this.setData({ isBusy: false })
  },

  onOrderTap() {
    const pages = getCurrentPages()
    if (pages[pages.length - 2]?.route === 'shop/pages/order/order') void wx.navigateBack()
    else void wx.redirectTo({ url: `/shop/pages/order/order?orderId=${this.data.orderId}` })
  },
})
