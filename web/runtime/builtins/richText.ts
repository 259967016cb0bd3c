import type { Engine } from '../engine'
import { append, builtIn } from './define'

/** What WeChat's `rich-text` lets through, and the attributes each may carry beside `class` and `style`. */
const allowed: Record<string, readonly string[]> = {
  a: [],
  abbr: [],
  address: [],
  article: [],
  aside: [],
  b: [],
  bdi: [],
  bdo: ['dir'],
  big: [],
  blockquote: [],
  br: [],
  caption: [],
  center: [],
  cite: [],
  code: [],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  dd: [],
  del: [],
  div: [],
  dl: [],
  dt: [],
  em: [],
  fieldset: [],
  font: [],
  footer: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  header: [],
  hr: [],
  i: [],
  img: ['alt', 'src', 'height', 'width'],
  ins: [],
  label: [],
  legend: [],
  li: [],
  mark: [],
  nav: [],
  ol: ['start', 'type'],
  p: [],
  pre: [],
  q: [],
  rt: [],
  ruby: [],
  s: [],
  section: [],
  small: [],
  span: [],
  strong: [],
  sub: [],
  sup: [],
  table: ['width'],
  tbody: [],
  td: ['colspan', 'height', 'rowspan', 'width'],
  tfoot: [],
  th: ['colspan', 'height', 'rowspan', 'width'],
  thead: [],
  tr: ['colspan', 'height', 'rowspan', 'width'],
  tt: [],
  u: [],
  ul: [],
}

/** One node of the array form. */
type RichNode = { type?: string; name?: string; text?: string; attrs?: Record<string, unknown>; children?: unknown[] }

const isRichNode = (value: unknown): value is RichNode => typeof value === 'object' && value !== null

/** Pictures come from the web, from the project or from data; any other scheme is dropped with its attribute. */
function isSafeSource(src: string): boolean {
  try {
    // The URL parser drops the tabs and line breaks in which a scheme could hide.
    const { protocol, pathname } = new URL(src, 'https://project.invalid/')
    return (
      ['http:', 'https:', 'blob:'].includes(protocol) ||
      (protocol === 'data:' && /^image\/(png|jpeg|gif|webp)[;,]/i.test(pathname))
    )
  } catch {
    return false
  }
}

/** Styles are kept but for what could load or run something. */
const safeStyle = (style: string): string =>
  style
    .split(';')
    .filter(
      (rule) => !/url\s*\(|expression|javascript:|@import|behavior\s*:|-moz-binding/i.test(rule.replace(/\\/g, '')),
    )
    .join(';')

function dress(element: HTMLElement, name: string, attrs: Iterable<[string, unknown]>): void {
  for (const [key, value] of attrs) {
    const attribute = key.toLowerCase()
    const text = String(value)
    if (attribute === 'class') element.className = text
    else if (attribute === 'style') element.setAttribute('style', safeStyle(text))
    else if (attribute === 'src' && name === 'img') {
      if (isSafeSource(text)) element.setAttribute('src', text)
    } else if (allowed[name]?.includes(attribute)) element.setAttribute(attribute, text)
  }
}

/** An element of the white list, newly made; null for any other name, whose children go with it. */
function made(name: string, attrs: Iterable<[string, unknown]>): HTMLElement | null {
  if (!Object.hasOwn(allowed, name)) return null
  const element = document.createElement(name)
  dress(element, name, attrs)
  return element
}

function fromArray(nodes: unknown[]): Node[] {
  return nodes.filter(isRichNode).flatMap((node): Node[] => {
    if (node.type === 'text') return [document.createTextNode(entities(String(node.text ?? '')))]
    const element = made(String(node.name ?? '').toLowerCase(), Object.entries(node.attrs ?? {}))
    if (!element) return []
    element.append(...fromArray(Array.isArray(node.children) ? node.children : []))
    return [element]
  })
}

function fromParsed(parent: Node): Node[] {
  return [...parent.childNodes].flatMap((node): Node[] => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')]
    if (!(node instanceof Element)) return []
    const element = made(
      node.localName,
      [...node.attributes].map(({ name, value }) => [name, value]),
    )
    if (!element) return []
    element.append(...fromParsed(node))
    return [element]
  })
}

/** `&lt;` and its kin in a text node of the array form. The parser is inert: nothing loads or runs in it. */
const entities = (text: string): string =>
  text.includes('&')
    ? (new DOMParser().parseFromString(text.replace(/</g, '&lt;'), 'text/html').body.textContent ?? text)
    : text

/**
 * What `rich-text` draws for its `nodes`: every element is made anew from a white list, so that no script, handler or foreign
 * address can come along. An element outside the list goes with all that it holds, as in WeChat.
 */
export function richNodes(nodes: unknown): Node[] {
  if (typeof nodes === 'string') return fromParsed(new DOMParser().parseFromString(nodes, 'text/html').body)
  return Array.isArray(nodes) ? fromArray(nodes) : []
}

/** `rich-text`: nodes as HTML or as an array. */
export function defineRichText(engine: Engine): void {
  const properties = {
    nodes: { type: null, value: '' as unknown },
    space: String,
    userSelect: Boolean,
    mode: { type: String, value: 'default' },
  }
  builtIn(engine, 'rich-text', properties, (component, host) => {
    const words = append(host, 'div', 'wx-rich')
    let drawn: unknown
    return {
      draw({ nodes, space, userSelect }) {
        host.toggleAttribute('user-select', userSelect)
        words.style.whiteSpace = space ? 'pre-wrap' : ''
        if (nodes === drawn) return
        drawn = nodes
        words.replaceChildren(...richNodes(nodes))
        for (const picture of words.querySelectorAll('img')) {
          const src = picture.getAttribute('src')
          if (src) picture.src = engine.assetUrl(component, src)
        }
      },
    }
  })
}
