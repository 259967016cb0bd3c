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

/** How parameters are handed over: libsql takes one lone blob or null for an object of named ones, so it gets a list. */
type Bind = (values: SqlValue[]) => SqlValue[]

function library(): { open: Library; bind: Bind } {
  try {
    return { open: (load('node:sqlite') as { DatabaseSync: Library }).DatabaseSync, bind: (values) => values }
  } catch {
    // Node 20 has no SQLite of its own; libsql ships a prebuilt one and has the same three calls.
    return { open: load('libsql') as Library, bind: (values) => [values as unknown as SqlValue] }
  }
}

/** libsql gives blobs of `all` as ArrayBuffer, and adds a `_metadata` column to `get`. */
function plainRow(row: Row): Row {
  for (const column in row) {
    const value: unknown = row[column]
    if (value instanceof ArrayBuffer) row[column] = new Uint8Array(value)
    else if (column === '_metadata') delete row[column]
  }
  return row
}

/**
 * Opens one database file in WAL mode. `synchronous=FULL` forces every commit to the disk, so that neither `kill -9` nor
 * a power cut loses an acknowledged write.
 */
export function openDriver(path: string, { readOnly = false }: { readOnly?: boolean } = {}): Driver {
  const { open, bind } = library()
  const database = new open(path, { readonly: readOnly, readOnly })
  database.exec('PRAGMA busy_timeout=5000')
  if (!readOnly) database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  return {
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        run: (...values) => ({ changes: Number(statement.run(...bind(values)).changes) }),
        get(...values) {
          const row = statement.get(...bind(values))
          return row && plainRow(row)
        },
        all: (...values) => statement.all(...bind(values)).map(plainRow),
      }
    },
    close: () => database.close(),
  }
}
