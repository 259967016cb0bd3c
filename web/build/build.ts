import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { type BuildOptions, build, type Message, transform } from 'esbuild'
import { assetsOf } from './assets'
import { type Graph, graphOf } from './graph'
import { miniProgramModules } from './modules'
import { pageOf } from './page'
import { modulesNear, openProject, type Project } from './project'
import { runtimePlugin } from './runtime'
import { compileTemplates } from './templates'
import { SourceError, type Warning } from './warnings'
import { type SheetOwner, transformWxss } from './wxss'

export type { Warning } from './warnings'

const RUNTIME = join(__dirname, '../runtime')
/** Older targets cannot take the destructuring that the template compiler writes. */
const TARGET = ['chrome90', 'safari15']

/**
 * Compiles the mini-program in `source` for the browser into the folder `out` (replaced): index.html, runtime and page
 * chunks with content hashes, app.css, assets. Throws SourceError when the source has errors; `warnings` are the rest.
 * With `api`, the address of CloudBase's HTTP access without a slash at its end, it is a storefront: static files that
 * stand anywhere and ask there; without, a desk serves them. `phone` is for a storefront on a desk: where the mini-program
 * itself opens in a browser, for somebody to let the storefront in.
 */
export async function buildWeb(options: {
  source: string
  out: string
  api?: string
  phone?: string
  minify?: boolean
  watch?: false
}): Promise<{ files: { path: string; bytes: number }[]; warnings: Warning[] }> {
  const { source, out, api, phone, minify = true } = options
  const warnings: Warning[] = []
  const project = openProject(source, modulesNear(__dirname))
  const graph = graphOf(project, warnings)
  const templates = compileTemplates(project, graph.components.values(), warnings)
  const assets = assetsOf(project)
  const css = styleSheet(project, graph, assets.url, warnings)
  refuseErrors(warnings)

  rmSync(out, { recursive: true, force: true })
  const shared: BuildOptions = {
    bundle: true,
    format: 'esm',
    target: TARGET,
    minify,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    // Written by hand below: a chunk's hash must not depend on the folder it goes to.
    write: false,
    absWorkingDir: project.root,
    outdir: 'js',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    // Only types cross from the contract: an import that names nothing else must vanish, as it does in WeChat.
    tsconfigRaw: {},
  }
  const built = await Promise.all([
    build({ ...shared, entryPoints: { runtime: join(RUNTIME, 'core/main.ts') }, plugins: [runtimePlugin()] }),
    build({
      ...shared,
      entryPoints: { app: 'mp:app' },
      plugins: [miniProgramModules(project, graph, templates)],
      splitting: true,
      ignoreAnnotations: true,
    }),
  ]).catch((error: unknown) => {
    throw isFailure(error) ? new SourceError(error.errors.map(warningOf)) : error
  })
  for (const { warnings: notes, outputFiles = [] } of built) {
    warnings.push(...notes.map(warningOf))
    for (const { path, contents } of outputFiles) write(out, relative(project.root, path), contents)
  }

  const sheet = await transform(css, { loader: 'css', minify, target: TARGET, charset: 'utf8' })
  const sheetName = `app-${createHash('sha256').update(sheet.code).digest('hex').slice(0, 8)}.css`
  write(out, sheetName, sheet.code)
  assets.copyTo(out)
  const [runtime, app] = built.map(({ metafile }, at) =>
    entryOf(metafile?.outputs ?? {}, at === 0 ? 'core/main.ts' : 'mp:app'),
  )
  write(
    out,
    'index.html',
    pageOf({ project, graph, styles: sheetName, scripts: [runtime ?? '', app ?? ''], api, phone }),
  )
  return { files: filesIn(out), warnings }
}

function refuseErrors(warnings: Warning[]): void {
  if (warnings.some(({ isError }) => isError)) throw new SourceError(warnings)
}

/** Engine first, then app.wxss, components, pages: later sheets win, as in WeChat. */
function styleSheet(
  project: Project,
  graph: Graph,
  assetUrl: (path: string) => string | undefined,
  warnings: Warning[],
): string {
  const one = (id: string, owner: SheetOwner): string =>
    project.fileOf(`${id}.wxss`)
      ? transformWxss({ path: `${id}.wxss`, owner, read: project.read, assetUrl, warnings })
      : ''
  const engine = ['core/core.css', 'builtins/builtins.css', 'wx/wx.css']
    .map((path) => join(RUNTIME, path))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'utf8'))
  const all = [...graph.components.values()]
  const components = all.filter(({ kind }) => kind === 'component')
  const pages = all.filter(({ kind }) => kind === 'page')
  return [
    ...engine,
    one('app', { kind: 'app' }),
    ...components.map(({ id, scope }) => one(id, { kind: 'component', scope })),
    ...pages.map(({ id, scope }) => one(id, { kind: 'page', path: id, scope })),
  ].join('\n')
}

type Outputs = Record<string, { entryPoint?: string }>

/** Pages are entry points too, and esbuild lists its outputs in no order. */
const entryOf = (outputs: Outputs, entry: string): string =>
  Object.entries(outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry))?.[0] ?? ''

function write(folder: string, path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), contents)
}

const isFailure = (error: unknown): error is { errors: Message[] } =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors)

const warningOf = ({ text, location }: Message): Warning => ({
  file: location?.file ?? '',
  line: location?.line ?? 1,
  column: (location?.column ?? 0) + 1,
  message: text,
  isError: true,
})

function filesIn(folder: string): { path: string; bytes: number }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({ path: path.split(sep).join('/'), bytes: statSync(join(folder, path)).size }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
