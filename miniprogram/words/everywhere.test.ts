import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Node, parse } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import { transformSync } from 'esbuild'
import { filesBelow } from '../../scripts/pack'

const root = join(__dirname, '..')
const HAN = /[\u4e00-\u9fff]/
/** The shop's own name, and languages, which are named in themselves. */
const NAMES = /杏坛|简体中文|繁體中文/g

/** Chinese typefaces draw these as wide as a character. */
const CURLY = /[‘’“”]/

const isNamed = (node: object | undefined, name: string): boolean =>
  node !== undefined && 'name' in node && node.name === name

/** Which side of a table these words are of: `tongues({ zh: …, en: … })`; '' outside of tables. */
function sideOf(ancestors: Node[]): 'zh' | 'en' | '' {
  const table = ancestors.findIndex((node) => 'callee' in node && isNamed(node.callee as object, 'tongues'))
  if (table < 0) return ''
  const keys = ancestors.slice(table).flatMap((node) => ('key' in node ? [node.key as object] : []))
  return isNamed(keys[0], 'zh') ? 'zh' : isNamed(keys[0], 'en') ? 'en' : ''
}

type Said = { text: string; side: ReturnType<typeof sideOf> }

/** The words of a script, without what it comments on. */
function saidIn(script: string): Said[] {
  const said: Said[] = []
  const { code } = transformSync(script, { loader: 'ts', charset: 'utf8' })
  fullAncestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node, _, ancestors) => {
    if (node.type === 'Literal' || node.type === 'TemplateElement')
      said.push({ text: code.slice(node.start, node.end), side: sideOf(ancestors) })
  })
  return said
}

const shownIn = (template: string): string[] => template.replace(/<!--.*?-->/gs, '').split('\n')

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const files = filesBelow(root).filter(
  (path) => /\.(ts|wxml)$/.test(path) && !/\.(test|fixture)\.ts$/.test(path) && !path.startsWith('miniprogram_npm/'),
)
const scripts = files.filter((path) => path.endsWith('.ts'))
const isOfWords = (path: string): boolean => /^words\/|(^|\/)words\.ts$/.test(path)

test('whatever the mini-program says stands in a table that has it in English too', () => {
  const loose = files
    .filter((path) => !isOfWords(path))
    .flatMap((path) =>
      (path.endsWith('.wxml')
        ? shownIn(read(path))
        : saidIn(read(path)).flatMap(({ text, side }) => (side === 'zh' ? [] : [text]))
      )
        .filter((words) => HAN.test(words.replace(NAMES, '')))
        .map((words) => `${path}: ${words.trim()}`),
    )
  expect(loose).toEqual([])
})

test('English is English, and both are said in the voice of the school', () => {
  const odd = scripts.flatMap((path) =>
    saidIn(read(path))
      .filter(({ text, side }) =>
        side === 'en' ? HAN.test(text.replace(NAMES, '')) || CURLY.test(text) : side === 'zh' && /[您亲！]/.test(text),
      )
      .map(({ text }) => `${path}: ${text}`),
  )
  expect(odd).toEqual([])
})
