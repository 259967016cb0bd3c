import type { Store } from './store'

/** Thrown by a write that met a document another transaction holds: it is tried again when `released` resolves. */
export class Held {
  constructor(readonly released: Promise<void>) {}
}

type Waiting = { job: () => unknown; resolve(value: unknown): void; reject(error: unknown): void }
type Outcome = { one: Waiting; value?: unknown; error?: unknown }

/**
 * Group commit. All writes asked for in one turn of the event loop become one SQLite transaction, so sixteen callers
 * share one wait for the disk; each has a savepoint of its own, so one refusal does not touch the others. A promise
 * resolves only after the commit.
 */
export function writeQueue(store: Store) {
  let waiting: Waiting[] = []
  let scheduled = false

  function attempt(one: Waiting): Outcome {
    store.exec('SAVEPOINT one')
    try {
      const value = one.job()
      store.exec('RELEASE one')
      return { one, value }
    } catch (error) {
      store.exec('ROLLBACK TO one; RELEASE one')
      store.rolledBack()
      return { one, error }
    }
  }

  function settle({ one, value, error }: Outcome): void {
    if (error instanceof Held) error.released.then(() => enqueue(one))
    else if (error !== undefined) one.reject(error)
    else one.resolve(value)
  }

  function flush(): void {
    scheduled = false
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    let outcomes: Outcome[]
    try {
      store.exec('BEGIN IMMEDIATE')
      outcomes = batch.map(attempt)
      store.exec('COMMIT')
    } catch (error) {
      // The disk is full or the file is gone: nothing of this turn happened, and everyone is told.
      for (const one of batch) one.reject(error)
      store.abandon()
      return
    }
    outcomes.forEach(settle)
  }

  function enqueue(one: Waiting): void {
    waiting.push(one)
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    /** Runs `job` inside the next commit; it must be synchronous and may be run again after `Held`. */
    write: <T>(job: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => enqueue({ job, resolve: (value) => resolve(value as T), reject })),
    /** Commits what is waiting, at once. */
    flush,
  }
}
