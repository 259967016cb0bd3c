import { Recorder } from '../../../study/recorder'
import { hush } from '../../../study/sound'

/**
 * The film of a lesson. It begins at `startAt` and keeps count of what was watched. `began` and `ended` tell whether it
 * plays, `progress` what the cloud counts, `lost` that `url` no longer answers: given another, it goes on where it stood.
 */
Component({
  // What begins with an underline is not drawn.
  options: { pureDataPattern: /^_/ },
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    title: { type: String, value: '' },
    coverUrl: { type: String, value: '' },
    url: { type: String, value: '' },
    /** Seconds. */
    startAt: { type: Number, value: 0 },
    speed: { type: Number, value: 1 },
  },
  data: {
    _recorder: null as Recorder | null,
    _position: 0,
    _isPlaying: false,
    _isLoaded: false,
    _isLost: false,
    /** Seconds, or -1 when nothing waits for the film to load. */
    _seekWhenLoaded: -1,
  },
  observers: {
    url() {
      if (!this.data._isLost) return
      this.data._isLost = false
      this.data._seekWhenLoaded = this.data._position
    },
    speed(speed: number) {
      if (this.data._isLoaded) this.context().playbackRate(speed)
    },
  },
  lifetimes: {
    attached() {
      const { courseId, lessonId, startAt } = this.data
      this.data._position = startAt
      this.data._recorder = new Recorder({ courseId, lessonId }, (progress) => this.triggerEvent('progress', progress))
      this.data._recorder.moved(startAt)
    },
    detached() {
      void this.data._recorder?.send()
    },
  },
  pageLifetimes: {
    hide() {
      void this.data._recorder?.send()
    },
  },
  methods: {
    context(): WechatMiniprogram.VideoContext {
      return wx.createVideoContext('video', this)
    },

    onLoaded() {
      this.data._isLoaded = true
      if (this.data.speed !== 1) this.context().playbackRate(this.data.speed)
      if (this.data._seekWhenLoaded < 0) return
      this.context().seek(this.data._seekWhenLoaded)
      this.context().play()
      this.data._seekWhenLoaded = -1
    },

    onPlay() {
      hush()
      this.data._isPlaying = true
      this.triggerEvent('began')
    },

    onTime({ detail }: WechatMiniprogram.VideoTimeUpdate) {
      const { _recorder, _isPlaying, _seekWhenLoaded } = this.data
      // While a fresh address loads the player stands at 0; that is not where the learner is.
      if (_seekWhenLoaded >= 0) return
      // Nor is the 0 that a player shows when it has lost its film.
      if (!_isPlaying && detail.currentTime === 0) return
      this.data._position = detail.currentTime
      if (_isPlaying) _recorder?.playing(detail.currentTime)
      else _recorder?.moved(detail.currentTime)
    },

    onPause() {
      this.data._isPlaying = false
      void this.data._recorder?.send()
    },

    onEnded() {
      this.data._isPlaying = false
      this.triggerEvent('ended')
      void this.data._recorder?.send()
    },

    onError({ detail }: WechatMiniprogram.CustomEvent) {
      console.warn('the video stopped', detail)
      this.data._isPlaying = false
      this.data._isLost = true
      this.triggerEvent('lost')
    },
  },
})
