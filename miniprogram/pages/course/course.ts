import type { CourseDetail } from '../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../api/call'
import { purchase } from '../../shop/purchase'
import { beatsTold } from '../../study/beats'
import { type Block, blocksOf } from '../../study/prose'
import { metaOf } from '../../words/course'
import { priceWords } from '../../words/money'
import { type Act, actOf, finishedOf, type OutlineRow, rowsOf } from './outline'

type View =
  | { status: 'loading' }
  | { status: 'gone'; why: string }
  | { status: 'failed'; why: string }
  | { status: 'ready' }

Page({
  data: {
    courseId: '',
    view: { status: 'loading' } as View,
    course: null as CourseDetail | null,
    meta: '',
    blocks: [] as Block[],
    rows: [] as OutlineRow[],
    finished: { lessons: 0, percent: 0 },
    act: { kind: 'join' } as Act,
    actWords: '',
    isBusy: false,
    /** A quiet line above the button: an order that waits, a payment that did not go through. */
    note: '',
  },

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
  },

  onShow() {
    // Also after a lesson or a payment: what is owned and finished has changed.
    void this.refresh()
  },

  show(course: CourseDetail) {
    const act = actOf(course)
    const actWords = act.kind === 'buy' ? `购买 ${priceWords(act.fen)}` : act.kind === 'join' ? '免费加入' : act.words
    const first = this.data.course?.card.courseId !== course.card.courseId
    this.setData({
      course,
      act,
      actWords,
      rows: rowsOf(course),
      finished: finishedOf(course),
      view: { status: 'ready' },
      // The words do not change while one looks at them; laying them out again would.
      ...(first && { meta: metaOf(course.card), blocks: blocksOf(course.descriptionHtml) }),
    })
    if (first) wx.setNavigationBarTitle({ title: course.card.title })
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const { course } = await call('browseCatalog', { action: 'detail', courseId: this.data.courseId })
      this.show(course)
    } catch (error) {
      if (codeOf(error) === 'COURSE_NOT_FOUND') this.setData({ view: { status: 'gone', why: wordsFor(error) } })
      else if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
      else this.setData({ note: wordsFor(error) })
    }
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onGoneTap() {
    void wx.redirectTo({ url: '/pages/list/list' })
  },

  openLesson(lessonId: string) {
    void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${this.data.courseId}&lessonId=${lessonId}` })
  },

  onLessonTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const row = this.data.rows.find(({ lessonId }) => lessonId === currentTarget.dataset.id)
    if (!row) return
    if (row.mark === 'locked') {
      const join = this.data.act.kind === 'join'
      void wx.showToast({ title: join ? '加入之后就能学这一节' : '这节课购买后就能学', icon: 'none' })
      return
    }
    this.openLesson(row.lessonId)
  },

  onTrialTap() {
    if (this.data.act.kind === 'buy') this.openLesson(this.data.act.trialLessonId)
  },

  onActTap() {
    const { act, isBusy } = this.data
    if (isBusy) return
    if (act.kind === 'study') this.openLesson(act.lessonId)
    else if (act.kind === 'certificate')
      void wx.navigateTo({ url: `/learn/pages/certificate/certificate?courseId=${this.data.courseId}` })
    else void this.buy()
  },

  async buy() {
    this.setData({ isBusy: true, note: '' })
    const bought = await purchase(this.data.courseId)
    switch (bought.outcome) {
      case 'paid':
        await wx.navigateTo({ url: `/pages/paid/paid?orderId=${bought.orderId}` })
        break
      case 'joined':
        await this.refresh()
        void wx.showToast({ title: '已加入,可以开始学了', icon: 'none' })
        break
      case 'owned':
        await this.refresh()
        break
      case 'left':
      case 'failed':
        this.setData({ note: bought.why })
    }
    this.setData({ isBusy: false })
  },

  onShareAppMessage() {
    const card = this.data.course?.card
    return {
      title: card?.title ?? '杏坛',
      path: `/pages/course/course?courseId=${this.data.courseId}`,
      ...(card?.coverUrl && { imageUrl: card.coverUrl }),
    }
  },
})
