import type { CertificateRow } from '../../../../core/contract/myCertificates'
import { call, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { day } from '../../../words/time'
import { certificatesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }
type Row = Pick<CertificateRow, 'number' | 'courseId' | 'courseTitle'> & {
  teacher: string
  issued: string
  isRevoked: boolean
}

const rowOf = (one: CertificateRow): Row => ({
  number: one.number,
  courseId: one.courseId,
  courseTitle: one.courseTitle,
  teacher: certificatesWords().teacher(one.teacherName),
  issued: day(one.issuedAt),
  isRevoked: one.revokedAt !== null,
})

Page({
  behaviors: [page(certificatesWords)],

  data: {
    view: { status: 'loading' } as View,
    rows: [] as Row[],
    next: null as string | null,
    isMore: false,
    note: '',
  },

  onShow() {
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      const { certificates, next } = await call('myCertificates', {})
      const rows = certificates.map((one) => rowOf(one))
      this.setData({ rows, next, note: '', view: { status: rows.length ? 'ready' : 'empty' } })
    } catch (error) {
      if (this.data.view.status === 'ready') this.setData({ note: wordsFor(error) })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  async onReachBottom() {
    const { next, isMore, rows } = this.data
    if (!next || isMore) return
    this.setData({ isMore: true })
    try {
      const found = await call('myCertificates', { after: next })
      this.setData({ rows: [...rows, ...found.certificates.map((one) => rowOf(one))], next: found.next })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onStudyTap() {
    void wx.switchTab({ url: '/pages/learning/learning' })
  },

  onVerifyTap() {
    void wx.navigateTo({ url: '/pages/verify/verify' })
  },

  onRowTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const row = this.data.rows.find(({ number }) => number === currentTarget.dataset.number)
    if (!row) return
    // One that was withdrawn can only be looked up, as anybody would.
    const url = row.isRevoked
      ? `/pages/verify/verify?number=${row.number}`
      : `/learn/pages/certificate/certificate?courseId=${row.courseId}`
    void wx.navigateTo({ url })
  },
})
