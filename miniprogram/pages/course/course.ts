import type { LikedCard } from '../../../core/contract/browseCatalog'
import type { CategoryView, CourseDetail } from '../../../core/contract/shapes'
import { call, codeOf, hasSession, wordsFor } from '../../api/call'
import { kept } from '../../api/kept'
import { SHOP } from '../../api/words'
import { categoryName } from '../../components/filters/choices'
import { buyingShut, device } from '../../device/channel'
import { courseIdOf, SINGLE_PAGE } from '../../sharing/arrival'
import { courseCard, courseMoments } from '../../sharing/card'
import { beatsTold } from '../../study/beats'
import { type Block, blocksOf } from '../../study/prose'
import { page } from '../../styles/page'
import { metaOf, seatsLine } from '../../words/course'
import { type PriceRow, priceRows } from '../../words/price'
import { type Act, actOf, finishedOf, type MyPrice, type OutlineRow, rowsOf } from './outline'
import { courseWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'gone'; why: string }
  | { status: 'failed'; why: string }
  | { status: 'ready' }

/** What a course has in common with the one that is looked at. */
function reasonOf({ kind, name }: LikedCard['because']): string {
  const w = courseWords()
  if (kind === 'teacher') return w.alsoBy(name)
  return kind === 'tag' ? w.alsoOn(name) : w.alsoNear
}

Page({
  behaviors: [page(courseWords)],

  data: {
    courseId: '',
    view: { status: 'loading' } as View,
    course: null as CourseDetail | null,
    meta: '',
    blocks: [] as Block[],
    rows: [] as OutlineRow[],
    finished: { lessons: 0, percent: 0 },
    act: { kind: 'join', words: '' } as Act,
    mine: null as MyPrice,
    /** How the price came about, where it is not simply the course's. */
    priceRows: [] as PriceRow[],
    joined: '',
    /** 还剩 3 个名额; empty where there are enough, or none: then the button says so. */
    seats: '',
    owned: '',
    lessons: '',
    category: '',
    /** The description is folded until somebody wants all of it. */
    isFolded: true,
    canFold: false,
    related: [] as (LikedCard & { reason: string })[],
    /** Inside the moments: nothing leads anywhere, WeChat's own bar does. */
    isSingle: false,
    isBusy: false,
    /** A quiet line above the button: an order that waits, a payment that did not go through. */
    note: '',
  },

  onLoad(query: Record<string, string | undefined>) {
    this.setData({ courseId: courseIdOf(query), isSingle: wx.getLaunchOptionsSync().scene === SINGLE_PAGE })
  },

  onShow() {
    // Also after a lesson or a payment: what is owned and finished has changed.
    void this.refresh()
  },

  show(course: CourseDetail) {
    const first = this.data.course?.card.courseId !== course.card.courseId
    const w = courseWords()
    const finished = finishedOf(course)
    this.setData({
      course,
      act: actOf(course, this.data.mine, buyingShut()),
      rows: rowsOf(course),
      finished,
      joined: course.joined ? w.joined(course.joined) : '',
      seats: course.card.seats?.left ? seatsLine(course.card) : '',
      owned:
        finished.lessons === course.outline.length
          ? w.finishedAll
          : w.finishedSome(finished.lessons, course.outline.length),
      lessons: w.lessons(course.outline.length),
      view: { status: 'ready' },
      // The words do not change while one looks at them; laying them out again would.
      ...(first && {
        meta: metaOf(course.card),
        category: categoryName(course.card.category, kept<CategoryView[]>('categories') ?? []),
        blocks: blocksOf(course.descriptionHtml),
      }),
    })
    if (!first) return
    wx.setNavigationBarTitle({ title: course.card.title })
    wx.nextTick(() => this.measure())
    void this.findRelated()
  },

  /** A short description has nothing to unfold. */
  measure() {
    const { windowHeight } = wx.getWindowInfo()
    wx.createSelectorQuery()
      .select('#prose')
      .boundingClientRect((box) => this.setData({ canFold: box !== null && box.height > windowHeight * 0.6 }))
      .exec()
  },

  /** At the end of the page, after all that was asked for. Without it the page is whole. */
  async findRelated() {
    try {
      const { courses } = await call('browseCatalog', { action: 'related', courseId: this.data.courseId })
      this.setData({ related: courses.map((one) => ({ ...one, reason: reasonOf(one.because) })) })
    } catch (error) {
      console.info('nothing like it', error)
    }
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const { course } = await call('browseCatalog', { action: 'detail', courseId: this.data.courseId })
      this.show(course)
      if (!course.owned && course.card.fen > 0 && this.data.act.kind !== 'full' && hasSession())
        await this.findMyPrice(course)
    } catch (error) {
      if (codeOf(error) === 'COURSE_NOT_FOUND') this.setData({ view: { status: 'gone', why: wordsFor(error) } })
      else if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
      else this.setData({ note: wordsFor(error) })
    }
  },

  /** A member may pay less, or nothing. Without an answer the card's price stands. */
  async findMyPrice(course: CourseDetail) {
    const { courseId } = course.card
    const quoted = await call('quotePrice', { goods: { kind: 'course', courseId }, device: device() }).catch(
      (error: unknown) => console.info('no price of my own', error),
    )
    if (!quoted) return
    const mine = { fen: quoted.price.goodsFen }
    const rows = priceRows(quoted.price)
    this.setData({ mine, priceRows: rows.length > 1 ? rows : [], act: actOf(course, mine, buyingShut()) })
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
      const { act } = this.data
      const words = act.kind === 'join' ? courseWords().joinFirst : courseWords().buyFirst
      void wx.showToast({ title: act.kind === 'shut' || act.kind === 'full' ? act.words : words, icon: 'none' })
      return
    }
    this.openLesson(row.lessonId)
  },

  onUnfoldTap() {
    this.setData({ isFolded: false })
  },

  onTeacherTap() {
    const name = this.data.course?.teacher.name
    if (name) void wx.navigateTo({ url: `/find/pages/teacher/teacher?name=${encodeURIComponent(name)}` })
  },

  onCategoryTap() {
    const category = this.data.course?.card.category
    if (category) void wx.navigateTo({ url: `/pages/list/list?category=${encodeURIComponent(category)}` })
  },

  onTagTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/list/list?tag=${encodeURIComponent(currentTarget.dataset.name)}` })
  },

  onTrialTap() {
    const { act } = this.data
    if (act.kind === 'buy' || act.kind === 'shut' || act.kind === 'full') this.openLesson(act.trialLessonId)
  },

  onActTap() {
    const { act, courseId, isBusy } = this.data
    if (isBusy) return
    if (act.kind === 'study') this.openLesson(act.lessonId)
    else if (act.kind === 'certificate')
      void wx.navigateTo({ url: `/learn/pages/certificate/certificate?courseId=${courseId}` })
    else if (act.kind === 'buy') this.toCheckout()
    else if (act.kind === 'join') void this.join()
  },

  toCheckout() {
    void wx.navigateTo({ url: `/shop/pages/checkout/checkout?kind=course&id=${this.data.courseId}` })
  },

  onGiftTap() {
    void wx.navigateTo({ url: `/shop/pages/checkout/checkout?kind=gift&id=${this.data.courseId}` })
  },

  /** What costs nothing opens at one tap. If it costs something after all, the checkout says what. */
  async join() {
    this.setData({ isBusy: true, note: '' })
    try {
      const bought = await call('buyCourse', { courseId: this.data.courseId, device: device() })
      if (bought.status === 'pay') this.toCheckout()
      else {
        await this.refresh()
        void wx.showToast({ title: courseWords().isJoined, icon: 'none' })
      }
    } catch (error) {
      if (codeOf(error) !== 'ALREADY_OWNED') this.setData({ note: wordsFor(error) })
      // Also when the last place went just now: then the button says so.
      await this.refresh()
    }
    this.setData({ isBusy: false })
  },

  onShareAppMessage() {
    return courseCard(this.data.course?.card, SHOP)
  },

  onShareTimeline() {
    return courseMoments(this.data.course?.card, SHOP)
  },
})
