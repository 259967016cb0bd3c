import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Driver, openDriver } from './database/driver'

/**
 * Takes a data folder for one desk, or throws. The lock is a write transaction that is never ended: SQLite holds it with
 * the operating system's own file locks, which vanish with the process, so a desk that was killed blocks nobody.
 */
export function lockFolder(folder: string): { release(): void } {
  const file = join(folder, 'desk.lock')
  const holder = join(folder, 'desk.pid')
  const lock: Driver = openDriver(file)
  try {
    lock.exec('PRAGMA busy_timeout=200')
    lock.exec('CREATE TABLE IF NOT EXISTS held (by INTEGER)')
    lock.exec('BEGIN IMMEDIATE')
  } catch {
    lock.close()
    throw new Error(`another desk (process ${holderIn(holder)}) has the data folder ${folder} open; stop it first`)
  }
  writeFileSync(holder, `${process.pid}\n`)
  return {
    release() {
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

function holderIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
