import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import * as z from 'zod'

/** The bytes WeChat counts: the mini-program's main package and each subpackage, as app.json divides them. */

/** WeChat refuses a package over 2 MB (developers.weixin.qq.com, subpackages). */
export const PACKAGE_LIMIT = 2 * 1024 * 1024
/** … and a mini-program over 30 MB in all. */
export const TOTAL_LIMIT = 30 * 1024 * 1024
/** Our own limit for the main package, because it stands between a tap and the first page. */
export const MAIN_LIMIT = 1.5 * 1024 * 1024

/** One package: its root folder ('main' for the main package, 'total' for all together), its bytes and its limit. */
export interface PackageSize {
  name: string
  bytes: number
  limit: number
}

const Subpackages = z.array(z.object({ root: z.string() })).default([])
const App = z.object({ subPackages: Subpackages, subpackages: Subpackages })

// WeChat compiles .ts to .js and leaves out what belongs to no page; these never reach a phone.
const LEFT_OUT =
  /(\.d\.ts|\.test\.ts|\.md|\.map|\.log|(^|\/)(tsconfig|package|package-lock|project(\.private)?\.config)\.json)$/

/**
 * Measures a mini-program folder (with its app.json). Bytes are of the sources: DevTools compiles and minifies before
 * it counts, so a package within its limit here is within it there.
 */
export function measurePackages(root: string): PackageSize[] {
  const app = App.parse(JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')))
  const roots = [...new Set([...app.subPackages, ...app.subpackages].map((one) => one.root.replace(/^\/|\/$/g, '')))]
  const sizes = new Map<string, number>(['main', ...roots].map((name) => [name, 0]))
  for (const file of shipped(root)) {
    const owner = roots.find((name) => file.startsWith(`${name}/`)) ?? 'main'
    sizes.set(owner, (sizes.get(owner) ?? 0) + statSync(join(root, file)).size)
  }
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
  return [
    ...[...sizes].map(([name, bytes]) => ({ name, bytes, limit: name === 'main' ? MAIN_LIMIT : PACKAGE_LIMIT })),
    { name: 'total', bytes: total, limit: TOTAL_LIMIT },
  ]
}

function shipped(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/(^|\/)(node_modules|\.[^/]+)(\/|$)/.test(file) && !LEFT_OUT.test(file))
    .filter((file) => statSync(join(root, file)).isFile())
}

/** A table for people; packages over their limit are marked. */
export function describeSizes(sizes: PackageSize[]): string {
  const width = Math.max(...sizes.map(({ name }) => name.length))
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`.padStart(12)
  return sizes
    .map(
      ({ name, bytes, limit }) =>
        `${name.padEnd(width)}${kilobytes(bytes)} of${kilobytes(limit)}${bytes > limit ? '  TOO LARGE' : ''}`,
    )
    .join('\n')
}

if (require.main === module) {
  const root = resolve(__dirname, '..', 'miniprogram')
  if (!existsSync(join(root, 'app.json'))) throw new Error(`There is no app.json in ${root}.`)
  const sizes = measurePackages(root)
  console.log(describeSizes(sizes))
  if (sizes.some(({ bytes, limit }) => bytes > limit)) process.exitCode = 1
}
