import { Listeners } from './listeners'

const EVENTS = [
  'Canplay',
  'Play',
  'Pause',
  'Stop',
  'Ended',
  'TimeUpdate',
  'Error',
  'Waiting',
  'Seeking',
  'Seeked',
] as const
type AudioEvent = (typeof EVENTS)[number]

const native: Partial<Record<keyof HTMLMediaElementEventMap, AudioEvent>> = {
  canplay: 'Canplay',
  play: 'Play',
  pause: 'Pause',
  ended: 'Ended',
  timeupdate: 'TimeUpdate',
  waiting: 'Waiting',
  seeking: 'Seeking',
  seeked: 'Seeked',
}

/** WeChat's codes for what went wrong: 10002 the network, 10003 the file, 10004 the format; -1 what is unknown. */
const errorCodes: Record<number, number> = { 2: 10002, 3: 10003, 4: 10004 }

/** A real `<audio>` behind WeChat's names. Times in seconds, as in both worlds. */
class Player {
  protected readonly audio = new Audio()
  protected readonly events = new Map<AudioEvent, Listeners<unknown>>(EVENTS.map((name) => [name, new Listeners()]))
  #isStopping = false
  #src = ''
  startTime = 0

  /** `urlOf` turns a path of the project into an address; other addresses it leaves. */
  constructor(protected readonly urlOf: (src: string) => string) {
    this.audio.preload = 'auto'
    for (const [name, told] of Object.entries(native)) {
      this.audio.addEventListener(name, () => {
        // Stopping pauses the element; the page hears of the stop alone.
        if (name === 'pause' && (this.#isStopping || this.audio.ended)) return
        this.tell(told, {})
      })
    }
    this.audio.addEventListener('error', () => {
      const { code, message } = this.audio.error ?? { code: 0, message: '' }
      this.tell('Error', { errCode: errorCodes[code] ?? -1, errMsg: message || 'the audio could not be played' })
    })
    this.audio.addEventListener('loadedmetadata', () => {
      if (this.startTime > 0) this.audio.currentTime = this.startTime
    })
  }
  protected tell(name: AudioEvent, detail: object): void {
    this.events.get(name)?.tell(detail)
  }
  protected listeners(name: AudioEvent): Listeners<unknown> {
    const listeners = this.events.get(name)
    if (!listeners) throw new Error(`no audio event ${name}`)
    return listeners
  }

  get src(): string {
    return this.#src
  }
  set src(src: string) {
    this.#src = src
    if (src) this.audio.src = this.urlOf(src)
    else this.audio.removeAttribute('src')
  }
  get currentTime(): number {
    return this.audio.currentTime
  }
  get duration(): number {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : 0
  }
  get paused(): boolean {
    return this.audio.paused
  }
  /** How far it is loaded without a gap, in seconds. */
  get buffered(): number {
    const { buffered, currentTime } = this.audio
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i)) return buffered.end(i)
    }
    return 0
  }
  get playbackRate(): number {
    return this.audio.playbackRate
  }
  set playbackRate(rate: number) {
    this.audio.playbackRate = rate
    this.audio.defaultPlaybackRate = rate // else a new source falls back to 1
  }
  play = (): void => {
    this.#isStopping = false
    this.audio.play().catch((error: unknown) => {
      // A newer source or a pause interrupts an older wish to play; that is no failure of the audio.
      if (error instanceof DOMException && error.name === 'AbortError') return
      if (!this.audio.error) this.tell('Error', { errCode: -1, errMsg: String(error) })
    })
  }
  pause = (): void => this.audio.pause()
  stop = (): void => {
    this.#isStopping = true
    this.audio.pause()
    this.audio.currentTime = 0
    this.tell('Stop', {})
  }
  seek = (seconds: number): void => {
    this.audio.currentTime = seconds
  }

  onCanplay = this.listeners('Canplay').on
  offCanplay = this.listeners('Canplay').off
  onPlay = this.listeners('Play').on
  offPlay = this.listeners('Play').off
  onPause = this.listeners('Pause').on
  offPause = this.listeners('Pause').off
  onStop = this.listeners('Stop').on
  offStop = this.listeners('Stop').off
  onEnded = this.listeners('Ended').on
  offEnded = this.listeners('Ended').off
  onTimeUpdate = this.listeners('TimeUpdate').on
  offTimeUpdate = this.listeners('TimeUpdate').off
  onError = this.listeners('Error').on
  offError = this.listeners('Error').off
  onWaiting = this.listeners('Waiting').on
  offWaiting = this.listeners('Waiting').off
  onSeeking = this.listeners('Seeking').on
  offSeeking = this.listeners('Seeking').off
  onSeeked = this.listeners('Seeked').on
  offSeeked = this.listeners('Seeked').off
}

/** `wx.createInnerAudioContext()`. */
export class InnerAudio extends Player {
  #isAutoplay = false
  obeyMuteSwitch = true
  referrerPolicy = ''

  override get src(): string {
    return super.src
  }
  override set src(url: string) {
    super.src = url
    if (url && this.#isAutoplay) this.play()
  }
  get autoplay(): boolean {
    return this.#isAutoplay
  }
  set autoplay(isOn: boolean) {
    this.#isAutoplay = isOn
    if (isOn && this.src && this.paused) this.play()
  }
  get loop(): boolean {
    return this.audio.loop
  }
  set loop(isOn: boolean) {
    this.audio.loop = isOn
  }
  get volume(): number {
    return this.audio.volume
  }
  set volume(level: number) {
    this.audio.volume = level
  }
  destroy = (): void => {
    this.audio.pause()
    this.src = ''
    for (const listeners of this.events.values()) listeners.off()
  }
}

type Track = { title: string; epname: string; singer: string; coverImgUrl: string }

/** `wx.getBackgroundAudioManager()`: plays as soon as it has a source, and tells the device what is playing. */
export class BackgroundAudio extends Player {
  readonly #track: Track = { title: '', epname: '', singer: '', coverImgUrl: '' }
  readonly #next = new Listeners<unknown>()
  readonly #previous = new Listeners<unknown>()
  protocol = 'http'
  webUrl = ''
  referrerPolicy = ''

  constructor(urlOf: (src: string) => string) {
    super(urlOf)
    if (!('mediaSession' in navigator)) return
    navigator.mediaSession.setActionHandler('play', () => this.play())
    navigator.mediaSession.setActionHandler('pause', () => this.pause())
    navigator.mediaSession.setActionHandler('nexttrack', () => this.#next.tell({}))
    navigator.mediaSession.setActionHandler('previoustrack', () => this.#previous.tell({}))
  }
  override get src(): string {
    return super.src
  }
  override set src(url: string) {
    super.src = url
    if (!url) return
    // WeChat refuses a source without a title.
    if (!this.#track.title) {
      this.tell('Error', { errCode: 10001, errMsg: 'setBackgroundAudioState:fail title is nil!' })
      return
    }
    this.play()
  }
  #show(): void {
    if (!('mediaSession' in navigator)) return
    const { title, epname, singer, coverImgUrl } = this.#track
    navigator.mediaSession.metadata = new MediaMetadata({
      title,
      artist: singer,
      album: epname,
      artwork: coverImgUrl ? [{ src: new URL(this.urlOf(coverImgUrl), location.href).href }] : [],
    })
  }
  get title(): string {
    return this.#track.title
  }
  set title(words: string) {
    this.#track.title = words
    this.#show()
  }
  get epname(): string {
    return this.#track.epname
  }
  set epname(words: string) {
    this.#track.epname = words
    this.#show()
  }
  get singer(): string {
    return this.#track.singer
  }
  set singer(words: string) {
    this.#track.singer = words
    this.#show()
  }
  get coverImgUrl(): string {
    return this.#track.coverImgUrl
  }
  set coverImgUrl(url: string) {
    this.#track.coverImgUrl = url
    this.#show()
  }
  onNext = this.#next.on
  onPrev = this.#previous.on
}
