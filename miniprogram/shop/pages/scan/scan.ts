import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { money } from '../../../words/money'
import { left } from '../../../words/time'
import { scanWords } from './words'

type View = { status: 'waiting' } | { status: 'over'; why: string }

/** Milliseconds between looks: a person needs a while to take out a phone, and wants to see at once that it worked. */
const LOOK_EVERY_MS = 2_000

Page({
  behaviors: [page(scanWords)],

  data: {
    orderId: '',
    code: '',
    amount: '',
    expiresAt: '',
    timeLeft: '',
    view: { status: 'waiting' } as View,
    note: '',
    /** Nobody looks at the page: nothing is asked. */
    isAway: true,
    isLooking: false,
  },

  onLoad({ orderId = '', fen = '0', until = '', code = '' }: Record<string, string | undefined>) {
    const expiresAt = decodeURIComponent(until)
    this.setData({
      orderId,
      expiresAt,
      code: decodeURIComponent(code),
      amount: money(Number(fen)),
      timeLeft: left(expiresAt),
    })
  },

  onShow() {
    this.setData({ isAway: false })
    void this.follow()
  },

  onHide() {
    this.setData({ isAway: true })
  },

  onUnload() {
    this.setData({ isAway: true })
  },

  /** Looks until it is paid, closed or too late, or nobody looks at the page. */
  async follow() {
    if (this.data.isLooking) return
    this.setData({ isLooking: true })
    while (!this.data.isAway && this.data.view.status === 'waiting') {
      await this.look()
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    this.setData({ isLooking: false })
  },

  async look() {
    const { orderId, expiresAt } = this.data
    try {
      const { order } = await call('checkOrder', { orderId })
      const timeLeft = left(expiresAt)
      if (this.data.isAway) return
      if (order.state === 'closed') this.setData({ view: { status: 'over', why: scanWords().closed } })
      else if (order.state !== 'pending') await this.toPaid()
      else if (!timeLeft) this.setData({ view: { status: 'over', why: scanWords().late } })
      else this.setData({ timeLeft, note: '' })
    } catch (error) {
      this.setData({ note: scanWords().safe(wordsFor(error)) })
    }
  },

  async toPaid() {
    this.setData({ isAway: true })
    await wx.redirectTo({ url: `/pages/paid/paid?orderId=${this.data.orderId}&paid=1` })
  },

  onAgainTap() {
    if (getCurrentPages().length > 1) void wx.navigateBack()
    else void wx.redirectTo({ url: `/shop/pages/order/order?orderId=${this.data.orderId}` })
  },
})
