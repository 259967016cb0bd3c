import * as z from 'zod'

/** What reviews are made of, apart from the verb that speaks of them: functions that only count them carry no more than this. */
export const Stars = z.int().min(1).max(5)

/**
 * `shown` to everybody; `waiting` for somebody of the school to look; `hidden` by the school; `withdrawn` because the course
 * went back; `removed` by its author. Only the first counts.
 */
export const ReviewState = z.enum(['shown', 'waiting', 'hidden', 'withdrawn', 'removed'])
export type ReviewState = z.infer<typeof ReviewState>
