import type { Output } from '../../../../core/contract'
import { CallError, call, codeOf, wordsFor } from '../../../api/call'
import { sharedPath } from '../../../sharing/card'
import { page } from '../../../styles/page'
import { day } from '../../../words/time'
import { toCourse } from '../../toCourse'
import { certificateWords } from './words'

type Issued = Output<'issueCertificate'>
type View =
  | { status: 'loading' }
  | { status: 'naming'; why: string }
  | { status: 'unfinished'; why: string }
  | { status: 'failed'; why: string }
  | { status: 'ready' }

const PETALS = Array.from({ length: 14 }, (_, at) => at)

/** Whether the petals have fallen for this certificate: they do so once. */
function isFirstSight(number: string): boolean {
  const key = `petals.${number}`
  if (wx.getStorageSync(key)) return false
  wx.setStorageSync(key, 1)
  return true
}

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'errMsg' in error ? String(error.errMsg) : String(error)

Page({
  behaviors: [page(certificateWords)],

  data: {
    courseId: '',
    view: { status: 'loading' } as View,
    issued: null as Issued | null,
    issuedOn: '',
    petals: [] as number[],
    nickname: '',
    isBusy: false,
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
    void this.issue()
  },

  async issue() {
    try {
      const issued = await call('issueCertificate', { courseId: this.data.courseId })
      this.setData({
        issued,
        issuedOn: day(issued.certificate.issuedAt),
        view: { status: 'ready' },
        petals: isFirstSight(issued.certificate.number) ? PETALS : [],
      })
    } catch (error) {
      this.setData({ view: this.viewOf(error) })
    }
  },

  viewOf(error: unknown): View {
    const why = wordsFor(error)
    switch (codeOf(error)) {
      case 'NAME_NEEDED':
        return { status: 'naming', why: '' }
      case 'NOT_FINISHED': {
        const left = error instanceof CallError ? error.facts.left : undefined
        return { status: 'unfinished', why: left ? certificateWords().left(Number(left)) : why }
      }
      case 'NOT_OWNED':
        return { status: 'unfinished', why: certificateWords().finishFirst }
      default:
        return { status: 'failed', why }
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.issue()
  },

  onNicknameInput({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ nickname: detail.value })
  },

  async onNameTap() {
    const nickname = this.data.nickname.trim()
    if (!nickname) {
      this.setData({ view: { status: 'naming', why: certificateWords().nameFirst } })
      return
    }
    this.setData({ isBusy: true })
    try {
      await call('updateProfile', { nickname })
      this.setData({ view: { status: 'loading' } })
      await this.issue()
    } catch (error) {
      this.setData({ view: { status: 'naming', why: wordsFor(error) } })
    }
    this.setData({ isBusy: false })
  },

  onCourseTap() {
    toCourse(this.data.courseId)
  },

  onPictureTap() {
    const { issued } = this.data
    if (issued) void wx.previewImage({ urls: [issued.imageUrl] })
  },

  async onSaveTap() {
    const { issued } = this.data
    if (!issued) return
    this.setData({ isBusy: true })
    try {
      const filePath = await new Promise<string>((resolve, reject) => {
        wx.downloadFile({ url: issued.imageUrl, success: (got) => resolve(got.tempFilePath), fail: reject })
      })
      await wx.saveImageToPhotosAlbum({ filePath })
      void wx.showToast({ title: certificateWords().saved, icon: 'none' })
    } catch (error) {
      await this.explain(messageOf(error))
    }
    this.setData({ isBusy: false })
  },

  /** Why the picture was not saved. Leaving the album's question is an answer, not a failure. */
  async explain(message: string) {
    if (/cancel/.test(message)) return
    if (/auth/.test(message)) {
      const { confirm } = await wx.showModal({
        title: certificateWords().mayWe,
        content: certificateWords().mayWeHow,
        confirmText: certificateWords().open,
      })
      if (confirm) await wx.openSetting()
      return
    }
    console.warn('the certificate was not saved', message)
    void wx.showToast({ title: certificateWords().notSaved, icon: 'none' })
  },

  onCopyTap() {
    const { issued } = this.data
    if (issued) void wx.setClipboardData({ data: issued.verifyUrl })
  },

  onVerifyTap() {
    const { issued } = this.data
    if (issued) void wx.navigateTo({ url: `/pages/verify/verify?number=${issued.certificate.number}` })
  },

  onShareAppMessage() {
    const certificate = this.data.issued?.certificate
    return {
      title: certificate
        ? certificateWords().finished(certificate.learnerName, certificate.courseTitle)
        : certificateWords().school,
      path: sharedPath(certificate ? `/pages/verify/verify?number=${certificate.number}` : '/pages/home/home'),
    }
  },
})
