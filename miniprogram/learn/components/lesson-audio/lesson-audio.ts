import { openTrack } from '../../../study/openLesson'
import * as sound from '../../../study/sound'
import { type Colours, followColours } from '../../../styles/colours'
import { speaks } from '../../../styles/page'
import { clockOf } from '../../../words/time'
import { learnWords } from '../../words'

const SKIP_SECONDS = 15
const SLEEP_MINUTES = [15, 30, 60]
const LABEL_EVERY_MS = 15_000

type Heard = { lessonId: string; title: string }

/**
 * The player of an audio lesson. The sound itself goes on when this leaves the screen, and into the next of `playlist` when the
 * lesson ends. `began` and `ended` tell whether it plays, `time` where it stands, `progress` what the cloud counts, `track` that
 * another lesson plays now, `lost` that `url` no longer answers: given another, it goes on where it stood.
 */
Component({
  behaviors: [speaks(learnWords)],
  // What begins with an underline is not drawn.
  options: { pureDataPattern: /^_/ },
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    title: { type: String, value: '' },
    courseTitle: { type: String, value: '' },
    coverUrl: { type: String, value: '' },
    url: { type: String, value: '' },
    durationSeconds: { type: Number, value: 0 },
    /** Seconds. */
    startAt: { type: Number, value: 0 },
    speed: { type: Number, value: 1 },
    /** The audio lessons of the course that this learner may hear, in order. */
    playlist: { type: Array, value: [] as Heard[] },
  },
  data: {
    colours: {} as Colours,
    isPlaying: false,
    isWaiting: false,
    at: 0,
    atLabel: '0:00',
    durationLabel: '0:00',
    sliderMax: 1,
    sleepLabel: '',
    isAsleepSoon: false,
    hasPrevious: false,
    hasNext: false,
    _position: 0,
    _hasEnded: false,
    _isSliding: false,
    _isLost: false,
    _isHidden: false,
    /** The lesson that plays now, while this page is not looked at. */
    _movedTo: '',
    _timer: 0,
    _stopColours: null as (() => void) | null,
  },
  observers: {
    url() {
      if (!this.data._isLost) return
      this.data._isLost = false
      this.start()
    },
    speed(speed: number) {
      if (sound.soundOf(this.lesson())) sound.setSpeed(speed)
    },
    'playlist, lessonId'() {
      const ids = this.lessonIds()
      this.setData({
        hasPrevious: sound.neighbour(ids, this.data.lessonId, -1) !== undefined,
        hasNext: sound.neighbour(ids, this.data.lessonId, 1) !== undefined,
      })
    },
  },
  lifetimes: {
    attached() {
      const { durationSeconds, startAt } = this.data
      this.setData({
        durationLabel: clockOf(durationSeconds),
        sliderMax: Math.max(1, Math.floor(durationSeconds)),
        isPlaying: sound.soundOf(this.lesson())?.isPlaying ?? false,
      })
      this.stand(startAt)
      this.listen()
      this.showSleep()
      this.data._timer = setInterval(() => this.showSleep(), LABEL_EVERY_MS)
      this.data._stopColours = followColours((colours) => this.setData({ colours }))
    },
    detached() {
      clearInterval(this.data._timer)
      this.data._stopColours?.()
      sound.report()
      sound.listen(null)
    },
  },
  pageLifetimes: {
    show() {
      this.data._isHidden = false
      this.listen()
      this.showSleep()
      if (this.data._movedTo) this.onTrack(this.data._movedTo)
      this.data._movedTo = ''
    },
    hide() {
      this.data._isHidden = true
      sound.report()
    },
  },
  methods: {
    lesson() {
      const { courseId, lessonId } = this.data
      return { courseId, lessonId }
    },

    lessonIds(): string[] {
      return (this.data.playlist as Heard[]).map(({ lessonId }) => lessonId) // as the property is declared
    },

    listen() {
      sound.listen({
        onState: (state) => {
          // Another lesson may still be playing while this one is looked at.
          if (!sound.soundOf(this.lesson())) return
          this.setData({
            isPlaying: state === 'playing' || (state === 'waiting' && this.data.isPlaying),
            isWaiting: state === 'waiting',
          })
          this.end(state === 'ended')
        },
        onTime: (at) => {
          if (!sound.soundOf(this.lesson())) return
          if (this.data._isSliding || Math.floor(at) === this.data.at) this.data._position = at
          else this.stand(at)
        },
        onProgress: (progress) => this.triggerEvent('progress', progress),
        onFailure: (at) => {
          if (!sound.soundOf(this.lesson())) return
          this.data._position = at
          this.data._isLost = true
          this.setData({ isPlaying: false, isWaiting: false })
          this.triggerEvent('lost')
        },
        onTrack: ({ lessonId }) => this.onTrack(lessonId),
        onSleep: () => this.showSleep(),
      })
    },

    /** The page follows the sound once somebody looks at it: another page may be on top of it. */
    onTrack(lessonId: string) {
      if (this.data._isHidden) this.data._movedTo = lessonId
      else if (lessonId !== this.data.lessonId) this.triggerEvent('track', { lessonId })
    },

    end(hasEnded: boolean) {
      if (hasEnded === this.data._hasEnded) return
      this.data._hasEnded = hasEnded
      this.triggerEvent(hasEnded ? 'ended' : 'began')
    },

    start() {
      const { courseId, lessonId, title, courseTitle, coverUrl, url, speed } = this.data
      const list = { lessonIds: this.lessonIds(), open: (next: string) => openTrack({ courseId, lessonId: next }) }
      sound.start({ courseId, lessonId, title, courseTitle, coverUrl, url }, this.data._position, speed, list)
    },

    /** The learner stands at `at` seconds. */
    stand(at: number) {
      this.data._position = at
      this.setData({ at: Math.floor(at), atLabel: clockOf(at) })
      this.triggerEvent('time', { at })
    },

    seekTo(at: number) {
      this.stand(at)
      if (sound.soundOf(this.lesson())) sound.seek(at)
    },

    /** Seconds. */
    here(): number {
      return this.data._position
    },

    jumpTo(at: number) {
      this.seekTo(at)
      if (!this.data.isPlaying) this.onPlayTap()
    },

    onPlayTap() {
      if (this.data.isPlaying) return sound.pause()
      if (sound.soundOf(this.lesson()) && !this.data._hasEnded) return sound.play()
      if (this.data._hasEnded) this.data._position = 0
      this.end(false)
      this.setData({ isWaiting: true })
      this.start()
    },

    onSliding({ detail }: WechatMiniprogram.SliderChanging) {
      this.data._isSliding = true
      this.setData({ atLabel: clockOf(detail.value) })
    },

    onSlid({ detail }: WechatMiniprogram.SliderChange) {
      this.data._isSliding = false
      this.seekTo(detail.value)
    },

    onBackTap() {
      this.seekTo(Math.max(0, this.data._position - SKIP_SECONDS))
    },

    onForwardTap() {
      this.seekTo(Math.min(this.data.sliderMax - 1, this.data._position + SKIP_SECONDS))
    },

    onNextTap() {
      this.leadTo(sound.neighbour(this.lessonIds(), this.data.lessonId, 1))
    },

    onPreviousTap() {
      this.leadTo(sound.neighbour(this.lessonIds(), this.data.lessonId, -1))
    },

    leadTo(lessonId: string | undefined) {
      if (lessonId && lessonId !== this.data.lessonId) this.triggerEvent('choose', { lessonId })
    },

    async onListTap() {
      const playlist = this.data.playlist as Heard[] // as the property is declared
      const here = playlist.findIndex(({ lessonId }) => lessonId === this.data.lessonId)
      // A sheet has room for six: those around this one.
      const first = Math.max(0, Math.min(here - 2, playlist.length - 6))
      const shown = playlist.slice(first, first + 6)
      const chosen = await wx
        .showActionSheet({
          itemList: shown.map(({ title, lessonId }) =>
            lessonId === this.data.lessonId ? learnWords().playingNow(title) : title,
          ),
        })
        .catch(() => null) // left as it was
      if (chosen) this.leadTo(shown[chosen.tapIndex]?.lessonId)
    },

    async onSleepTap() {
      const { sleepMinutes, sleepEnd, sleepOff } = learnWords()
      const chosen = await wx
        .showActionSheet({ itemList: [...SLEEP_MINUTES.map(sleepMinutes), sleepEnd, sleepOff] })
        .catch(() => null) // left as it was
      if (!chosen) return
      const minutes = SLEEP_MINUTES[chosen.tapIndex]
      if (minutes) sound.sleepAt({ until: Date.now() + minutes * 60_000 })
      else sound.sleepAt(chosen.tapIndex === SLEEP_MINUTES.length ? { until: 'end' } : null)
    },

    showSleep() {
      const until = sound.sleeping()?.until
      const words = learnWords()
      const sleepLabel =
        typeof until === 'number'
          ? words.sleepLeft(Math.max(1, Math.ceil((until - Date.now()) / 60_000)))
          : until === 'end'
            ? words.sleepAtEnd
            : words.sleep
      if (sleepLabel !== this.data.sleepLabel) this.setData({ sleepLabel, isAsleepSoon: until !== undefined })
    },
  },
})
