import type { Output } from '../../../../core/contract'
import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { when } from '../../../words/time'
import { officeWordsFor } from '../../words'
import { tallyOf } from '../codes/make'
import { codesWords } from '../codes/words'
import { batchWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Code = Output<'makeCodes'>['codes'][number]
type Row = { code: string; state: Code['state']; words: string }

const rowOf = ({ code, state, redeemedAt }: Code): Row => ({
  code,
  state,
  words: redeemedAt ? `${codesWords().states[state]} · ${when(redeemedAt)}` : codesWords().states[state],
})

Page({
  behaviors: [page(batchWords)],

  data: {
    view: { status: 'loading' } as View,
    batch: '',
    rows: [] as Row[],
    tally: { open: 0, words: '' },
    copyMany: '',
    isCancelling: false,
    note: '',
  },

  onLoad({ batch = '' }: Record<string, string | undefined>) {
    this.setData({ batch })
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  /** A batch is two pages at the most: it is read whole, so that all means all. */
  async refresh() {
    const { batch } = this.data
    try {
      const codes: Code[] = []
      for (let after: string | null | undefined; after !== null; ) {
        const page = await call('makeCodes', { action: 'list', batch, ...(after && { after }) })
        codes.push(...page.codes)
        after = page.next
      }
      const tally = tallyOf(codes)
      this.setData({
        rows: codes.map(rowOf),
        tally,
        copyMany: batchWords().copyMany(tally.open),
        note: '',
        view: { status: codes.length ? 'ready' : 'empty' },
      })
    } catch (error) {
      const why = officeWordsFor(error)
      if (this.data.view.status === 'ready') this.setData({ note: why })
      else this.setData({ view: { status: 'failed', why } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onBackTap() {
    void wx.navigateBack()
  },

  onCodeTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.setClipboardData({ data: currentTarget.dataset.code })
  },

  /** Those that still open something: nobody is sent a code that is used up. */
  onCopyAllTap() {
    const open = this.data.rows.filter(({ state }) => state === 'open').map(({ code }) => code)
    void wx.setClipboardData({ data: open.join('\n') })
  },

  async onCancelTap() {
    const { batch, tally, isCancelling } = this.data
    if (isCancelling) return
    const { confirm } = await wx.showModal({
      title: batchWords().cancelTitle,
      content: batchWords().cancelWords(tally.open),
      confirmText: batchWords().cancelYes,
      cancelText: batchWords().cancelNo,
    })
    if (!confirm) return
    this.setData({ isCancelling: true, note: '' })
    try {
      await call('makeCodes', { action: 'cancel', batch })
      await this.refresh()
      void wx.showToast({ title: batchWords().cancelled, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isCancelling: false })
  },
})
