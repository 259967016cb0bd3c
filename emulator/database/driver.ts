import { createRequire } from 'node:module'

/** The few things the emulator asks of SQLite; parameters and results are plain values. */
export type Driver = {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export type SqlValue = string | number | bigint | null | Uint8Array
export type Row = Record<string, SqlValue>
export type Statement = {
  run(...values: SqlValue[]): { changes: number }
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
}

type Library = {
  new (
    path: string,
    options?: { readonly?: boolean; readOnly?: boolean },
  ): {
    exec(sql: string): void
    prepare(sql: string): {
      run(...values: SqlValue[]): { changes: number | bigint }
      get(...values: SqlValue[]): Row | undefined
      all(...values: SqlValue[]): Row[]
    }
    close(): void
  }
}

const load = createRequire(__filename)

function library(): Library {
  try {
    return (load('node:sqlite') as { DatabaseSync: Library }).DatabaseSync
  } catch {
    // Node 20 has no SQLite of its own; libsql ships a prebuilt one and has the same three calls.
    return load('libsql') as Library
  }
}

/**
 * Opens one database file in WAL mode. `synchronous=FULL` forces every commit to the disk, so that neither `kill -9` nor
 * a power cut loses an acknowledged write.
 */
export function openDriver(path: string, { readOnly = false }: { readOnly?: boolean } = {}): Driver {
  const database = new (library())(path, { readonly: readOnly, readOnly })
  database.exec('PRAGMA busy_timeout=5000')
  if (!readOnly) database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  return {
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        run: (...values) => ({ changes: Number(statement.run(...values).changes) }),
        get: (...values) => statement.get(...values) ?? undefined,
        all: (...values) => statement.all(...values),
      }
    },
    close: () => database.close(),
  }
}
