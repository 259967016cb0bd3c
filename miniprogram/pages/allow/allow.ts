import { call, wordsFor } from '../../api/call'
import { page } from '../../styles/page'
import { deviceWords } from '../../words/device'
import { when } from '../../words/time'
import { allowWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'ready'; busy: '' | 'approve' | 'refuse' }
  | { status: 'approved' }
  | { status: 'refused' }
  | { status: 'expired' }
  | { status: 'failed'; why: string }

/** A browser shows a code with a ticket as its scene; whoever scans it decides here whether that browser becomes theirs. */
Page({
  behaviors: [page(allowWords)],

  data: {
    ticket: '',
    view: { status: 'loading' } as View,
    device: '',
    startedAt: '',
  },

  onLoad({ scene = '' }: Record<string, string | undefined>) {
    this.setData({ ticket: decodeURIComponent(scene) })
    void this.look()
  },

  async look() {
    if (!this.data.ticket) {
      this.setData({ view: { status: 'expired' } })
      return
    }
    this.setData({ view: { status: 'loading' } })
    try {
      const { login } = await call('approveWebLogin', { action: 'look', ticket: this.data.ticket })
      if (login.status === 'over') this.setData({ view: { status: 'expired' } })
      else {
        const { device, startedAt } = login
        this.setData({
          device: deviceWords(device),
          startedAt: when(startedAt),
          view: { status: 'ready', busy: '' },
        })
      }
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async decide(action: 'approve' | 'refuse') {
    const { view, ticket } = this.data
    if (view.status !== 'ready' || view.busy) return
    this.setData({ view: { status: 'ready', busy: action } })
    try {
      const { status } = await call('approveWebLogin', { action, ticket })
      const decided = action === 'approve' ? 'approved' : 'refused'
      this.setData({ view: { status: status === 'over' ? 'expired' : decided } })
    } catch (error) {
      // Nothing is decided: the choice stands there again.
      this.setData({ view: { status: 'ready', busy: '' } })
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    }
  },

  onApproveTap() {
    void this.decide('approve')
  },

  onRefuseTap() {
    void this.decide('refuse')
  },

  onRetry() {
    void this.look()
  },

  onHomeTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },
})
