import type { Quality } from '../../../../core/contract/shapes'
import { guardScreen } from '../../../study/capture'
import { firstOf, isWeakNetwork, type Rendition, Stalls, smallerThan } from '../../../study/quality'
import { Recorder } from '../../../study/recorder'
import { hush } from '../../../study/sound'
import { speaks } from '../../../styles/page'
import { learnWords } from '../../words'

const LOOK_EVERY_MS = 1000

/**
 * The film of a lesson. It begins at `startAt` and keeps count of what was watched. `began` and `ended` tell whether it
 * plays, `time` where it stands, `progress` what the cloud counts, `lost` that `url` no longer answers: given another, it goes on
 * where it stood. Of `films` it plays the one that fits the network (`film` tells which), or the `quality` that was chosen.
 */
Component({
  behaviors: [speaks(learnWords)],
  // What begins with an underline is not drawn.
  options: { pureDataPattern: /^_/ },
  properties: {
    courseId: { type: String, value: '' },
    lessonId: { type: String, value: '' },
    title: { type: String, value: '' },
    coverUrl: { type: String, value: '' },
    url: { type: String, value: '' },
    /** The film in its qualities, the best first; empty where there is one. */
    films: { type: Array, value: [] as Rendition[] },
    /** Chosen by hand; empty: by the network. */
    quality: { type: String, value: '' },
    /** Seconds. */
    startAt: { type: Number, value: 0 },
    speed: { type: Number, value: 1 },
    isToPlay: { type: Boolean, value: false },
  },
  data: {
    src: '',
    isRecorded: false,
    _recorder: null as Recorder | null,
    _position: 0,
    _isPlaying: false,
    _isLoaded: false,
    _isLost: false,
    /** Seconds, or -1 when nothing waits for the film to load. */
    _seekWhenLoaded: -1,
    _isToGoOn: false,
    _film: '' as Quality | '',
    _isWeak: false,
    _stalls: new Stalls(),
    _timer: 0,
    _release: null as (() => void) | null,
  },
  observers: {
    'url, films'() {
      if (!this.data._recorder) return
      const wasLost = this.data._isLost
      this.data._isLost = false
      this.show(this.film(), wasLost)
    },
    quality() {
      if (this.data._recorder) this.show(this.film(), this.data._isPlaying)
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
      this.data._stalls = new Stalls()
      this.begin()
    },
    detached() {
      clearInterval(this.data._timer)
      this.data._release?.()
      void this.data._recorder?.send()
    },
  },
  pageLifetimes: {
    show() {
      this.guard()
    },
    hide() {
      this.data._release?.()
      this.data._release = null
      void this.data._recorder?.send()
    },
  },
  methods: {
    context(): WechatMiniprogram.VideoContext {
      return wx.createVideoContext('video', this)
    },

    async begin() {
      this.guard()
      this.data._timer = setInterval(() => this.watchTheLine(), LOOK_EVERY_MS)
      const told = this.data.films.length ? await wx.getNetworkType().catch(() => null) : null
      this.data._isWeak = told !== null && isWeakNetwork(told.networkType)
      this.show(this.film(), false)
    },

    guard() {
      if (this.data._release) return
      this.data._release = guardScreen({
        onRecording: (isRecorded) => this.onRecording(isRecorded),
        onShot: () => void wx.showToast({ title: learnWords().shot, icon: 'none' }),
      })
    },

    onRecording(isRecorded: boolean) {
      if (isRecorded === this.data.isRecorded) return
      this.setData({ isRecorded })
      if (isRecorded) this.context().pause()
    },

    /** What is to be shown now: the film of the chosen quality, or of the one that fits. */
    film(): Rendition | undefined {
      const films = this.data.films as Rendition[] // as the property is declared
      const { quality, _isWeak, _film } = this.data
      // What was stepped down to stays until somebody chooses.
      const fitting = !quality && _film ? films.find((one) => one.quality === _film) : undefined
      return fitting ?? firstOf(films, quality as Quality | '', _isWeak)
    },

    /** Shows a film; the player goes on where it stood, playing if it was. */
    show(film: Rendition | undefined, isToGoOn: boolean) {
      const src = film?.url ?? this.data.url
      this.data._film = film?.quality ?? ''
      if (film) this.triggerEvent('film', { quality: film.quality })
      if (src === this.data.src) return
      if (this.data.src) {
        this.data._seekWhenLoaded = this.data._position
        this.data._isToGoOn = isToGoOn || this.data._isPlaying
      }
      this.data._stalls.forget()
      this.setData({ src })
    },

    /** A film that stops again and again makes room for a smaller one, and says so. */
    watchTheLine() {
      const films = this.data.films as Rendition[] // as the property is declared
      const { _film, _stalls, quality } = this.data
      if (quality || !_film || !_stalls.isTooMuch(Date.now())) return
      const smaller = smallerThan(films, _film)
      _stalls.forget()
      if (!smaller) return
      this.show(smaller, true)
      this.triggerEvent('steppeddown', { quality: smaller.quality })
    },

    onLoaded() {
      this.data._isLoaded = true
      if (this.data.speed !== 1) this.context().playbackRate(this.data.speed)
      if (this.data._seekWhenLoaded < 0) {
        if (this.data.isToPlay) this.context().play()
        return
      }
      this.context().seek(this.data._seekWhenLoaded)
      if (this.data._isToGoOn) this.context().play()
      this.data._seekWhenLoaded = -1
    },

    onPlay() {
      this.data._stalls.goesOn()
      if (this.data.isRecorded) {
        this.context().pause()
        return
      }
      hush()
      this.data._isPlaying = true
      this.triggerEvent('began')
    },

    onWaiting() {
      // Somebody who has just jumped waits by their own wish.
      if (this.data._isPlaying) this.data._stalls.stops(Date.now())
    },

    onTime({ detail }: WechatMiniprogram.VideoTimeUpdate) {
      const { _recorder, _isPlaying, _seekWhenLoaded, _position, _stalls } = this.data
      // While a fresh address loads the player stands at 0; that is not where the learner is.
      if (_seekWhenLoaded >= 0) return
      // Nor is the 0 that a player shows when it has lost its film.
      if (!_isPlaying && detail.currentTime === 0) return
      if (Math.abs(detail.currentTime - _position) > 3) _stalls.forget()
      else if (detail.currentTime > _position) _stalls.goesOn()
      this.data._position = detail.currentTime
      if (_isPlaying) _recorder?.playing(detail.currentTime)
      else _recorder?.moved(detail.currentTime)
      if (Math.floor(detail.currentTime) !== Math.floor(_position)) this.tellTime()
    },

    tellTime() {
      this.triggerEvent('time', { at: this.data._position })
    },

    onPause() {
      this.data._isPlaying = false
      this.data._stalls.goesOn()
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

    /** Seconds. */
    here(): number {
      return this.data._position
    },

    /** Waits while something is written, and goes on afterwards if it played. */
    hold() {
      this.data._isToGoOn = this.data._isPlaying
      this.context().pause()
    },
    letGo() {
      if (this.data._isToGoOn) this.context().play()
      this.data._isToGoOn = false
    },

    jumpTo(at: number) {
      this.data._position = at
      this.data._recorder?.moved(at)
      this.data._stalls.forget()
      this.context().seek(at)
      this.context().play()
      this.tellTime()
    },
  },
})
