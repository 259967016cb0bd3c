import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'

/**
 * The mini-program's file tree as WeChat sees it. A *virtual path* is posix, relative to the mini-program's root, without
 * a leading slash. `miniprogram_npm/<package>/…` is the packed folder when it exists, else that package's mini-program
 * distribution in `node_modules`: what "构建 npm" would copy there.
 */
export type Project = {
  root: string
  /** The file on disk behind a virtual path, or undefined. */
  fileOf(path: string): string | undefined
  /** The virtual path of a file on disk; undefined when it lies outside the mini-program. */
  pathOf(file: string): string | undefined
  read(path: string): string | undefined
  /** `false` for packages of others: their warnings are theirs. */
  isOwn(path: string): boolean
  /** The first of `path + extension` that exists, as a virtual path. */
  withExtension(path: string, extensions: readonly string[]): string | undefined
  /** The component id (a virtual path without extension) that `value` in `from`'s usingComponents means. */
  resolveComponent(from: string, value: string): string | undefined
  /** The script that an import of a bare package name means, looking for `miniprogram_npm` upward. */
  resolvePackage(from: string, value: string): string | undefined
}

const SCRIPTS = ['.ts', '.js', '/index.ts', '/index.js'] as const
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** Where a package keeps its mini-program files: `miniprogram` in package.json, else `miniprogram_dist`. */
function distributionOf(packageFolder: string): string | undefined {
  const manifest = join(packageFolder, 'package.json')
  if (!isFile(manifest)) return undefined
  const { miniprogram } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string }
  const folder = join(packageFolder, miniprogram ?? 'miniprogram_dist')
  return existsSync(folder) ? folder : undefined
}

/** Splits `miniprogram_npm/@scope/name/rest` at the package's name. */
function packageOf(path: string): { name: string; rest: string } | undefined {
  const match = /^miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(path)
  return match?.[1] && match[2] ? { name: match[1], rest: match[2] } : undefined
}

/** Every folder from the one that holds `path` up to the root (''). */
function foldersAbove(path: string): string[] {
  const folders: string[] = []
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.push(folder)
  return [...folders, '']
}

/** Opens the mini-program in `source`; `modules` is the `node_modules` folder that stands in for unpacked packages. */
export function openProject(source: string, modules: string): Project {
  const root = realpathSync(source)
  // Symlinked installs would miss the mount, because esbuild reports real paths.
  const mount = existsSync(modules) ? realpathSync(modules) : modules
  const distributions = new Map<string, string | undefined>()
  const mounted = new Map<string, string>()

  const distribution = (name: string): string | undefined => {
    if (!distributions.has(name)) {
      const folder = distributionOf(join(mount, name))
      distributions.set(name, folder)
      if (folder) mounted.set(folder, name)
    }
    return distributions.get(name)
  }

  const fileOf = (path: string): string | undefined => {
    const own = join(root, path)
    if (isFile(own)) return own
    const inside = packageOf(path)
    const folder = inside && distribution(inside.name)
    if (!inside || !folder) return undefined
    const file = join(folder, inside.rest)
    return isFile(file) ? file : undefined
  }

  const inside = (folder: string, file: string): string | undefined => {
    const path = relative(folder, file).split(sep).join('/')
    return path.startsWith('..') ? undefined : path
  }

  const project: Project = {
    root,
    fileOf,
    pathOf(file) {
      const own = inside(root, file)
      if (own) return own
      for (const [folder, name] of mounted) {
        const path = inside(folder, file)
        if (path) return `miniprogram_npm/${name}/${path}`
      }
      return undefined
    },
    read(path) {
      const file = fileOf(path)
      return file === undefined ? undefined : readFileSync(file, 'utf8')
    },
    isOwn: (path) => !path.startsWith('miniprogram_npm/'),
    withExtension(path, extensions) {
      for (const extension of extensions) if (fileOf(path + extension)) return path + extension
      return undefined
    },
    resolveComponent(from, value) {
      const exists = (path: string): string | undefined =>
        fileOf(`${path}.json`) ? path : fileOf(`${path}/index.json`) ? `${path}/index` : undefined
      if (value.startsWith('/')) return exists(posix.normalize(value.slice(1)))
      const near = exists(posix.join(posix.dirname(from), value))
      if (near || value.startsWith('.')) return near
      for (const folder of foldersAbove(from)) {
        const found = exists(posix.join(folder, 'miniprogram_npm', value))
        if (found) return found
      }
      return undefined
    },
    resolvePackage(from, value) {
      for (const folder of foldersAbove(from)) {
        const found = project.withExtension(posix.join(folder, 'miniprogram_npm', value), ['', ...SCRIPTS])
        if (found) return found
      }
      return undefined
    },
  }
  return project
}

/** The `node_modules` folder nearest to `folder`, upward. */
export function modulesNear(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, 'node_modules')
    if (existsSync(modules)) return modules
    if (dirname(at) === at) return modules
  }
}
