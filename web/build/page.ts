import type { Graph } from './graph'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/** index.html: the runtime runs before the app because deferred modules keep their order. */
export function pageOf({ graph, styles, scripts }: { graph: Graph; styles: string; scripts: string[] }): string {
  const { app, pages } = graph
  // The runtime reads it before the app's first line; `<` must not end the script element.
  const config = JSON.stringify({ pages, window: app.window ?? {}, tabBar: app.tabBar }).replaceAll('<', '\\u003c')
  const title = String(app.window?.navigationBarTitleText ?? '')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped(title)}</title>
<meta name="theme-color" content="${escaped(String(app.window?.navigationBarBackgroundColor ?? '#ffffff'))}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styles}">
<script type="application/json" id="app-config">${config}</script>
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body></body>
</html>
`
}
