import { decode, encode } from './codec'
import { type Driver, openDriver, type Statement } from './driver'
import { collectionExists, collectionMissing, duplicateKey, notEmulated, writeRefused } from './errors'
import { type IndexField, indexEntries, indexFields, keyOf } from './keys'
import { MAX_DOCUMENT_BYTES } from './limits'
import { type Doc, typeName, type Value } from './values'

/** The collections of a product with their indexes, as one file of the core declares them. `_id` is always indexed. */
export type Collections = {
  [name: string]: { indexes: { name: string; fields: Record<string, 1 | -1>; unique?: boolean }[] }
}

/** A declared index: `many` tells, per field, whether some document has a list of several elements on its path. */
export type Index = { name: string; table: string; fields: IndexField[]; unique: boolean; many: boolean[] }

export type Collection = { name: string; table: string; indexes: Index[] }

/** A document with its row number, which is its place in natural order. */
export type Stored = { rid: number; doc: Doc }

type IndexSpec = Collections[string]['indexes'][number]

/** One SQLite file: a table per collection, and a table of ordered keys per index. Everything here is synchronous. */
export type Store = ReturnType<typeof openStore>

export function openStore(file: string, declared: Collections) {
  const driver: Driver = openDriver(file)
  driver.exec(
    'CREATE TABLE IF NOT EXISTS _collections (n INTEGER PRIMARY KEY, name TEXT UNIQUE);' +
      'CREATE TABLE IF NOT EXISTS _indexes (n INTEGER PRIMARY KEY, collection TEXT, name TEXT, spec TEXT, many TEXT, UNIQUE (collection, name))',
  )
  const statements = new Map<string, Statement>()
  const sql = (text: string): Statement => {
    const known = statements.get(text)
    if (known) return known
    const made = driver.prepare(text)
    statements.set(text, made)
    return made
  }

  const collections = new Map<string, Collection>()
  let manyNoted = false
  let collectionAdded = false

  function collection(name: string): Collection {
    const found = collections.get(name)
    if (!found) throw collectionMissing()
    return found
  }

  function addCollection(name: string): Collection {
    if (collections.has(name)) throw collectionExists()
    sql('INSERT INTO _collections (name) VALUES (?)').run(name)
    const n = Number(sql('SELECT n FROM _collections WHERE name = ?').get(name)?.n)
    const made: Collection = { name, table: `c${n}`, indexes: [] }
    driver.exec(`CREATE TABLE ${made.table} (rid INTEGER PRIMARY KEY, id BLOB UNIQUE NOT NULL, doc TEXT NOT NULL)`)
    collections.set(name, made)
    collectionAdded = true
    return made
  }

  function loadCollections(): void {
    for (const row of sql('SELECT n, name FROM _collections').all()) {
      collections.set(String(row.name), { name: String(row.name), table: `c${row.n}`, indexes: [] })
    }
    for (const row of sql('SELECT n, collection, spec, many FROM _indexes ORDER BY n').all()) {
      const spec = JSON.parse(String(row.spec)) as IndexSpec
      collections.get(String(row.collection))?.indexes.push({
        name: spec.name,
        table: `x${row.n}`,
        fields: indexFields(spec.fields),
        unique: spec.unique === true,
        many: JSON.parse(String(row.many)),
      })
    }
  }

  function addIndex(of: Collection, spec: IndexSpec): void {
    const fields = indexFields(spec.fields)
    const many = fields.map(() => false)
    const values = [of.name, spec.name, JSON.stringify(spec), JSON.stringify(many)]
    sql('INSERT INTO _indexes (collection, name, spec, many) VALUES (?, ?, ?, ?)').run(...values)
    const n = Number(sql('SELECT n FROM _indexes WHERE collection = ? AND name = ?').get(of.name, spec.name)?.n)
    const unique = spec.unique === true
    const index: Index = { name: spec.name, table: `x${n}`, fields, unique, many }
    driver.exec(`CREATE TABLE ${index.table} (k BLOB, rid INTEGER, PRIMARY KEY (k, rid)) WITHOUT ROWID`)
    const page = sql(`SELECT rid, doc FROM ${of.table} WHERE rid > ? ORDER BY rid LIMIT 1000`)
    for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.rid ?? 0)) {
      for (const row of rows) addKeys(of, index, Number(row.rid), decode(String(row.doc)))
    }
    of.indexes.push(index)
  }

  function dropIndex(of: Collection, index: Index): void {
    driver.exec(`DROP TABLE ${index.table}`)
    sql('DELETE FROM _indexes WHERE collection = ? AND name = ?').run(of.name, index.name)
    of.indexes = of.indexes.filter((other) => other !== index)
  }

  const sameIndex = (index: Index, spec: IndexSpec): boolean =>
    index.name === spec.name &&
    index.unique === (spec.unique === true) &&
    JSON.stringify(index.fields.map(({ path, direction }) => [path, direction])) ===
      JSON.stringify(Object.entries(spec.fields))

  /** Creates what is declared and missing, rebuilds indexes whose declaration changed, drops those no longer declared. */
  function declare(wanted: Collections): void {
    for (const [name, { indexes }] of Object.entries(wanted)) {
      const of = collections.get(name) ?? addCollection(name)
      for (const index of of.indexes) if (!indexes.some((spec) => sameIndex(index, spec))) dropIndex(of, index)
      for (const spec of indexes) if (!of.indexes.some((index) => sameIndex(index, spec))) addIndex(of, spec)
    }
  }

  function addKeys(of: Collection, index: Index, rid: number, doc: Doc): void {
    const { keys, many } = indexEntries(index.fields, doc)
    const insert = sql(`INSERT OR IGNORE INTO ${index.table} (k, rid) VALUES (?, ?)`)
    for (const key of keys) {
      if (index.unique && holderOf(index, key, rid) !== undefined)
        throw duplicateKey(of.name, index.name, shown(index, doc))
      insert.run(key, rid)
    }
    noteMany(of, index, many)
  }

  /** Who else stands under this key; keys are prefix-free, so equality is the whole question. */
  function holderOf(index: Index, key: Buffer, except: number): number | undefined {
    const row = sql(`SELECT rid FROM ${index.table} WHERE k = ? AND rid <> ? LIMIT 1`).get(key, except)
    return row && Number(row.rid)
  }

  function noteMany(of: Collection, index: Index, many: boolean[]): void {
    if (!many.some((is, i) => is && !index.many[i])) return
    manyNoted = true
    index.many = index.many.map((was, i) => was || many[i] === true)
    sql('UPDATE _indexes SET many = ? WHERE collection = ? AND name = ?').run(
      JSON.stringify(index.many),
      of.name,
      index.name,
    )
  }

  /** After a rollback: what the undone writes noted about lists, and the collections they made, are not on the disk. */
  function rolledBack(): void {
    if (collectionAdded) {
      collectionAdded = false
      const real = new Set(
        sql('SELECT name FROM _collections')
          .all()
          .map(({ name }) => String(name)),
      )
      for (const name of collections.keys()) if (!real.has(name)) collections.delete(name)
    }
    if (!manyNoted) return
    manyNoted = false
    for (const row of sql('SELECT collection, name, many FROM _indexes').all()) {
      const index = collections.get(String(row.collection))?.indexes.find(({ name }) => name === row.name)
      if (index) index.many = JSON.parse(String(row.many))
    }
  }

  function removeKeys(index: Index, rid: number, doc: Doc): void {
    const remove = sql(`DELETE FROM ${index.table} WHERE k = ? AND rid = ?`)
    for (const key of indexEntries(index.fields, doc).keys) remove.run(key, rid)
  }

  function moveKeys(of: Collection, index: Index, rid: number, before: Doc, after: Doc): void {
    const old = indexEntries(index.fields, before)
    const next = indexEntries(index.fields, after)
    const unchanged =
      old.keys.length === next.keys.length && old.keys.every((key, i) => key.equals(next.keys[i] as Buffer))
    if (unchanged) noteMany(of, index, next.many)
    else {
      removeKeys(index, rid, before)
      addKeys(of, index, rid, after)
    }
  }

  function text(doc: Doc): string {
    const encoded = encode(doc)
    const bytes = Buffer.byteLength(encoded)
    if (bytes > MAX_DOCUMENT_BYTES) {
      throw writeRefused(`object to insert too large. size in bytes: ${bytes}, max size: ${MAX_DOCUMENT_BYTES}`)
    }
    return encoded
  }

  function byId(of: Collection, id: Value): Stored | undefined {
    const row = sql(`SELECT rid, doc FROM ${of.table} WHERE id = ?`).get(keyOf(id))
    return row && { rid: Number(row.rid), doc: decode(String(row.doc)) }
  }

  function insert(of: Collection, doc: Doc): void {
    const id = doc._id
    if (Array.isArray(id)) throw writeRefused("The '_id' value cannot be of type array")
    if (typeName(id) === 'regex') throw notEmulated('a regular expression as an _id')
    const key = keyOf(id)
    const there = sql(`SELECT rid FROM ${of.table} WHERE id = ?`).get(key)
    if (there) throw duplicateKey(of.name, '_id_', `{ _id: ${JSON.stringify(id)} }`)
    sql(`INSERT INTO ${of.table} (id, doc) VALUES (?, ?)`).run(key, text(doc))
    if (of.indexes.length === 0) return
    const rid = Number(sql(`SELECT rid FROM ${of.table} WHERE id = ?`).get(key)?.rid)
    for (const index of of.indexes) addKeys(of, index, rid, doc)
  }

  function replace(of: Collection, { rid, doc }: Stored, next: Doc): void {
    sql(`UPDATE ${of.table} SET doc = ? WHERE rid = ?`).run(text(next), rid)
    for (const index of of.indexes) moveKeys(of, index, rid, doc, next)
  }

  function remove(of: Collection, { rid, doc }: Stored): void {
    for (const index of of.indexes) removeKeys(index, rid, doc)
    sql(`DELETE FROM ${of.table} WHERE rid = ?`).run(rid)
  }

  loadCollections()
  driver.exec('BEGIN IMMEDIATE')
  try {
    declare(declared)
    driver.exec('COMMIT')
  } catch (error) {
    driver.exec('ROLLBACK')
    driver.close()
    throw error
  }

  return {
    sql,
    exec: (text: string) => driver.exec(text),
    /** Its table and indexes; a name nobody created is refused as the cloud refuses it. */
    collection,
    names: (): string[] => [...collections.keys()].sort(),
    addCollection,
    byId,
    insert,
    replace,
    remove,
    rolledBack,
    /** Ends a transaction that could not be committed. */
    abandon(): void {
      try {
        driver.exec('ROLLBACK')
      } catch {
        // SQLite has ended it already, which is what was wanted.
      }
      rolledBack()
    },
    /** How many documents a collection has. */
    size: (of: Collection): number => Number(sql(`SELECT COUNT(*) AS n FROM ${of.table}`).get()?.n),
    close: () => driver.close(),
  }
}

/** The key of a document in an index, as MongoDB shows it in a duplicate key error. */
function shown(index: Index, doc: Doc): string {
  const parts = index.fields.map(({ path, parts }) => {
    const value = parts.reduce<unknown>((at, part) => (at as Doc | undefined)?.[part], doc)
    return `${path}: ${JSON.stringify(value ?? null)}`
  })
  return `{ ${parts.join(', ')} }`
}
