import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describeSizes, MAIN_LIMIT, measurePackages, PACKAGE_LIMIT, TOTAL_LIMIT } from './sizes'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sizes-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, bytes: number | string) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), typeof bytes === 'string' ? bytes : 'x'.repeat(bytes))
}

test('each file counts for the package that WeChat puts it in, and what never reaches a phone counts for none', () => {
  const app = JSON.stringify({
    pages: ['pages/home/home'],
    subPackages: [{ root: 'learn/', pages: ['player/player'] }],
  })
  write('app.json', app)
  write('pages/home/home.ts', 100)
  write('learner/kept.ts', 7)
  write('learn/player/player.ts', 30)
  write('learn/player/player.test.ts', 1000)
  write('node_modules/zod/index.js', 1000)
  write('README.md', 1000)

  const main = app.length + 107
  expect(measurePackages(root)).toEqual([
    { name: 'main', bytes: main, limit: MAIN_LIMIT },
    { name: 'learn', bytes: 30, limit: PACKAGE_LIMIT },
    { name: 'total', bytes: main + 30, limit: TOTAL_LIMIT },
  ])
})

test('a package over its limit is marked', () => {
  expect(
    describeSizes([
      { name: 'main', bytes: 2048, limit: 1024 },
      { name: 'learn', bytes: 512, limit: 1024 },
    ]),
  ).toBe(['main       2.0 KB of      1.0 KB  TOO LARGE', 'learn      0.5 KB of      1.0 KB'].join('\n'))
})
