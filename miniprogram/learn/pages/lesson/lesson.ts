import type { NotePlace } from '../../../../core/contract/notes'
import type { Chapter, LessonProgress, Quality } from '../../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../../api/call'
import { sendBeats } from '../../../study/beats'
import { guardScreen } from '../../../study/capture'
import { setMark } from '../../../study/mark'
import { type Opened, openLesson } from '../../../study/openLesson'
import { pageAt } from '../../../study/pages'
import { type Block, blocksOf } from '../../../study/prose'
import type { Rendition } from '../../../study/quality'
import { soundOf } from '../../../study/sound'
import { page } from '../../../styles/page'
import { kindWords } from '../../../words/course'
import { clockOf, lengthOf } from '../../../words/time'
import { toCourse } from '../../toCourse'
import { learnWords } from '../../words'

type Lesson = Opened['lesson']
type View = { status: 'loading' } | { status: 'locked' } | { status: 'failed'; why: string } | { status: 'ready' }
/** What every player of a lesson answers. */
type Player = { here(): number; jumpTo(at: number): void; hold?(): void; letGo?(): void }
type Notes = { write(place: NotePlace): void }

const SPEEDS = [0.75, 1, 1.25, 1.5, 2]
const TYPE_SIZES = [1, 1.25, 1.5]
/** An address that fails again this soon is not mended by asking for another. */
const REFRESH_PAUSE_MS = 10_000

const units: Record<Lesson['kind'], NotePlace['unit']> = {
  video: 'second',
  audio: 'second',
  article: 'paragraph',
  document: 'page',
}
const isPlayed = ({ kind }: Lesson): boolean => kind === 'video' || kind === 'audio'

const percentOf = (progress: LessonProgress, durationSeconds: number): number =>
  progress.finished ? 100 : Math.min(99, Math.floor((progress.watchedSeconds / durationSeconds) * 100))

/** The audio lessons that this learner may hear, in order. */
const playlistOf = ({ outline, owned }: Opened) =>
  outline
    .filter(({ kind, free }) => kind === 'audio' && (owned || free))
    .map(({ lessonId, title }) => ({ lessonId, title }))

function resumedWords({ lesson, pages }: Opened, startAt: number): string {
  if (startAt < 1 || lesson.kind === 'article') return ''
  if (lesson.kind !== 'document') return learnWords().resumed(clockOf(startAt))
  const page = pageAt(pages, startAt)
  return page > 0 ? learnWords().resumedPage(page + 1) : ''
}

Page({
  behaviors: [page(learnWords)],
  data: {
    courseId: '',
    lessonId: '',
    view: { status: 'loading' } as View,
    lesson: null as Lesson | null,
    kindLabel: '',
    courseTitle: '',
    coverUrl: '',
    owned: false,
    isOffline: false,
    nextLessonId: '',
    nextTitle: '',
    previousLessonId: '',
    blocks: [] as Block[],
    chapters: [] as Chapter[],
    pages: [] as Opened['pages'],
    files: [] as Opened['attachments'],
    films: [] as Rendition[],
    playlist: [] as { lessonId: string; title: string }[],
    mediaUrl: '',
    startAt: 0,
    at: 0,
    resumed: '',
    percent: 0,
    isFinished: false,
    progressWords: '',
    hasEnded: false,
    /** The next film is about to begin. */
    isNextDue: false,
    isToPlay: false,
    speed: 1,
    quality: '' as Quality | '',
    qualityLabel: '',
    /** What the player did by itself, in words. */
    notice: '',
    /** Shown over the player when the media cannot be fetched. */
    mediaFailure: '',
    typeScale: 1,
    typeLabel: '',
  },

  refreshedAt: 0,
  release: null as (() => void) | null,

  onLoad({ courseId = '', lessonId = '', play = '', at = '' }: Record<string, string | undefined>) {
    this.setData({ courseId, lessonId, isToPlay: play === '1' })
    this.setTypeScale(Number(wx.getStorageSync('typeScale')) || 1)
    this.setData({ speed: Number(wx.getStorageSync('speed')) || 1, quality: wx.getStorageSync('quality') || '' })
    void this.open(at === '' ? undefined : Number(at))
  },

  onShow() {
    // A film guards its own screen, because it also has to wait.
    if (this.data.lesson && this.data.lesson.kind !== 'video') this.guard()
  },

  onHide() {
    this.unguard()
  },

  onUnload() {
    this.unguard()
  },

  guard() {
    this.release ??= guardScreen({
      onRecording: () => undefined,
      onShot: () => void wx.showToast({ title: learnWords().shot, icon: 'none' }),
    })
  },

  unguard() {
    this.release?.()
    this.release = null
  },

  /** `place`: of a note that was tapped elsewhere, in its own unit. */
  async open(place?: number) {
    const key = { courseId: this.data.courseId, lessonId: this.data.lessonId }
    try {
      const { opened, startAt, isOffline } = await openLesson(key)
      const at = opened.lesson.kind === 'video' || opened.lesson.kind === 'audio' ? place : undefined
      this.show(opened, at ?? soundOf(key)?.at ?? startAt, isOffline)
      if (place !== undefined && at === undefined) wx.nextTick(() => this.player()?.jumpTo(place))
      void sendBeats()
    } catch (error) {
      if (codeOf(error) === 'NOT_OWNED') this.setData({ view: { status: 'locked' } })
      else this.setData({ view: { status: 'failed', why: wordsFor(error) } })
    }
  },

  show(opened: Opened, startAt: number, isOffline: boolean) {
    const { lesson, outline } = opened
    setMark(opened.mark)
    this.setData({
      view: { status: 'ready' },
      lesson,
      isOffline,
      kindLabel: kindWords()[lesson.kind],
      courseTitle: opened.courseTitle,
      coverUrl: opened.coverUrl ?? '',
      owned: opened.owned,
      nextLessonId: opened.nextLessonId ?? '',
      nextTitle: outline.find(({ lessonId }) => lessonId === opened.nextLessonId)?.title ?? '',
      previousLessonId: opened.previousLessonId ?? '',
      blocks: blocksOf(opened.articleHtml),
      chapters: opened.chapters,
      pages: opened.pages,
      // What a phone kept before lessons had files has none.
      files: opened.attachments ?? [],
      films: opened.media?.renditions ?? [],
      playlist: playlistOf(opened),
      mediaUrl: opened.media?.url ?? '',
      startAt,
      at: startAt,
      resumed: resumedWords(opened, startAt),
    })
    this.showProgress(opened.progress)
    if (lesson.kind !== 'video') this.guard()
    wx.setNavigationBarTitle({ title: opened.courseTitle })
  },

  showProgress(progress: LessonProgress) {
    const { lesson } = this.data
    // The sound of another lesson may still be reporting.
    if (!lesson || progress.lessonId !== lesson.lessonId) return
    const isFinished = progress.finished || this.data.isFinished
    const words = isPlayed(lesson) ? clockOf : lengthOf
    const whole = words(lesson.durationSeconds)
    this.setData({
      isFinished,
      percent: isFinished ? 100 : percentOf(progress, lesson.durationSeconds),
      progressWords:
        progress.watchedSeconds >= 1
          ? learnWords().studied(words(progress.watchedSeconds), whole)
          : learnWords().length(whole),
    })
  },

  onProgress({ detail }: WechatMiniprogram.CustomEvent<LessonProgress>) {
    this.showProgress(detail)
  },

  onTime({ detail }: WechatMiniprogram.CustomEvent<{ at: number }>) {
    if (this.data.chapters.length) this.setData({ at: detail.at })
  },

  onBegan() {
    this.setData({ hasEnded: false, isNextDue: false })
  },

  onEnded() {
    const { lesson, nextLessonId, owned } = this.data
    this.setData({ hasEnded: true, isNextDue: lesson?.kind === 'video' && owned && nextLessonId !== '' })
  },

  onNextStay() {
    this.setData({ isNextDue: false })
  },

  onNextGo() {
    this.setData({ isNextDue: false })
    this.go(this.data.nextLessonId, true)
  },

  /** The sound went on to another lesson: so does what is on the screen. */
  onTrack({ detail }: WechatMiniprogram.CustomEvent<{ lessonId: string }>) {
    this.go(detail.lessonId)
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.open()
  },

  // The address of a film or sound lives for minutes. With a new one its player goes on where it stopped.
  async refreshMedia() {
    if (Date.now() - this.refreshedAt < REFRESH_PAUSE_MS) {
      this.setData({ mediaFailure: learnWords().mediaLost })
      return
    }
    this.refreshedAt = Date.now()
    const { courseId, lessonId } = this.data
    try {
      const { opened, isOffline } = await openLesson({ courseId, lessonId })
      if (!opened.media) throw new Error('a lesson with a player lost its media')
      const { url, renditions } = opened.media
      this.setData({ mediaUrl: url, films: renditions, mediaFailure: '', isOffline })
    } catch (error) {
      this.setData({ mediaFailure: wordsFor(error) })
    }
  },

  /** Pages further on, or again: their addresses live for minutes too. */
  async onPagesMissing({ detail }: WechatMiniprogram.CustomEvent<{ page: number }>) {
    const { courseId, lessonId, isOffline } = this.data
    if (isOffline || this.isFetchingPages) return
    this.isFetchingPages = true
    try {
      const { pages } = await call('playLesson', { courseId, lessonId, page: Math.max(0, detail.page - 1) })
      this.setData({ pages: this.data.pages.map((old, n) => (pages[n]?.url ? pages[n] : old)) })
    } catch (error) {
      this.setData({ mediaFailure: wordsFor(error) })
    } finally {
      this.isFetchingPages = false
    }
  },
  isFetchingPages: false,

  onMediaRetry() {
    this.refreshedAt = 0
    if (this.data.lesson?.kind === 'document') void this.open()
    else void this.refreshMedia()
    this.setData({ mediaFailure: '' })
  },

  player(): Player | null {
    return this.selectComponent('#player') as unknown as Player | null // the four players answer it
  },

  onNoteTap() {
    const { lesson } = this.data
    const player = this.player()
    if (!lesson || !player) return
    const notes = this.selectComponent('#notes') as unknown as Notes // the component of that id
    player.hold?.()
    notes.write({ unit: units[lesson.kind], at: Math.floor(player.here()) })
  },

  onWritten() {
    this.player()?.letGo?.()
  },

  /** To a chapter, or to where a note hangs. */
  onJump({ detail }: WechatMiniprogram.CustomEvent<{ at: number }>) {
    this.player()?.jumpTo(detail.at)
    if (this.data.lesson?.kind === 'video') void wx.pageScrollTo({ scrollTop: 0, duration: 120 })
  },

  async onSpeedTap() {
    const { speed } = this.data
    const { times, timesNow } = learnWords()
    const chosen = await wx
      .showActionSheet({ itemList: SPEEDS.map((each) => (each === speed ? timesNow(each) : times(each))) })
      .catch(() => null) // left as it was
    const next = chosen && SPEEDS[chosen.tapIndex]
    if (!next) return
    this.setData({ speed: next })
    wx.setStorageSync('speed', next)
  },

  onFilm({ detail }: WechatMiniprogram.CustomEvent<{ quality: Quality }>) {
    this.setData({ qualityLabel: detail.quality })
  },

  onSteppedDown({ detail }: WechatMiniprogram.CustomEvent<{ quality: Quality }>) {
    this.setData({ notice: learnWords().steppedDown(detail.quality) })
  },

  async onQualityTap() {
    const { films, quality } = this.data
    const { qualityNow, qualityAuto, qualityAutoNow } = learnWords()
    const itemList = films.map((film) => (film.quality === quality ? qualityNow(film.quality) : film.quality))
    const chosen = await wx
      .showActionSheet({ itemList: [...itemList, quality ? qualityAuto : qualityAutoNow] })
      .catch(() => null) // left as it was
    if (!chosen) return
    const next = films[chosen.tapIndex]?.quality ?? ''
    this.setData({ quality: next, notice: '' })
    wx.setStorageSync('quality', next)
  },

  setTypeScale(typeScale: number) {
    const { typeStandard, typeLarge, typeLargest } = learnWords()
    this.setData({
      typeScale,
      typeLabel: typeScale === 1 ? typeStandard : typeScale === 1.25 ? typeLarge : typeLargest,
    })
  },

  onTypeTap() {
    const next = TYPE_SIZES[(TYPE_SIZES.indexOf(this.data.typeScale) + 1) % TYPE_SIZES.length] ?? 1
    this.setTypeScale(next)
    wx.setStorageSync('typeScale', next)
  },

  go(lessonId: string, isToPlay = false) {
    const play = isToPlay ? '&play=1' : ''
    void wx.redirectTo({
      url: `/learn/pages/lesson/lesson?courseId=${this.data.courseId}&lessonId=${lessonId}${play}`,
    })
  },

  onChoose({ detail }: WechatMiniprogram.CustomEvent<{ lessonId: string }>) {
    this.go(detail.lessonId)
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
