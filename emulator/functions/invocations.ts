import type { Caller } from './identity'
import { INVOCATIONS_KEPT, MAX_LOG_CHARACTERS } from './limits'

/** One call of a function to a service of the desk; times in ms after the invocation began to run. */
export type Operation = { action: string; subject: string; fromMs: number; toMs: number; code?: string }

export type LogLine = { atMs: number; stream: 'stdout' | 'stderr'; text: string }

export type Outcome = 'ok' | 'error' | 'timeout' | 'memory' | 'crash'

/** What the desk knows of one invocation. `ms` runs from the start of `main` to its answer, `afterMs` on to the end of its last work. */
export type Invocation = {
  requestId: string
  function: string
  trigger: Caller['trigger']
  openid?: string
  /** The invocation that called this one. */
  parent?: string
  startedAt: string
  state: 'waiting' | 'running' | 'afterwards' | 'done'
  start?: 'cold' | 'warm'
  waitedMs?: number
  loadMs?: number
  ms?: number
  afterMs?: number
  outcome?: Outcome
  error?: string
  memoryMb?: number
  logs: LogLine[]
  /** Everything it asked of the desk, in order; `database.*` are its round trips. */
  operations: Operation[]
  databaseOperations: number
}

/** An invocation while it lives: what is shown, and what must not be shown. */
export type Running = {
  readonly record: Invocation
  readonly token: string
  readonly caller: Caller
  /** performance.now() when main was started. */
  startedAt: number
  /** Stops its process as `kill -9` would; for faults that tests order. */
  kill(): void
}

export type Invocations = {
  open(running: Running): void
  /** The invocation whose own token this is, also shortly after its end. */
  byToken(token: unknown): Running | undefined
  list(): Invocation[]
  get(requestId: string): Invocation | undefined
}

/** The latest invocations of this desk, newest first. */
export function invocationBook(): Invocations {
  const byToken = new Map<string, Running>()
  const byId = new Map<string, Running>()

  function forgetOldest(): void {
    for (const running of byId.values()) {
      if (byId.size <= INVOCATIONS_KEPT) return
      byId.delete(running.record.requestId)
      byToken.delete(running.token)
    }
  }

  return {
    open(running) {
      byToken.set(running.token, running)
      byId.set(running.record.requestId, running)
      forgetOldest()
    },
    byToken: (token) => (typeof token === 'string' ? byToken.get(token) : undefined),
    list: () => [...byId.values()].map(({ record }) => record).reverse(),
    get: (requestId) => byId.get(requestId)?.record,
  }
}

/** Adds what a function printed, line by line, until its log is full. */
export function addLog(running: Running, stream: LogLine['stream'], text: string): void {
  const { logs } = running.record
  const kept = logs.reduce((sum, line) => sum + line.text.length, 0)
  if (kept >= MAX_LOG_CHARACTERS) return
  const atMs = performance.now() - running.startedAt
  for (const line of text.replace(/\n$/, '').split('\n')) logs.push({ atMs, stream, text: line })
}
