import type { Index } from '../../core/collections'
import { descriptionOf, RULE, RUNTIME, type Wanted, type WantedFunction } from './wanted'

/** What is to be done so that the cloud holds what is wanted. Pure: the same two pictures give the same plan. */

export interface FoundFunction {
  name: string
  runtime: string
  timeout: number
  memory: number
  description: string
  environment: Record<string, string>
  triggers: { name: string; config: string }[]
}

export interface FoundCollection {
  name: string
  rule: string
  indexes: { name: string; fields: [field: string, direction: string][]; unique: boolean }[]
}

/** What stands in the cloud now. */
export interface Found {
  functions: FoundFunction[]
  collections: FoundCollection[]
  /** Paths of HTTP access, and whether it is switched on. */
  paths: { path: string; functionName: string }[]
  httpOpen: boolean
  storageRule: string
  /** Static hosting: whether it is on, and its files with their MD5 sums. */
  siteOpen: boolean
  siteFiles: { cloudPath: string; md5: string }[]
}

export const EMPTY: Found = {
  functions: [],
  collections: [],
  paths: [],
  httpOpen: false,
  storageRule: '',
  siteOpen: false,
  siteFiles: [],
}

type Trigger = WantedFunction['triggers'][number]

/** One change in the cloud. Doing it twice is the same as doing it once. */
export type Step =
  | { do: 'createCollection'; collection: string }
  | { do: 'setRule'; collection: string }
  | { do: 'dropIndex'; collection: string; index: string }
  | { do: 'createIndex'; collection: string; index: Index }
  | { do: 'setStorageRule' }
  | { do: 'createFunction'; name: string }
  | { do: 'updateCode'; name: string }
  | { do: 'updateConfiguration'; name: string; changed: string[] }
  | { do: 'deleteTrigger'; name: string; trigger: string }
  | { do: 'createTrigger'; name: string; trigger: Trigger }
  | { do: 'openHttp' }
  | { do: 'openPath'; name: string; path: string }
  | { do: 'openSite' }
  | { do: 'uploadSite'; cloudPaths: string[] }

export interface Plan {
  steps: Step[]
  /** Functions that are deployed exactly as built. */
  unchanged: string[]
  /** What the cloud holds that is none of ours; it is left alone. */
  leftAlone: string[]
  /** Why this cannot be carried out; then nothing is. */
  refusals: string[]
}

/** Collections first, for functions need them; then functions; then the paths that lead to them; then the pages that ask there. */
export function planDeployment(wanted: Wanted, found: Found): Plan {
  const functions = wanted.functions.map((one) => ({ one, steps: stepsFor(one, found) }))
  const ours = new Set([...wanted.functions, ...wanted.collections].map(({ name }) => name))
  return {
    steps: [
      ...wanted.collections.flatMap((collection) => collectionSteps(collection, found)),
      ...(found.storageRule === RULE ? [] : [{ do: 'setStorageRule' } as const]),
      ...functions.flatMap(({ steps }) => steps),
      ...httpSteps(wanted, found),
      ...siteSteps(wanted, found),
    ],
    unchanged: functions.filter(({ steps }) => steps.length === 0).map(({ one }) => one.name),
    leftAlone: [...found.functions, ...found.collections].map(({ name }) => name).filter((name) => !ours.has(name)),
    refusals: [...runtimeRefusals(wanted, found), ...pathRefusals(wanted, found)],
  }
}

function collectionSteps({ name, indexes }: Wanted['collections'][number], found: Found): Step[] {
  const existing = found.collections.find((collection) => collection.name === name)
  const create: Step[] = existing ? [] : [{ do: 'createCollection', collection: name }]
  const rule: Step[] = existing?.rule === RULE ? [] : [{ do: 'setRule', collection: name }]
  const changes = indexes.flatMap((index): Step[] => {
    const same = existing?.indexes.find((one) => one.name === index.name)
    if (same && describesSame(index, same)) return []
    const drop: Step[] = same ? [{ do: 'dropIndex', collection: name, index: index.name }] : []
    return [...drop, { do: 'createIndex', collection: name, index }]
  })
  return [...create, ...rule, ...changes]
}

function describesSame(wanted: Index, found: FoundCollection['indexes'][number]): boolean {
  const fields = Object.entries(wanted.fields).map(([field, direction]) => [field, String(direction)])
  return JSON.stringify(fields) === JSON.stringify(found.fields) && (wanted.unique ?? false) === found.unique
}

function stepsFor(one: WantedFunction, found: Found): Step[] {
  const { name, triggers } = one
  const existing = found.functions.find((candidate) => candidate.name === name)
  if (!existing) {
    return [
      { do: 'createFunction', name },
      ...triggers.map((trigger): Step => ({ do: 'createTrigger', name, trigger })),
    ]
  }
  const sameCode = existing.description === descriptionOf(one.hash)
  const changed = changesOf(one, existing)
  // The hash is written with the configuration, after the code: an upload cut off in the middle is done again.
  const code: Step[] = sameCode ? [] : [{ do: 'updateCode', name }]
  const configuration: Step[] =
    sameCode && changed.length === 0
      ? []
      : [{ do: 'updateConfiguration', name, changed: sameCode ? changed : ['description', ...changed] }]
  return [...code, ...configuration, ...triggerSteps(one, existing)]
}

/** The names of what differs, never the values. */
function changesOf(one: WantedFunction, existing: FoundFunction): string[] {
  const names = [...new Set([...Object.keys(one.environment), ...Object.keys(existing.environment)])].sort()
  return [
    ...(one.timeout === existing.timeout ? [] : ['timeout']),
    ...(one.memory === existing.memory ? [] : ['memory']),
    ...names.filter((name) => one.environment[name] !== existing.environment[name]),
  ]
}

function triggerSteps({ name, triggers }: WantedFunction, existing: FoundFunction): Step[] {
  const same = (a: Trigger, b: Trigger) => a.name === b.name && a.config === b.config
  const superfluous = existing.triggers.filter((old) => !triggers.some((trigger) => same(trigger, old)))
  const missing = triggers.filter((trigger) => !existing.triggers.some((old) => same(trigger, old)))
  return [
    ...superfluous.map((old): Step => ({ do: 'deleteTrigger', name, trigger: old.name })),
    ...missing.map((trigger): Step => ({ do: 'createTrigger', name, trigger })),
  ]
}

function httpSteps({ functions }: Wanted, found: Found): Step[] {
  const reachable = functions.filter(({ path }) => path !== null)
  const open: Step[] = reachable.length > 0 && !found.httpOpen ? [{ do: 'openHttp' }] : []
  const paths = reachable.flatMap(({ name, path }): Step[] =>
    path === null || found.paths.some((one) => one.path === path) ? [] : [{ do: 'openPath', name, path }],
  )
  return [...open, ...paths]
}

/** Files of older storefronts stay: a page that is open in somebody's browser may still ask for them. */
function siteSteps({ site }: Wanted, found: Found): Step[] {
  const there = new Map(found.siteFiles.map(({ cloudPath, md5 }) => [cloudPath, md5]))
  const changed = site.files.filter(({ cloudPath, md5 }) => there.get(cloudPath) !== md5)
  if (changed.length === 0) return []
  const open: Step[] = found.siteOpen ? [] : [{ do: 'openSite' }]
  return [...open, { do: 'uploadSite', cloudPaths: changed.map(({ cloudPath }) => cloudPath) }]
}

function runtimeRefusals({ functions }: Wanted, found: Found): string[] {
  return found.functions
    .filter(({ name, runtime }) => runtime !== RUNTIME && functions.some((one) => one.name === name))
    .map(
      ({ name, runtime }) =>
        `${name} runs on ${runtime}, and CloudBase fixes the runtime at creation: delete it in the console, then deploy again`,
    )
}

function pathRefusals({ functions }: Wanted, found: Found): string[] {
  return functions.flatMap(({ name, path }) =>
    found.paths
      .filter((one) => one.path === path && one.functionName !== name)
      .map(
        (one) =>
          `the path ${one.path} leads to ${one.functionName}, not to ${name}: remove it in the console, then deploy again`,
      ),
  )
}

/** The plan for a person to read before saying yes. */
export function describePlan(plan: Plan, wanted: Wanted): string {
  const lines = plan.steps.map((step) => `  ${wordsFor(step, wanted)}`)
  const count = plan.unchanged.length
  return [
    plan.steps.length === 0 ? 'Nothing to do: the cloud holds what was built.' : `${plan.steps.length} steps:`,
    ...lines,
    ...(count > 0 ? [`${count} functions stay as they are: ${plan.unchanged.join(', ')}`] : []),
    ...(plan.leftAlone.length > 0 ? [`Not ours, left alone: ${plan.leftAlone.join(', ')}`] : []),
  ].join('\n')
}

function wordsFor(step: Step, { functions, site }: Wanted): string {
  switch (step.do) {
    case 'createCollection':
      return `+ collection ${step.collection}`
    case 'setRule':
      return `~ collection ${step.collection}: closed to every client (${RULE})`
    case 'dropIndex':
      return `- index ${step.collection}.${step.index}, which has other fields now`
    case 'createIndex':
      return `+ index ${step.collection}.${step.index.name} (${indexWords(step.index)})`
    case 'setStorageRule':
      return `~ storage: closed to every client (${RULE})`
    case 'createFunction': {
      const one = functions.find(({ name }) => name === step.name)
      return one
        ? `+ function ${one.name}: ${size(one.bytes)}, ${one.timeout} s, ${one.memory} MB, ${settingsOf(one)}`
        : step.name
    }
    case 'updateCode':
      return `~ function ${step.name}: new code`
    case 'updateConfiguration':
      return `~ function ${step.name}: ${step.changed.join(', ')}`
    case 'deleteTrigger':
      return `- timer ${step.name}.${step.trigger}`
    case 'createTrigger':
      return `+ timer ${step.name}.${step.trigger.name}: ${step.trigger.config}`
    case 'openHttp':
      return '~ HTTP access: on'
    case 'openPath':
      return `+ HTTP path ${step.path} to ${step.name}`
    case 'openSite':
      return '~ static hosting: on'
    case 'uploadSite': {
      const bytes = site.files.reduce((sum, one) => sum + (step.cloudPaths.includes(one.cloudPath) ? one.bytes : 0), 0)
      return `+ storefront: ${step.cloudPaths.length} of ${site.files.length} files, ${size(bytes)}`
    }
  }
}

const size = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`
const settingsOf = ({ environment }: WantedFunction) =>
  `settings ${Object.keys(environment).sort().join(' ') || 'none'}`
const indexWords = ({ fields, unique }: Index) =>
  `${Object.entries(fields)
    .map(([field, direction]) => `${field} ${direction === 1 ? 'up' : 'down'}`)
    .join(', ')}${unique ? ', unique' : ''}`
