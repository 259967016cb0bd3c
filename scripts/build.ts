import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

export const root = join(__dirname, '..')

/**
 * What a function finds installed beside it instead of inside its bundle: the SDKs, and the heavy libraries that only
 * one or two functions load.
 */
const beside = [
  '@cloudbase/node-sdk',
  'wx-server-sdk',
  'wechatpay-node-v3',
  '@resvg/resvg-js',
  'fontkit',
  '@fontsource/noto-serif-sc',
  'lxgw-wenkai-screen-web',
]

export type FunctionJson = {
  /** Seconds, megabytes. */
  timeout: number
  memory: number
  /** The path under which HTTP access reaches it. */
  http?: string
  triggers?: { name: string; type: 'timer'; config: string }[]
  permissions?: { openapi: string[] }
}

export type BuiltFunction = {
  name: string
  bytes: number
  /** The bundle's path. */
  entry: string
  functionJson: FunctionJson
  /** Packages to install beside it, with exact versions. */
  dependencies: Record<string, string>
}

async function versionsOf(names: string[]): Promise<Record<string, string>> {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.fromEntries(names.sort().map((name) => [name, dependencies[name] ?? '']))
}

/** Which of the packages beside it a bundle really asks for. */
const askedFor = (code: string): string[] =>
  beside.filter((name) => code.includes(`"${name}"`) || code.includes(`"${name}/`))

async function buildFunction(name: string, out: string): Promise<BuiltFunction> {
  const source = join(root, 'cloudfunctions', name)
  const folder = join(out, name)
  const entry = join(folder, 'index.js')
  await mkdir(folder, { recursive: true })
  await build({
    entryPoints: [join(source, 'handler.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    external: beside.flatMap((name) => [name, `${name}/*`]),
    logLevel: 'warning',
  })
  const code = await readFile(entry, 'utf8')
  const dependencies = await versionsOf(askedFor(code))
  await copyFile(join(source, 'function.json'), join(folder, 'function.json'))
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ name, version: '1.0.0', main: 'index.js', dependencies }, null, 2)}\n`,
  )
  const functionJson = JSON.parse(await readFile(join(source, 'function.json'), 'utf8')) as FunctionJson
  return { name, bytes: Buffer.byteLength(code), entry, functionJson, dependencies }
}

/** Bundles every cloud function into `out`/NAME: the very files that the desk runs and `deploy` uploads. */
export async function buildFunctions(out: string): Promise<BuiltFunction[]> {
  const folders = await readdir(join(root, 'cloudfunctions'), { withFileTypes: true })
  const names = folders
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  await rm(out, { recursive: true, force: true })
  return Promise.all(names.map((name) => buildFunction(name, out)))
}
