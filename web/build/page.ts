import type { Graph } from './graph'
import type { Project } from './project'
import { surroundings } from './theme'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/** index.html: the runtime runs before the app because deferred modules keep their order. */
export function pageOf(options: {
  project: Project
  graph: Graph
  styles: string
  scripts: string[]
  api?: string
  phone?: string
}): string {
  const { project, graph, styles, scripts, api, phone } = options
  const { app, pages } = graph
  const light = surroundings(project, app, 'light')
  // The runtime reads it before the app's first line; `<` must not end the script element.
  const dark = app.darkmode === true ? { dark: surroundings(project, app, 'dark') } : {}
  const config = JSON.stringify({ pages, ...light, ...dark }).replaceAll('<', '\\u003c')
  const meta = (name: string, content: string | undefined) =>
    content === undefined ? '' : `<meta name="${name}" content="${escaped(content)}">\n`
  const storefront = meta('xingtan-api', api) + meta('xingtan-phone', phone)
  const title = String(app.window?.navigationBarTitleText ?? '')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped(title)}</title>
<meta name="theme-color" content="${escaped(String(light.window.navigationBarBackgroundColor ?? '#ffffff'))}">
${storefront}<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styles}">
<script type="application/json" id="app-config">${config}</script>
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body></body>
</html>
`
}
