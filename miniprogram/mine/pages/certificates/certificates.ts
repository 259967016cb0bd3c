import type { CertificateRow } from '../../../../core/contract/myCertificates'
import { call, wordsFor } from '../../../api/call'
import { type Found, listed, listing } from '../../../styles/listing'
import { page } from '../../../styles/page'
import { day } from '../../../words/time'
import { certificatesWords } from './words'

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
  ...listing(wordsFor),

  data: {
    ...listed<Row>(),
  },

  onShow() {
    void this.refresh()
  },

  async ask(after?: string): Promise<Found<Row>> {
    const { certificates, next } = await call('myCertificates', { ...(after && { after }) })
    return { rows: certificates.map((one) => rowOf(one)), next }
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
