import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { deviceWords } from '../../../words/device'
import { when } from '../../../words/time'
import { sessionsWords } from './words'

type Row = { sessionId: string; device: string; started: string; seen: string }
type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  | { status: 'empty' }
  | { status: 'ready'; ending: string }

const ALL = 'all'

/** The browsers that are signed in, to be ended one by one or all at once. */
Page({
  behaviors: [page(sessionsWords)],

  data: { view: { status: 'loading' } as View, rows: [] as Row[] },

  onShow() {
    void this.look()
  },

  async look() {
    const words = sessionsWords()
    try {
      const { sessions } = await call('account', { action: 'sessions' })
      const rows = sessions.map(({ sessionId, device, startedAt, seenAt }) => ({
        sessionId,
        device: deviceWords(device),
        started: words.started(when(startedAt)),
        seen: words.seen(when(seenAt)),
      }))
      this.setData({ rows, view: rows.length ? { status: 'ready', ending: '' } : { status: 'empty' } })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.look()
  },

  async onEndTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { view } = this.data
    if (view.status !== 'ready' || view.ending) return
    const { id } = currentTarget.dataset as { id: string } // set in the template
    const { endTitle, endWords, end, ended } = sessionsWords()
    const { confirm } = await wx.showModal({ title: endTitle, content: endWords, confirmText: end })
    if (!confirm) return
    this.setData({ view: { status: 'ready', ending: id } })
    try {
      await call('account', { action: 'endSession', sessionId: id === ALL ? null : id })
      await this.look()
      void wx.showToast({ title: ended, icon: 'none' })
    } catch (error) {
      this.setData({ view })
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    }
  },
})
