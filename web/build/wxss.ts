import { posix } from 'node:path'
import postcss, { type AtRule, type Declaration, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import valueParser from 'postcss-value-parser'
import type { Warning } from './warnings'

/** Whose style sheet it is: `app`, a page (its path), or a component (its class prefix, '' when shared). */
export type SheetOwner =
  | { kind: 'app' }
  | { kind: 'page'; path: string; scope: string }
  | { kind: 'component'; scope: string }

export type WxssInput = {
  /** Virtual path of the sheet. */
  path: string
  owner: SheetOwner
  read(path: string): string | undefined
  /** The URL in the built app of an asset by virtual path; undefined when there is no such file. */
  assetUrl(path: string): string | undefined
  warnings: Warning[]
}

const HTML_ONLY = new Set(['*', 'from', 'to', 'html', 'body'])

/** WXSS to CSS: imports inlined, classes scoped, tags renamed, rpx and viewport units made relative to the phone column. */
export function transformWxss(input: WxssInput): string {
  const root = parsed(input, input.path, new Set())
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name)) return
    rule.selector = scopedSelector(rule.selector, input.owner)
  })
  return root.toString()
}

/** Parses one sheet, its imports put in their place; units and URLs are done here, where the sheet's own path is known. */
function parsed(input: WxssInput, path: string, above: Set<string>): Root {
  const source = input.read(path)
  if (source === undefined) {
    input.warnings.push({ file: path, line: 1, column: 1, message: 'there is no such style sheet', isError: true })
    return postcss.root()
  }
  const root = parseOrReport(input, path, source)
  root.walkDecls((decl) => {
    decl.value = cssValue(decl, path, input)
  })
  root.walkAtRules('import', (rule) => {
    const target = importedPath(rule.params, path)
    if (above.has(target)) rule.remove()
    else rule.replaceWith(parsed(input, target, new Set([...above, path])).nodes)
  })
  return root
}

function parseOrReport(input: WxssInput, path: string, source: string): Root {
  try {
    return postcss.parse(source, { from: undefined })
  } catch (error) {
    if (!(error instanceof postcss.CssSyntaxError)) throw error
    const { line = 1, column = 1, reason } = error
    input.warnings.push({ file: path, line, column, message: reason, isError: true })
    return postcss.root()
  }
}

function importedPath(params: string, from: string): string {
  const target = /["']([^"']+)["']/.exec(params)?.[1] ?? params
  return target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(from), target)
}

const UNITS: Record<string, string> = { rpx: '--rpx', vh: '--mp-vh', vw: '--mp-vw' }

/** `24rpx` → `calc(var(--rpx)*24)`; the same for `vh` and `vw`, which mean the page's area and not the browser's. */
export function unitsOf(value: string): string {
  if (!/(rpx|v[hw])/.test(value)) return value
  const tree = valueParser(value)
  tree.walk((node) => {
    if (node.type === 'function' && node.value === 'url') return false
    const number = node.type === 'word' && valueParser.unit(node.value)
    const variable = number && UNITS[number.unit.toLowerCase()]
    if (number && variable) node.value = `calc(var(${variable})*${number.number})`
    return undefined
  })
  return tree.toString()
}

function cssValue(decl: Declaration, path: string, input: WxssInput): string {
  const value = unitsOf(decl.value)
  if (!value.includes('url(')) return value
  const tree = valueParser(value)
  tree.walk((node) => {
    if (node.type !== 'function' || node.value !== 'url') return undefined
    const target = node.nodes[0]
    if (target && (target.type === 'word' || target.type === 'string'))
      target.value = urlOf(target.value, decl, path, input)
    return false
  })
  return tree.toString()
}

/** Project files become asset URLs; `data:` and other addresses stay. */
function urlOf(url: string, decl: Declaration, path: string, input: WxssInput): string {
  if (/^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(url)) return url
  const file = url.split(/[?#]/)[0] ?? url
  const target = file.startsWith('/') ? file.slice(1) : posix.join(posix.dirname(path), file)
  const built = input.assetUrl(target)
  if (built) return built
  const start = decl.source?.start ?? { line: 1, column: 1 }
  input.warnings.push({
    file: path,
    line: start.line,
    column: start.column,
    message: `there is no ${url}`,
    isError: true,
  })
  return url
}

/** One rule's selector for its owner. */
export function scopedSelector(selector: string, owner: SheetOwner): string {
  const scope = owner.kind === 'app' ? '' : owner.scope
  const pageTag = owner.kind === 'page' ? `wx-page[data-p="${owner.path}"]` : 'wx-page'
  return selectorParser((tree) => {
    tree.walkClasses((node) => {
      if (scope) node.setPropertyWithoutEscape('value', `${scope}--${node.toString().trim().slice(1)}`)
    })
    tree.walkPseudos((node) => {
      if (node.value === ':host') node.replaceWith(selectorParser.attribute(hostAttribute(scope)))
    })
    tree.walkTags((node) => {
      if (HTML_ONLY.has(node.value) || /^\d/.test(node.value)) return
      node.value = node.value === 'page' ? pageTag : `wx-${node.value}`
    })
    // All pages live in one document: a page's sheet must not reach the others. `:where` keeps its weight unchanged.
    if (owner.kind === 'page') tree.each((one) => keepToPage(one, owner.path))
  }).processSync(selector)
}

const hostAttribute = (scope: string) =>
  ({ attribute: 'wx-host', operator: '=', value: scope, quoteMark: '"', raws: {} }) as const

function keepToPage(one: selectorParser.Selector, path: string): void {
  if (one.first?.toString().trim().startsWith('wx-page')) return
  const spaces = one.first?.spaces.before ?? ''
  if (one.first) one.first.spaces.before = ''
  one.prepend(selectorParser.tag({ value: `${spaces}:where(wx-page[data-p="${path}"]) ` }))
}
