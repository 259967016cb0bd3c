import { GATE_PATIENCE_MS } from './limits'

/** `left` is told when a transaction ended, `close` when two fought; `open` lets everybody in. */
export type Gate = { enter(): Promise<void>; left(): void; close(): void; open(): void }

/**
 * The fair retry gate. Retrying at once livelocks: everybody locks, everybody fails. So after a conflict newcomers
 * and retries queue and are let in one at a time, first come first served, until nobody waits. When nothing moves for
 * `GATE_PATIENCE_MS` the next one is let in all the same: a transaction that hangs must not stop the desk.
 */
export function fairGate(running: () => number): Gate {
  const queue: (() => void)[] = []
  let closed = false
  let patience: NodeJS.Timeout | undefined

  function admit(): void {
    clearTimeout(patience)
    const next = queue.shift()
    if (!next) {
      closed = false
      return
    }
    if (queue.length > 0) patience = setTimeout(admit, GATE_PATIENCE_MS)
    next()
  }

  return {
    async enter() {
      if (!closed) return
      if (queue.length === 0 && running() === 0) {
        closed = false
        return
      }
      await new Promise<void>((resolve) => {
        queue.push(resolve)
        if (queue.length === 1) {
          clearTimeout(patience)
          patience = setTimeout(admit, GATE_PATIENCE_MS)
        }
      })
    },
    left() {
      if (closed && running() === 0) admit()
    },
    close() {
      closed = true
    },
    open() {
      clearTimeout(patience)
      closed = false
      for (const next of queue.splice(0)) next()
    },
  }
}
