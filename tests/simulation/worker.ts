import { parentPort, workerData } from 'node:worker_threads'
import { runWorld, type Violation } from './run'

/** Seeds from `first`, every `stride`th, so many of them; with `stopsAtFirst` only until one fails. */
export type Order = { first: number; stride: number; worlds: number; stopsAtFirst: boolean; tellsStory: boolean }

export type Report = {
  seed: number
  steps: number
  faults: number
  checked: number
  violations: Violation[]
  /** Only when it was asked for. */
  story: readonly string[]
}

async function work({ first, stride, worlds, stopsAtFirst, tellsStory }: Order): Promise<void> {
  for (let n = 0; n < worlds; n += 1) {
    const seed = first + n * stride
    const { steps, faults, checked, violations, story } = await runWorld(seed, { isDetailed: tellsStory })
    const sum = Object.values(faults).reduce((total, count) => total + (count ?? 0), 0)
    const report: Report = { seed, steps, faults: sum, checked, violations, story: tellsStory ? story : [] }
    parentPort?.postMessage(report)
    if (stopsAtFirst && violations.length) return
  }
}

// Failures are part of the game here: where each of thousands came from interests nobody.
Error.stackTraceLimit = 0
void work(workerData as Order) // given by `worlds.ts`
