import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Order, Report } from './worker'

/** Lets one worker run its worlds; every report as it comes. */
export function runWorker(code: string, order: Order, report: (one: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: order })
    worker.on('message', report)
    worker.on('error', reject)
    worker.on('exit', (status) => (status ? reject(new Error(`a worker ended with ${status}`)) : resolve()))
  })
}

/** Runs this many worlds on every core there is; reports come in no particular order. */
export async function runWorlds(
  code: string,
  { first, worlds }: { first: number; worlds: number },
  report: (one: Report) => void,
): Promise<void> {
  const stride = Math.min(availableParallelism(), worlds)
  const shares = Array.from({ length: stride }, (_, at) => Math.ceil((worlds - at) / stride))
  await Promise.all(
    shares.map((share, at) =>
      runWorker(code, { first: first + at, stride, worlds: share, stopsAtFirst: false, tellsStory: false }, report),
    ),
  )
}
