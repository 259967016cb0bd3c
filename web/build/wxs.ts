import { type Node, parse } from 'acorn'
import { simple } from 'acorn-walk'
import MagicString from 'magic-string'

/** A WXS module as browser JavaScript, and the modules it requires, as written but without `.wxs`. */
export type WxsModule = { code: string; requires: string[] }

/**
 * WXS looks like JavaScript but is not: `x.constructor` is a string with the type's name, `getRegExp('\d')` keeps the
 * backslash, and `require` names a file with its extension. Throws acorn's SyntaxError (`loc`, `pos`) on bad source.
 */
export function transformWxs(source: string): WxsModule {
  const text = new MagicString(source)
  const requires: string[] = []
  const tree = parse(source, { ecmaVersion: 2020, sourceType: 'script', allowReturnOutsideFunction: true })
  simple(tree, {
    MemberExpression(node) {
      if (node.computed || node.property.type !== 'Identifier' || node.property.name !== 'constructor') return
      // From the dot on: in `(a || b).constructor` the object's own end lies inside the bracket.
      text.appendLeft(node.start, '__wxsType(')
      text.overwrite(source.lastIndexOf('.', node.property.start), node.end, ')')
    },
    CallExpression(node) {
      if (node.callee.type !== 'Identifier') return
      const [first] = node.arguments
      if (node.callee.name === 'require') requireCall(first, text, requires)
      if (node.callee.name === 'getRegExp') patternCall(source, first, text)
    },
  })
  return { code: text.toString(), requires }
}

type Argument = Node & { value?: unknown }

function requireCall(argument: Argument | undefined, text: MagicString, requires: string[]): void {
  if (argument?.type !== 'Literal' || typeof argument.value !== 'string') return
  const path = argument.value.replace(/\.wxs$/, '')
  requires.push(path)
  text.overwrite(argument.start, argument.end, JSON.stringify(path))
}

/** An escape that JavaScript strings do not know (`\d`, `\.`) keeps its backslash in WXS. */
function patternCall(source: string, argument: Argument | undefined, text: MagicString): void {
  if (argument?.type !== 'Literal' || typeof argument.value !== 'string') return
  const raw = source.slice(argument.start, argument.end)
  const kept = raw.replace(/\\([\s\S])/g, (whole, char: string) =>
    '\\\'"nrtbfvux0\n'.includes(char) ? whole : `\\${whole}`,
  )
  if (kept !== raw) text.overwrite(argument.start, argument.end, kept)
}
