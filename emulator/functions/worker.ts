import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import * as z from 'zod'
import type { BuiltFunction } from './catalog'
import type { Thrown } from './failures'
import { IDENTITY_VARIABLES } from './identity'
import { LOAD_LIMIT_MS, RESIDENT_ALLOWANCE_MB } from './limits'

const ThrownShape = z.object({ name: z.string(), message: z.string(), stack: z.string() })
const FromChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), loadMs: z.number() }),
  z.object({ type: z.literal('loadFailed'), error: ThrownShape }),
  z.object({ type: z.literal('log'), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  z.object({ type: z.literal('answer'), result: z.string().optional(), error: ThrownShape.optional() }),
  z.object({ type: z.literal('idle'), memoryMb: z.number() }),
  z.object({ type: z.literal('memory'), memoryMb: z.number() }),
])

/** One invocation as a process needs it: everything is plain JSON. */
export type Task = {
  event: unknown
  context: Record<string, unknown>
  identity: Record<string, string>
  offsetMs: number
}

/** How a process ended; `memory` when its limit was the reason. */
export type Exit = { memory: boolean; how: string }

export type Answer = { kind: 'result'; json: string } | { kind: 'threw'; error: Thrown } | { kind: 'exit'; exit: Exit }
export type Rest = { kind: 'idle'; memoryMb: number } | { kind: 'exit'; exit: Exit }

export type Load = { kind: 'ready'; ms: number } | { kind: 'threw'; error: Thrown } | { kind: 'exit'; exit: Exit }

/** One process of one function. It runs one task at a time; the pool sees to that. */
export type Worker = {
  readonly of: BuiltFunction
  readonly loaded: Promise<Load>
  readonly gone: Promise<Exit>
  /** `answer` comes when main's promise settles, `rest` when nothing of the invocation runs any more. */
  run(task: Task): { answer: Promise<Answer>; rest: Promise<Rest> }
  /** Who hears what the process prints from now on. */
  hear(listener: (stream: 'stdout' | 'stderr', text: string) => void): void
  tellClock(offsetMs: number): void
  kill(): void
  /** Whether it has been stopped or is about to end: then nobody should be given it any more. */
  isDoomed(): boolean
}

type Waiting = { load(load: Load): void; answer(answer: Answer): void; rest(rest: Rest): void; gone(exit: Exit): void }

const CHILD = join(__dirname, 'child')

function start(of: BuiltFunction, environment: Record<string, string>): ChildProcess {
  const { memory } = of.config
  const args = [of.bundle, String(memory + RESIDENT_ALLOWANCE_MB), IDENTITY_VARIABLES.join(',')]
  return fork(join(CHILD, 'runner.js'), args, {
    cwd: join(of.bundle, '..'),
    env: environment,
    execArgv: ['--require', join(CHILD, 'guard.js'), `--max-old-space-size=${memory}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Starts a process for a function. It ends with the desk, whatever ends the desk. */
export function startWorker(of: BuiltFunction, environment: Record<string, string>): Worker {
  const child = start(of, environment)
  let listener: (stream: 'stdout' | 'stderr', text: string) => void = () => {}
  let outOfMemory = false
  let killed = false
  const waiting: Waiting = { load() {}, answer() {}, rest() {}, gone() {} }
  const gone = new Promise<Exit>((resolve) => {
    waiting.gone = resolve
  })
  const loaded = new Promise<Load>((resolve) => {
    waiting.load = resolve
  })
  const loadLimit = setTimeout(() => child.kill('SIGKILL'), LOAD_LIMIT_MS)

  child.on('message', (raw) => {
    const message = FromChild.parse(raw)
    if (message.type === 'log') listener(message.stream, message.text)
    else if (message.type === 'memory') outOfMemory = true
    else if (message.type === 'idle') waiting.rest({ kind: 'idle', memoryMb: message.memoryMb })
    else if (message.type === 'answer')
      waiting.answer(
        message.error ? { kind: 'threw', error: message.error } : { kind: 'result', json: message.result ?? 'null' },
      )
    else {
      clearTimeout(loadLimit)
      waiting.load(
        message.type === 'ready' ? { kind: 'ready', ms: message.loadMs } : { kind: 'threw', error: message.error },
      )
    }
  })

  // Only what Node itself writes, such as the last words before a crash, comes by the pipes.
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      if (/heap out of memory/.test(text)) outOfMemory = true
      listener(stream, text)
    })
  }

  let exit: Exit | undefined
  /** Whoever still waits for this process waits no longer. */
  const tellEnd = (end: Exit) => {
    waiting.load({ kind: 'exit', exit: end })
    waiting.answer({ kind: 'exit', exit: end })
    waiting.rest({ kind: 'exit', exit: end })
    waiting.gone(end)
  }
  const end = (how: string) => {
    if (exit) return
    clearTimeout(loadLimit)
    exit = { memory: outOfMemory, how }
    tellEnd(exit)
  }
  child.on('error', (error) => end(error.message))
  // `close` comes after `exit`, when the last words have been read.
  child.on('close', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`))

  return {
    of,
    loaded,
    gone,
    run(task) {
      const answer = new Promise<Answer>((resolve) => {
        waiting.answer = resolve
      })
      const rest = new Promise<Rest>((resolve) => {
        waiting.rest = resolve
      })
      if (child.connected) child.send({ type: 'invoke', ...task }, (error) => error && child.kill('SIGKILL'))
      if (exit) tellEnd(exit)
      return { answer, rest }
    },
    hear(next) {
      listener = next
    },
    tellClock(offsetMs) {
      if (child.connected) child.send({ type: 'clock', offsetMs }, () => {})
    },
    kill() {
      killed = true
      child.kill('SIGKILL')
    },
    isDoomed: () => killed || outOfMemory || exit !== undefined,
  }
}
