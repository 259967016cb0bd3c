import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, pack } from './pack'

const root = join(__dirname, '..')
const source = join(root, 'miniprogram')
const packed = pack(source, join(root, 'node_modules'))

test('the packed kit is what `npm run pack` makes of the pages today', () => {
  const folder = join(source, 'miniprogram_npm')
  const committed = Object.fromEntries(
    filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
  expect(committed).toEqual(
    Object.fromEntries([...packed].sort().map(([path, bytes]) => [path, bytes.toString('utf8')])),
  )
})

test('nothing in the kit is fetched from the network', () => {
  for (const [path, bytes] of packed)
    if (path.endsWith('.wxss')) expect([path, /url\((?!data:)/.test(bytes.toString('utf8'))]).toEqual([path, false])
})

test('every icon that a page names is in the font', () => {
  const sheet = packed.get('tdesign-miniprogram/icon/icon.wxss')?.toString('utf8') ?? ''
  const drawn = new Set([...sheet.matchAll(/\.t-icon-([\w-]+):before/g)].map(([, name]) => name))
  const own = filesBelow(source).filter((path) => path.endsWith('.wxml') && !path.startsWith('miniprogram_npm/'))
  const named = own.flatMap((path) =>
    [...readFileSync(join(source, path), 'utf8').matchAll(/<t-icon\b[^>]*?\sname="([^"]+)"/g)].flatMap(
      ([, name = '']) =>
        name.startsWith('{{') ? [...name.matchAll(/[?:] '([\w-]+)'/g)].map(([, one]) => one) : [name],
    ),
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => !drawn.has(name))).toEqual([])
})
