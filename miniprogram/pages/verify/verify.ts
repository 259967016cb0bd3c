import type { Output } from '../../../core/contract'
import { call, codeOf, wordsFor } from '../../api/call'
import { page } from '../../styles/page'
import { day } from '../../words/time'
import { verifyWords } from './words'

type Verified = Output<'verifyCertificate'>
type View =
  | { status: 'asking' }
  | { status: 'loading' }
  | { status: 'unknown' }
  | { status: 'failed'; why: string }
  | { status: 'genuine' }
  | { status: 'withdrawn'; how: string }

function factsOf({ certificate, schoolName }: Verified): { name: string; value: string }[] {
  const { facts, studied } = verifyWords()
  return [
    { name: facts.course, value: certificate.courseTitle },
    { name: facts.teacher, value: certificate.teacherName },
    { name: facts.studied, value: studied(certificate.lessonCount, certificate.studiedMinutes) },
    { name: facts.issued, value: day(certificate.issuedAt) },
    { name: facts.school, value: schoolName },
    { name: facts.number, value: certificate.number },
  ]
}

/** The shortest that a number can be; less is not worth asking. */
const SHORTEST = 6

Page({
  behaviors: [page(verifyWords)],

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
      void wx.showToast({ title: verifyWords().whereNumber, icon: 'none' })
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
        view: verified.revokedAt
          ? { status: 'withdrawn', how: verifyWords().withdrawnOn(day(verified.revokedAt)) }
          : { status: 'genuine' },
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
    return { title: verifyWords().title, path: `/pages/verify/verify?number=${encodeURIComponent(this.data.number)}` }
  },
})
