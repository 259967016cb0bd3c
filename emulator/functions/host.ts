import { randomBytes, randomUUID } from 'node:crypto'
import { cpus } from 'node:os'
import type { DeskClock } from '../clock'
import type { BuiltFunction, Catalog } from './catalog'
import {
  crashed,
  eventTooLarge,
  type Failure,
  notFound,
  outOfMemory,
  resultTooLarge,
  timedOut,
  userException,
} from './failures'
import { type Caller, identityEnvironment, staticEnvironment } from './identity'
import { addLog, type Invocation, type Invocations, invocationBook, type Outcome, type Running } from './invocations'
import { MAX_EVENT_BYTES, MAX_RESULT_BYTES } from './limits'
import { type Taken, workerPool } from './pool'
import { type Answer, type Exit, type Load, type Rest, startWorker, type Task, type Worker } from './worker'

/** What an invocation brought: the JSON text of its result, or why there is none. `thrown` is the user's own error, if it was one. */
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
  maxProcesses?: number
}

const exitFailure = (of: BuiltFunction, exit: Exit): { outcome: Outcome; failure: Failure } =>
  exit.memory
    ? { outcome: 'memory', failure: outOfMemory(of.config.memory) }
    : { outcome: 'crash', failure: crashed(exit.how) }

/** What the cloud says of an answer or of its absence. */
function judge(
  of: BuiltFunction,
  answer: Answer | 'timeout',
): { outcome: Outcome; json?: string; failure?: Failure; thrown?: string } {
  if (answer === 'timeout') return { outcome: 'timeout', failure: timedOut(of.config.timeout) }
  if (answer.kind === 'exit') return exitFailure(of, answer.exit)
  if (answer.kind === 'threw') {
    const { error } = answer
    return { outcome: 'error', failure: userException(error), thrown: `${error.name}: ${error.message}` }
  }
  if (Buffer.byteLength(answer.json) > MAX_RESULT_BYTES) return { outcome: 'error', failure: resultTooLarge() }
  return { outcome: 'ok', json: answer.json }
}

/** SCF's second argument of `main`. `environment` is what `parseContext` of the SDK reads. */
const contextOf = (of: BuiltFunction, requestId: string, envId: string, identity: Record<string, string>) => ({
  request_id: requestId,
  function_name: of.name,
  function_version: '$LATEST',
  namespace: envId,
  memory_limit_in_mb: of.config.memory,
  time_limit_in_ms: of.config.timeout * 1000,
  environment: JSON.stringify({ TCB_ENV: envId, SCF_NAMESPACE: envId, ...identity }),
})

const eventFor = (event: unknown, caller: Caller, appId: string): unknown =>
  (caller.trigger === 'client' || caller.trigger === 'function') && caller.openid && isPlain(event)
    ? { ...event, userInfo: { appId, openId: caller.openid } }
    : event

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Runs the built functions in processes of their own, as the cloud does: one invocation at a time in each. */
export function functionHost({
  catalog,
  clock,
  envId,
  appId,
  deskUrl,
  settings,
  maxProcesses,
}: HostOptions): FunctionHost {
  const environment = { ...settings, ...staticEnvironment({ deskUrl, envId }) }
  const pool = workerPool({
    limit: maxProcesses ?? cpus().length * 4,
    start: (of) => startWorker(of, environment),
  })
  const book = invocationBook()
  const living = new Set<Promise<void>>()
  const stopHearing = clock.onAdvance(() => pool.each((worker) => worker.tellClock(clock.offsetMs())))

  function open(of: BuiltFunction, caller: Caller): Running {
    const record: Invocation = {
      requestId: randomUUID(),
      function: of.name,
      trigger: caller.trigger,
      ...('openid' in caller && caller.openid ? { openid: caller.openid } : {}),
      ...(caller.trigger === 'function' ? { parent: caller.parent } : {}),
      startedAt: new Date(clock.now()).toISOString(),
      state: 'waiting',
      logs: [],
      operations: [],
      databaseOperations: 0,
    }
    const running: Running = {
      record,
      token: randomBytes(24).toString('base64url'),
      caller,
      startedAt: performance.now(),
      kill() {},
    }
    book.open(running)
    return running
  }

  /** Waits until the process has loaded the bundle; a failure to load is the invocation's own. */
  async function ready(running: Running, { worker, start }: Taken): Promise<Answer | undefined> {
    running.record.start = start
    worker.hear((stream, text) => addLog(running, stream, text))
    running.kill = worker.kill
    const load: Load = await worker.loaded
    if (load.kind !== 'ready') return load
    if (start === 'cold') running.record.loadMs = load.ms
    return undefined
  }

  function taskFor(of: BuiltFunction, running: Running, event: unknown): Task {
    const { requestId } = running.record
    const identity = identityEnvironment(running.caller, { appId, token: running.token, seqId: requestId })
    return {
      event: eventFor(event, running.caller, appId),
      context: contextOf(of, requestId, envId, identity),
      identity,
      offsetMs: clock.offsetMs(),
    }
  }

  /** Lets what main left behind finish in its process, under the same time limit, then frees the process. */
  async function afterwards(
    running: Running,
    worker: Worker,
    rest: Promise<Rest>,
    limit: NodeJS.Timeout,
  ): Promise<void> {
    const answeredAt = performance.now()
    running.record.state = 'afterwards'
    const end = await rest
    clearTimeout(limit)
    running.record.afterMs = performance.now() - answeredAt
    running.record.state = 'done'
    if (end.kind === 'idle') {
      running.record.memoryMb = Math.round(end.memoryMb)
      pool.giveBack(worker)
      return
    }
    const answered = running.record.outcome === 'ok' || running.record.outcome === 'error'
    if (answered) addLog(running, 'stderr', `the process ended before the work left behind was done: ${end.exit.how}`)
  }

  async function run(of: BuiltFunction, running: Running, taken: Taken, event: unknown): Promise<Result> {
    const { record } = running
    const { worker } = taken
    const loadFailure = await ready(running, taken)
    running.startedAt = performance.now()
    record.state = 'running'
    let overTime: (answer: 'timeout') => void = () => {}
    const timeout = new Promise<'timeout'>((resolve) => {
      overTime = resolve
    })
    const limit = setTimeout(() => {
      overTime('timeout')
      worker.kill()
    }, of.config.timeout * 1000)
    const work = loadFailure ? undefined : worker.run(taskFor(of, running, event))
    const { outcome, json, failure, thrown } = judge(
      of,
      loadFailure ?? (await Promise.race([work?.answer ?? timeout, timeout])),
    )

    record.ms = performance.now() - running.startedAt
    record.outcome = outcome
    if (failure) record.error = thrown ?? failure.message
    const rest = work?.rest ?? worker.gone.then((exit): Rest => ({ kind: 'exit', exit }))
    if (loadFailure) worker.kill()
    track(afterwards(running, worker, rest, limit))
    return failure || json === undefined
      ? { requestId: record.requestId, ok: false, failure: failure ?? crashed('no answer'), thrown }
      : { requestId: record.requestId, ok: true, json }
  }

  function track(work: Promise<void>): void {
    living.add(work)
    void work.finally(() => living.delete(work))
  }

  async function invoke(name: string, event: unknown, caller: Caller): Promise<Result> {
    const of = catalog.find(name)
    if (!of) return { requestId: randomUUID(), ok: false, failure: notFound(name) }
    if (Buffer.byteLength(JSON.stringify(event) ?? '') > MAX_EVENT_BYTES) {
      return { requestId: randomUUID(), ok: false, failure: eventTooLarge() }
    }
    const running = open(of, caller)
    const askedAt = performance.now()
    const taken = await pool.take(of, { beyondLimit: caller.trigger === 'function' })
    running.record.waitedMs = performance.now() - askedAt
    return run(of, running, taken, event)
  }

  return {
    invoke(name, event, caller) {
      const result = invoke(name, event, caller)
      track(result.then(() => {}))
      return result
    },
    invocations: book,
    catalog,
    async quiet() {
      while (living.size > 0) await Promise.allSettled([...living])
    },
    async close() {
      stopHearing()
      await pool.close()
    },
  }
}
