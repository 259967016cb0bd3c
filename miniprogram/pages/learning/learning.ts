import type { Output } from '../../../core/contract'
import { call, wordsFor } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { beatsTold } from '../../study/beats'
import { downloads, dropWhatIsNotMine } from '../../study/downloads'
import { page } from '../../styles/page'
import { clockOf, left, lengthOf } from '../../words/time'
import { type Cell, calendarOf, stepOf, weekWords } from './days'
import { learningWords } from './words'

type Learning = Output<'myLearning'>
type Learnt = Learning['courses'][number]
type Row = {
  courseId: string
  title: string
  coverUrl: string
  percent: number
  progress: string
  resume: string
  lessonId: string
  until: string
  /** `given` may be looked at, `due` may be taken. */
  certificate: 'given' | 'due' | ''
}
/** The one thing to go on with. */
type Next = { courseId: string; lessonId: string; courseTitle: string; title: string; coverUrl: string; how: string }
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

const isRead = (kind: 'video' | 'audio' | 'article' | 'document'): boolean => kind === 'article' || kind === 'document'

const rowOf = ({ card, percent, finishedLessons, resume, certificateNumber, accessUntil }: Learnt): Row => ({
  courseId: card.courseId,
  title: card.title,
  coverUrl: card.coverUrl ?? '',
  percent,
  progress:
    percent === 100 ? learningWords().allDone : learningWords().done(finishedLessons, card.lessonCount, percent),
  resume: resume
    ? `${resume.title}${resume.positionSeconds >= 1 && !isRead(resume.kind) ? ` · ${clockOf(resume.positionSeconds)}` : ''}`
    : '',
  lessonId: resume?.lessonId ?? '',
  until: accessUntil ? learningWords().until(left(accessUntil)) : '',
  certificate: certificateNumber ? 'given' : percent === 100 ? 'due' : '',
})

function nextOf(courses: Learnt[]): Next | null {
  const learnt = courses.find(({ resume }) => resume !== null)
  if (!learnt?.resume) return null
  const { card, resume } = learnt
  const { begin, from, fromPage, left: leftWords } = learningWords()
  const has = resume.positionSeconds >= 1
  const place = isRead(resume.kind) ? fromPage : from(clockOf(resume.positionSeconds))
  return {
    courseId: card.courseId,
    lessonId: resume.lessonId,
    courseTitle: card.title,
    title: resume.title,
    coverUrl: card.coverUrl ?? '',
    how: has ? `${place} · ${leftWords(lengthOf(resume.leftSeconds))}` : begin(lengthOf(resume.leftSeconds)),
  }
}

Page({
  behaviors: [page(learningWords)],
  data: {
    view: { status: 'loading' } as View,
    isKept: false,
    next: null as Next | null,
    rows: [] as Row[],
    finished: [] as Row[],
    cells: [] as Cell[],
    streak: '',
    longest: '',
    week: '',
    step: '',
    hasPlan: false,
    keptCount: 0,
  },

  onLoad() {
    const before = kept<Learning>('learning')
    // What was kept by an older version is not shown.
    if (before?.days && before.courses.length > 0) this.show(before)
  },

  onShow() {
    this.setData({ keptCount: downloads().length })
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    // What was just studied counts on this page: it is told first.
    await beatsTold()
    try {
      const mine = await call('myLearning', {})
      this.show(mine)
      this.setData({ isKept: false })
      keep('learning', mine)
      if (mine.isAll) dropWhatIsNotMine(new Set(mine.courses.map(({ card }) => card.courseId)))
    } catch (error) {
      if (this.data.view.status === 'ready') {
        this.setData({ isKept: true })
        void wx.showToast({ title: wordsFor(error), icon: 'none' })
      } else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(mine: Learning) {
    const { streak, longest, noStreak } = learningWords()
    const rows = mine.courses.map(rowOf)
    this.setData({
      view: { status: rows.length ? 'ready' : 'empty' },
      next: nextOf(mine.courses),
      rows: rows.filter(({ percent }) => percent < 100),
      finished: rows.filter(({ percent }) => percent === 100),
      cells: calendarOf(mine),
      streak: mine.streak.days > 0 ? streak(mine.streak.days) : noStreak,
      longest: mine.streak.longest > mine.streak.days ? longest(mine.streak.longest) : '',
      week: weekWords(mine),
      step: stepOf(mine),
      hasPlan: mine.plan !== null,
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onFindTap() {
    void wx.switchTab({ url: '/pages/home/home' })
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/pages/course/course?courseId=${currentTarget.dataset.id}` })
  },

  onResumeTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, lesson } = currentTarget.dataset
    void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${id}&lessonId=${lesson}` })
  },

  onNextTap() {
    const { next } = this.data
    if (next)
      void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${next.courseId}&lessonId=${next.lessonId}` })
  },

  onCertificateTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: `/learn/pages/certificate/certificate?courseId=${currentTarget.dataset.id}` })
  },

  onPlanTap() {
    void wx.navigateTo({ url: '/learn/pages/plan/plan' })
  },

  onNotesTap() {
    void wx.navigateTo({ url: '/learn/pages/notes/notes' })
  },

  onDownloadsTap() {
    void wx.navigateTo({ url: '/learn/pages/downloads/downloads' })
  },
})
