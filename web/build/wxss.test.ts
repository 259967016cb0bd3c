import type { Warning } from './warnings'
import { type SheetOwner, scopedSelector, transformWxss, unitsOf } from './wxss'

const APP: SheetOwner = { kind: 'app' }
const HOME: SheetOwner = { kind: 'page', path: 'pages/home/home', scope: '' }
const CARD: SheetOwner = { kind: 'component', scope: 'c1' }

/** Transforms one sheet of a small tree. */
function sheet(files: Record<string, string>, path: string, owner: SheetOwner) {
  const warnings: Warning[] = []
  const assetUrl = (asset: string) => (asset in files ? `assets/${asset}` : undefined)
  const css = transformWxss({ path, owner, read: (file) => files[file], assetUrl, warnings })
  return { css, warnings }
}

test('rpx and viewport units are counted in the phone column', () => {
  expect(unitsOf('24rpx')).toBe('calc(var(--rpx)*24)')
  expect(unitsOf('-1.5rpx auto 50vh 10vw')).toBe(
    'calc(var(--rpx)*-1.5) auto calc(var(--mp-vh)*50) calc(var(--mp-vw)*10)',
  )
  expect(unitsOf('calc(100vh - 88rpx)')).toBe('calc(calc(var(--mp-vh)*100) - calc(var(--rpx)*88))')
  expect(unitsOf('url(a24rpx.png) 2px')).toBe('url(a24rpx.png) 2px')
})

test("a component's classes carry its prefix, and its host is known by it", () => {
  expect(scopedSelector('.card .title:not(.wide)', CARD)).toBe('.c1--card .c1--title:not(.c1--wide)')
  expect(scopedSelector(':host', CARD)).toBe('[wx-host=c1]')
  expect(scopedSelector('view > text', CARD)).toBe('wx-view > wx-text')
})

test("a page's rules reach its own page and weigh no more than written", () => {
  expect(scopedSelector('.top, view', HOME)).toBe(
    ':where(wx-page[data-p="pages/home/home"]) .top, :where(wx-page[data-p="pages/home/home"]) wx-view',
  )
  expect(scopedSelector('page', HOME)).toBe('wx-page[data-p="pages/home/home"]')
  expect(scopedSelector('page, .top', APP)).toBe('wx-page, .top')
})

test('imports are put where they stand, also twice and in a ring', () => {
  const files = {
    'pages/home/home.wxss': '@import "../../styles/a.wxss";\n.top { color: red }',
    'styles/a.wxss': '@import "/styles/b.wxss";\n.a { width: 2rpx }',
    'styles/b.wxss': '@import "./a.wxss";\n.b { height: 1px }',
  }
  const { css, warnings } = sheet(files, 'pages/home/home.wxss', APP)
  expect(css.replace(/\s+/g, ' ').trim()).toBe(
    '.b { height: 1px } .a { width: calc(var(--rpx)*2) } .top { color: red }',
  )
  expect(warnings).toEqual([])
})

test('keyframes keep their steps', () => {
  const { css } = sheet({ 'a.wxss': '@keyframes x { from { top: 0 } 50% { top: 2rpx } }' }, 'a.wxss', CARD)
  expect(css).toBe('@keyframes x { from { top: 0 } 50% { top: calc(var(--rpx)*2) } }')
})

test('fonts and pictures of the project become assets; data and other addresses stay', () => {
  const files = {
    'icons/t.wxss':
      '@font-face { font-family: t; src: local("t"), url(./t.woff2?v=1) format("woff2"), url("data:font/woff2;base64,AA"), url(https://a.test/t.woff) }',
    'icons/t.woff2': '',
  }
  const { css, warnings } = sheet(files, 'icons/t.wxss', APP)
  expect(css).toBe(
    '@font-face { font-family: t; src: local("t"), url(assets/icons/t.woff2) format("woff2"), url("data:font/woff2;base64,AA"), url(https://a.test/t.woff) }',
  )
  expect(warnings).toEqual([])
})

test('a missing picture, a missing import and broken CSS are named with their lines', () => {
  const found = [
    sheet({ 'a.wxss': '.a {\n  background: url(b.png);\n}' }, 'a.wxss', APP),
    sheet({ 'a.wxss': '@import "./b.wxss";' }, 'a.wxss', APP),
    sheet({ 'a.wxss': '.a { color: red;\n' }, 'a.wxss', APP),
  ].flatMap(({ warnings }) => warnings)
  expect(found).toEqual([
    { file: 'a.wxss', line: 2, column: 3, message: 'there is no b.png', isError: true },
    { file: 'b.wxss', line: 1, column: 1, message: 'there is no such style sheet', isError: true },
    { file: 'a.wxss', line: 1, column: 1, message: 'Unclosed block', isError: true },
  ])
})
