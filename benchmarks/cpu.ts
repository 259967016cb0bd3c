import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The kernel counts a process's time in hundredths of a second (`getconf CLK_TCK`, the same on every Linux we know). */
const TICK_MS = 10

/** `[[days-]hours:]minutes:seconds` of `ps`, in milliseconds. */
function msOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse()
  return clock.split(':').reduce((total, part) => total * 60 + Number(part), Number(days) * 24) * 1000
}

/** User and system time of one process so far, with that of its ended children, in milliseconds. */
function ownMs(pid: number, psTime: string): number {
  if (process.platform !== 'linux') return msOf(psTime)
  // The name in the second field may hold spaces; utime, stime, cutime and cstime are the 14th to 17th.
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/)
  const ticks = after.split(' ').slice(11, 15).map(Number)
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS
}

/** CPU milliseconds of a process (`own`) and of everything it has started (`children`). */
export function cpuOf(pid: number): { own: number; children: number } {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([id, parent, time = '0']) => ({ pid: Number(id), parent: Number(parent), time }))
  const below = (root: number): typeof rows =>
    rows.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(child.pid)])
  const sum = (of: typeof rows) => of.reduce((total, one) => total + ownMs(one.pid, one.time), 0)
  return { own: sum(rows.filter((one) => one.pid === pid)), children: sum(below(pid)) }
}
