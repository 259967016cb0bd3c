import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter } from 'opencc-js/cn2t'
import { root } from './build'
import { filesBelow } from './pack'

/**
 * `npm run traditional`: writes what the mini-program needs to turn its simplified words into traditional ones: every character by
 * itself, and those of our own phrases in which a character becomes another one than by itself (发 in 发票 and in 头发).
 */

const convert = Converter({ from: 'cn', to: 'tw' })
const LONGEST_PHRASE = 4
const HAN = /[\u4e00-\u9fff]+/g

/** Every unbroken row of Chinese characters in the mini-program's code. */
export function phrasesIn(source: string): string[] {
  const files = filesBelow(source).filter(
    (path) =>
      /(?<!\.test|\.fixture)\.(ts|wxml)$/.test(path) &&
      !path.startsWith('miniprogram_npm/') &&
      !path.endsWith('traditionalTables.ts'),
  )
  const rows = files.flatMap((path) => readFileSync(join(source, path), 'utf8').match(HAN) ?? [])
  return [...new Set(rows)].sort()
}

/** As the mini-program converts: the longest known phrase, else character by character. */
function converted(row: string, phrases: ReadonlyMap<string, string>): string {
  let text = ''
  for (let at = 0; at < row.length; ) {
    let length = LONGEST_PHRASE
    while (length > 1 && !phrases.has(row.slice(at, at + length))) length -= 1
    const piece = row.slice(at, at + length)
    text += phrases.get(piece) ?? convert(piece)
    at += length
  }
  return text
}

/** Pieces of `row` with the character at `at` in them, the shortest first. */
function* piecesAround(row: string, at: number): Generator<[from: number, piece: string]> {
  for (let length = 2; length <= LONGEST_PHRASE; length += 1)
    for (let from = Math.max(0, at - length + 1); from <= at && from + length <= row.length; from += 1)
      yield [from, row.slice(from, from + length)]
}

/** The pieces of our rows that do not come out right character by character. */
export function phrasesNeeded(rows: string[]): Record<string, string> {
  const needed = new Map<string, string>()
  for (const row of rows) {
    const right = convert(row)
    for (;;) {
      const now = converted(row, needed)
      if (now === right) break
      const at = [...now].findIndex((one, index) => one !== right[index])
      const piece = [...piecesAround(row, at)].find(([, one]) => !needed.has(one))
      if (!piece) throw new Error(`${row}: ${row[at]} needs more than ${LONGEST_PHRASE} characters to come out right`)
      needed.set(piece[1], right.slice(piece[0], piece[0] + piece[1].length))
    }
  }
  return Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function pairs(): string {
  let all = ''
  for (let code = 0x4e00; code <= 0x9fff; code += 1) {
    const simplified = String.fromCharCode(code)
    const traditional = convert(simplified)
    // A few rare ones become characters outside the first plane, which no pair of two units holds.
    if (traditional !== simplified && traditional.length === 1) all += simplified + traditional
  }
  return all
}

/** The file's text. */
export function traditionalSource(source: string): string {
  const phrases = Object.entries(phrasesNeeded(phrasesIn(source)))
  return `/** Written by npm run traditional, from OpenCC's tables (Apache-2.0). */

/** Each simplified character, then what it becomes by itself. */
export const PAIRS =
  '${pairs()}'

/** Of our own words: pieces in which a character becomes another one than by itself. */
export const PHRASES: Record<string, string> = {
${phrases.map(([from, to]) => `  ${from}: '${to}',`).join('\n')}
}
`
}

const source = join(root, 'miniprogram')
export const path = join(source, 'words/traditionalTables.ts')

if (require.main === module) writeFileSync(path, traditionalSource(source))
