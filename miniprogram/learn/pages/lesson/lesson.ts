import type { Output } from '../../../../core/contract'
import type { LessonProgress } from '../../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../../api/call'
import { placeWaiting, sendBeats } from '../../../study/beats'
import { type Block, blocksOf } from '../../../study/prose'
import { readOn } from '../../../study/reading'
import { Recorder } from '../../../study/recorder'
import * as sound from '../../../study/sound'
import { kindWords } from '../../../words/course'
import { clockOf, lengthOf } from '../../../words/time'

type Lesson = Output<'playLesson'>
type View = { status: 'loading' } | { status: 'locked' } | { status: 'failed'; why: string } | { status: 'ready' }

const SPEEDS = [0.75, 1, 1.25, 1.5, 2]
const TYPE_SIZES = [1, 1.25, 1.5]
const SKIP_SECONDS = 15
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
    speedLabel: '倍速',
    /** Shown over the player when the media cannot be fetched. */
    mediaFailure: '',
    // Audio
    isPlaying: false,
    isWaiting: false,
    at: 0,
    atLabel: '0:00',
    durationLabel: '0:00',
    sliderMax: 1,
    // Article
    typeScale: 1,
    typeLabel: '标准',
  },

  recorder: null as Recorder | null,
  video: null as WechatMiniprogram.VideoContext | null,
  position: 0,
  speed: 1,
  isVideoPlaying: false,
  isSliding: false,
  seekWhenLoaded: -1,
  refreshedAt: 0,
  readingTimer: 0,
  shown: 0,

  onLoad({ courseId = '', lessonId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId, lessonId })
    const typeScale = Number(wx.getStorageSync('typeScale')) || 1
    this.setTypeScale(typeScale)
    this.showSpeed(Number(wx.getStorageSync('speed')) || 1)
    void this.open()
  },

  onShow() {
    if (this.data.lesson?.kind === 'article') this.startReading()
  },

  onHide() {
    this.leave()
  },

  onUnload() {
    this.leave()
    sound.listen(null)
  },

  leave() {
    this.stopReading()
    void this.recorder?.send()
    if (this.data.lesson?.kind === 'audio') sound.report()
  },

  async open() {
    const { courseId, lessonId } = this.data
    const waiting = placeWaiting(courseId, lessonId)
    try {
      const opened = await call('playLesson', { courseId, lessonId })
      this.show(opened, startOf(opened, waiting))
      void sendBeats()
    } catch (error) {
      if (codeOf(error) === 'NOT_OWNED') this.setData({ view: { status: 'locked' } })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(opened: Lesson, startAt: number) {
    const { lesson } = opened
    const heard = sound.soundOf(this.data)
    const at = heard?.at ?? startAt
    this.position = at
    this.setData({
      view: { status: 'ready' },
      lesson,
      kindLabel: kindWords[lesson.kind],
      courseTitle: opened.courseTitle,
      coverUrl: opened.coverUrl ?? '',
      owned: opened.owned,
      nextLessonId: opened.nextLessonId ?? '',
      previousLessonId: opened.previousLessonId ?? '',
      blocks: blocksOf(opened.articleHtml),
      mediaUrl: opened.media?.url ?? '',
      startAt: at,
      resumedAt: lesson.kind !== 'article' && at >= 1 ? clockOf(at) : '',
      at,
      atLabel: clockOf(at),
      durationLabel: clockOf(lesson.durationSeconds),
      sliderMax: Math.max(1, Math.floor(lesson.durationSeconds)),
      isPlaying: heard?.isPlaying ?? false,
    })
    this.showProgress(opened.progress)
    wx.setNavigationBarTitle({ title: opened.courseTitle })
    if (lesson.kind === 'audio') this.listenToSound()
    else
      this.recorder = new Recorder({ courseId: this.data.courseId, lessonId: lesson.lessonId }, (progress) =>
        this.showProgress(progress),
      )
    this.recorder?.moved(at)
    if (lesson.kind === 'article') this.openArticle()
  },

  showProgress(progress: LessonProgress) {
    const { lesson } = this.data
    // The sound of another lesson may still be reporting.
    if (!lesson || progress.lessonId !== lesson.lessonId) return
    const isFinished = progress.finished || this.data.isFinished
    const learnt = lesson.kind === 'article' ? lengthOf(progress.watchedSeconds) : clockOf(progress.watchedSeconds)
    const whole = lesson.kind === 'article' ? lengthOf(lesson.durationSeconds) : clockOf(lesson.durationSeconds)
    this.setData({
      isFinished,
      percent: isFinished ? 100 : percentOf(progress, lesson.durationSeconds),
      progressWords: progress.watchedSeconds >= 1 ? `已学 ${learnt} / ${whole}` : `全长 ${whole}`,
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.open()
  },

  // The address of a film or sound lives for minutes. A new one is asked for and playing goes on where it stopped.
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
      this.seekWhenLoaded = this.position
      this.setData({ mediaUrl: media.url, mediaFailure: '' })
      if (this.data.lesson?.kind === 'audio') this.startSound()
    } catch (error) {
      this.setData({ mediaFailure: wordsFor(error) })
    }
  },

  onMediaRetry() {
    this.refreshedAt = 0
    void this.refreshMedia()
  },

  // Video

  context(): WechatMiniprogram.VideoContext {
    this.video ??= wx.createVideoContext('video', this)
    return this.video
  },

  onVideoLoaded() {
    if (this.speed !== 1) this.context().playbackRate(this.speed)
    if (this.seekWhenLoaded < 0) return
    this.context().seek(this.seekWhenLoaded)
    this.context().play()
    this.seekWhenLoaded = -1
  },

  onVideoPlay() {
    sound.hush()
    this.isVideoPlaying = true
    this.setData({ hasEnded: false })
  },

  onVideoTime({ detail }: WechatMiniprogram.VideoTimeUpdate) {
    // While a fresh address loads the player stands at 0; that is not where the learner is.
    if (this.seekWhenLoaded >= 0) return
    // Nor is the 0 that a player shows when it has lost its film.
    if (!this.isVideoPlaying && detail.currentTime === 0) return
    this.position = detail.currentTime
    if (this.isVideoPlaying) this.recorder?.playing(detail.currentTime)
    else this.recorder?.moved(detail.currentTime)
  },

  onVideoPause() {
    this.isVideoPlaying = false
    void this.recorder?.send()
  },

  onVideoEnded() {
    this.isVideoPlaying = false
    this.setData({ hasEnded: true })
    void this.recorder?.send()
  },

  onVideoError({ detail }: WechatMiniprogram.CustomEvent) {
    console.warn('the video stopped', detail)
    this.isVideoPlaying = false
    void this.refreshMedia()
  },

  // Audio

  listenToSound() {
    sound.listen({
      onState: (state) => {
        // Another lesson may still be playing while this one is looked at.
        if (!sound.soundOf(this.data)) return
        this.setData({
          isPlaying: state === 'playing' || (state === 'waiting' && this.data.isPlaying),
          isWaiting: state === 'waiting',
          hasEnded: state === 'ended',
        })
      },
      onTime: (at) => {
        if (!sound.soundOf(this.data)) return
        this.position = at
        if (!this.isSliding && Math.floor(at) !== this.data.at)
          this.setData({ at: Math.floor(at), atLabel: clockOf(at) })
      },
      onProgress: (progress) => this.showProgress(progress),
      onFailure: (at) => {
        if (!sound.soundOf(this.data)) return
        this.position = at
        this.setData({ isPlaying: false, isWaiting: false })
        void this.refreshMedia()
      },
    })
  },

  startSound() {
    const { courseId, lessonId, courseTitle, coverUrl, mediaUrl, lesson } = this.data
    const track = { courseId, lessonId, title: lesson?.title ?? '', courseTitle, coverUrl, url: mediaUrl }
    sound.start(track, this.position, this.speed)
  },

  onPlayTap() {
    if (this.data.isPlaying) return sound.pause()
    if (this.data.hasEnded) this.position = 0
    if (sound.soundOf(this.data) && !this.data.hasEnded) return sound.play()
    this.setData({ isWaiting: true, hasEnded: false })
    this.startSound()
  },

  seekTo(at: number) {
    this.position = at
    this.setData({ at: Math.floor(at), atLabel: clockOf(at) })
    if (sound.soundOf(this.data)) sound.seek(at)
  },

  onSliding({ detail }: WechatMiniprogram.SliderChanging) {
    this.isSliding = true
    this.setData({ atLabel: clockOf(detail.value) })
  },

  onSlid({ detail }: WechatMiniprogram.SliderChange) {
    this.isSliding = false
    this.seekTo(detail.value)
  },

  onBackTap() {
    this.seekTo(Math.max(0, this.position - SKIP_SECONDS))
  },

  onForwardTap() {
    this.seekTo(Math.min(this.data.sliderMax - 1, this.position + SKIP_SECONDS))
  },

  async onSpeedTap() {
    const chosen = await wx
      .showActionSheet({ itemList: SPEEDS.map((speed) => `${speed} 倍${speed === this.speed ? ' · 当前' : ''}`) })
      .catch(() => null) // left as it was
    const speed = chosen && SPEEDS[chosen.tapIndex]
    if (!speed) return
    this.showSpeed(speed)
    wx.setStorageSync('speed', speed)
    if (this.data.lesson?.kind === 'audio') sound.setSpeed(speed)
    else this.context().playbackRate(speed)
  },

  showSpeed(speed: number) {
    this.speed = speed
    this.setData({ speedLabel: speed === 1 ? '倍速' : `${speed} 倍` })
  },

  // Article

  openArticle() {
    const { lesson } = this.data
    if (!lesson) return
    const share = this.position / lesson.durationSeconds
    wx.nextTick(() => {
      if (share > 0.05 && share < 0.95) this.scrollToShare(share)
      this.measure()
    })
    this.startReading()
  },

  /** Puts the place where the learner stopped at the bottom of the screen: it is the last they have seen. */
  scrollToShare(share: number) {
    this.boxOf((box, height) => {
      void wx.pageScrollTo({ scrollTop: Math.max(0, box.height * share - height * 0.8), duration: 0 })
    })
  },

  boxOf(then: (box: { top: number; height: number }, windowHeight: number) => void) {
    const { windowHeight } = wx.getWindowInfo()
    this.createSelectorQuery()
      .select('#article')
      .boundingClientRect((box) => {
        if (box && !Array.isArray(box)) then(box, windowHeight)
      })
      .exec()
  },

  /** How much of the article has been on the screen. */
  measure() {
    this.boxOf(({ top, height }, windowHeight) => {
      if (height > 0) this.shown = Math.max(this.shown, (windowHeight - top) / height)
    })
  },

  onPageScroll() {
    if (this.data.lesson?.kind === 'article') this.measure()
  },

  startReading() {
    this.stopReading()
    this.readingTimer = setInterval(() => {
      const { lesson } = this.data
      if (!lesson) return
      const next = readOn(this.position, this.shown, lesson.durationSeconds, 1)
      if (next <= this.position) return
      this.position = next
      this.recorder?.playing(next)
      if (next >= lesson.durationSeconds) void this.recorder?.send()
    }, 1000)
  },

  stopReading() {
    clearInterval(this.readingTimer)
  },

  setTypeScale(typeScale: number) {
    this.setData({ typeScale, typeLabel: typeScale === 1 ? '标准' : typeScale === 1.25 ? '大字' : '特大' })
  },

  onTypeTap() {
    const next = TYPE_SIZES[(TYPE_SIZES.indexOf(this.data.typeScale) + 1) % TYPE_SIZES.length] ?? 1
    this.setTypeScale(next)
    wx.setStorageSync('typeScale', next)
  },

  onPictureTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const urls = this.data.blocks.flatMap((block) => (block.kind === 'picture' ? [block.src] : []))
    void wx.previewImage({ urls, current: currentTarget.dataset.src })
  },

  // Going on

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
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before?.route === 'pages/course/course') void wx.navigateBack()
    else void wx.redirectTo({ url: `/pages/course/course?courseId=${this.data.courseId}` })
  },
})
