import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(__dirname, '../..')

/** `npm start` as a person runs it, on a data folder of its own, without building again. */
export async function startShop(
  dataDir: string,
  port = 0,
): Promise<{ url: string; panel: string; kill(): Promise<void> }> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['scripts/run.js', 'start', '--no-build', '--no-open', '--port', String(port), '--data', dataDir],
    // A process group of its own: `kill -9` takes the whole tree at once, as a power cut would.
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  )
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const [, url = '', panel = ''] = await new Promise<string[]>((resolve, reject) => {
    lines.on('line', (line) => {
      const ready = /^ready shop=(\S+) panel=(\S+)$/.exec(line)
      if (ready) resolve([...ready])
    })
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
  return {
    url,
    panel,
    async kill() {
      const gone = once(child, 'exit')
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await gone
    },
  }
}
