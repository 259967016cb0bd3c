import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

/**
 * The table that makes the app's words traditional has every character there is; a browser fetches it before the first page. Only
 * what the app itself says is ever converted, so here it keeps the characters that stand in the app's own sources.
 */

const TABLE = /(\bPAIRS\s*=\s*')([^']*)(')/

export const isTable = (path: string): boolean => path.endsWith('words/traditionalTables.ts')

/** The table's module with the pairs whose first character is one of `spoken`. */
export function cutTable(code: string, spoken: ReadonlySet<string>): string {
  return code.replace(TABLE, (_, before: string, pairs: string, after: string) => {
    const kept = [...pairs.matchAll(/(.)(.)/gsu)].filter(([, simplified = '']) => spoken.has(simplified))
    return before + kept.map(([pair]) => pair).join('') + after
  })
}

/** Every character of the app's own scripts and templates, the table aside. */
export function charactersOf(root: string): Set<string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\.(ts|js|wxml|wxs|json)$/.test(path) && !/(^|\/)(miniprogram_npm|node_modules)\//.test(path))
    .filter((path) => !isTable(path))
  return new Set(files.flatMap((path) => [...readFileSync(join(root, path), 'utf8')]))
}
