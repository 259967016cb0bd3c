import { createHash } from 'node:crypto'
import type { Index } from '../../core/collections'

/** What should stand in the cloud, worked out from the bundles, the collections and the settings alone. */

/** The runtime of every function; CloudBase fixes it when a function is created. */
export const RUNTIME = 'Nodejs20.19'
/** No client reads or writes a document or a file: everything goes through functions, which these rules do not bind. */
export const RULE = 'ADMINONLY'

/** A built function, as scripts/build.ts describes it, with the files it is made of. */
export interface Bundle {
  name: string
  /** The folder that is uploaded. */
  folder: string
  files: { name: string; content: string }[]
  functionJson: {
    timeout: number
    memory: number
    http?: string
    triggers?: { name: string; type: 'timer'; config: string }[]
    permissions?: { openapi: string[] }
  }
}

export interface WantedFunction {
  name: string
  folder: string
  /** Bytes of the upload before compression. */
  bytes: number
  /** Twelve hex digits that change with any byte of the upload; kept in the function's description. */
  hash: string
  timeout: number
  memory: number
  environment: Record<string, string>
  triggers: { name: string; config: string }[]
  /** The path of HTTP access, where it has one. */
  path: string | null
  /** WeChat's interfaces that it calls. */
  openapi: string[]
}

export interface WantedCollection {
  name: string
  indexes: Index[]
}

/** The storefront's files: where each lies here and is to lie in static hosting. */
export interface WantedSite {
  /** `md5` is what file storage answers as the ETag of a file under 5 MB. */
  files: { localPath: string; cloudPath: string; md5: string; bytes: number }[]
}

export interface Wanted {
  functions: WantedFunction[]
  collections: WantedCollection[]
  site: WantedSite
}

/** A function is given the settings that its code names, and no others: a key is only where it is used. */
export function wantedFunction(
  bundle: Bundle,
  settings: Record<string, string | undefined>,
  names: string[],
): WantedFunction {
  const { timeout, memory, http, triggers = [], permissions } = bundle.functionJson
  const code = bundle.files.map(({ content }) => content).join('\n')
  const environment = names.flatMap((name) => {
    const value = settings[name]
    return value && new RegExp(`\\b${name}\\b`).test(code) ? [[name, value]] : []
  })
  return {
    name: bundle.name,
    folder: bundle.folder,
    bytes: bundle.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0),
    hash: hashOf(bundle.files),
    timeout,
    memory,
    environment: Object.fromEntries(environment),
    triggers: triggers.map(({ name, config }) => ({ name, config })),
    path: http ?? null,
    openapi: permissions?.openapi ?? [],
  }
}

function hashOf(files: Bundle['files']): string {
  const hash = createHash('sha256')
  for (const { name, content } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${name}\0${content}\0`)
  return hash.digest('hex').slice(0, 12)
}

/** The text under which a function's hash is kept where it is deployed. */
export const descriptionOf = (hash: string): string => `xingtan ${hash}`

// A single function's environment, cloud.tencent.com/document/product/583/11637.
const ENVIRONMENT_LIMIT = 4096
// docs.cloudbase.net/cli-v1/functions/configs
const MEMORY_SIZES = [128, 256, 512, 1024, 2048]
const LONGEST_TIMEOUT = 60

/** What CloudBase would refuse, said before anything is uploaded. */
export function refusals({ functions }: Wanted): string[] {
  return functions.flatMap(({ name, timeout, memory, environment, triggers }) => {
    const size = Object.entries(environment).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0)
    return [
      ...(size > ENVIRONMENT_LIMIT
        ? [`${name}: its settings are ${size} bytes, CloudBase takes ${ENVIRONMENT_LIMIT}`]
        : []),
      ...(MEMORY_SIZES.includes(memory) ? [] : [`${name}: memory ${memory} is none of ${MEMORY_SIZES.join(', ')}`]),
      ...(timeout >= 1 && timeout <= LONGEST_TIMEOUT
        ? []
        : [`${name}: timeout ${timeout} is not 1 to ${LONGEST_TIMEOUT} s`]),
      ...triggers
        .filter(({ config }) => config.trim().split(/\s+/).length !== 7)
        .map((trigger) => `${name}: timer ${trigger.name} has not seven fields: ${trigger.config}`),
    ]
  })
}

/** `config.json` of an upload: WeChat reads from it which of its interfaces a function may call. */
export function configJson({ permissions, triggers }: Bundle['functionJson']): string {
  return `${JSON.stringify({ permissions: { openapi: permissions?.openapi ?? [] }, triggers: triggers ?? [] }, null, 2)}\n`
}

/** Which functions call which of WeChat's interfaces: those that DevTools must upload once, before WeChat lets them. */
export function permissionLines({ functions }: Wanted): string[] {
  const interfaces = [...new Set(functions.flatMap(({ openapi }) => openapi))].sort()
  return interfaces.map((one) => {
    const callers = functions.filter(({ openapi }) => openapi.includes(one)).map(({ name }) => name)
    return `${one}: ${callers.join(', ')}`
  })
}

/** `cloudbaserc.json`: the same deployment for Tencent's own command line. Secrets stand as names, never as values. */
export function cloudbaserc(wanted: Wanted, names: string[]): string {
  const functions = wanted.functions.map(({ name, timeout, memory, environment, triggers }) => ({
    name,
    timeout,
    memorySize: memory,
    runtime: RUNTIME,
    handler: 'index.main',
    installDependency: true,
    envVariables: Object.fromEntries(
      names.filter((setting) => setting in environment).map((setting) => [setting, `{{env.${setting}}}`]),
    ),
    triggers: triggers.map(({ name, config }) => ({ name, type: 'timer', config })),
  }))
  const collections = wanted.collections.map(({ name, indexes }) => ({
    collectionName: name,
    description: name,
    aclTag: RULE,
    createIndexes: indexes.map((index) => ({
      name: index.name,
      unique: index.unique ?? false,
      keys: Object.entries(index.fields).map(([field, direction]) => ({ name: field, direction: String(direction) })),
    })),
  }))
  const database = { use: '@cloudbase/framework-plugin-database', inputs: { collections } }
  return `${JSON.stringify(
    {
      version: '2.0',
      envId: '{{env.TCB_ENV_ID}}',
      functionRoot: 'cloudfunctions',
      functions,
      framework: { plugins: { database } },
    },
    null,
    2,
  )}\n`
}
