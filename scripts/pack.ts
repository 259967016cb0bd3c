import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, posix } from 'node:path'
import icons from './tdesignIcons.json'

/**
 * `npm run pack`: writes miniprogram/miniprogram_npm with the TDesign components the mini-program uses and what they need,
 * so that WeChat DevTools opens the project as it is and the package stays small ("构建 npm" would copy the whole kit).
 */

const KIT = 'tdesign-miniprogram'
const COMPONENT_FILES = ['.js', '.json', '.wxml', '.wxss']
const ICON_SHEET = 'icon/icon.wxss'

/** Files by their path under miniprogram_npm. */
export type Packed = Map<string, Buffer>

/** Every file below `folder`, as posix paths relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}

/** The kit's components that our own pages and components name. */
function wanted(source: string): string[] {
  const own = filesBelow(source).filter((path) => path.endsWith('.json') && !path.startsWith('miniprogram_npm/'))
  const used = own.flatMap((path) => {
    const { usingComponents = {} } = JSON.parse(readFileSync(join(source, path), 'utf8')) as {
      usingComponents?: Record<string, string>
    }
    return Object.values(usingComponents)
  })
  return [...new Set(used)].filter((name) => name.startsWith(`${KIT}/`)).map((name) => name.slice(KIT.length + 1))
}

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])

/** What a file of the kit names, by its kind: `[name, whether it is a component]`. */
const namedIn: Record<string, (text: string) => string[]> = {
  '.js': (text) => matches(text, /(?:\bfrom|\bimport|require\()\s*["']([^"']+)["']/g),
  '.wxs': (text) => matches(text, /require\(\s*["']([^"']+)["']\s*\)/g),
  '.wxml': (text) => matches(text, /<(?:import|include|wxs)\b[^>]*?\ssrc="([^"]+)"/g),
  '.wxss': (text) => matches(text, /@import\s+["']([^"']+)["']/g),
}

/** The icon sheet with our own subset of the font inside: the kit's font is fetched from the network at every start. */
function iconSheet(sheet: string): string {
  const rules = sheet
    .replace(
      /@font-face\{[^}]*\}/,
      `@font-face{font-family:t;src:url(data:font/woff2;base64,${icons.woff2}) format('woff2');font-weight:400;font-style:normal;}`,
    )
    .replace(/\.t-icon-[\w-]+:before\{content:'[^']*';\}\n?/g, '')
  const glyphs = Object.entries(icons.glyphs).map(([name, point]) => `.t-icon-${name}:before{content:'\\${point}';}`)
  return `${rules.trimEnd()}\n${glyphs.join('\n')}\n`
}

/** The kit's files that `source` needs. Throws on a name that leads nowhere. */
export function pack(source: string, modules: string): Packed {
  const kit = join(modules, KIT, 'miniprogram_dist')
  const packed: Packed = new Map()
  const find = (path: string): string | undefined =>
    [path, `${path}.js`, `${path}/index.js`].find(
      (one) => existsSync(join(kit, one)) && statSync(join(kit, one)).isFile(),
    )

  const resolve = (from: string, name: string): string => {
    const relative = name.startsWith('.') || ['.wxss', '.wxml', '.wxs'].includes(extname(from))
    const path = relative ? posix.join(posix.dirname(from), name) : `miniprogram_npm/${name}`
    const file = find(path)
    if (!file) throw new Error(`${KIT}/${from} names ${name}, which is not in the kit`)
    return file
  }

  const add = (path: string): void => {
    const at = `${KIT}/${path}`
    if (packed.has(at)) return
    const bytes = readFileSync(join(kit, path))
    const text = bytes.toString('utf8')
    packed.set(at, path === ICON_SHEET ? Buffer.from(iconSheet(text)) : bytes)
    for (const name of namedIn[extname(path)]?.(text) ?? []) add(resolve(path, name))
  }

  const addComponent = (path: string): void => {
    if (packed.has(`${KIT}/${path}.json`)) return
    for (const extension of COMPONENT_FILES) if (existsSync(join(kit, path + extension))) add(path + extension)
    const { usingComponents = {} } = JSON.parse(readFileSync(join(kit, `${path}.json`), 'utf8')) as {
      usingComponents?: Record<string, string>
    }
    for (const name of Object.values(usingComponents)) addComponent(posix.join(posix.dirname(path), name))
  }

  for (const name of wanted(source)) addComponent(name)
  const licence = readFileSync(join(modules, KIT, 'LICENSE'))
  return packed.set(`${KIT}/LICENSE`, licence)
}

/** Replaces miniprogram_npm by what is needed now. Returns the number of files and bytes. */
function write(source: string, packed: Packed): { files: number; bytes: number } {
  const target = join(source, 'miniprogram_npm')
  rmSync(target, { recursive: true, force: true })
  let bytes = 0
  for (const [path, content] of packed) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), content)
    bytes += content.length
  }
  return { files: packed.size, bytes }
}

if (require.main === module) {
  const root = join(__dirname, '..')
  const source = join(root, 'miniprogram')
  const { files, bytes } = write(source, pack(source, join(root, 'node_modules')))
  console.log(`miniprogram_npm: ${files} files, ${(bytes / 1024).toFixed(0)} KB`)
}
