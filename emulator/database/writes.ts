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
  let closed = false

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

  /** One write is a transaction of its own and needs no savepoint. */
  function alone(one: Waiting): Outcome {
    try {
      store.exec('BEGIN IMMEDIATE')
      const value = one.job()
      store.exec('COMMIT')
      return { one, value }
    } catch (error) {
      store.abandon()
      return { one, error }
    }
  }

  function together(batch: Waiting[]): Outcome[] {
    try {
      store.exec('BEGIN IMMEDIATE')
      const outcomes = batch.map(attempt)
      store.exec('COMMIT')
      return outcomes
    } catch (error) {
      // The disk is full or the file is gone: nothing of this turn happened, and everyone is told.
      store.abandon()
      return batch.map((one) => ({ one, error }))
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
    const [first] = batch
    if (!first) return
    const outcomes = batch.length === 1 ? [alone(first)] : together(batch)
    outcomes.forEach(settle)
  }

  function enqueue(one: Waiting): void {
    if (closed) {
      one.reject(new Error('the database is closed'))
      return
    }
    waiting.push(one)
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    /** Runs `job` inside the next commit; it must be synchronous and may be run again after `Held`. */
    write: <T>(job: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => enqueue({ job, resolve: (value) => resolve(value as T), reject })),
    /** Commits what is waiting, at once, and takes no more. */
    close(): void {
      flush()
      closed = true
    },
  }
}
