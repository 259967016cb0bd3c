import type { Losses } from '../../../../core/contract/account'
import { call, codeOf, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { day } from '../../../words/time'
import { lossLines } from './losses'
import { closeWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  | { status: 'blocked'; why: string[] }
  | { status: 'ready'; busy: boolean }

/** Leaving for good: what it takes along, what stays, and seven days to change one's mind. */
Page({
  behaviors: [page(closeWords)],

  data: {
    view: { status: 'loading' } as View,
    losses: null as Losses | null,
    lines: [] as string[],
    keepCertificates: true,
    understands: false,
  },

  onShow() {
    void this.look()
  },

  async look() {
    const words = closeWords()
    try {
      const { blocks, losses } = await call('account', { action: 'weighClosing' })
      const why = blocks.map((block) => words.blocks[block])
      this.setData({
        losses,
        lines: lossLines(losses),
        view: why.length ? { status: 'blocked', why } : { status: 'ready', busy: false },
      })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  onKeepTap() {
    this.setData({ keepCertificates: !this.data.keepCertificates })
  },

  onUnderstandTap() {
    this.setData({ understands: !this.data.understands })
  },

  async onCloseTap() {
    const { view, losses, keepCertificates, understands } = this.data
    const words = closeWords()
    if (view.status !== 'ready' || view.busy || !losses) return
    if (!understands) {
      void wx.showToast({ title: words.tick, icon: 'none' })
      return
    }
    const { confirm } = await wx.showModal({
      title: words.confirmTitle,
      content: words.grace,
      confirmText: words.confirm,
    })
    if (!confirm) return
    this.setData({ view: { status: 'ready', busy: true } })
    try {
      const { closing } = await call('account', { action: 'close', losses, keepCertificates })
      void wx.navigateBack({
        complete: () => void wx.showToast({ title: words.done(day(closing.dueAt)), icon: 'none' }),
      })
    } catch (error) {
      const isStale = codeOf(error) === 'CLOSING_CHANGED' || codeOf(error) === 'CLOSING_BLOCKED'
      this.setData({ understands: false, view: { status: 'ready', busy: false } })
      if (isStale) await this.look()
      void wx.showToast({ title: isStale ? words.changed : wordsFor(error), icon: 'none' })
    }
  },
})
