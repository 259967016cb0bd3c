import type { OrderView } from '../../../core/contract/shapes'
import { call, wordsFor } from '../../api/call'
import { factsOf } from '../../words/order'

type View =
  | { status: 'opening' }
  | { status: 'slow' }
  | { status: 'failed'; why: string }
  | { status: 'refunding' }
  | { status: 'opened' }

/** Milliseconds between questions: quick at first, for it usually takes a second; about a minute in all. */
const PAUSES = [300, 500, 800, 1000, 1500, 2000, 3000, 4000, 5000, 5000, 8000, 10000, 15000]

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

Page({
  data: {
    orderId: '',
    view: { status: 'opening' } as View,
    title: '',
    courseId: '',
    facts: [] as { name: string; value: string }[],
    isLeft: false,
  },

  onLoad({ orderId = '' }: Record<string, string | undefined>) {
    this.setData({ orderId })
    void this.follow()
  },

  onUnload() {
    this.setData({ isLeft: true })
  },

  /** Asks until the course is open. A question that did not come through is asked again; only the last failure is shown. */
  async follow() {
    this.setData({ view: { status: 'opening' } })
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
    this.setData({ view: failure ? { status: 'failed', why: wordsFor(failure) } : { status: 'slow' } })
  },

  /** Shows where the order stands; true when nothing more will happen. */
  settle(order: OrderView): boolean {
    this.setData({ title: order.title, courseId: order.courseId, facts: factsOf(order) })
    if (order.opened) this.setData({ view: { status: 'opened' } })
    else if (order.state === 'refunding' || order.state === 'refunded') this.setData({ view: { status: 'refunding' } })
    else return false
    return true
  },

  onRetry() {
    void this.follow()
  },

  onStartTap() {
    // The course page below shows the unlocked outline and begins at the right lesson.
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before?.route === 'pages/course/course') void wx.navigateBack()
    else void wx.redirectTo({ url: `/pages/course/course?courseId=${this.data.courseId}` })
  },

  onOrdersTap() {
    void wx.redirectTo({ url: '/pages/orders/orders' })
  },
})
