import { call, codeOf, wordsFor } from '../../../api/call'
import { page } from '../../../styles/page'
import { writeWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'failed'; why: string }
  /** Not theirs to review, and why. */
  | { status: 'shut'; why: string }
  | { status: 'ready' }

const MOST_SIGNS = 500

Page({
  behaviors: [page(writeWords)],

  data: {
    view: { status: 'loading' } as View,
    courseId: '',
    stars: 0,
    text: '',
    level: '',
    left: MOST_SIGNS,
    most: MOST_SIGNS,
    isChange: false,
    isBusy: false,
    note: '',
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
    void this.look()
  },

  async look() {
    this.setData({ view: { status: 'loading' } })
    try {
      const { mine } = await call('reviews', {
        action: 'list',
        courseId: this.data.courseId,
        order: 'newest',
        size: 1,
      })
      this.setData({
        view: { status: 'ready' },
        isChange: mine !== null && mine.state !== 'withdrawn',
        text: mine?.text ?? '',
        left: MOST_SIGNS - (mine?.text.length ?? 0),
      })
      this.setStars(mine?.stars ?? 0)
    } catch (error) {
      this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  setStars(stars: number) {
    this.setData({ stars, level: writeWords().levels[stars] ?? '', note: '' })
  },

  onStarTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setStars(Number(currentTarget.dataset.stars))
  },

  onTextInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ text: detail.value, left: MOST_SIGNS - detail.value.length, note: '' })
  },

  async onPublishTap() {
    const { courseId, stars, text, isBusy } = this.data
    if (isBusy || !stars) return
    this.setData({ isBusy: true, note: '' })
    try {
      const { mine } = await call('reviews', { action: 'write', courseId, stars, text: text.trim() })
      await wx.navigateBack()
      const words = writeWords()
      void wx.showToast({ title: mine.state === 'waiting' ? words.waiting : words.published, icon: 'none' })
    } catch (error) {
      const code = codeOf(error)
      if (code === 'NOT_OWNED' || code === 'STUDY_FIRST' || code === 'REVIEW_HIDDEN')
        this.setData({ view: { status: 'shut', why: wordsFor(error) } })
      else this.setData({ note: wordsFor(error) })
    }
    this.setData({ isBusy: false })
  },

  async onRemoveTap() {
    if (this.data.isBusy) return
    const words = writeWords()
    const { confirm } = await wx.showModal({ title: words.remove, content: words.removeAsk, cancelText: words.keep })
    if (!confirm) return
    this.setData({ isBusy: true, note: '' })
    try {
      await call('reviews', { action: 'remove', courseId: this.data.courseId })
      await wx.navigateBack()
      void wx.showToast({ title: words.removed, icon: 'none' })
    } catch (error) {
      this.setData({ note: wordsFor(error) })
    }
    this.setData({ isBusy: false })
  },

  onShutTap() {
    void wx.redirectTo({ url: `/pages/course/course?courseId=${this.data.courseId}` })
  },
})
