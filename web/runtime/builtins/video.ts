import type { Engine } from '../engine'
import { append, builtIn } from './define'

/** WeChat sends `timeupdate` four times a second; browsers do about the same. Times in seconds. */
export function defineVideo(engine: Engine): void {
  const properties = {
    src: String,
    duration: Number,
    controls: { type: Boolean, value: true },
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    initialTime: Number,
    objectFit: { type: String, value: 'contain' },
    poster: String,
    title: String,
    direction: Number,
    showProgress: { type: Boolean, value: true },
    showFullscreenBtn: { type: Boolean, value: true },
    showPlayBtn: { type: Boolean, value: true },
    showCenterPlayBtn: { type: Boolean, value: true },
    showMuteBtn: Boolean,
    showCastingButton: Boolean,
    showScreenLockButton: Boolean,
    showBackgroundPlaybackButton: Boolean,
    enableProgressGesture: { type: Boolean, value: true },
    enablePlayGesture: Boolean,
    enableAutoRotation: Boolean,
    vslideGesture: Boolean,
    vslideGestureInFullscreen: { type: Boolean, value: true },
    pageGesture: Boolean,
    autoPauseIfNavigate: { type: Boolean, value: true },
    autoPauseIfOpenNative: { type: Boolean, value: true },
    pictureInPictureMode: { type: null, value: '' as unknown },
    playBtnPosition: { type: String, value: 'bottom' },
    posterForCrawler: String,
    referrerPolicy: String,
  }
  builtIn(engine, 'video', properties, (component, host) => {
    const video = append(host, 'video')
    // Without it an iPhone would take the whole screen at the first play.
    video.playsInline = true
    video.preload = 'metadata'
    const tell = (name: string, detail: object = {}) => engine.fire(component, name, detail)
    let isStopping = false
    let shown = ''

    video.addEventListener('loadedmetadata', () => {
      const { initialTime } = component.data
      if (initialTime > 0 && initialTime < video.duration) video.currentTime = initialTime
      tell('loadedmetadata', { width: video.videoWidth, height: video.videoHeight, duration: video.duration })
    })
    video.addEventListener('play', () => tell('play'))
    video.addEventListener('pause', () => {
      // The end of a video is told as `ended` alone, as in WeChat.
      if (!video.ended && !isStopping) tell('pause')
    })
    video.addEventListener('ended', () => tell('ended'))
    video.addEventListener('timeupdate', () =>
      tell('timeupdate', { currentTime: video.currentTime, duration: durationOf(video) }),
    )
    video.addEventListener('waiting', () => tell('waiting'))
    video.addEventListener('seeking', () => tell('seeking', { position: video.currentTime }))
    video.addEventListener('seeked', () => tell('seekcomplete', { position: video.currentTime }))
    video.addEventListener('progress', () => tell('progress', { buffered: bufferedPercent(video) }))
    video.addEventListener('ratechange', () => tell('playbackratechange', { playbackRate: video.playbackRate }))
    video.addEventListener('error', () => {
      tell('error', { errMsg: `MEDIA_ERR ${video.error?.code ?? 0} ${video.error?.message ?? ''}`.trim() })
    })
    const onFullScreen = (): void => {
      const isWhole = document.fullscreenElement === video
      if (isWhole || wasWhole) tell('fullscreenchange', { fullScreen: isWhole, direction: directionOf(video) })
      wasWhole = isWhole
    }
    let wasWhole = false
    document.addEventListener('fullscreenchange', onFullScreen)
    for (const [name, isWhole] of [
      ['webkitbeginfullscreen', true],
      ['webkitendfullscreen', false],
    ] as const) {
      video.addEventListener(name, () =>
        tell('fullscreenchange', { fullScreen: isWhole, direction: directionOf(video) }),
      )
    }
    /** A page that another covers pauses its videos, as `auto-pause-if-navigate` says. */
    const stopListening = engine.router.onRouteChange(() => {
      if (component.data.autoPauseIfNavigate && host.getClientRects().length === 0) video.pause()
    })

    const play = (): void => {
      isStopping = false
      video.play().catch((error: unknown) => {
        // A pause or a newer source interrupts an older wish to play; the element's own `error` tells the rest.
        if (!(error instanceof DOMException) || error.name !== 'AbortError') {
          if (!video.error) tell('error', { errMsg: String(error) })
        }
      })
    }
    const context = {
      play,
      pause: () => video.pause(),
      stop() {
        isStopping = true
        video.pause()
        video.currentTime = 0
      },
      seek(position: number) {
        video.currentTime = position
      },
      playbackRate(rate: number) {
        video.playbackRate = rate
        video.defaultPlaybackRate = rate // else a new source falls back to 1
      },
      requestFullScreen: () =>
        void wholeScreen(video).catch((error: unknown) => tell('error', { errMsg: String(error) })),
      exitFullScreen: () => {
        if (document.fullscreenElement) void document.exitFullscreen()
      },
      requestBackgroundPlayback() {},
      exitBackgroundPlayback() {},
    }
    return {
      draw(values) {
        video.controls = values.controls
        video.loop = values.loop
        video.muted = values.muted
        video.autoplay = values.autoplay
        video.style.objectFit = values.objectFit
        video.title = values.title
        const noFullScreen = values.showFullscreenBtn ? '' : 'nofullscreen'
        video.setAttribute('controlslist', `nodownload ${noFullScreen}`.trim())
        const poster = values.poster ? engine.assetUrl(component, values.poster) : ''
        if (poster) video.poster = poster
        else video.removeAttribute('poster')
        const url = values.src ? engine.assetUrl(component, values.src) : ''
        if (url === shown) return
        shown = url
        if (url) video.src = url
        else {
          video.removeAttribute('src')
          video.load()
        }
      },
      detached() {
        stopListening()
        document.removeEventListener('fullscreenchange', onFullScreen)
        video.pause()
        video.removeAttribute('src')
        video.load() // lets go of the connection
      },
      context: () => context,
    }
  })
}

const durationOf = ({ duration }: HTMLVideoElement): number => (Number.isFinite(duration) ? duration : 0)

const directionOf = ({ videoWidth, videoHeight }: HTMLVideoElement): string =>
  videoWidth >= videoHeight ? 'horizontal' : 'vertical'

/** How much of the video is loaded from where it plays, in percent of the whole. */
function bufferedPercent(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video
  const duration = durationOf(video)
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i) && duration > 0) {
      return Math.min(100, (buffered.end(i) / duration) * 100)
    }
  }
  return 0
}

/** Safari on a phone knows only its own name for it. */
async function wholeScreen(video: HTMLVideoElement & { webkitEnterFullscreen?: () => void }): Promise<void> {
  if (typeof video.requestFullscreen === 'function') await video.requestFullscreen()
  else video.webkitEnterFullscreen?.()
}
