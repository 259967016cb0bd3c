import type { Graph } from './graph'
import type { Project } from './project'
import { surroundings } from './theme'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/**
 * Asks at once for what the page in the address needs; without it that is known only when the runtime and the app have run.
 * Runs in the browser, before everything else.
 */
const hints = (pages: string[], needs: ReadonlyMap<string, string[]>): string => {
  const files = [...new Set([...needs.values()].flat())]
  const table = pages.map((page) => (needs.get(page) ?? []).map((file) => files.indexOf(file)))
  const code = `(f,n)=>{const p=JSON.parse(document.getElementById('app-config').textContent).pages;for(const i of n[Math.max(0,p.indexOf(location.hash.replace(/^#?\\/?/,'').split('?')[0]))]||[]){const l=document.createElement('link');if(/css$/.test(f[i])){l.rel='preload';l.as='style'}else l.rel='modulepreload';l.href=f[i];document.head.append(l)}}`
  return `<script>(${code})(${[files, table].map((value) => JSON.stringify(value)).join(',')})</script>\n`
}

/** index.html: the runtime runs before the app because deferred modules keep their order. */
export function pageOf(options: {
  project: Project
  graph: Graph
  styles: string[]
  scripts: string[]
  /** By page, the files it needs to be drawn. */
  needs: ReadonlyMap<string, string[]>
  api?: string
  phone?: string
}): string {
  const { project, graph, styles, scripts, needs, api, phone } = options
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
<script type="application/json" id="app-config">${config}</script>
${hints(pages, needs)}${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body></body>
</html>
`
}
