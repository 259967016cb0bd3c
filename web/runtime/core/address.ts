import type { Route } from '../engine'

/** Resolves a page URL against the page it was written in. Query values stay percent-encoded, as WeChat hands them on. */
export function routeOf(url: string, base = ''): Route {
  const [address = '', search = ''] = splitOnce(url, '?')
  const folder = base.split('/').slice(0, -1)
  const parts = address.startsWith('/') ? address.split('/') : [...folder, ...address.split('/')]
  const path: string[] = []
  for (const part of parts)
    if (part === '..') path.pop()
    else if (part !== '' && part !== '.') path.push(part)
  return { path: path.join('/'), query: queryOf(search) }
}

export function queryOf(search: string): Record<string, string> {
  const pairs = search.split('&').filter((pair) => pair !== '')
  return Object.fromEntries(pairs.map((pair) => splitOnce(pair, '=')).map(([key, value]) => [key, value ?? '']))
}

/** `/pages/x/x?id=1`: what stands behind `#` in the browser's address. */
export function hashOf({ path, query }: Route): string {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${value}`)
  return `/${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
