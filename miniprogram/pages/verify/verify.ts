import type { Output } from '../../../core/contract'
import { call, codeOf, wordsFor } from '../../api/call'
import { page } from '../../styles/page'
import { day } from '../../words/time'

type Verified = Output<'verifyCertificate'>
type View =
  | { status: 'asking' }
  | { status: 'loading' }
  | { status: 'unknown' }
  | { status: 'failed'; why: string }
  | { status: 'genuine' }
  | { status: 'withdrawn'; on: string }

const factsOf = ({ certificate, schoolName }: Verified): { name: string; value: string }[] => [
  { name: '课程', value: certificate.courseTitle },
  { name: '老师', value: certificate.teacherName },
  { name: '学习', value: `${certificate.lessonCount} 节,共 ${certificate.studiedMinutes} 分钟` },
  { name: '颁发', value: day(certificate.issuedAt) },
  { name: '学堂', value: schoolName },
  { name: '编号', value: certificate.number },
]

/** The shortest that a number can be; less is not worth asking. */
const SHORTEST = 6

Page({
  behaviors: [page()],

  data: {
    view: { status: 'asking' } as View,
    number: '',
    name: '',
    facts: [] as { name: string; value: string }[],
    proof: null as Verified['proof'] | null,
    isProofShown: false,
  },

  onLoad({ number }: Record<string, string | undefined>) {
    if (!number) return
    this.setData({ number: decodeURIComponent(number) })
    void this.verify()
  },

  onNumberInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ number: detail.value })
  },

  onVerifyTap() {
    if (this.data.number.trim().length < SHORTEST) {
      void wx.showToast({ title: '编号印在证书的二维码旁,形如 XT-7F3K-9QWP-2M4N', icon: 'none' })
      return
    }
    void this.verify()
  },

  async verify() {
    this.setData({ view: { status: 'loading' }, isProofShown: false })
    try {
      const verified = await call('verifyCertificate', { number: this.data.number.trim() })
      this.setData({
        name: verified.certificate.learnerName,
        facts: factsOf(verified),
        proof: verified.proof,
        view: verified.revokedAt ? { status: 'withdrawn', on: day(verified.revokedAt) } : { status: 'genuine' },
      })
    } catch (error) {
      const unknown = codeOf(error) === 'CERTIFICATE_NOT_FOUND' || codeOf(error) === 'BAD_INPUT'
      this.setData({ view: unknown ? { status: 'unknown' } : { status: 'failed', why: wordsFor(error) } })
    }
  },

  onAnotherTap() {
    this.setData({ view: { status: 'asking' }, number: '' })
  },

  onProofTap() {
    this.setData({ isProofShown: !this.data.isProofShown })
  },

  onCopyProofTap() {
    const { proof } = this.data
    if (proof)
      void wx.setClipboardData({
        data: `${proof.text}\n\nsignature: ${proof.signature}\npublicKey: ${proof.publicKey}`,
      })
  },

  onHomeTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onShareAppMessage() {
    return { title: '证书查验', path: `/pages/verify/verify?number=${encodeURIComponent(this.data.number)}` }
  },
})
