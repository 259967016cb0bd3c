import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { measurePackages, type PackageSize } from '../sizes'

/** A mini-program as the rules read it: its own sources as text, and what stands around them. */
export type MiniProgram = {
  app: AppJson
  /** Text of every source of ours, by its path below the mini-program's folder. */
  texts: Map<string, string>
  /** Bytes of every picture beside them. */
  pictures: Map<string, number>
  packages: PackageSize[]
  /** project.config.json as it stands. */
  projectConfig: Record<string, unknown>
  /** docs/operations.md: what whoever opens the shop is told to declare. */
  operations: string
}

export type AppJson = {
  pages: string[]
  subPackages?: { root: string; name?: string; pages: string[] }[]
  tabBar?: { list: { pagePath: string; iconPath?: string; selectedIconPath?: string }[] }
  preloadRule?: Record<string, { packages: string[] }>
  requiredBackgroundModes?: string[]
  requiredPrivateInfos?: string[]
  permission?: Record<string, { desc?: string }>
  sitemapLocation?: string
  themeLocation?: string
  [key: string]: unknown
}

/** A place where a rule of the platform is broken. */
export type Breach = { rule: string; where: string; what: string }

const CODE = /\.(ts|js|json|wxml|wxs|wxss)$/
const NOT_SHIPPED = /(\.test\.ts|\.fixture\.ts|(^|\/)tsconfig[^/]*\.json)$/
const PICTURE = /\.(png|jpe?g|gif|svg|webp)$/

export function readMiniProgram(root: string): MiniProgram {
  const folder = join(root, 'miniprogram')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !/(^|\/)(miniprogram_npm|node_modules)\//.test(path))
    .filter((path) => statSync(join(folder, path)).isFile())
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')
  return {
    app: JSON.parse(read('app.json')) as AppJson, // the rules below look at every key they use
    texts: new Map(
      files.filter((path) => CODE.test(path) && !NOT_SHIPPED.test(path)).map((path) => [path, read(path)]),
    ),
    pictures: new Map(
      files.filter((path) => PICTURE.test(path)).map((path) => [path, statSync(join(folder, path)).size]),
    ),
    packages: measurePackages(folder),
    projectConfig: JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8')) as Record<string, unknown>,
    operations: existsSync(join(root, 'docs/operations.md'))
      ? readFileSync(join(root, 'docs/operations.md'), 'utf8')
      : '',
  }
}

/** Every page's path, those of subpackages below their root. */
export const pagesOf = ({ pages, subPackages = [] }: AppJson): string[] => [
  ...pages,
  ...subPackages.flatMap(({ root, pages: own }) => own.map((page) => posix.join(root, page))),
]

/** Lines of code in which something stands, comments aside: `[path, line number, line]`. */
export function linesWith(
  { texts }: MiniProgram,
  pattern: RegExp,
  files: RegExp = /./,
): { path: string; at: number; line: string }[] {
  return [...texts]
    .filter(([path]) => files.test(path))
    .flatMap(([path, text]) =>
      withoutComments(path, text)
        .split('\n')
        .map((line, index) => ({ path, at: index + 1, line }))
        .filter(({ line }) => pattern.test(line)),
    )
}

/** Comments become empty lines, so that line numbers stay. An address holds `//` and is none. */
export function withoutComments(path: string, text: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, '')
  if (path.endsWith('.wxml')) return text.replace(/<!--[\s\S]*?-->/g, blank)
  return text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
}
