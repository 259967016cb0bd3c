import { marked, type Token } from 'marked'

/** A link or picture in a Markdown text. */
export type MarkdownLink = {
  kind: 'link' | 'picture'
  /** Where it leads, as written. */
  to: string
  text: string
  /** Counted from 1. */
  line: number
  start: number
  /** The link's own Markdown or HTML, which begins at `start`. */
  raw: string
}

type Tokens = readonly Token[]

/** Every link and picture of a text in reading order; what stands in code is not one. */
export function markdownLinks(markdown: string): MarkdownLink[] {
  const links: MarkdownLink[] = []
  let cursor = 0

  const add = (kind: MarkdownLink['kind'], to: string, text: string, raw: string): void => {
    const start = Math.max(cursor, markdown.indexOf(raw, cursor))
    links.push({ kind, to, text, line: markdown.slice(0, start).split('\n').length, start, raw })
  }
  const addHtml = (html: string): void => {
    for (const [raw, kind, to] of html.matchAll(/<(img|a)\b[^>]*?\b(?:src|href)\s*=\s*["']([^"']+)["'][^>]*>/gi))
      if (to) add(kind?.toLowerCase() === 'img' ? 'picture' : 'link', to, '', raw)
  }
  // The lexer gives no places, so each piece is found again behind the one before it.
  const visit = (tokens: Tokens): void => {
    for (const token of tokens) {
      const start = markdown.indexOf(token.raw, cursor)
      if (start !== -1) cursor = start
      if (token.type === 'link') add('link', token.href, token.text, token.raw)
      if (token.type === 'image') add('picture', token.href, token.text, token.raw)
      if (token.type === 'html') addHtml(token.raw)
      visit(childrenOf(token))
      if (start !== -1) cursor = start + token.raw.length
    }
  }
  visit(marked.lexer(markdown))
  return links
}

function childrenOf(token: Token): Tokens {
  if (token.type === 'html') return []
  if (token.type === 'table') return [token.header, ...token.rows].flat().flatMap((cell) => cell.tokens)
  if (token.type === 'list') return token.items
  return 'tokens' in token ? (token.tokens ?? []) : []
}

/** Whether an address leads to the web, an anchor or a program, and so to no file of the folder. */
export const leadsAway = (to: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(to)

/** The file an address means: without `#…` and `?…`, and with `%E4%B9%A6` read as it sounds. */
export function fileOf(to: string): string {
  const path = to.replace(/[?#].*$/, '')
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return path
  }
}

/** Where a link's Markdown or HTML writes its address (its title may say the same words); -1 when it does so elsewhere. */
function placeOf(to: string, raw: string): number {
  const before = ['](', '](<', '="', "='"].find((mark) => raw.includes(mark + to))
  return before === undefined ? -1 : raw.indexOf(before + to) + before.length
}

/** The same text with another address for each local picture: `addressOf` is asked with its path, null leaves it. */
export function replacePictures(markdown: string, addressOf: (path: string) => string | null): string {
  let result = ''
  let copied = 0
  for (const { kind, to, text, start, raw } of markdownLinks(markdown)) {
    if (kind !== 'picture' || leadsAway(to)) continue
    const address = addressOf(fileOf(to))
    if (address === null) continue
    const at = placeOf(to, raw)
    // An address written elsewhere (`![text][1]`) is brought here.
    const replaced = at === -1 ? `![${text}](${address})` : raw.slice(0, at) + address + raw.slice(at + to.length)
    result += markdown.slice(copied, start) + replaced
    copied = start + raw.length
  }
  return result + markdown.slice(copied)
}
