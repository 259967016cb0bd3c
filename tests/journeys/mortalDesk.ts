import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { until } from './phone'

const SLOW_START_MS = 60_000

/**
 * A free port below those the system hands out by itself: while the desk is dead nothing of this machine may take its
 * place, not even a client's own end of a line.
 */
export async function quietPort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port += 1) {
    const server = createServer()
    server.listen(port, '127.0.0.1')
    const isFree = await Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ])
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The processes that this one has started: the functions of a desk. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []))
}

/** A desk that can be killed as by `kill -9` and opened again on the same folder and port. */
export function mortalDesk(options: { dataDir: string; port: number; course: string }) {
  let running: ChildProcess | undefined
  let orphans = 0

  async function open(): Promise<void> {
    const program = [join(__dirname, 'deskProcess.ts'), options.dataDir, String(options.port), options.course]
    const child = spawn(process.execPath, ['--import', 'tsx', ...program], { stdio: ['ignore', 'pipe', 'inherit'] })
    running = child
    let told = ''
    child.stdout.on('data', (chunk) => {
      told += String(chunk)
    })
    const state = () => (child.exitCode === null ? told : `the desk ended with ${child.exitCode}`)
    await until(state, (text) => /^(ready|the desk ended)/m.test(text), SLOW_START_MS)
    if (child.exitCode !== null) throw new Error(state())
  }

  /** Kills the desk without a word of warning, and waits until the processes of its functions have gone too. */
  async function kill(): Promise<void> {
    const child = running
    if (child?.pid === undefined || child.exitCode !== null) return
    const functions = childrenOf(child.pid)
    orphans += functions.length
    child.kill('SIGKILL')
    if (child.signalCode === null) await once(child, 'exit')
    await until(
      () => functions.filter(isAlive),
      (left) => left.length === 0,
      SLOW_START_MS,
    )
  }

  return {
    url: `http://127.0.0.1:${options.port}`,
    open,
    kill,
    /** How many processes of functions the kills have left behind, all of them gone by now. */
    orphans: () => orphans,
  }
}
