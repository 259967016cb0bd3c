import type { Project } from './project'
import { placeOf, type Warning } from './warnings'

/** What a page's or component's JSON file says; fields we only hand on stay `unknown`. */
export type ComponentConfig = {
  component?: boolean
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  [field: string]: unknown
}

export type AppJson = {
  pages: string[]
  window?: Record<string, unknown>
  tabBar?: { list: { pagePath: string; text: string }[]; [field: string]: unknown }
  usingComponents?: Record<string, string>
  subPackages?: SubPackage[]
  subpackages?: SubPackage[]
  [field: string]: unknown
}
type SubPackage = { root: string; pages: string[] }

/** One page or component: its virtual id, its config with every component named by `/absolute` id, what it uses. */
export type Component = {
  id: string
  kind: 'page' | 'component'
  config: ComponentConfig
  /** Ids of the components its template may create. */
  uses: string[]
  /** The class prefix of its styles; '' when its styles are shared with the page. */
  scope: string
}

export type Graph = { app: AppJson; pages: string[]; components: Map<string, Component> }

/** Styles of pages and of `shared` components live in the app's one scope, as in WeChat. */
const isShared = (kind: Component['kind'], config: ComponentConfig): boolean =>
  kind === 'page'
    ? config.styleIsolation === undefined || !/isolated|apply-shared/.test(config.styleIsolation)
    : config.styleIsolation === 'shared' || config.styleIsolation === 'page-shared'

const pagesOf = (app: AppJson): string[] => [
  ...app.pages,
  ...(app.subPackages ?? app.subpackages ?? []).flatMap(({ root, pages }) =>
    pages.map((page) => `${root.replace(/^\/|\/$/g, '')}/${page}`),
  ),
]

/** Walks from app.json's pages over `usingComponents`. What cannot be found becomes an error in `warnings`. */
export function graphOf(project: Project, warnings: Warning[]): Graph {
  const components = new Map<string, Component>()
  const fault = (file: string, message: string, text = '', needle = '') => {
    const at = text.indexOf(needle)
    const place = at < 0 || needle === '' ? { line: 1, column: 1 } : placeOf(text, at)
    warnings.push({ file, ...place, message, isError: true })
  }

  const readJson = (file: string): { value: Record<string, unknown>; text: string } => {
    const text = project.read(file)
    if (text === undefined) {
      fault(file, 'there is no such file')
      return { value: {}, text: '' }
    }
    try {
      return { value: JSON.parse(text) as Record<string, unknown>, text }
    } catch (error) {
      fault(file, error instanceof Error ? error.message : String(error))
      return { value: {}, text }
    }
  }

  const { value, text: appText } = readJson('app.json')
  const app = value as AppJson
  const pages = Array.isArray(app.pages) ? pagesOf(app) : []

  /** Replaces a component's written name by its `/absolute` id, or reports it. */
  const absolute = (from: string, value: string, text: string): string | undefined => {
    if (value.startsWith('plugin://') || value.startsWith('plugin-private://')) {
      fault(`${from}.json`, `plugins are not supported in the browser: ${value}`, text, value)
      return undefined
    }
    const id = project.resolveComponent(from, value)
    if (!id) fault(`${from}.json`, `there is no component ${value}`, text, value)
    return id && `/${id}`
  }

  const absoluteAll = (from: string, using: Record<string, string>, text: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(using).flatMap(([name, value]) => {
        const id = absolute(from, value, text)
        return id ? [[name, id]] : []
      }),
    )

  const appUsing = absoluteAll('app', app.usingComponents ?? {}, appText)

  const visit = (id: string, kind: Component['kind']): void => {
    if (components.has(id)) return
    const { value, text } = readJson(`${id}.json`)
    const config = value as ComponentConfig
    const shared = project.isOwn(id) ? appUsing : {}
    config.usingComponents = { ...shared, ...absoluteAll(id, config.usingComponents ?? {}, text) }
    for (const [name, generic] of Object.entries(config.componentGenerics ?? {}))
      if (generic !== true && generic.default) generic.default = absolute(id, generic.default, text)
      else if (generic !== true) config.componentGenerics = { ...config.componentGenerics, [name]: true }
    // A page is shared by default whether it is written with Page() or Component().
    if (kind === 'page') delete config.component
    else config.component = true

    const generics = Object.values(config.componentGenerics ?? {}).flatMap((g) =>
      g !== true && g.default ? [g.default] : [],
    )
    const uses = [...new Set([...Object.values(config.usingComponents), ...generics])].map((used) => used.slice(1))
    const scope = isShared(kind, config) ? '' : `c${components.size.toString(36)}`
    components.set(id, { id, kind, config, uses, scope })
    for (const used of uses) visit(used, 'component')
  }

  for (const page of pages) visit(page, 'page')
  if (app.tabBar?.custom) fault('app.json', 'a custom tab bar is not supported in the browser', appText, '"custom"')
  for (const field of ['plugins', 'workers'])
    if (app[field] !== undefined) fault('app.json', `${field} are not supported in the browser`, appText, `"${field}"`)
  for (const item of app.tabBar?.list ?? [])
    if (!pages.includes(item.pagePath)) fault('app.json', `the tab bar names no page of the app: ${item.pagePath}`)
  return { app, pages, components }
}
