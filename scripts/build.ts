import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

export const root = join(__dirname, '..')

/**
 * What a function finds installed beside it instead of inside its bundle: the SDKs, and the heavy libraries that only
 * one or two functions load.
 */
const beside = [
  '@cloudbase/node-sdk',
  'wx-server-sdk',
  'wechatpay-node-v3',
  'alipay-sdk',
  '@resvg/resvg-js',
  'fontkit',
  '@fontsource/noto-serif-sc',
  'lxgw-wenkai-screen-web',
  'tencentcloud-sdk-nodejs-common',
  'uqr',
  'marked',
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

/**
 * zod carries a writer of JSON Schema in every shape, a tenth of a bundle that no function asks for. Left out, asking for one
 * says so.
 */
const withoutJsonSchema: Plugin = {
  name: 'without JSON Schema',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ },
      async ({ path }) => {
        const exported = (await readFile(path, 'utf8')).matchAll(/^export (?:const|function) (\w+)/gm)
        const left = Array.from(exported, ([, name = '']) =>
          name.startsWith('create') ? `export const ${name} = () => none` : `export const ${name} = none`,
        )
        return {
          contents: ['const none = () => { throw new Error("functions are built without JSON Schema") }', ...left].join(
            '\n',
          ),
          loader: 'js',
        }
      },
    )
  },
}

/** Writes a file in one step, and only when it differs: a desk that runs the old one is not disturbed. */
async function keep(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return
  await writeFile(`${path}.${process.pid}`, text)
  await rename(`${path}.${process.pid}`, path)
}

async function buildFunction(name: string, out: string): Promise<BuiltFunction> {
  const source = join(root, 'cloudfunctions', name)
  const folder = join(out, name)
  const entry = join(folder, 'index.js')
  await mkdir(folder, { recursive: true })
  const { outputFiles } = await build({
    entryPoints: [join(source, 'handler.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    plugins: [withoutJsonSchema],
    external: beside.flatMap((name) => [name, `${name}/*`]),
    legalComments: 'none',
    logLevel: 'warning',
  })
  const code = outputFiles[0]?.text ?? ''
  const dependencies = await versionsOf(askedFor(code))
  const functionJson = await readFile(join(source, 'function.json'), 'utf8')
  await keep(entry, code)
  await keep(join(folder, 'function.json'), functionJson)
  await keep(
    join(folder, 'package.json'),
    `${JSON.stringify({ name, version: '1.0.0', main: 'index.js', dependencies }, null, 2)}\n`,
  )
  return { name, bytes: Buffer.byteLength(code), entry, functionJson: JSON.parse(functionJson), dependencies }
}

const foldersIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)

/** Bundles every cloud function into `out`/NAME: the very files that the desk runs and `deploy` uploads. */
export async function buildFunctions(out: string): Promise<BuiltFunction[]> {
  await mkdir(out, { recursive: true })
  const names = (await foldersIn(join(root, 'cloudfunctions'))).sort()
  const gone = (await foldersIn(out)).filter((name) => !names.includes(name))
  await Promise.all(gone.map((name) => rm(join(out, name), { recursive: true })))
  return Promise.all(names.map((name) => buildFunction(name, out)))
}
