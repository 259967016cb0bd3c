/** A piece of an article: words for `rich-text`, or a picture that can be opened. */
export type Block = { kind: 'words'; html: string } | { kind: 'picture'; src: string; alt: string }

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

/** Cuts the server's safe HTML at pictures that stand alone, and dresses the rest. */
export function blocksOf(html: string): Block[] {
  const parts = html.split(/(<p>\s*<img [^>]*>\s*<\/p>)/)
  return parts.flatMap((part): Block[] => {
    const picture = /^<p>\s*(<img [^>]*>)\s*<\/p>$/.exec(part)?.[1]
    if (picture) return [{ kind: 'picture', src: attribute(picture, 'src'), alt: attribute(picture, 'alt') }]
    return part.trim() ? [{ kind: 'words', html: quoted(styled(part)) }] : []
  })
}
