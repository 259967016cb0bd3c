import { randomBytes, randomUUID } from 'node:crypto'
import { cpus } from 'node:os'
import type { DeskClock } from '../clock'
import type { BuiltFunction, Catalog } from './catalog'
import { eventTooLarge, type Failure, notFound } from './failures'
import { type Caller, staticEnvironment } from './identity'
import { addLog, type Invocation, type Invocations, invocationBook, type Running } from './invocations'
import { defaultConcurrency, MAX_EVENT_BYTES } from './limits'
import { type Taken, workerPool } from './pool'
import { taskFor } from './task'
import { judge, type Verdict } from './verdict'
import { type Answer, type Rest, startWorker, type Worker } from './worker'

/** What the caller of a function gets: the JSON text of its result, or why there is none. */
export type Result = { requestId: string } & (
  | { ok: true; json: string }
  | { ok: false; failure: Failure; thrown?: string }
)

export type FunctionHost = {
  /** Runs a function and answers as soon as `main` does; what main left behind goes on in the process, which stays taken. */
  invoke(name: string, event: unknown, caller: Caller): Promise<Result>
  invocations: Invocations
  catalog: Catalog
  /** Resolves when no invocation runs, nor anything one left behind. */
  quiet(): Promise<void>
  close(): Promise<void>
}

export type HostOptions = {
  catalog: Catalog
  clock: DeskClock
  envId: string
  appId: string
  deskUrl: string
  /** The shop's own settings, as they would be set as environment variables in the cloud. */
  settings: Record<string, string>
  /** How many invocations may run at once; more wait. */
  maxConcurrency?: number
}

function newInvocation(of: BuiltFunction, caller: Caller, at: number): Running {
  const record: Invocation = {
    requestId: randomUUID(),
    function: of.name,
    trigger: caller.trigger,
    ...('openid' in caller && caller.openid ? { openid: caller.openid } : {}),
    ...(caller.trigger === 'function' ? { parent: caller.parent } : {}),
    startedAt: new Date(at).toISOString(),
    state: 'waiting',
    logs: [],
    operations: [],
    databaseOperations: 0,
  }
  return { record, token: randomBytes(24).toString('base64url'), caller, startedAt: performance.now(), kill() {} }
}

/** Waits until the process has loaded the bundle; a failure to load is the invocation's own. */
async function loadFailure(running: Running, { worker, start }: Taken): Promise<Answer | undefined> {
  const { record } = running
  record.start = start
  running.kill = worker.kill
  worker.hear((stream, text) => addLog(running, stream, text))
  const load = await worker.loaded
  if (load.kind !== 'ready') return load
  if (start === 'cold') record.loadMs = load.ms
  return undefined
}

/** Stops the process when its time is over, and says so. */
function timeLimit(of: BuiltFunction, worker: Worker): { over: Promise<'timeout'>; lift(): void } {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => {
      resolve('timeout')
      worker.kill()
    }, of.config.timeout * 1000)
  })
  return { over, lift: () => clearTimeout(timer) }
}

function noteVerdict({ record, startedAt }: Running, verdict: Verdict): void {
  record.ms = performance.now() - startedAt
  record.outcome = verdict.outcome
  record.state = 'afterwards'
  if (verdict.outcome !== 'ok') record.error = verdict.thrown ?? verdict.failure.message
}

const resultOf = (requestId: string, verdict: Verdict): Result =>
  verdict.outcome === 'ok'
    ? { requestId, ok: true, json: verdict.json }
    : { requestId, ok: false, failure: verdict.failure, thrown: verdict.thrown }

const isTooLarge = (event: unknown): boolean => Buffer.byteLength(JSON.stringify(event) ?? '') > MAX_EVENT_BYTES

/** Runs the built functions in processes of their own, as the cloud does: one invocation at a time in each. */
export function functionHost(options: HostOptions): FunctionHost {
  const {
    catalog,
    clock,
    envId,
    appId,
    deskUrl,
    settings,
    maxConcurrency = defaultConcurrency(cpus().length),
  } = options
  const environment = { ...settings, ...staticEnvironment({ deskUrl, envId }) }
  const pool = workerPool({ limit: maxConcurrency, start: (of) => startWorker(of, environment) })
  const invocations = invocationBook()
  const living = new Set<Promise<unknown>>()
  const stopHearing = clock.onAdvance(() => pool.each((worker) => worker.tellClock(clock.offsetMs())))

  function track(work: Promise<unknown>): void {
    // A rejection is heard by whoever asked for the work.
    const settled: Promise<void> = work.then(forget, forget)
    function forget(): void {
      living.delete(settled)
    }
    living.add(settled)
  }

  /** Lets what main left behind finish in its process, under the same time limit, then frees the process. */
  async function afterwards(running: Running, worker: Worker, rest: Promise<Rest>): Promise<void> {
    const { record } = running
    const answeredAt = performance.now()
    const end = await rest
    record.afterMs = performance.now() - answeredAt
    record.state = 'done'
    if (end.kind === 'idle') {
      record.memoryMb = Math.round(end.memoryMb)
      pool.giveBack(worker)
    } else if (record.outcome === 'ok') {
      addLog(running, 'stderr', `the process ended before the work left behind was done: ${end.exit.how}`)
    }
  }

  async function run(of: BuiltFunction, running: Running, taken: Taken, event: unknown): Promise<Result> {
    const { worker } = taken
    const unloadable = await loadFailure(running, taken)
    running.startedAt = performance.now()
    running.record.state = 'running'
    if (unloadable) {
      worker.kill()
      const verdict = judge(of, unloadable)
      noteVerdict(running, verdict)
      running.record.state = 'done'
      return resultOf(running.record.requestId, verdict)
    }
    const limit = timeLimit(of, worker)
    const { answer, rest } = worker.run(taskFor(of, running, event, { envId, appId, offsetMs: clock.offsetMs() }))
    const verdict = judge(of, await Promise.race([answer, limit.over]))
    noteVerdict(running, verdict)
    track(afterwards(running, worker, rest).finally(limit.lift))
    return resultOf(running.record.requestId, verdict)
  }

  async function invoke(name: string, event: unknown, caller: Caller): Promise<Result> {
    const of = catalog.find(name)
    if (!of) return { requestId: randomUUID(), ok: false, failure: notFound(name) }
    if (isTooLarge(event)) return { requestId: randomUUID(), ok: false, failure: eventTooLarge() }
    const running = newInvocation(of, caller, clock.now())
    invocations.open(running)
    const askedAt = performance.now()
    const taken = await pool.take(of, { beyondLimit: caller.trigger === 'function' })
    running.record.waitedMs = performance.now() - askedAt
    return run(of, running, taken, event)
  }

  return {
    invoke(name, event, caller) {
      const result = invoke(name, event, caller)
      track(result)
      return result
    },
    invocations,
    catalog,
    async quiet() {
      while (living.size > 0) await Promise.all([...living])
    },
    async close() {
      stopHearing()
      await pool.close()
    },
  }
}
