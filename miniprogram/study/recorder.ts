import type { LessonProgress } from '../../core/contract/shapes'
import { keepBeat, sendBeats } from './beats'
import { StretchKeeper } from './stretches'

/** A closed app loses no more than this. */
const KEEP_EVERY_MS = 1000
const SEND_EVERY_MS = 10_000

export type LessonKey = { courseId: string; lessonId: string }

/** Follows one lesson as it is played: kept on the phone every second, told to the cloud about every ten. */
export class Recorder {
  private readonly keeper = new StretchKeeper()
  private keptAt = Date.now()
  private sentAt = Date.now()

  constructor(
    readonly lesson: LessonKey,
    /** Hears how far the learner is by the cloud's own count. */
    private readonly onProgress: (progress: LessonProgress) => void,
  ) {}

  /** The lesson is being played and stands at `at` seconds. */
  playing(at: number): void {
    this.keeper.playing(at)
    const now = Date.now()
    if (now - this.keptAt >= KEEP_EVERY_MS) this.keep()
    if (now - this.sentAt >= SEND_EVERY_MS) void this.send()
  }

  /** The learner jumped to `at`, or the lesson was opened there. */
  moved(at: number): void {
    this.keeper.moved(at)
  }

  /** Keeps what was played and tells the cloud now: on pause, at the end, when the page is left. Never throws. */
  async send(): Promise<void> {
    this.keep()
    this.sentAt = Date.now()
    const answer = await sendBeats()
    if (answer?.progress.lessonId === this.lesson.lessonId) this.onProgress(answer.progress)
  }

  private keep(): void {
    this.keptAt = Date.now()
    for (const stretch of this.keeper.take()) keepBeat({ ...this.lesson, ...stretch })
  }
}
