import type { OrderView } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { sharedPath } from '../../sharing/card'
import { page } from '../../styles/page'
import { codeWords } from '../../words/code'
import { titleOf } from '../../words/goods'
import { type Fact, factsOf } from '../../words/order'
import { type News, newsOf } from './news'
import { paidWords } from './words'

type View = { status: 'looking' } | { status: 'slow' } | { status: 'failed'; why: string } | { status: 'told' }

/** Milliseconds between questions: quick at first, for it usually takes a second; about a minute in all. */
const PAUSES = [300, 500, 800, 1000, 1500, 2000, 3000, 4000, 5000, 5000, 8000, 10000, 15000]

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const confirming = (): News => ({
  kind: 'confirming',
  title: paidWords().confirming,
  words: paidWords().seconds,
  isSettled: false,
})
const paid = (): News => ({ ...confirming(), kind: 'opening', title: paidWords().paid })

const icons: Record<News['kind'], string> = {
  confirming: 'time',
  opening: 'time',
  refunding: 'rollback',
  closed: 'close',
  opened: 'check',
}

Page({
  behaviors: [page(paidWords)],

  data: {
    orderId: '',
    /** The pay sheet said that it was paid. */
    isToldPaid: false,
    view: { status: 'looking' } as View,
    news: confirming(),
    icon: icons.confirming,
    order: null as OrderView | null,
    facts: [] as Fact[],
    /** Of a gift: what the friend redeems, as it is written. */
    code: '',
    isLeft: false,
  },

  onLoad({ orderId = '', paid: told }: Record<string, string | undefined>) {
    const isToldPaid = told === '1'
    this.setData({ orderId, isToldPaid, news: isToldPaid ? paid() : confirming() })
    void this.follow()
  },

  onUnload() {
    this.setData({ isLeft: true })
  },

  /** Asks until what was bought is there. A question that did not come through is asked again; only the last failure is shown. */
  async follow() {
    this.setData({ view: { status: 'looking' } })
    let failure: unknown
    for (const ms of PAUSES) {
      try {
        const { order } = await call('checkOrder', { orderId: this.data.orderId })
        failure = undefined
        if (this.settle(order)) return
      } catch (error) {
        failure = error
      }
      await pause(ms)
      if (this.data.isLeft) return
    }
    this.setData({
      view: failure ? { status: 'failed', why: paidWords().safe(wordsFor(failure)) } : { status: 'slow' },
    })
  },

  /** Shows where the order stands; true when nothing more will happen. */
  settle(order: OrderView): boolean {
    const news = newsOf(order, this.data.isToldPaid)
    this.setData({
      order,
      news,
      icon: icons[news.kind],
      facts: factsOf(order),
      code: order.giftCode ? codeWords(order.giftCode) : '',
      ...(news.isSettled && { view: { status: 'told' } }),
    })
    return news.isSettled
  },

  onRetry() {
    void this.follow()
  },

  onStartTap() {
    const goods = this.data.order?.goods
    if (goods?.kind === 'membership') void wx.redirectTo({ url: '/shop/pages/membership/membership' })
    else if (goods?.kind === 'topUp') void wx.redirectTo({ url: '/shop/pages/wallet/wallet' })
    else if (goods?.kind === 'course') this.toCourse(goods.courseId)
  },

  /** The course page below shows the unlocked outline and begins at the right lesson. */
  toCourse(courseId: string) {
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before?.route === 'pages/course/course') void wx.navigateBack()
    else void wx.redirectTo({ url: `/pages/course/course?courseId=${courseId}` })
  },

  onCopyTap() {
    void wx.setClipboardData({ data: this.data.code })
  },

  onOrderTap() {
    void wx.redirectTo({ url: `/shop/pages/order/order?orderId=${this.data.orderId}` })
  },

  onOrdersTap() {
    void wx.redirectTo({ url: '/pages/orders/orders' })
  },

  onShareAppMessage() {
    const { code, order } = this.data
    return code && order
      ? { title: paidWords().gift(titleOf(order.title)), path: sharedPath(`/shop/pages/redeem/redeem?code=${code}`) }
      : { title: paidWords().school, path: '/pages/home/home' }
  },
})
