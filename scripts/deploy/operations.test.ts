import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../build'
import { functionSettings } from './settings'

/** The operator's page must tell of everything an operator may meet, and of nothing that is gone. */
const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8')

/** What the first cells of a table's rows name. */
function named(heading: RegExp, name: RegExp): string[] {
  const [, table = ''] = page.split(heading)
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n')
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(name)].map(([, found = '']) => found))
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
}

test('every setting has its row, and every row its setting', () => {
  const rows = named(/\n\| setting \|.*\n/, /`([A-Z0-9_]+)`/g)
  const ofTheAccount = rows.filter((name) => /^(TCB|TENCENTCLOUD)_/.test(name))
  expect(rows.sort()).toEqual([...functionSettings, ...ofTheAccount].sort())
})

test('every alert has its row, and every row its alert', () => {
  const calls = [...sources('core'), ...sources('platform')].flatMap((code) => code.match(/alert\([^,)]*,/g) ?? [])
  const raised = calls.flatMap((call) => [...call.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code))
  expect(named(/\n\| alert \|.*\n/, /`([A-Z_]+)`/g).sort()).toEqual([...new Set(raised)].sort())
})
