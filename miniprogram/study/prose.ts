/** A piece of an article: words for `rich-text`, a heading among them, or a picture that can be opened. */
export type Block =
  | { kind: 'words'; html: string; heading?: { depth: number; text: string } }
  | { kind: 'picture'; src: string; alt: string }

/** `rich-text` cannot be reached by style sheets, so every tag carries its own; sizes in em follow the reader's choice. */
const styles: Record<string, string> = {
  p: 'margin:0 0 1em;',
  h1: 'margin:1.6em 0 .7em;font-size:1.35em;line-height:1.35;font-weight:600;',
  h2: 'margin:1.6em 0 .7em;font-size:1.22em;line-height:1.35;font-weight:600;',
  h3: 'margin:1.4em 0 .6em;font-size:1.08em;line-height:1.4;font-weight:600;',
  h4: 'margin:1.2em 0 .5em;font-size:1em;font-weight:600;',
  ul: 'margin:0 0 1em;padding-left:1.3em;list-style-type:disc;',
  ol: 'margin:0 0 1em;padding-left:1.5em;list-style-type:decimal;',
  li: 'margin:0 0 .35em;',
  blockquote: 'margin:0 0 1em;padding:.1em 0 .1em 1em;border-left:3px solid var(--blossom,#C44D16);opacity:.86;',
  pre: 'margin:0 0 1em;padding:.9em 1em;border-radius:8px;background:rgba(128,110,90,.12);font-size:.78em;line-height:1.6;white-space:pre-wrap;word-break:break-word;',
  code: 'font-family:Menlo,Consolas,monospace;font-size:.92em;',
  table: 'width:100%;margin:0 0 1em;border-collapse:collapse;font-size:.9em;',
  th: 'padding:.5em .6em;border:1px solid rgba(128,110,90,.3);text-align:left;font-weight:600;',
  td: 'padding:.5em .6em;border:1px solid rgba(128,110,90,.3);vertical-align:top;',
  img: 'max-width:100%;border-radius:8px;',
  hr: 'margin:2em auto;width:4em;border:0;border-top:1px solid rgba(128,110,90,.4);',
  a: 'color:var(--indigo,#2F4B7C);text-decoration:underline;',
  strong: 'font-weight:600;',
}

/** An article with fewer is seen at a glance. */
const LEAST_HEADINGS = 3

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => entities[sign] ?? sign)

const styled = (html: string): string =>
  html.replace(/<([a-z][a-z0-9]*)(?=[\s/>])/g, (open, tag: string) =>
    styles[tag] ? `${open} style="${styles[tag]}"` : open,
  )

/** Paragraphs in a quotation stand closer, and none leaves a gap below. */
const quoted = (html: string): string =>
  html.replace(/<blockquote[\s\S]*?<\/blockquote>/g, (quote) =>
    quote.split(`<p style="${styles.p}"`).join('<p style="margin:.3em 0;"'),
  )

const attribute = (tag: string, name: string): string =>
  unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

const VOID: ReadonlySet<string> = new Set(['img', 'br', 'hr', 'input'])

/** The elements that stand one below the other, whatever is inside them. */
function topLevel(html: string): string[] {
  const elements: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: tag, 1: slash, 2: name = '', index = 0 } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (slash) depth -= 1
    else if (!VOID.has(name)) depth += 1
    if (depth > 0) continue
    elements.push(html.slice(start, index + tag.length).trim())
    start = index + tag.length
  }
  return [...elements, html.slice(start).trim()].filter((element) => element !== '')
}

function headingOf(element: string): { depth: number; text: string } | undefined {
  const [, depth, inner = ''] = /^<h([1-4])>([\s\S]*)<\/h\1>$/.exec(element) ?? []
  return depth ? { depth: Number(depth), text: unescaped(inner.replace(/<[^>]*>/g, '')) } : undefined
}

/** Cuts the server's safe HTML into its paragraphs, headings and pictures that stand alone, and dresses them. */
export function blocksOf(html: string): Block[] {
  return topLevel(html).map((element): Block => {
    const picture = /^<p>\s*(<img [^>]*>)\s*<\/p>$/.exec(element)?.[1]
    if (picture) return { kind: 'picture', src: attribute(picture, 'src'), alt: attribute(picture, 'alt') }
    const heading = headingOf(element)
    return { kind: 'words', html: quoted(styled(element)), ...(heading && { heading }) }
  })
}

/** The headings of an article with the numbers of their blocks; empty where there are too few to get lost. */
export function contentsOf(blocks: readonly Block[]): { block: number; text: string; depth: number }[] {
  const headings = blocks.flatMap((block, n) =>
    block.kind === 'words' && block.heading ? [{ block: n, ...block.heading }] : [],
  )
  return headings.length >= LEAST_HEADINGS ? headings : []
}
