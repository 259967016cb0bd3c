import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { build, type Metafile, type Plugin, transform } from 'esbuild'

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
  /** What a start reads: the entry, and what it shares with parts that are read later. */
  bytes: number
  /** Those parts too. */
  wholeBytes: number
  /** The bundle's path. */
  entry: string
  /** Names of all its code, the entry among them, in the entry's folder. */
  code: string[]
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
 * zod carries in every shape a writer of JSON Schema, and in every string twenty formats under names it has given up (`z.string().url()` for
 * `z.url()`): a sixth of a bundle that no function asks for. Left out, asking for one says so.
 */
const leanZod: Plugin = {
  name: 'lean zod',
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
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => {
      const whole = await readFile(path, 'utf8')
      const lean = whole
        .replace(/^ +inst\._zod\.processJSONSchema = .*;$/gm, '')
        .replace(STRING_FORMAT, '    $1: givenUp,')
      return {
        contents: `${lean}
const givenUp = () => { throw new Error("functions are built without formats as methods of z.string(): write z.url() for z.string().url()") }`,
        loader: 'js',
      }
    })
  },
}
/** A method of `z.string()` that stands for a shape of its own. */
const STRING_FORMAT =
  /^ {4}(\w+)\(params\) \{\n {8}return this\.check\(core\._\w+\(Zod(?!Number|BigInt)\w+, params\)\);\n {4}\},$/gm

/** Writes a file in one step, and only when it differs: a desk that runs the old one is not disturbed. */
async function keep(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return
  await writeFile(`${path}.${process.pid}`, text)
  await rename(`${path}.${process.pid}`, path)
}

const PART = /\brequire\('\.\/(\w+)'\)/g
const partName = (folder: string, name: string): string => `${basename(folder)}-${name}`

/** Where `platform` says `require('./…')` it means a part that is read when it is first needed: a file of its own. Their sources, by name. */
async function partsOfPlatform(): Promise<Record<string, string>> {
  const parts = new Map<string, string>()
  for (const file of await readdir(join(root, 'platform'), { recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const folder = join(root, 'platform', dirname(file))
    for (const [, name = ''] of (await readFile(join(root, 'platform', file), 'utf8')).matchAll(PART))
      parts.set(partName(folder, name), join(folder, `${name}.ts`))
  }
  return Object.fromEntries([...parts].sort())
}

/** Such a call stays a call, of the file that the part becomes. */
const readLater: Plugin = {
  name: 'parts that are read later',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path, resolveDir }) =>
      kind === 'require-call' && resolveDir.startsWith(join(root, 'platform'))
        ? { path: `./${partName(resolveDir, basename(path))}.js`, external: true }
        : undefined,
    )
  },
}

type Code = { name: string; text: string }

/** The files that are read from the entry on: at the start alone, or ever. */
function reached(outputs: Metafile['outputs'], ever: boolean): string[] {
  const read = ['index.js']
  for (const name of read)
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      const file = basename(path)
      const isRead = kind === 'import-statement' || (ever && (kind === 'require-call' || kind === 'dynamic-import'))
      if (isRead && file in outputs && !read.includes(file)) read.push(file)
    }
  return read
}

/**
 * Bundles a function: the entry, each part that is read later, and what they share. esbuild shares code between files of ES modules only; each
 * is made a CommonJS file afterwards, as the cloud and the desk load them.
 */
async function bundled(handler: string, parts: Record<string, string>): Promise<{ code: Code[]; atStart: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: { index: handler, ...parts },
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '.',
    chunkNames: 'shared-[hash]',
    platform: 'node',
    target: 'node20',
    minify: true,
    charset: 'utf8',
    plugins: [leanZod, readLater],
    external: beside.flatMap((name) => [name, `${name}/*`]),
    legalComments: 'none',
    logLevel: 'warning',
  })
  const read = reached(metafile.outputs, true)
  const code = await Promise.all(
    outputFiles
      .map(({ path, text }) => ({ name: basename(path), text }))
      .filter(({ name }) => read.includes(name))
      .map(async ({ name, text }) => {
        const how = { format: 'cjs', platform: 'node', target: 'node20', minify: true, charset: 'utf8' } as const
        return { name, text: (await transform(text, how)).code }
      }),
  )
  return { code, atStart: reached(metafile.outputs, false) }
}

async function buildFunction(name: string, out: string, parts: Record<string, string>): Promise<BuiltFunction> {
  const source = join(root, 'cloudfunctions', name)
  const folder = join(out, name)
  await mkdir(folder, { recursive: true })
  const { code, atStart } = await bundled(join(source, 'handler.ts'), parts)
  const text = code.map((one) => one.text).join('\n')
  const dependencies = await versionsOf(askedFor(text))
  const functionJson = await readFile(join(source, 'function.json'), 'utf8')
  await keep(join(folder, 'function.json'), functionJson)
  await keep(
    join(folder, 'package.json'),
    `${JSON.stringify({ name, version: '1.0.0', main: 'index.js', dependencies }, null, 2)}\n`,
  )
  // The entry last, and different whenever any part is: who runs it is told by it alone that there is something new.
  const version = `//${createHash('sha256').update(text).digest('hex').slice(0, 12)}\n`
  const names = code.map((one) => one.name)
  for (const one of code.filter(({ name: file }) => file !== 'index.js')) await keep(join(folder, one.name), one.text)
  const entry = join(folder, 'index.js')
  await keep(entry, (code.find((one) => one.name === 'index.js')?.text ?? '') + (code.length > 1 ? version : ''))
  const gone = (await readdir(folder)).filter((file) => file.endsWith('.js') && !names.includes(file))
  await Promise.all(gone.map((file) => rm(join(folder, file))))
  const bytesOf = (files: string[]) =>
    code.reduce((sum, one) => sum + (files.includes(one.name) ? Buffer.byteLength(one.text) : 0), 0)
  return {
    name,
    bytes: bytesOf(atStart),
    wholeBytes: bytesOf(names),
    entry,
    code: names,
    functionJson: JSON.parse(functionJson),
    dependencies,
  }
}

const foldersIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)

/** Bundles every cloud function into `out`/NAME: the very files that the desk runs and `deploy` uploads. */
export async function buildFunctions(out: string): Promise<BuiltFunction[]> {
  await mkdir(out, { recursive: true })
  const names = (await foldersIn(join(root, 'cloudfunctions'))).sort()
  const gone = (await foldersIn(out)).filter((name) => !names.includes(name))
  await Promise.all(gone.map((name) => rm(join(out, name), { recursive: true })))
  const parts = await partsOfPlatform()
  return Promise.all(names.map((name) => buildFunction(name, out, parts)))
}
