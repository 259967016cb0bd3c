import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { type BuildOptions, build, type Message, transform } from 'esbuild'
import { ASSETS, assetsOf } from './assets'
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
  const css = styleSheets(project, graph, assets.url, warnings)
  refuseErrors(warnings)

  rmSync(out, { recursive: true, force: true })
  const written = async (name: string, css: string): Promise<string> => {
    const text = withoutFonts(css, (bytes, ending) => {
      const path = `${ASSETS}/${hashOf(bytes)}.${ending}`
      write(out, path, bytes)
      return '../'.repeat(name.split('/').length - 1) + path
    })
    const sheet = await transform(text, { loader: 'css', minify, target: TARGET, charset: 'utf8' })
    const path = `${name}-${hashOf(sheet.code)}.css`
    write(out, path, sheet.code)
    return path
  }
  const groups = new Map<string, string>()
  for (const [name, text] of css.groups) groups.set(name, await written(name, text))
  const sheets = new Map<string, string[]>()
  for (const [page, { drawn, own }] of css.pages) {
    const shared = [...groups].flatMap(([name, path]) => (drawn.has(name) ? [path] : []))
    sheets.set(page, [...shared, ...(own.trim() ? [await written(`css/${posix.basename(page)}`, own)] : [])])
  }
  const styles = [await written('runtime', css.engine), await written('app', css.app)]
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
      plugins: [miniProgramModules(project, graph, templates, sheets)],
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

  assets.copyTo(out)
  const [runtime, app] = built.map(({ metafile }, at) =>
    entryOf(metafile?.outputs ?? {}, at === 0 ? 'core/main.ts' : 'mp:app'),
  )
  write(
    out,
    'index.html',
    pageOf({
      project,
      graph,
      styles,
      scripts: [runtime ?? '', app ?? ''],
      needs: needsOf(graph, built[1]?.metafile?.outputs ?? {}, sheets),
      api,
      phone,
    }),
  )
  return { files: filesIn(out), warnings }
}

function refuseErrors(warnings: Warning[]): void {
  if (warnings.some(({ isError }) => isError)) throw new SourceError(warnings)
}

/** The components that a page draws, and those in them. */
function drawnBy(page: string, components: Graph['components'], found = new Set<string>()): Set<string> {
  for (const used of components.get(page)?.uses ?? []) if (!found.has(used)) drawnBy(used, components, found.add(used))
  return found
}

const APP = 'app'
const SHARED = 'css/components'

/** By component, the sheet its styles stand in: the app's, of what the first page draws; that of the one subpackage that draws it; or the one for all others. */
function sheetOf({ app, pages, components }: Graph): Map<string, string> {
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/^\/|\/$/g, ''))
  const sheets = new Map<string, string>()
  for (const [at, page] of pages.entries()) {
    const root = roots.find((one) => page.startsWith(`${one}/`))
    const own = at === 0 ? APP : root ? `css/package-${root.replaceAll('/', '-')}` : SHARED
    for (const id of drawnBy(page, components)) {
      const before = sheets.get(id) ?? own
      sheets.set(id, before === own || before === APP ? before : SHARED)
    }
  }
  return sheets
}

/** Typefaces that a sheet carries inside itself become files: words need not wait for icons. */
const withoutFonts = (css: string, toFile: (bytes: Buffer, ending: string) => string): string =>
  css.replace(
    /url\((["']?)data:font\/(\w+);(?:charset=[\w-]+;)?base64,([^)"']+)\1\)/g,
    (_, _quote: string, ending: string, text: string) => `url(${toFile(Buffer.from(text, 'base64'), ending)})`,
  )

const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8)

/**
 * What every page needs: engine first, then app.wxss with what the first page draws and that page's own; then by page the groups of
 * components it draws besides, and its own sheet after them, as in WeChat. Sheets of pages do not touch each other: each is bound to its page.
 */
function styleSheets(
  project: Project,
  graph: Graph,
  assetUrl: (path: string) => string | undefined,
  warnings: Warning[],
): {
  engine: string
  app: string
  groups: Map<string, string>
  pages: Map<string, { drawn: Set<string>; own: string }>
} {
  const engine = ['core/core.css', 'builtins/builtins.css', 'wx/wx.css']
    .map((path) => join(RUNTIME, path))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'utf8'))
  // Sheets other than the app's lie one folder deeper.
  const fromCss = (path: string) => {
    const url = assetUrl(path)
    return url && `../${url}`
  }
  const one = (id: string, owner: SheetOwner, urlOf = fromCss): string =>
    project.fileOf(`${id}.wxss`)
      ? transformWxss({ path: `${id}.wxss`, owner, read: project.read, assetUrl: urlOf, warnings })
      : ''
  const [first = ''] = graph.pages
  const ofPage = (page: string, urlOf = fromCss) =>
    one(page, { kind: 'page', path: page, scope: graph.components.get(page)?.scope ?? '' }, urlOf)
  const sheets = sheetOf(graph)
  const ofGroup = (name: string, urlOf = fromCss) =>
    [...graph.components.values()]
      .filter(({ id }) => sheets.get(id) === name)
      .map(({ id, scope }) => one(id, { kind: 'component', scope }, urlOf))
      .join('\n')
  // What several packages draw comes before what is one's own.
  const names = [...new Set(sheets.values())].filter((name) => name !== APP).sort()
  return {
    // A file of its own, as the engine's script is: a new release of the shop leaves it as it was.
    engine: engine.join('\n'),
    app: [one('app', { kind: 'app' }, assetUrl), ofGroup(APP, assetUrl), ofPage(first, assetUrl)].join('\n'),
    groups: new Map(names.map((name) => [name, ofGroup(name)])),
    pages: new Map(
      graph.pages.map((page) => {
        const drawn = new Set([...drawnBy(page, graph.components)].map((id) => sheets.get(id) ?? ''))
        return [page, { drawn, own: page === first ? '' : ofPage(page) }]
      }),
    ),
  }
}

type Outputs = Record<string, { entryPoint?: string; imports?: { path: string; kind: string }[] }>

/** The files that a page's chunk pulls in one after the other, and its sheet: fetched at once they cost one trip. */
function needsOf(graph: Graph, outputs: Outputs, sheets: ReadonlyMap<string, string[]>): Map<string, string[]> {
  const withImports = (path: string, found = new Set<string>()): Set<string> => {
    if (found.has(path)) return found
    found.add(path)
    for (const one of outputs[path]?.imports ?? []) if (one.kind === 'import-statement') withImports(one.path, found)
    return found
  }
  return new Map(
    graph.pages.map((page) => {
      // The first page has no chunk of its own: the app imports it.
      const chunk = entryOf(outputs, `mp:component/${page}`) || entryOf(outputs, 'mp:app')
      const scripts = [...withImports(chunk)].filter((path) => !outputs[path]?.entryPoint?.endsWith('mp:app'))
      return [page, [...(sheets.get(page) ?? []), ...scripts]]
    }),
  )
}

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
