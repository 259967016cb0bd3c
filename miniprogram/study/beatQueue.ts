import type { Input } from '../../core/contract'

/** One report of what was studied, as `recordProgress` takes it, with the phone's time of it in ms. */
export type Beat = Omit<Input<'recordProgress'>, 'lateBy'> & { studiedAt?: number }

/** Where beats wait until the cloud has them: they outlive the page and the app. */
export type BeatPlace = { read(): Beat[]; write(beats: Beat[]): void }

/** A phone kept offline for a week of study has fewer. */
const MOST_KEPT = 500
/** Beats further apart than this are two sittings: joined, the first would move to the day of the second. */
const SITTING_MS = 10 * 60_000

const round = (seconds: number): number => Math.round(seconds * 10) / 10

/** Adds a beat; one that goes on where the last one of the same lesson ended makes it longer. */
export function join(beats: Beat[], beat: Beat): Beat[] {
  const next = { ...beat, from: round(beat.from), to: round(beat.to) }
  const last = beats[beats.length - 1]
  const goesOn =
    last?.courseId === next.courseId &&
    last.lessonId === next.lessonId &&
    next.from >= last.from &&
    next.from <= last.to &&
    (next.studiedAt ?? 0) - (last.studiedAt ?? 0) < SITTING_MS
  const joined =
    last && goesOn
      ? [...beats.slice(0, -1), { ...last, ...next, from: last.from, to: Math.max(last.to, next.to) }]
      : [...beats, next]
  return joined.slice(-MOST_KEPT)
}
/** What became of a beat: `kept` may be sent again later, `refused` never will be taken. */
export type Sent<T> = { status: 'taken'; answer: T } | { status: 'kept' } | { status: 'refused' }

/** Sends waiting beats in order, one at a time; stops at the first that did not come through. */
export class BeatQueue<T> {
  private sending: Promise<T | null> | null = null

  constructor(
    private readonly place: BeatPlace,
    private readonly send: (beat: Beat) => Promise<Sent<T>>,
  ) {}

  add(beat: Beat): void {
    this.place.write(join(this.place.read(), beat))
  }

  /** Resolves to the last answer, or null when nothing was taken. Calls at the same time share one sending. */
  flush(): Promise<T | null> {
    this.sending ??= this.drain().finally(() => {
      this.sending = null
    })
    return this.sending
  }

  private async drain(): Promise<T | null> {
    let answer: T | null = null
    for (let beat = this.place.read()[0]; beat; beat = this.place.read()[0]) {
      const sent = await this.send(beat)
      if (sent.status === 'kept') return answer
      if (sent.status === 'taken') answer = sent.answer
      this.remove(beat)
    }
    return answer
  }

  /** While a beat was on its way the first one may have grown: then only what was sent is taken off. */
  private remove(sent: Beat): void {
    const [first, ...rest] = this.place.read()
    if (!first) return
    const grown = first.lessonId === sent.lessonId && first.from === sent.from && first.to > sent.to
    this.place.write(grown ? [{ ...first, from: sent.to }, ...rest] : rest)
  }
}
