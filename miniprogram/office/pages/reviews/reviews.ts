import type { Input } from '../../../../core/contract'
import { call, codeOf } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { type CaseRow, complaintRow, waitingRow } from './case'
import { reviewsWords } from './words'

type Kind = 'complaints' | 'waiting'

async function found(kind: Kind, after?: string): Promise<Found<CaseRow>> {
  const from = after ? { after } : {}
  if (kind === 'waiting') {
    const { reviews, next } = await call('moderate', { action: 'waiting', ...from })
    return { rows: reviews.map((one) => waitingRow(one)), next }
  }
  const { complaints, next } = await call('moderate', { action: 'complaints', ...from })
  return { rows: complaints.map((one) => complaintRow(one)), next }
}

Page({
  behaviors: [page(reviewsWords)],
  ...listing(officeWordsFor),

  data: {
    ...listed<CaseRow>(),
    kind: 'complaints' as Kind,
    /** The review that is about to be put away, and why. */
    hiding: null as CaseRow | null,
    why: '',
    panelNote: '',
    /** The card whose decision is on its way. */
    busy: '',
  },

  onLoad({ kind = 'complaints' }: Record<string, string | undefined>) {
    if (kind === 'waiting') this.setData({ kind })
    void this.refresh()
  },

  ask(after?: string): Promise<Found<CaseRow>> {
    return found(this.data.kind, after)
  },

  onKindTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const kind = currentTarget.dataset.kind as Kind // from the template
    if (kind === this.data.kind) return
    this.setData({ kind, view: { status: 'loading' }, rows: [], next: null })
    void this.refresh()
  },

  rowAt({ currentTarget }: WechatMiniprogram.TouchEvent): CaseRow | undefined {
    return this.data.rows.find(({ key }) => key === currentTarget.dataset.key)
  },

  /** Decided: the card leaves, and with it others about the same review. */
  leave(row: CaseRow, said: string) {
    const id = row.review?.reviewId
    const rows = this.data.rows.filter(
      (one) => one.key !== row.key && (said === reviewsWords().closed || !id || one.review?.reviewId !== id),
    )
    this.setData({ rows, view: { status: rows.length || this.data.next ? 'ready' : 'empty' } })
    void wx.showToast({ title: said, icon: 'none' })
  },

  async decide(row: CaseRow, input: Extract<Input<'moderate'>, { action: 'show' | 'close' }>, said: string) {
    if (this.data.busy) return
    this.setData({ busy: row.key, note: '' })
    try {
      await call('moderate', input)
      this.leave(row, said)
    } catch (error) {
      // Its author changed it meanwhile: what stands there now is what is to be looked at.
      const isChanged = codeOf(error) === 'CHANGED_MEANWHILE'
      if (isChanged) await this.refresh()
      this.setData({ note: isChanged ? reviewsWords().changed : officeWordsFor(error) })
    }
    this.setData({ busy: '' })
  },

  onShowTap(event: WechatMiniprogram.TouchEvent) {
    const row = this.rowAt(event)
    if (row?.review) {
      const { reviewId, rev } = row.review
      void this.decide(row, { action: 'show', reviewId, rev }, reviewsWords().shown)
    }
  },

  onCloseCaseTap(event: WechatMiniprogram.TouchEvent) {
    const row = this.rowAt(event)
    if (row) void this.decide(row, { action: 'close', complaintId: row.complaintId, note: '' }, reviewsWords().closed)
  },

  onCourseTap(event: WechatMiniprogram.TouchEvent) {
    const row = this.rowAt(event)
    if (row) void wx.navigateTo({ url: `/pages/course/course?courseId=${row.courseId}` })
  },

  onHideTap(event: WechatMiniprogram.TouchEvent) {
    this.setData({ hiding: this.rowAt(event) ?? null, why: '', panelNote: '' })
  },

  onPanelClose() {
    this.setData({ hiding: null })
  },

  onWhyInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ why: detail.value, panelNote: '' })
  },

  async onHideDone() {
    const { hiding, why, busy } = this.data
    if (!hiding?.review || busy) return
    this.setData({ busy: hiding.key, panelNote: '' })
    try {
      await call('moderate', { action: 'hide', reviewId: hiding.review.reviewId, why: why.trim() })
      this.setData({ hiding: null })
      this.leave(hiding, reviewsWords().hidden)
    } catch (error) {
      this.setData({ panelNote: officeWordsFor(error) })
    }
    this.setData({ busy: '' })
  },
})
