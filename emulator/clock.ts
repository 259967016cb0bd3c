/** The desk's own time: real time plus an offset that tests and the panel move forward. */
export type DeskClock = {
  now(): number
  /** How far the desk is ahead of the machine, in milliseconds. */
  offsetMs(): number
  advance(ms: number): void
  /** Calls `heard` after every `advance`, before anything that became due fires. Returns how to stop. */
  onAdvance(heard: () => void): () => void
  /** Calls `fire` when the desk's time reaches `at`, also when that time comes by `advance`. */
  at(at: number, fire: () => void): () => void
}

// Node's timers overflow beyond 2^31 ms and would fire at once.
const LONGEST_TIMER_MS = 2_000_000_000

export function deskClock(startOffsetMs = 0): DeskClock {
  let offset = startOffsetMs
  const waiting = new Set<{ at: number; fire: () => void }>()
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  const now = () => Date.now() + offset

  function arm(): void {
    clearTimeout(timer)
    const next = Math.min(...[...waiting].map((w) => w.at))
    if (!Number.isFinite(next)) return
    timer = setTimeout(ring, Math.min(LONGEST_TIMER_MS, Math.max(0, next - now())))
    timer.unref()
  }

  function ring(): void {
    const due = [...waiting].filter((w) => w.at <= now()).sort((a, b) => a.at - b.at)
    for (const one of due) {
      waiting.delete(one)
      one.fire()
    }
    arm()
  }

  return {
    now,
    offsetMs: () => offset,
    advance(ms) {
      offset += ms
      for (const heard of listeners) heard()
      ring()
    },
    onAdvance(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    at(at, fire) {
      const one = { at, fire }
      waiting.add(one)
      arm()
      return () => {
        waiting.delete(one)
        arm()
      }
    },
  }
}
