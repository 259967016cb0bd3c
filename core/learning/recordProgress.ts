import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { studies } from './studies'
import { progressOf, type Study } from './study'

const secondsOf = (study: Study, lessonId: string) =>
  progressOf(study, { lessonId, durationSeconds: study.opened[lessonId] ?? 0 })

/**
 * Takes one beat of the player, in one write. What it is worth is the server's judgement: see `study.ts`.
 * Refuses: BAD_INPUT (a stretch that runs backwards), LESSON_NOT_OPENED (never opened here, or not owned).
 */
export const recordProgress =
  (ports: Pick<Ports, 'store' | 'clock' | 'afterwards'>) =>
  async (
    { userId }: Caller,
    { courseId, lessonId, from, to, lateBy }: Input<'recordProgress'>,
  ): Promise<Output<'recordProgress'>> => {
    if (to < from) throw new AppError('BAD_INPUT', { from, to })
    const at = ports.clock.now().toISOString()
    const study = await studies(ports).append(
      { userId, courseId },
      { lessonId, from, to, at, ...(lateBy !== undefined && { lateBy }) },
    )
    if (!study) throw new AppError('LESSON_NOT_OPENED', { courseId, lessonId })

    const before = secondsOf({ ...study, beats: study.beats.slice(0, -1) }, lessonId)
    const progress = secondsOf(study, lessonId)
    // Nobody waits for the tidying; should it be lost, the next beat does it.
    ports.afterwards(() => studies(ports).tidy(study))
    return { progress, creditedSeconds: Math.round((progress.watchedSeconds - before.watchedSeconds) * 10) / 10 }
  }
