import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Project } from './project'

const CODE = /\.(ts|js|json|wxml|wxss|wxs|md|map)$|(^|\/)\./

/** Where a built app keeps the mini-program's pictures, fonts and sounds: the same path below this folder. */
export const ASSETS = 'assets'

/** Collects what the built app must carry: every asset of the source, and those that style sheets name in packages. */
export function assetsOf(project: Project): { url(path: string): string | undefined; copyTo(out: string): void } {
  const wanted = new Set(filesUnder(project.root, '').filter((path) => !CODE.test(path)))
  return {
    url(path) {
      if (!project.fileOf(path)) return undefined
      wanted.add(path)
      return `${ASSETS}/${path.split('/').map(encodeURIComponent).join('/')}`
    },
    copyTo(out) {
      for (const path of wanted) {
        const from = project.fileOf(path)
        const to = join(out, ASSETS, path)
        mkdirSync(dirname(to), { recursive: true })
        if (from) copyFileSync(from, to)
      }
    },
  }
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (!entry.isDirectory()) return [path]
    // A package's own pictures come along only when a style sheet or template of the app names them.
    return path === 'miniprogram_npm' || entry.name === 'node_modules' ? [] : filesUnder(root, path)
  })
}
