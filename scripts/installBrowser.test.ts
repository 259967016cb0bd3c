import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser, hasChineseType, installBrowser, launchArguments, starter } from './installBrowser'

const CHOSEN = process.env.XINGTAN_CHROMIUM
let desk: string

beforeEach(() => {
  desk = mkdtempSync(join(tmpdir(), 'browser '))
})
afterEach(() => {
  rmSync(desk, { recursive: true })
  if (CHOSEN === undefined) delete process.env.XINGTAN_CHROMIUM
  else process.env.XINGTAN_CHROMIUM = CHOSEN
})

function program(name: string, text = 'echo Chromium 1') {
  const file = join(desk, name)
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return file
}

test('Chromium and a Chinese typeface that are there are used, and nothing is installed', async () => {
  const chromium = program('chromium')
  mkdirSync(join(desk, 'fonts', 'noto'), { recursive: true })
  writeFileSync(join(desk, 'fonts', 'noto', 'NotoSansCJK-Regular.ttc'), '')
  const said: string[] = []

  const found = await installBrowser({ searchPath: desk, fontFolders: [join(desk, 'fonts')] }, (line) =>
    said.push(line),
  )
  expect({ found, said }).toEqual({ found: { chromium }, said: [] })
})

test('Chromium is looked for before Chrome, in every folder of the path; a file that cannot run is none', () => {
  program('google-chrome')
  writeFileSync(join(desk, 'chromium-browser'), '')
  expect(findBrowser({ searchPath: `/nowhere:${desk}` })).toBe(join(desk, 'google-chrome'))
  program('chromium')
  expect(findBrowser({ searchPath: `/nowhere:${desk}` })).toBe(join(desk, 'chromium'))
  expect(findBrowser({ searchPath: '/nowhere' })).toBeNull()
})

test.each([
  ['NotoSerifCJK-Bold.ttc', true],
  ['SourceHanSansCN-Regular.otf', true],
  ['wqy-zenhei.ttc', true],
  ['DejaVuSans.ttf', false],
  ['NotoSansCJK-readme.txt', false],
])('%s is Chinese type: %s', (file, chinese) => {
  writeFileSync(join(desk, file), '')
  expect(hasChineseType({ fontFolders: [desk, '/nowhere'] })).toBe(chinese)
})

test('a browser unpacked earlier is used again', async () => {
  mkdirSync(join(desk, 'current'))
  const chromium = program('current/chromium')
  expect(await installBrowser({ searchPath: '/nowhere', fontFolders: [], cache: desk })).toEqual({ chromium })
})

test('a browser that a person chose is taken, and says so clearly when it does not start', async () => {
  process.env.XINGTAN_CHROMIUM = program('mine')
  expect(await installBrowser()).toEqual({ chromium: join(desk, 'mine') })
  process.env.XINGTAN_CHROMIUM = program('broken', 'echo no libnss3 >&2; exit 127')
  await expect(installBrowser()).rejects.toThrow(`${join(desk, 'broken')} does not start`)
})

test('an unpacked browser starts with its own libraries before the system’s, and its own typefaces', () => {
  mkdirSync(join(desk, 'root/usr/lib/chromium'), { recursive: true })
  program('root/usr/lib/chromium/chromium', 'echo "$LD_LIBRARY_PATH|$FONTCONFIG_FILE|$1"')
  const script = program('start', starter(desk, null, ['usr/lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu/nss']))

  const env = { ...process.env, LD_LIBRARY_PATH: '/before' }
  const libraries = `${desk}/root/usr/lib/x86_64-linux-gnu:${desk}/root/usr/lib/x86_64-linux-gnu/nss:/before`
  expect(execFileSync(script, ['two words'], { env, encoding: 'utf8' })).toBe(
    `${libraries}|${desk}/fonts.conf|two words\n`,
  )
})

test('Chromium starts headless and without its own sandbox', () => {
  expect(launchArguments).toEqual(expect.arrayContaining(['--headless', '--no-sandbox']))
})
