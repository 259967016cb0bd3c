import type { Driver } from './database/driver'

/** What a service of the desk must remember (prepay orders, accounts, notices …): JSON by key, on disk before it returns. */
export type Records<T> = {
  get(id: string): T | undefined
  put(id: string, value: T): void
  remove(id: string): void
  all(): { id: string; value: T }[]
}

/**
 * Several records as one write: all of them are on disk before it returns, or none is. `work` is synchronous and puts nothing
 * that must outlive its own failure.
 */
export function together<T>(driver: Driver, work: () => T): T {
  driver.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    driver.exec('COMMIT')
    return value
  } catch (error) {
    driver.exec('ROLLBACK')
    throw error
  }
}

export function records<T>(driver: Driver, kind: string): Records<T> {
  driver.exec(
    'CREATE TABLE IF NOT EXISTS desk_records (kind TEXT, id TEXT, value TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID',
  )
  const get = driver.prepare('SELECT value FROM desk_records WHERE kind = ? AND id = ?')
  const put = driver.prepare(
    'INSERT INTO desk_records VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const remove = driver.prepare('DELETE FROM desk_records WHERE kind = ? AND id = ?')
  const all = driver.prepare('SELECT id, value FROM desk_records WHERE kind = ? ORDER BY id')
  return {
    get(id) {
      const row = get.get(kind, id)
      return row && JSON.parse(String(row.value))
    },
    put: (id, value) => void put.run(kind, id, JSON.stringify(value)),
    remove: (id) => void remove.run(kind, id),
    all: () => all.all(kind).map((row) => ({ id: String(row.id), value: JSON.parse(String(row.value)) })),
  }
}
