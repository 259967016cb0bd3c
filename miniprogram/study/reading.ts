/** A reader is credited at most this many seconds of reading time per second. */
const FASTEST = 2

/**
 * Where a reader stands in an article's reading time after `elapsed` seconds with `shown` (0–1) of it scrolled past:
 * no faster than twice the pace, and not beyond what has been on the screen.
 */
export function readOn(at: number, shown: number, durationSeconds: number, elapsed: number): number {
  const reach = Math.min(1, Math.max(0, shown)) * durationSeconds
  return Math.max(at, Math.min(at + elapsed * FASTEST, reach))
}
