import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'

/** A line that knows what it must not know, in words. */
export type Breach = { file: string; line: number; what: string }

type Room = {
  /** Rooms of the house it may import from; itself is always allowed. */
  knows: string[]
  /** Packages it may import; undefined means any. */
  packages?: string[]
  /** Imports out of the room must be types, which vanish. */
  typesOnly?: boolean
}

/** Who may know whom (docs/architecture.md). The longest matching path is a file's room. */
const rooms: Record<string, Room> = {
  'core/contract': { knows: [], packages: ['zod'] },
  core: { knows: ['core/contract'], packages: ['zod', 'marked'] },
  platform: { knows: ['core', 'core/contract'] },
  cloudfunctions: { knows: ['core', 'core/contract', 'platform'], packages: [] },
  emulator: { knows: [] },
  web: { knows: [] },
  miniprogram: { knows: ['core/contract'], packages: ['tdesign-miniprogram'], typesOnly: true },
  // `npm run simulate` runs the same worlds as the tests do.
  scripts: { knows: ['core', 'core/contract', 'platform', 'emulator', 'web', 'benchmarks', 'tests/simulation'] },
  benchmarks: { knows: ['core', 'core/contract', 'platform', 'emulator', 'web', 'scripts', 'tests'] },
  'tests/simulation': { knows: ['core', 'core/contract', 'platform'] },
  tests: { knows: ['core', 'core/contract', 'platform', 'emulator', 'web', 'scripts', 'benchmarks'] },
}

/** Time, chance and the outside come into the core through ports; a clock read here could not be set by a test. */
const barredFromCore: [pattern: RegExp, what: string][] = [
  [/\bDate\.now\(\)/, 'reads the clock: take it from ports.clock'],
  [/\bnew Date\(\)/, 'reads the clock: take it from ports.clock'],
  [/\bMath\.random\(\)/, 'rolls dice: take it from ports.ids'],
]

const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)|require\('([^']+)'\)/
const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => `${file}/`.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function breachOf(file: string, room: Room, name: string, line: string): string | undefined {
  const [, isType, ...specifiers] = IMPORT.exec(line) ?? []
  const specifier = specifiers.find(Boolean)
  if (!specifier) return undefined
  if (!specifier.startsWith('.')) {
    const isOwn = specifier.startsWith('node:') || !room.packages || room.packages.includes(packageOf(specifier))
    return isOwn ? undefined : `${name} must not import ${specifier}`
  }
  const target = roomOf(posix.normalize(posix.join(dirname(file), specifier)))
  if (target === undefined || target === name) return undefined
  if (!room.knows.includes(target)) return `${name} must not know ${target}`
  return room.typesOnly && !isType ? `${name} may import only types from ${target}` : undefined
}

/** The breaches of one file; `file` is its path from the root, with `/`. */
export function breachesIn(file: string, text: string): Breach[] {
  const name = roomOf(file)
  const room = name === undefined ? undefined : rooms[name]
  if (name === undefined || !room) return []
  return text.split('\n').flatMap((line, at) => {
    const barred = name.startsWith('core') ? barredFromCore.filter(([pattern]) => pattern.test(line)) : []
    const breach = breachOf(file, room, name, line)
    return [...barred.map(([, what]) => what), ...(breach ? [breach] : [])].map((what) => ({
      file,
      line: at + 1,
      what,
    }))
  })
}

const isOurs = (file: string): boolean =>
  /\.(ts|js)$/.test(file) &&
  !/\.(test|fixture|d)\.ts$/.test(file) &&
  !/(^|\/)(node_modules|miniprogram_npm|fixtures?|kitchen)\//.test(file)

/** Every breach in the house. Tests are free to know what they test. */
export function breaches(root: string): Breach[] {
  return Object.keys(rooms)
    .filter((room) => !room.includes('/'))
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
    )
    .map((path) => relative('.', path).split(sep).join('/'))
    .filter(isOurs)
    .flatMap((file) => breachesIn(file, readFileSync(join(root, file), 'utf8')))
}
