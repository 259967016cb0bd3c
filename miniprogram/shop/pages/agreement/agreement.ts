import type { PurchaseAgreementKind } from '../../../../core/contract/shapes'
import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { agreementNames } from '../../../words/agreement'
import { day } from '../../../words/time'
import { type Line, linesOf } from './lines'
import { agreementWords } from './words'

type View = { status: 'loading' } | { status: 'gone' } | { status: 'failed'; why: string } | { status: 'ready' }

/** One version of what buyers agree to, as the school wrote it. */
Page({
  behaviors: [page(agreementWords)],

  data: {
    view: { status: 'loading' } as View,
    kind: 'paid' as PurchaseAgreementKind,
    version: 0,
    name: '',
    since: '',
    lines: [] as Line[],
  },

  onLoad({ kind, version }: Record<string, string | undefined>) {
    this.setData({ kind: kind === 'membership' ? kind : 'paid', version: Number(version) })
    void this.refresh()
  },

  async refresh() {
    const { kind, version } = this.data
    this.setData({ name: agreementNames()[kind] })
    if (!(version > 0)) {
      this.setData({ view: { status: 'gone' } })
      return
    }
    try {
      const { agreement } = await call('browseCatalog', { action: 'agreement', agreement: { kind, version } })
      if (!agreement) this.setData({ view: { status: 'gone' } })
      else
        this.setData({
          since: agreementWords().since(version, day(agreement.since)),
          lines: linesOf(agreement.text),
          view: { status: 'ready' },
        })
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },
})
