import type { Output } from '../../../../core/contract'
import type { LessonProgress } from '../../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../../api/call'
import { placeWaiting, sendBeats } from '../../../study/beats'
import { type Block, blocksOf } from '../../../study/prose'
import { soundOf } from '../../../study/sound'
import { page } from '../../../styles/page'
import { kindWords } from '../../../words/course'
import { clockOf, lengthOf } from '../../../words/time'
import { toCourse } from '../../toCourse'

type Lesson = Output<'playLesson'>
type View = { status: 'loading' } | { status: 'locked' } | { status: 'failed'; why: string } | { status: 'ready' }

const SPEEDS = [0.75, 1, 1.25, 1.5, 2]
const TYPE_SIZES = [1, 1.25, 1.5]
/** An address that fails again this soon is not mended by asking for another. */
const REFRESH_PAUSE_MS = 10_000

const percentOf = (progress: LessonProgress, durationSeconds: number): number =>
  progress.finished ? 100 : Math.min(99, Math.floor((progress.watchedSeconds / durationSeconds) * 100))

/** Where to begin: where the learner stopped, or anew when that was the end. */
function startOf({ lesson, progress }: Lesson, waiting: number | undefined): number {
  const at = waiting ?? progress.positionSeconds
  return at >= lesson.durationSeconds - 3 ? 0 : at
}

Page({
  behaviors: [page()],

  data: {
    courseId: '',
    lessonId: '',
    view: { status: 'loading' } as View,
    lesson: null as Lesson['lesson'] | null,
    kindLabel: '',
    courseTitle: '',
    coverUrl: '',
    owned: false,
    nextLessonId: '',
    previousLessonId: '',
    blocks: [] as Block[],
    mediaUrl: '',
    startAt: 0,
    resumedAt: '',
    percent: 0,
    isFinished: false,
    progressWords: '',
    hasEnded: false,
    speed: 1,
    speedLabel: '倍速',
    /** Shown over the player when the media cannot be fetched. */
    mediaFailure: '',
    typeScale: 1,
    typeLabel: '标准',
  },

  refreshedAt: 0,

  onLoad({ courseId = '', lessonId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId, lessonId })
    this.setTypeScale(Number(wx.getStorageSync('typeScale')) || 1)
    this.setSpeed(Number(wx.getStorageSync('speed')) || 1)
    void this.open()
  },

  async open() {
    const { courseId, lessonId } = this.data
    const waiting = placeWaiting(courseId, lessonId)
    try {
      const opened = await call('playLesson', { courseId, lessonId })
      this.show(opened, soundOf(this.data)?.at ?? startOf(opened, waiting))
      void sendBeats()
    } catch (error) {
      if (codeOf(error) === 'NOT_OWNED') this.setData({ view: { status: 'locked' } })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(opened: Lesson, startAt: number) {
    const { lesson } = opened
    this.setData({
      view: { status: 'ready' },
      lesson,
      kindLabel: kindWords()[lesson.kind],
      courseTitle: opened.courseTitle,
      coverUrl: opened.coverUrl ?? '',
      owned: opened.owned,
      nextLessonId: opened.nextLessonId ?? '',
      previousLessonId: opened.previousLessonId ?? '',
      blocks: blocksOf(opened.articleHtml),
      mediaUrl: opened.media?.url ?? '',
      startAt,
      resumedAt: lesson.kind !== 'article' && startAt >= 1 ? clockOf(startAt) : '',
    })
    this.showProgress(opened.progress)
    wx.setNavigationBarTitle({ title: opened.courseTitle })
  },

  showProgress(progress: LessonProgress) {
    const { lesson } = this.data
    // The sound of another lesson may still be reporting.
    if (!lesson || progress.lessonId !== lesson.lessonId) return
    const isFinished = progress.finished || this.data.isFinished
    const words = lesson.kind === 'article' ? lengthOf : clockOf
    const whole = words(lesson.durationSeconds)
    this.setData({
      isFinished,
      percent: isFinished ? 100 : percentOf(progress, lesson.durationSeconds),
      progressWords:
        progress.watchedSeconds >= 1 ? `已学 ${words(progress.watchedSeconds)} / ${whole}` : `全长 ${whole}`,
    })
  },

  onProgress({ detail }: WechatMiniprogram.CustomEvent<LessonProgress>) {
    this.showProgress(detail)
  },

  onBegan() {
    this.setData({ hasEnded: false })
  },

  onEnded() {
    this.setData({ hasEnded: true })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.open()
  },

  // The address of a film or sound lives for minutes. With a new one its player goes on where it stopped.
  async refreshMedia() {
    if (Date.now() - this.refreshedAt < REFRESH_PAUSE_MS) {
      this.setData({ mediaFailure: '视频或声音暂时取不到,位置已经记下' })
      return
    }
    this.refreshedAt = Date.now()
    const { courseId, lessonId } = this.data
    try {
      const { media } = await call('playLesson', { courseId, lessonId })
      if (!media) throw new Error('a lesson with a player lost its media')
      this.setData({ mediaUrl: media.url, mediaFailure: '' })
    } catch (error) {
      this.setData({ mediaFailure: wordsFor(error) })
    }
  },

  onMediaRetry() {
    this.refreshedAt = 0
    void this.refreshMedia()
  },

  async onSpeedTap() {
    const { speed } = this.data
    const chosen = await wx
      .showActionSheet({ itemList: SPEEDS.map((each) => `${each} 倍${each === speed ? ' · 当前' : ''}`) })
      .catch(() => null) // left as it was
    const next = chosen && SPEEDS[chosen.tapIndex]
    if (!next) return
    this.setSpeed(next)
    wx.setStorageSync('speed', next)
  },

  setSpeed(speed: number) {
    this.setData({ speed, speedLabel: speed === 1 ? '倍速' : `${speed} 倍` })
  },

  setTypeScale(typeScale: number) {
    this.setData({ typeScale, typeLabel: typeScale === 1 ? '标准' : typeScale === 1.25 ? '大字' : '特大' })
  },

  onTypeTap() {
    const next = TYPE_SIZES[(TYPE_SIZES.indexOf(this.data.typeScale) + 1) % TYPE_SIZES.length] ?? 1
    this.setTypeScale(next)
    wx.setStorageSync('typeScale', next)
  },

  go(lessonId: string) {
    void wx.redirectTo({
      url: `/learn/pages/lesson/lesson?courseId=${this.data.courseId}&lessonId=${lessonId}`,
    })
  },

  onNextTap() {
    this.go(this.data.nextLessonId)
  },

  onPreviousTap() {
    this.go(this.data.previousLessonId)
  },

  onCourseTap() {
    toCourse(this.data.courseId)
  },
})
