import { call, codeOf, wordsFor } from '../../../api/call'
import { sharedPath } from '../../../sharing/card'
import { page } from '../../../styles/page'
import { type Code, codeWords, fromWords, isWholeCode, opensWords, overWords } from '../../../words/code'
import { titleOf } from '../../../words/goods'
import { redeemWords } from './words'

type View =
  | { status: 'asking' }
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  /** The code opens something, and this is what. */
  | { status: 'shown' }
  /** It opens nothing any more, and why. */
  | { status: 'over'; why: string }
  /** This person has the course already: the code stays good for somebody else. */
  | { status: 'owned' }
  | { status: 'mine' }

/** What a code opens, in words. */
type Shown = { code: string; title: string; from: string; opens: string; isGiver: boolean; courseId: string }

const NOTHING: Shown = { code: '', title: '', from: '', opens: '', isGiver: false, courseId: '' }

const shownOf = (code: Code): Shown => ({
  code: code.code,
  title: titleOf(code.title),
  from: fromWords(code),
  opens: opensWords(code),
  isGiver: code.isGiver,
  courseId: code.courseId,
})

Page({
  behaviors: [page(redeemWords)],

  data: {
    view: { status: 'asking' } as View,
    typed: '',
    /** What is wrong with what was typed. */
    wrong: '',
    shown: NOTHING,
    coverUrl: '',
    /** Just taken, as against taken some time ago. */
    isFresh: false,
    isBusy: false,
    note: '',
  },

  onLoad({ code }: Record<string, string | undefined>) {
    if (!code) return
    this.setData({ typed: codeWords(decodeURIComponent(code)) })
    void this.look()
  },

  onCodeInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value, wrong: '' })
  },

  async onPasteTap() {
    const { data } = await wx.getClipboardData().catch(() => ({ data: '' }))
    const pasted = typeof data === 'string' ? data : ''
    if (!isWholeCode(pasted)) this.setData({ wrong: redeemWords().noneCopied })
    else {
      this.setData({ typed: codeWords(pasted), wrong: '' })
      await this.look()
    }
  },

  onLookTap() {
    const { typed } = this.data
    if (!isWholeCode(typed)) this.setData({ wrong: redeemWords().badCode })
    else void this.look()
  },

  show(code: Code) {
    const shown = shownOf(code)
    const why = overWords(code)
    const view: View = why ? { status: 'over', why } : { status: code.state === 'mine' ? 'mine' : 'shown' }
    this.setData({ shown, typed: code.code, view })
    if (shown.courseId && !why) void this.findCover(shown.courseId)
  },

  /** The course's own picture; without it one is painted from the title. */
  async findCover(courseId: string) {
    const found = await call('browseCatalog', { action: 'detail', courseId }).catch((error: unknown) =>
      console.info('no cover', error),
    )
    if (found && courseId === this.data.shown.courseId) this.setData({ coverUrl: found.course.card.coverUrl ?? '' })
  },

  async look() {
    this.setData({ view: { status: 'loading' }, wrong: '', note: '', isFresh: false })
    try {
      const { code } = await call('redeemCode', { action: 'look', code: this.data.typed })
      this.show(code)
    } catch (error) {
      this.refuse(error)
    }
  },

  refuse(error: unknown) {
    const why = wordsFor(error)
    switch (codeOf(error)) {
      case 'CODE_NOT_FOUND':
      case 'BAD_INPUT':
        return this.setData({ view: { status: 'asking' }, wrong: redeemWords().unknown })
      case 'ALREADY_OWNED':
        return this.setData({ view: { status: 'owned' } })
      case 'NO_WAY_TO_PAY':
        return this.setData({ view: { status: 'over', why: redeemWords().shut } })
      default:
        if (this.data.view.status === 'shown') return this.setData({ note: why })
        return this.setData({ view: { status: 'failed', why } })
    }
  },

  async onTakeTap() {
    if (this.data.isBusy) return
    this.setData({ isBusy: true, note: '' })
    try {
      const { code } = await call('redeemCode', { action: 'redeem', code: this.data.typed })
      this.show(code)
      this.setData({ isFresh: true })
    } catch (error) {
      // Somebody was quicker, or it was cancelled: the code itself says which.
      if (codeOf(error) === 'CODE_USED') await this.look()
      else this.refuse(error)
    }
    this.setData({ isBusy: false })
  },

  onAnotherTap() {
    this.setData({ view: { status: 'asking' }, typed: '', wrong: '', shown: NOTHING, coverUrl: '', isFresh: false })
  },

  onOpenTap() {
    const { courseId } = this.data.shown
    void wx.redirectTo({
      url: courseId ? `/pages/course/course?courseId=${courseId}` : '/shop/pages/membership/membership',
    })
  },

  onCopyTap() {
    void wx.setClipboardData({ data: this.data.shown.code })
  },

  onShareAppMessage() {
    const { code, title } = this.data.shown
    const isGiveable = this.data.view.status === 'shown' || this.data.view.status === 'owned'
    return code && isGiveable
      ? { title: redeemWords().giftOf(title), path: sharedPath(`/shop/pages/redeem/redeem?code=${code}`) }
      : { title: redeemWords().title, path: '/shop/pages/redeem/redeem' }
  },
})
