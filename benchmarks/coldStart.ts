import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { root } from '../scripts/build'
import { built } from '../scripts/shop'

const ROUNDS = 9

/** Milliseconds a fresh Node needs to load a module and end. */
function load(module: string): number {
  const from = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(module)})`], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TENCENTCLOUD_RUNENV: 'SCF', SCF_NAMESPACE: 'bench', TCB_ENV: 'bench' },
  })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - from
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/**
 * How much longer loading `recordProgress`, the function called most, takes than loading the bare SDK: the median of
 * pairs measured side by side, so that the machine's mood cancels out.
 */
export function coldStartRatio(): number {
  const bundle = join(built.functions, 'recordProgress/index.js')
  const pairs = Array.from({ length: ROUNDS }, () => load(bundle) / load('@cloudbase/node-sdk'))
  return Math.round(median(pairs) * 100) / 100
}
