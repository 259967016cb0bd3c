import { call } from '../../../api/call'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type Agreements, meaningOf, NO_TEXTS, statesOf, type Texts, textsOf } from './texts'
import { officeAgreementWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(officeAgreementWords)],

  data: {
    view: { status: 'loading' } as View,
    texts: NO_TEXTS,
    /** As the server has them. */
    kept: NO_TEXTS,
    states: { paid: '', membership: '' },
    changedAt: null as string | null,
    isChanged: false,
    isSaving: false,
    note: '',
  },

  onLoad() {
    void this.refresh()
  },

  async refresh() {
    try {
      this.opened(await call('officeTerms', { action: 'agreements' }))
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  opened(known: Omit<Agreements, 'action'>) {
    const texts = textsOf({ ...known, action: 'agreements' })
    this.setData({
      texts,
      kept: texts,
      states: statesOf({ ...known, action: 'agreements' }),
      changedAt: known.changedAt,
      isChanged: false,
      note: '',
      view: { status: 'ready' },
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field: keyof Texts = currentTarget.dataset.field
    this.setData({ texts: { ...this.data.texts, [field]: detail.value }, isChanged: true, note: '' })
  },

  async onSaveTap() {
    const { texts, kept, changedAt, isSaving } = this.data
    if (isSaving) return
    const { sureTitle, sureYes, sureNo, saved } = officeAgreementWords()
    const content = meaningOf(kept, texts)
    if (content) {
      const sure = await wx.showModal({ title: sureTitle, content, confirmText: sureYes, cancelText: sureNo })
      if (!sure.confirm) return
    }
    this.setData({ isSaving: true, note: '' })
    try {
      this.opened(await call('officeTerms', { action: 'saveAgreements', ...texts, changedAt }))
      void wx.showToast({ title: saved, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isSaving: false })
  },
})
