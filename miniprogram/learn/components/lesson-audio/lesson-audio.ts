import * as sound from '../../../study/sound'
import { type Colours, followColours } from '../../../styles/colours'
import { clockOf } from '../../../words/time'

const SKIP_SECONDS = 15

/**
 * The player of an audio lesson. The sound itself goes on when this leaves the screen. `began` and `ended` tell whether it
 * plays, `progress` what the cloud counts, `lost` that `url` no longer answers: given another, it goes on where it stood.
 */
Component({
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
  },
  data: {
    colours: {} as Colours,
    isPlaying: false,
    isWaiting: false,
    at: 0,
    atLabel: '0:00',
    durationLabel: '0:00',
    sliderMax: 1,
    _position: 0,
    _hasEnded: false,
    _isSliding: false,
    _isLost: false,
    _stopColours: null as (() => void) | null,
  },
  observers: {
    url() {
      if (!this.data._isLost) return
      this.data._isLost = false
      this.start()
    },
    speed(speed: number) {
      if (sound.soundOf(this.data)) sound.setSpeed(speed)
    },
  },
  lifetimes: {
    attached() {
      const { durationSeconds, startAt } = this.data
      this.setData({
        durationLabel: clockOf(durationSeconds),
        sliderMax: Math.max(1, Math.floor(durationSeconds)),
        isPlaying: sound.soundOf(this.data)?.isPlaying ?? false,
      })
      this.stand(startAt)
      this.listen()
      this.data._stopColours = followColours((colours) => this.setData({ colours }))
    },
    detached() {
      this.data._stopColours?.()
      sound.report()
      sound.listen(null)
    },
  },
  pageLifetimes: {
    hide() {
      sound.report()
    },
  },
  methods: {
    listen() {
      sound.listen({
        onState: (state) => {
          // Another lesson may still be playing while this one is looked at.
          if (!sound.soundOf(this.data)) return
          this.setData({
            isPlaying: state === 'playing' || (state === 'waiting' && this.data.isPlaying),
            isWaiting: state === 'waiting',
          })
          this.end(state === 'ended')
        },
        onTime: (at) => {
          if (!sound.soundOf(this.data)) return
          if (this.data._isSliding || Math.floor(at) === this.data.at) this.data._position = at
          else this.stand(at)
        },
        onProgress: (progress) => this.triggerEvent('progress', progress),
        onFailure: (at) => {
          if (!sound.soundOf(this.data)) return
          this.data._position = at
          this.data._isLost = true
          this.setData({ isPlaying: false, isWaiting: false })
          this.triggerEvent('lost')
        },
      })
    },

    end(hasEnded: boolean) {
      if (hasEnded === this.data._hasEnded) return
      this.data._hasEnded = hasEnded
      this.triggerEvent(hasEnded ? 'ended' : 'began')
    },

    start() {
      const { courseId, lessonId, title, courseTitle, coverUrl, url, speed } = this.data
      sound.start({ courseId, lessonId, title, courseTitle, coverUrl, url }, this.data._position, speed)
    },

    /** The learner stands at `at` seconds. */
    stand(at: number) {
      this.data._position = at
      this.setData({ at: Math.floor(at), atLabel: clockOf(at) })
    },

    seekTo(at: number) {
      this.stand(at)
      if (sound.soundOf(this.data)) sound.seek(at)
    },

    onPlayTap() {
      if (this.data.isPlaying) return sound.pause()
      if (sound.soundOf(this.data) && !this.data._hasEnded) return sound.play()
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
  },
})
