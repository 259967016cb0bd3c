import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { buildAll } from '../scripts/shop'
import { type Phone, phone, until } from '../tests/journeys/phone'
import { cpuOf } from './cpu'
import { fillWithPast } from './purchases'
import { rawStoreCpu } from './rawStore'

/**
 * What a whole purchase costs this machine, by people who buy through the desk's doors: buyCourse (order, prepay and its
 * signature), WeChat's sheet looked at and confirmed, the signed and encrypted notice, payNotify, and then what it leads to:
 * the course opened, the sale in the books, the message to the buyer. Each course is bought once by each buyer.
 *
 * Counted is the CPU time of the desk and of every process it has started: functions, SDKs, database, and the WeChat Pay
 * sandbox with all its signatures. Not counted is the process that buys (this one), signing in before, and building.
 */

const CALLERS = 16
const COURSES = [
  'tea-in-ten-minutes',
  'numbers-that-lie',
  'ear-training',
  'good-meetings',
  'clear-writing',
  'spring-ink',
]
const TEMPLATE = 'desk-course-opened'
/** Purchases of one round. A desk is warm, code compiled and processes there, after the first three, which are not counted. */
const ROUND = 200
const WARM_UPS = 3
const ROUNDS = 5
const PURCHASES = ROUND * (WARM_UPS + ROUNDS)
const PATIENCE_MS = 120_000

/** What a round cost, for each purchase. */
type Cost = { cpuMs: number; deskMs: number; functionsMs: number; perSecond: number }

export type Checkout = {
  processors: number
  callers: number
  /** Medians of the rounds at the smallest past. */
  ordersPerSecond: number
  cpuMsPerOrder: number
  deskMs: number
  functionsMs: number
  /** The same writes straight to the database engine. */
  rawStoreMs: number
  timesRawStore: number
  /** CPU time per order over that at the smallest past, rounds side by side. */
  curve: { past: number; cpuMsPerOrder: number; timesSmallest: number }[]
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const rounded = (value: number, places = 1): number => Math.round(value * 10 ** places) / 10 ** places

/** So many at a time, each taking the next when it is done. */
async function crowd<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const waiting = [...all]
  const caller = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

async function buy({ who, courseId }: { who: Phone; courseId: string }): Promise<void> {
  const bought = await who.call('buyCourse', { courseId })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(bought.sheet)
}

/** A desk with a past of so many purchases, and people in front of it who have bought nothing yet. */
async function openCheckout(folder: string, past: number) {
  const dataDir = mkdtempSync(join(folder, `past-${past}-`))
  fillWithPast(join(dataDir, 'documents.sqlite'), past)
  const program = [join(__dirname, 'checkoutDesk.ts'), dataDir, ...COURSES]
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', ...program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout?.on('data', (chunk) => {
    told += String(chunk)
  })
  await until(
    () => told,
    (text) => text.includes('\n') || child.exitCode !== null,
    PATIENCE_MS,
  )
  const url = /^ready (\S+)/m.exec(told)?.[1]
  const pid = child.pid ?? 0
  if (!url || !pid) throw new Error('the desk did not open')

  const quiet = async () => void (await (await fetch(`${url}/desk/quiet`)).text())
  const buyers: Phone[] = []
  const people = Array.from({ length: Math.ceil(PURCHASES / COURSES.length) }, (_, at) => `学员${at}`)
  await crowd(people, async (nickname) => {
    const who = await phone(url, nickname)
    await who.signIn()
    for (const _ of COURSES) await who.subscribe([TEMPLATE])
    buyers.push(who)
  })
  await quiet()
  const wishes = COURSES.flatMap((courseId) => buyers.map((who) => ({ who, courseId })))

  async function round(): Promise<Cost> {
    const bought = wishes.splice(0, ROUND)
    const before = cpuOf(pid)
    const from = performance.now()
    await crowd(bought, buy)
    // Nothing is left to do: what a purchase leads to after the notice's answer is part of it.
    await quiet()
    const seconds = (performance.now() - from) / 1000
    const after = cpuOf(pid)
    const deskMs = (after.own - before.own) / bought.length
    const functionsMs = (after.children - before.children) / bought.length
    return { cpuMs: deskMs + functionsMs, deskMs, functionsMs, perSecond: bought.length / seconds }
  }

  /** Every purchase is whole, or the figures are worth nothing. */
  async function check(): Promise<void> {
    const sizes = await (await fetch(`${url}/desk/database`)).json()
    const expected = past + PURCHASES
    for (const name of ['orders', 'enrolments', 'ledger']) {
      const { documents } = sizes.collections.find((one: { name: string }) => one.name === name)
      if (documents !== expected) throw new Error(`${documents} ${name} instead of ${expected}`)
    }
    const { messages } = await (await fetch(`${url}/desk/messages`)).json()
    if (messages.length !== PURCHASES) throw new Error(`${messages.length} people were told`)
  }

  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await round()
  return {
    round,
    check,
    async close(): Promise<void> {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Measures desks with these pasts side by side: a round of each in turn, so that the machine's mood meets all alike. */
export async function checkout(pasts: number[]): Promise<Checkout> {
  await buildAll()
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-checkout-'))
  const [smallest = 0] = pasts
  const desks: Awaited<ReturnType<typeof openCheckout>>[] = []
  try {
    for (const past of pasts) desks.push(await openCheckout(folder, past))
    const costs: Cost[][] = desks.map(() => [])
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [at, desk] of desks.entries()) costs[at]?.push(await desk.round())
    for (const desk of desks) await desk.check()
    const raw = { past: smallest, purchases: ROUND * 5, callers: CALLERS }
    const rawStoreMs = await rawStoreCpu(join(folder, 'raw.sqlite'), raw)
    const [first = []] = costs
    const of = (name: keyof Cost) => median(first.map((cost) => cost[name]))
    return {
      processors: cpus().length,
      callers: CALLERS,
      ordersPerSecond: rounded(of('perSecond')),
      cpuMsPerOrder: rounded(of('cpuMs')),
      deskMs: rounded(of('deskMs')),
      functionsMs: rounded(of('functionsMs')),
      rawStoreMs: rounded(rawStoreMs, 2),
      timesRawStore: rounded(of('cpuMs') / rawStoreMs),
      curve: pasts.map((past, at) => ({
        past,
        cpuMsPerOrder: rounded(median((costs[at] ?? []).map(({ cpuMs }) => cpuMs))),
        timesSmallest: rounded(
          median((costs[at] ?? []).map(({ cpuMs }, round) => cpuMs / (first[round]?.cpuMs ?? Number.NaN))),
          2,
        ),
      })),
    }
  } finally {
    for (const desk of desks) await desk.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
