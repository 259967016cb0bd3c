import type { LessonProgress } from '../../core/contract/shapes'
import { type LessonKey, Recorder } from './recorder'

/** An audio lesson, as the phone's own player shows it too. */
export type Track = LessonKey & { title: string; courseTitle: string; coverUrl: string | null; url: string }
/** A track with where to begin it, seconds. */
export type Ready = { track: Track; startAt: number }

/** What the page that shows the player hears. */
export type Listener = {
  onState(state: 'playing' | 'paused' | 'waiting' | 'ended'): void
  onTime(at: number, durationSeconds: number): void
  onProgress(progress: LessonProgress): void
  /** The address has expired or the network is gone; `at` is where to go on. */
  onFailure(at: number): void
  /** Another lesson plays now: by itself at the end of one, or from the phone's own player. */
  onTrack(lesson: LessonKey): void
  /** The sleep timer was set, ran out, or was put away. */
  onSleep(): void
}

/** When the sound goes to sleep by itself: at a time (ms), or at the end of the lesson. */
export type Sleep = { until: number } | { until: 'end' } | null

/** The audio lessons of a course, in order, and how one of them is opened. */
export type Playlist = { lessonIds: string[]; open(lessonId: string): Promise<Ready> }

let track: Track | null = null
let recorder: Recorder | null = null
let listener: Listener | null = null
let isPlaying = false
let at = 0
let rate = 1
let playlist: Playlist | null = null
let sleep: Sleep = null

/** What both of WeChat's players can do. */
type Player = Pick<
  WechatMiniprogram.InnerAudioContext & WechatMiniprogram.BackgroundAudioManager,
  'play' | 'pause' | 'seek' | 'startTime' | 'playbackRate' | 'src'
>
let inUse: Player | null = null
let background: WechatMiniprogram.BackgroundAudioManager | null = null
let foreground: WechatMiniprogram.InnerAudioContext | null = null

function onTime(now: number, duration: number): void {
  at = now
  if (isPlaying) recorder?.playing(at)
  else recorder?.moved(at)
  listener?.onTime(at, duration)
  // Time goes on while the sound does, also in the background, where no timer of ours is sure to ring.
  if (isPlaying && typeof sleep?.until === 'number' && Date.now() >= sleep.until) {
    inUse?.pause()
    sleepAt(null)
  }
}

function onStopped(state: 'paused' | 'ended'): void {
  isPlaying = false
  void recorder?.send()
  listener?.onState(state)
  if (state === 'paused') return
  if (sleep?.until === 'end') sleepAt(null)
  else void turn(1)
}

/** Each player is listened to once: WeChat has no way to stop listening to the one for the background. */
function hear(made: WechatMiniprogram.InnerAudioContext | WechatMiniprogram.BackgroundAudioManager): void {
  const mine = (act: () => void) => () => {
    if (inUse === made) act()
  }
  made.onPlay(
    mine(() => {
      isPlaying = true
      listener?.onState('playing')
    }),
  )
  made.onWaiting(mine(() => listener?.onState('waiting')))
  made.onCanplay(mine(() => listener?.onState(isPlaying ? 'playing' : 'paused')))
  made.onPause(mine(() => onStopped('paused')))
  made.onStop(mine(() => onStopped('paused')))
  made.onEnded(mine(() => onStopped('ended')))
  made.onTimeUpdate(mine(() => onTime(made.currentTime ?? at, made.duration || 0)))
  made.onError((error: unknown) => {
    if (inUse !== made) return
    console.warn('the audio stopped', error)
    isPlaying = false
    listener?.onFailure(at)
  })
}

function inBackground(): WechatMiniprogram.BackgroundAudioManager {
  if (background) return background
  background = wx.getBackgroundAudioManager()
  hear(background)
  background.onNext(() => void turn(1))
  background.onPrev(() => void turn(-1))
  return background
}

function inForeground(): WechatMiniprogram.InnerAudioContext {
  if (foreground) return foreground
  foreground = wx.createInnerAudioContext()
  hear(foreground)
  return foreground
}

/** WeChat's player for the background takes addresses only: what the phone keeps sounds while the mini-program is open. */
const isLocal = (url: string): boolean => url.startsWith(wx.env.USER_DATA_PATH)

const isSame = (a: LessonKey | null, b: LessonKey): boolean => a?.courseId === b.courseId && a.lessonId === b.lessonId

/** Listens to the player; `null` stops listening. The sound goes on when its page is left, and is still recorded. */
export function listen(to: Listener | null): void {
  listener = to
}

/** Whether this lesson is the one in the player, where it stands and whether it sounds. */
export const soundOf = (lesson: LessonKey): { at: number; isPlaying: boolean } | null =>
  isSame(track, lesson) ? { at, isPlaying } : null

/** The lesson so many steps further in the playlist; undefined beyond its ends. */
export const neighbour = (lessonIds: readonly string[], lessonId: string, step: 1 | -1): string | undefined => {
  const here = lessonIds.indexOf(lessonId)
  return here < 0 ? undefined : lessonIds[here + step]
}

/** Goes to the next or the previous lesson of the playlist; at its ends nothing happens. */
async function turn(step: 1 | -1): Promise<void> {
  const to = track && playlist && neighbour(playlist.lessonIds, track.lessonId, step)
  if (!to || !playlist) return
  try {
    const { track: next, startAt } = await playlist.open(to)
    start(next, startAt, rate, playlist)
    listener?.onTrack(next)
  } catch (error) {
    // Where the next one cannot be opened (no network, not bought) the sound simply stops.
    console.warn('the next lesson does not play', error)
  }
}

/** Starts a lesson at `from` seconds; at its end the playlist goes on. */
export function start(next: Track, from: number, speed: number, list: Playlist | null): void {
  if (recorder && !isSame(track, next)) void recorder.send()
  if (!recorder || !isSame(track, next))
    recorder = new Recorder({ courseId: next.courseId, lessonId: next.lessonId }, (progress) =>
      listener?.onProgress(progress),
    )
  track = next
  playlist = list
  at = from
  rate = speed
  recorder.moved(from)
  if (isLocal(next.url)) playLocal(next.url)
  else playStream(next)
}

function playLocal(url: string): void {
  background?.pause()
  const sound = inForeground()
  inUse = sound
  sound.startTime = at
  sound.playbackRate = rate
  sound.src = url
  sound.play()
}

function playStream(next: Track): void {
  foreground?.pause()
  const sound = inBackground()
  inUse = sound
  sound.title = next.title
  sound.epname = next.courseTitle
  sound.singer = next.courseTitle
  sound.coverImgUrl = next.coverUrl ?? ''
  sound.startTime = at
  sound.playbackRate = rate
  // Given an address it plays.
  sound.src = next.url
}

export const pause = (): void => inUse?.pause()
export const play = (): void => inUse?.play()

/** A film is about to be heard: whatever sounds is paused. */
export function hush(): void {
  if (isPlaying) inUse?.pause()
}

/** Jumps to `to` seconds. */
export function seek(to: number): void {
  at = to
  recorder?.moved(to)
  inUse?.seek(to)
}

export function setSpeed(speed: number): void {
  rate = speed
  if (inUse) inUse.playbackRate = speed
}

/** When the sound stops by itself. */
export function sleepAt(next: Sleep): void {
  sleep = next
  listener?.onSleep()
}
export const sleeping = (): Sleep => sleep

/** Tells the cloud now how far the learner has heard. */
export const report = (): void => void recorder?.send()
