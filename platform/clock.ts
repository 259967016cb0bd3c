import type { Clock } from '../core/ports'

/** The machine's time. */
export const clock: Clock = { now: () => new Date() }
