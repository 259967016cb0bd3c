import type { LessonProgress } from '../../core/contract/shapes'
import { type LessonKey, Recorder } from './recorder'

/** An audio lesson, as the phone's own player shows it too. */
export type Track = LessonKey & { title: string; courseTitle: string; coverUrl: string | null; url: string }

/** What the page that shows the player hears. */
export type Listener = {
  onState(state: 'playing' | 'paused' | 'waiting' | 'ended'): void
  onTime(at: number, durationSeconds: number): void
  onProgress(progress: LessonProgress): void
  /** The address has expired or the network is gone; `at` is where to go on. */
  onFailure(at: number): void
}

let track: Track | null = null
let recorder: Recorder | null = null
let listener: Listener | null = null
let isPlaying = false
let at = 0
let manager: WechatMiniprogram.BackgroundAudioManager | null = null

/** WeChat has one player for the whole app and no way to stop listening: it is listened to once. */
function player(): WechatMiniprogram.BackgroundAudioManager {
  if (manager) return manager
  const made = wx.getBackgroundAudioManager()
  manager = made
  const paused = (state: 'paused' | 'ended') => {
    isPlaying = false
    void recorder?.send()
    listener?.onState(state)
  }
  made.onPlay(() => {
    isPlaying = true
    listener?.onState('playing')
  })
  made.onWaiting(() => listener?.onState('waiting'))
  made.onCanplay(() => listener?.onState(isPlaying ? 'playing' : 'paused'))
  made.onPause(() => paused('paused'))
  made.onStop(() => paused('paused'))
  made.onEnded(() => paused('ended'))
  made.onTimeUpdate(() => {
    at = made.currentTime ?? at
    if (isPlaying) recorder?.playing(at)
    else recorder?.moved(at)
    listener?.onTime(at, made.duration || 0)
  })
  made.onError((error: unknown) => {
    console.warn('the audio stopped', error)
    isPlaying = false
    listener?.onFailure(at)
  })
  return made
}

const isSame = (a: LessonKey | null, b: LessonKey): boolean => a?.courseId === b.courseId && a.lessonId === b.lessonId

/** Listens to the player; `null` stops listening. The sound goes on when its page is left, and is still recorded. */
export function listen(to: Listener | null): void {
  listener = to
}

/** Whether this lesson is the one in the player, where it stands and whether it sounds. */
export const soundOf = (lesson: LessonKey): { at: number; isPlaying: boolean } | null =>
  isSame(track, lesson) ? { at, isPlaying } : null

/** Starts a lesson at `from` seconds. */
export function start(next: Track, from: number, speed: number): void {
  if (recorder && !isSame(track, next)) void recorder.send()
  if (!recorder || !isSame(track, next))
    recorder = new Recorder({ courseId: next.courseId, lessonId: next.lessonId }, (progress) =>
      listener?.onProgress(progress),
    )
  track = next
  at = from
  recorder.moved(from)
  const sound = player()
  sound.title = next.title
  sound.epname = next.courseTitle
  sound.singer = next.courseTitle
  sound.coverImgUrl = next.coverUrl ?? ''
  sound.startTime = from
  sound.playbackRate = speed
  // Given an address it plays.
  sound.src = next.url
}

export const pause = (): void => player().pause()
export const play = (): void => player().play()

/** A film is about to be heard: whatever sounds is paused. */
export function hush(): void {
  if (isPlaying) player().pause()
}

/** Jumps to `to` seconds. */
export function seek(to: number): void {
  at = to
  recorder?.moved(to)
  player().seek(to)
}

export function setSpeed(speed: number): void {
  player().playbackRate = speed
}

/** Tells the cloud now how far the learner has heard. */
export const report = (): void => void recorder?.send()
