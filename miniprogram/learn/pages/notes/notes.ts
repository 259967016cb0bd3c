import { wordsFor } from '../../../api/call'
import { keep, kept } from '../../../api/kept'
import { notesPage, notesWaiting } from '../../../study/notes'
import { page } from '../../../styles/page'
import { type CourseGroup, exported, grouped } from './grouped'
import { notesWords } from './words'

type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

Page({
  behaviors: [page(notesWords)],
  data: {
    view: { status: 'loading' } as View,
    groups: [] as CourseGroup[],
    next: '',
    isMore: false,
    isCopying: false,
    waiting: '',
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
      const first = await notesPage()
      this.setData({
        groups: grouped([], first),
        next: first.next ?? '',
        view: { status: first.notes.length ? 'ready' : 'empty' },
      })
      keep('notes', first)
    } catch (error) {
      this.showKept(wordsFor(error))
    }
    const waits = notesWaiting()
    this.setData({ waiting: waits ? notesWords().waiting(waits) : '' })
  },

  /** Without a network the notes as they were seen last. */
  showKept(why: string) {
    const before = kept<Awaited<ReturnType<typeof notesPage>>>('notes')
    if (this.data.view.status !== 'ready' && before?.notes.length)
      this.setData({ groups: grouped([], before), next: '', view: { status: 'ready' } })
    if (this.data.view.status === 'ready') void wx.showToast({ title: why, icon: 'none' })
    else this.setData({ view: { status: 'failed', why } })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onReachBottom() {
    void this.more()
  },

  async more() {
    if (!this.data.next || this.data.isMore) return
    this.setData({ isMore: true })
    try {
      const further = await notesPage(this.data.next)
      this.setData({ groups: grouped(this.data.groups, further), next: further.next ?? '' })
    } catch (error) {
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    } finally {
      this.setData({ isMore: false })
    }
  },

  /** Every page of them, also those that were not looked at yet. */
  async onCopyTap() {
    if (this.data.isCopying) return
    this.setData({ isCopying: true })
    try {
      while (this.data.next) {
        const further = await notesPage(this.data.next)
        this.setData({ groups: grouped(this.data.groups, further), next: further.next ?? '' })
      }
      const { groups } = this.data
      const count = groups.flatMap(({ lessons }) => lessons.flatMap(({ notes }) => notes)).length
      await wx.setClipboardData({ data: exported(groups, new Date().toISOString()) })
      void wx.showToast({ title: notesWords().copied(count), icon: 'none' })
    } catch (error) {
      void wx.showToast({ title: wordsFor(error), icon: 'none' })
    } finally {
      this.setData({ isCopying: false })
    }
  },

  onNoteTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { course, lesson, at } = currentTarget.dataset
    void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${course}&lessonId=${lesson}&at=${at}` })
  },

  onLearningTap() {
    void wx.switchTab({ url: '/pages/learning/learning' })
  },
})
