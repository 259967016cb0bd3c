import type { BuiltFunction } from './catalog'
import { KEEP_WARM_MS, PROCESSES_KEPT } from './limits'
import type { Worker } from './worker'

/** A process taken from the pool: nobody else has it until it is given back. */
export type Taken = { worker: Worker; start: 'cold' | 'warm' }

export type Pool = {
  /**
   * A process of this function, a warm one or else a new one, as soon as fewer than `limit` are taken; first come, first
   * served. `beyondLimit` waits for nobody: a nested call must not wait for its own caller to finish.
   */
  take(of: BuiltFunction, options: { beyondLimit: boolean }): Promise<Taken>
  /** The process is free again. One that has ended is simply forgotten. */
  giveBack(worker: Worker): void
  each(visit: (worker: Worker) => void): void
  close(): Promise<void>
}

type Queued = { of: BuiltFunction; resolve(taken: Taken): void; reject(error: Error): void }

const closedError = () => new Error('the desk is closing: no function starts any more')

/** Processes of all functions; each runs one invocation at a time, and at most `limit` run one at the same moment. */
export function workerPool({ limit, start }: { limit: number; start(of: BuiltFunction): Worker }): Pool {
  const all = new Set<Worker>()
  /** Oldest first, so that the last used is reused and the longest unused goes. */
  const free: { worker: Worker; since: NodeJS.Timeout }[] = []
  const queue: Queued[] = []
  let closed = false

  function stop(worker: Worker): void {
    all.delete(worker)
    worker.kill()
  }

  function takeFree(index: number): Worker | undefined {
    const [one] = free.splice(index, 1)
    clearTimeout(one?.since)
    return one?.worker
  }

  function warm(of: BuiltFunction): Worker | undefined {
    const index = free.findLastIndex(({ worker }) => worker.of.name === of.name)
    const worker = index < 0 ? undefined : takeFree(index)
    if (!worker || worker.of.version === of.version) return worker
    stop(worker) // built anew since
    return warm(of)
  }

  function cold(of: BuiltFunction): Worker {
    const worker = start(of)
    all.add(worker)
    void worker.gone.then(() => {
      all.delete(worker)
      const index = free.findIndex((one) => one.worker === worker)
      if (index >= 0) takeFree(index)
      serveQueue()
    })
    return worker
  }

  /** Stops the longest unused until at most `most` processes remain, or all are busy. */
  function stopUnused(most: number): void {
    while (all.size > most && free.length > 0) {
      const longestUnused = takeFree(0)
      if (longestUnused) stop(longestUnused)
    }
  }

  function tryTake(of: BuiltFunction, beyondLimit: boolean): Taken | undefined {
    const busy = all.size - free.length
    if (busy >= limit && !beyondLimit) return undefined
    const reused = warm(of)
    if (reused) return { worker: reused, start: 'warm' }
    stopUnused(PROCESSES_KEPT - 1)
    return { worker: cold(of), start: 'cold' }
  }

  function serveQueue(): void {
    if (closed) return
    for (let next = queue[0]; next; next = queue[0]) {
      const taken = tryTake(next.of, false)
      if (!taken) return
      queue.shift()
      next.resolve(taken)
    }
  }

  return {
    async take(of, { beyondLimit }) {
      if (closed) throw closedError()
      const taken = queue.length === 0 || beyondLimit ? tryTake(of, beyondLimit) : undefined
      return taken ?? new Promise((resolve, reject) => queue.push({ of, resolve, reject }))
    },
    giveBack(worker) {
      if (!all.has(worker) || worker.isDoomed()) return
      const since = setTimeout(() => stop(worker), KEEP_WARM_MS)
      since.unref()
      free.push({ worker, since })
      serveQueue()
      stopUnused(PROCESSES_KEPT)
    },
    each: (visit) => all.forEach(visit),
    async close() {
      closed = true
      for (const { reject } of queue.splice(0)) reject(closedError())
      const leaving = [...all]
      for (const { since } of free) clearTimeout(since)
      for (const worker of leaving) stop(worker)
      await Promise.all(leaving.map(({ gone }) => gone))
    },
  }
}
