import { call, codeOf, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { exactly } from '../../../words/time'
import { dataWords } from './words'

type View =
  | { status: 'ready' }
  | { status: 'making' }
  | { status: 'failed'; why: string }
  | { status: 'made'; pageUrl: string; dataUrl: string; until: string }

/** A copy of everything about this person, behind two links that soon stop working. */
Page({
  behaviors: [page(dataWords)],

  data: { view: { status: 'ready' } as View },

  async onMakeTap() {
    if (this.data.view.status === 'making') return
    this.setData({ view: { status: 'making' } })
    try {
      const { pageUrl, dataUrl, expiresAt } = await call('account', { action: 'export' })
      const until = dataWords().until(exactly(expiresAt).slice(-8, -3))
      this.setData({ view: { status: 'made', pageUrl, dataUrl, until } })
    } catch (error) {
      const why = codeOf(error) === 'TOO_MANY_TRIES' ? dataWords().tooMany : wordsFor(error)
      this.setData({ view: { status: 'failed', why } })
    }
  },

  onCopyTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({
      data: String(currentTarget.dataset.url),
      success: () => void wx.showToast({ title: dataWords().copied, icon: 'none' }),
    })
  },
})
