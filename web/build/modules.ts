import { readFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import type { Component, Graph } from './graph'
import type { Project } from './project'
import { charactersOf, cutTable, isTable } from './tables'
import type { Templates } from './templates'

/** The app's modules that exist on no disk: `mp:app`, `mp:ground`, `mp:component/X`, `mp:register/X`, `mp:template/X`, `mp:script/X`. */
const NAMESPACE = 'mini-program'

/** The global the runtime puts its hooks on (web/runtime/core/main.ts). */
const HOST = '__miniProgram'

/** `sheets`: where the style sheets of a page are, by the page's path, in their order; a page without styles of its own has none. */
export function miniProgramModules(
  project: Project,
  graph: Graph,
  templates: Templates,
  sheets: ReadonlyMap<string, readonly string[]>,
): Plugin {
  const scripts = new Map<string, Component>()
  for (const component of graph.components.values()) {
    const path = project.withExtension(component.id, ['.ts', '.js'])
    const file = path && project.fileOf(path)
    if (file) scripts.set(file, component)
  }

  return {
    name: 'mini-program',
    setup(build) {
      build.onResolve({ filter: /^mp:/ }, ({ path }) => ({ path, namespace: NAMESPACE, sideEffects: true }))
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: virtualModule(path.slice('mp:'.length), { project, graph, templates, sheets }),
        loader: 'js',
        resolveDir: project.root,
      }))
      // TDesign carries all of tslib as one function that runs; a browser need not fetch the nine tenths that nobody calls.
      build.onResolve({ filter: /^tslib$/ }, () => ({
        path: require.resolve('tslib/tslib.es6.mjs'),
        sideEffects: false,
      }))
      build.onResolve({ filter: /^[^.:]/ }, ({ path, importer, kind, namespace }) => {
        const from = namespace === NAMESPACE ? '' : project.pathOf(importer)
        if (kind === 'entry-point' || from === undefined) return undefined
        const found = path.startsWith('/')
          ? project.withExtension(path.slice(1), ['', '.ts', '.js', '/index.ts', '/index.js'])
          : project.resolvePackage(from, path)
        if (!found) return { errors: [{ text: `${path} is not in miniprogram_npm, so WeChat would not find it` }] }
        return { path: project.fileOf(found) ?? found, sideEffects: true }
      })
      build.onLoad({ filter: /\.[tj]s$/, namespace: 'file' }, ({ path }) => {
        if (isTable(path))
          return { contents: cutTable(readFileSync(path, 'utf8'), charactersOf(project.root)), loader: 'ts' }
        const component = scripts.get(path)
        if (!component) return undefined
        // Component() may be called from a helper in another module, so "which component is this" is kept by the runtime
        // around the module's own body. Imports are hoisted: what they define comes before.
        const code = readFileSync(path, 'utf8')
        return {
          contents: `import ${JSON.stringify(`mp:register/${component.id}`)};${HOST}.enter(${JSON.stringify(component.id)});${code}\n;${HOST}.leave();`,
          loader: extname(path).slice(1) as Loader,
          resolveDir: dirname(path),
        }
      })
    },
  }
}

type App = { project: Project; graph: Graph; templates: Templates; sheets: ReadonlyMap<string, readonly string[]> }

function virtualModule(path: string, { project, graph, templates, sheets }: App): string {
  if (path === 'app') return appModule(graph, sheets)
  if (path === 'ground') return groundModule(project, graph)
  const slash = path.indexOf('/')
  const id = path.slice(slash + 1)
  const kind = path.slice(0, slash)
  if (kind === 'component') return componentModule(id, project, graph)
  if (kind === 'register') return registerModule(id, graph)
  if (kind === 'template') return templateModule(id, templates)
  if (kind === 'script') return scriptModule(id, templates)
  throw new Error(`there is no module mp:${path}`)
}

const importOf = (path: string): string => `import ${JSON.stringify(path)};`

function appModule(graph: Graph, sheets: ReadonlyMap<string, readonly string[]>): string {
  const [first] = graph.pages
  const loaders = graph.pages.map((page) => {
    const load = page === first ? [] : [`import(${JSON.stringify(`mp:component/${page}`)})`]
    const styles = (sheets.get(page) ?? []).map((sheet) => `${HOST}.sheet(${JSON.stringify(sheet)})`)
    // Beside each other: a page waits for the slowest, not for one after the other.
    return `${JSON.stringify(page)}:()=>Promise.all([${[...load, ...styles].join(',')}])`
  })
  return `${importOf('mp:ground')}${HOST}.start({${loaders.join(',')}});`
}

/**
 * The ground every page stands on: the app's own script, then the first page. What these need is needed everywhere and so becomes one chunk,
 * where esbuild would cut a dozen small ones by who shares what. The first page is what most people see first, and is made of what the others are.
 */
function groundModule(project: Project, graph: Graph): string {
  const script = project.withExtension('app', ['.ts', '.js'])
  const [first] = graph.pages
  return (script ? importOf(`/${script}`) : '') + (first === undefined ? '' : importOf(`mp:component/${first}`))
}

function componentModule(id: string, project: Project, graph: Graph): string {
  const component = graph.components.get(id)
  const script = project.withExtension(id, ['.ts', '.js'])
  const ground = component?.kind === 'page' && id !== graph.pages[0] ? importOf('mp:ground') : ''
  const deps = component?.uses.map((used) => importOf(`mp:component/${used}`)).join('') ?? ''
  const own = script
    ? importOf(`/${script}`)
    : `${importOf(`mp:register/${id}`)}${HOST}.defineEmpty(${JSON.stringify(id)});`
  return ground + deps + own
}

function registerModule(id: string, graph: Graph): string {
  const component = graph.components.get(id)
  if (!component) throw new Error(`there is no component ${id}`)
  const { config, scope } = component
  return `${importOf(`mp:template/${id}`)}${HOST}.register(${JSON.stringify(id)},${JSON.stringify(config)},${JSON.stringify(scope)});`
}

function templateModule(id: string, templates: Templates): string {
  const template = templates.templates.get(id)
  if (!template) throw new Error(`there is no template ${id}`)
  const deps = [
    ...template.needs.map((need) => importOf(`mp:template/${need}`)),
    ...template.scripts.map((script) => importOf(`mp:script/${script}`)),
  ].join('')
  // Built when first drawn: chunks of a split bundle do not keep the order of their imports.
  return `${deps}${HOST}.template(${JSON.stringify(id)},({X,Y,Z,P,Q,D,G,R})=>${template.code});`
}

function scriptModule(id: string, templates: Templates): string {
  const script = templates.scripts.get(id)
  if (!script) throw new Error(`there is no WXS module ${id}`)
  const deps = script.needs.map((need) => importOf(`mp:script/${need}`)).join('')
  return `${deps}${HOST}.script(${JSON.stringify(id)},(require,exports,module)=>{${script.code}\n});`
}
