import { builtInNames } from '../runtime/builtins/names'

/** Every tag a template may use without registering it: WXML's own grammar and what the browser runtime draws. */
const KNOWN = new Set(['block', 'template', 'import', 'include', 'slot', 'wxs', ...builtInNames])

/** Blanks out comments and inline scripts, keeping every offset. */
const markupOf = (source: string): string =>
  source
    .replace(/<!--[\s\S]*?-->/g, (text) => ' '.repeat(text.length))
    .replace(
      /(<wxs\b[^>]*>)([\s\S]*?)(<\/wxs>)/g,
      (_, open: string, body: string, close: string) => open + ' '.repeat(body.length) + close,
    )
    .replace(/\{\{[\s\S]*?\}\}/g, (text) => ' '.repeat(text.length))

/** The start tags in WXML that nothing answers to, with their offsets. */
export function unknownTags(source: string, components: Set<string>): { tag: string; offset: number }[] {
  return [...markupOf(source).matchAll(/<([a-zA-Z][\w-]*)/g)].flatMap(({ 1: tag = '', index }) =>
    KNOWN.has(tag) || components.has(tag) ? [] : [{ tag, offset: index }],
  )
}
