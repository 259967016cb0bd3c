import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS } from './limits'

/** function.json: the part of a function's deployment that the cloud enforces. `timeout` in seconds, `memory` in MB. */
const FunctionConfig = z.strictObject({
  timeout: z.int().min(1).max(900).default(DEFAULT_TIMEOUT_SECONDS),
  memory: z.int().min(64).max(3072).default(DEFAULT_MEMORY_MB),
  /** The path under `/http` by which HTTP access reaches it. */
  http: z.string().startsWith('/').optional(),
  triggers: z
    .array(z.strictObject({ name: z.string().min(1), type: z.literal('timer'), config: z.string() }))
    .default([]),
  permissions: z.strictObject({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
})
export type FunctionConfig = z.output<typeof FunctionConfig>

/** A built function on disk; `version` changes whenever its bundle or its function.json does. */
export type BuiltFunction = { name: string; bundle: string; version: string; config: FunctionConfig }

export type Catalog = { find(name: string): BuiltFunction | undefined; all(): BuiltFunction[] }

// What the cloud allows as a function's name; it also keeps a name from being a path.
const NAME = /^[A-Za-z][\w-]{0,59}$/

const versionOf = (file: string): string | undefined => {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.mtimeMs}:${stat.size}`
}

function configIn(file: string, exists: boolean): FunctionConfig {
  if (!exists) return FunctionConfig.parse({})
  const parsed = FunctionConfig.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} is not a function.json: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** A list of all serves so long: making one asks the disk twice for every function. */
const LISTED_FOR_MS = 1_000

/** The functions built into `folder`, one folder each. Looks at the disk for every one that is asked for, so that a new build is seen at once. */
export function functionCatalog(folder: string): Catalog {
  const known = new Map<string, BuiltFunction>()
  let listed: { at: number; all: BuiltFunction[] } | undefined

  function find(name: string): BuiltFunction | undefined {
    if (!NAME.test(name)) return undefined
    const bundle = join(folder, name, 'index.js')
    const code = versionOf(bundle)
    if (!code) return undefined
    const json = join(folder, name, 'function.json')
    const settings = versionOf(json)
    const version = `${code}/${settings}`
    const before = known.get(name)
    if (before?.version === version) return before
    const now = { name, bundle, version, config: configIn(json, settings !== undefined) }
    known.set(name, now)
    return now
  }

  const list = (): BuiltFunction[] =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => find(entry.name) ?? [])

  return {
    find,
    all() {
      const at = Date.now()
      if (!listed || at - listed.at > LISTED_FOR_MS) listed = { at, all: list() }
      return listed.all
    },
  }
}
