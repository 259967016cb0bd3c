import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './build'
import { sources } from './sources'
import { SourceError } from './warnings'

const out = () => mkdtempSync(join(tmpdir(), 'web-'))
const hashless = (path: string) => path.replace(/-[A-Za-z0-9]{8}\./, '.')

/** What the build says about a mini-program whose home page is this. */
async function refusal(files: Record<string, string>): Promise<string> {
  const source = sources({
    'app.json': '{"pages":["pages/home/home"]}',
    'pages/home/home.json': '{}',
    'pages/home/home.ts': 'Page({})',
    'pages/home/home.wxml': '<view/>',
    ...files,
  })
  try {
    await buildWeb({ source, out: out() })
  } catch (error) {
    if (error instanceof SourceError) return error.message.split('\n').slice(1).join('\n')
    throw error
  }
  return ''
}

test('the fixture becomes a page, a runtime, an app with the first page in it, a chunk and a style sheet for each other page, and its pictures', async () => {
  const folder = out()
  const { files, warnings } = await buildWeb({ source: join(__dirname, 'fixture'), out: folder })
  expect(warnings).toEqual([])
  expect(files.map(({ path }) => hashless(path)).filter((path) => !path.includes('chunk'))).toEqual([
    'app.css',
    'assets/images/dot-on.svg',
    'assets/images/dot.svg',
    'css/detail.css',
    'index.html',
    'js/app.js',
    'js/detail.js',
    'js/me.js',
    'js/runtime.js',
    'runtime.css',
  ])
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, src]) => hashless(src ?? ''))
  expect(scripts).toEqual(['js/runtime.js', 'js/app.js'])
})

/** What the page in the address makes the browser ask for at once. */
function hinted(html: string, hash: string): string[] {
  const [, script = ''] = /<script>(.+)<\/script>/.exec(html) ?? []
  const links: { rel?: string; href?: string }[] = []
  const [, textContent = ''] = /id="app-config">(.+?)<\/script>/.exec(html) ?? []
  const document = {
    createElement: () => ({}),
    getElementById: () => ({ textContent }),
    head: { append: (link: object) => links.push(link) },
  }
  new Function('location', 'document', script)({ hash }, document)
  return links.map(({ rel, href = '' }) => `${rel} ${hashless(href)}`)
}

test('the page in the address is asked for at once, with its styles; a strange address asks for the first', async () => {
  const folder = out()
  await buildWeb({ source: join(__dirname, 'fixture'), out: folder })
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  // One chunk for what everything stands on: the app's script and the first page.
  const ground = 'modulepreload js/chunk.js'
  expect(hinted(html, '#/pages/detail/detail?id=1')).toEqual([
    'preload css/detail.css',
    'modulepreload js/detail.js',
    ground,
  ])
  expect(hinted(html, '#/pages/me/me')).toEqual(['modulepreload js/me.js', ground])
  expect(hinted(html, '')).toEqual([ground])
  expect(hinted(html, '#/nowhere')).toEqual(hinted(html, ''))
})

test('components of the first page dress with the app; others with the pages that draw them, what several packages draw once', async () => {
  const drawing = (...names: string[]) =>
    JSON.stringify({ usingComponents: Object.fromEntries(names.map((name) => [`x-${name}`, `/parts/${name}`])) })
  const part = (name: string) => ({
    [`parts/${name}.json`]: '{"component":true}',
    [`parts/${name}.ts`]: 'Component({})',
    [`parts/${name}.wxml`]: '<view/>',
    [`parts/${name}.wxss`]: `.${name}{color:red}`,
  })
  const page = (path: string, ...names: string[]) => ({
    [`${path}.json`]: drawing(...names),
    [`${path}.ts`]: 'Page({})',
    [`${path}.wxml`]: names.map((name) => `<x-${name}/>`).join(''),
    [`${path}.wxss`]: '.own{color:red}',
  })
  const folder = out()
  const { files } = await buildWeb({
    source: sources({
      'app.json': '{"pages":["pages/home","pages/me"],"subPackages":[{"root":"shop","pages":["pay","cart"]}]}',
      ...page('pages/home', 'cover'),
      ...page('pages/me', 'cover', 'badge'),
      ...page('shop/pay', 'badge', 'till'),
      ...page('shop/cart', 'cover', 'till'),
      ...part('cover'),
      ...part('badge'),
      ...part('till'),
    }),
    out: folder,
  })
  const classes = files
    .filter(({ path }) => path.endsWith('.css') && !path.startsWith('runtime'))
    .map(({ path }) => [
      hashless(path),
      [...readFileSync(join(folder, path), 'utf8').matchAll(/\.(?:c\w+--)?([a-z]+)\{/g)].map(([, name]) => name),
    ])
  expect(Object.fromEntries(classes)).toEqual({
    'app.css': ['cover', 'own'],
    'css/components.css': ['badge'],
    'css/package-shop.css': ['till'],
    'css/me.css': ['own'],
    'css/pay.css': ['own'],
    'css/cart.css': ['own'],
  })
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const sheets = (hash: string) => hinted(html, hash).filter((link) => link.endsWith('.css'))
  expect(sheets('')).toEqual([])
  expect(sheets('#/pages/me')).toEqual(['preload css/components.css', 'preload css/me.css'])
  expect(sheets('#/shop/pay')).toEqual([
    'preload css/components.css',
    'preload css/package-shop.css',
    'preload css/pay.css',
  ])
  expect(sheets('#/shop/cart')).toEqual(['preload css/package-shop.css', 'preload css/cart.css'])
})

test('the table for traditional words keeps what the app itself says', async () => {
  const source = sources({
    'app.json': '{"pages":["pages/home/home"]}',
    'pages/home/home.json': '{}',
    'pages/home/home.ts': "import { PAIRS } from '../../words/traditionalTables'\nPage({ data: { PAIRS } })",
    'pages/home/home.wxml': '<view>万里学习</view>',
    'words/traditionalTables.ts': "export const PAIRS =\n  '万萬与與学學习習'\n",
  })
  const folder = out()
  const { files } = await buildWeb({ source, out: folder })
  const code = files
    .filter(({ path }) => path.endsWith('.js'))
    .map(({ path }) => readFileSync(join(folder, path), 'utf8'))
  expect(code.some((text) => text.includes('万萬学學习習'))).toBe(true)
  expect(code.some((text) => text.includes('与與'))).toBe(false)
})

test('a storefront carries the address it asks, on a desk also where the phone is; what a desk serves itself carries none', async () => {
  const source = join(__dirname, 'fixture')
  const metaIn = async (options: { api?: string; phone?: string }) => {
    const folder = out()
    await buildWeb({ source, out: folder, ...options })
    return readFileSync(join(folder, 'index.html'), 'utf8').match(/<meta name="xingtan-.*/g)
  }
  expect(await metaIn({ api: 'https://school.example.cn/a?b="c"&d' })).toEqual([
    '<meta name="xingtan-api" content="https://school.example.cn/a?b=&quot;c&quot;&amp;d">',
  ])
  expect(await metaIn({ api: '/http', phone: '/' })).toEqual([
    '<meta name="xingtan-api" content="/http">',
    '<meta name="xingtan-phone" content="/">',
  ])
  expect(await metaIn({})).toBeNull()
})

test('a slip in WXML is an error with its file and line', async () => {
  expect(await refusal({ 'pages/home/home.wxml': '<view>\n  <text>a</text>\n  <view>\n</view>' })).toBe(
    'pages/home/home.wxml:1:2: missing end tag',
  )
})

test('an unknown tag, a missing import and a slip in WXS are errors with file and line', async () => {
  const wxml = `<!-- <nothing> -->
<wxs module="m">var a = 1 < b; var c = "<d>"</wxs>
<import src="./rows.wxml"/>
<wxs module="n" src="./bad.wxs"/>
<view>{{ a < b ? '<c>' : '' }}</view>
<live-pusher/>`
  expect(await refusal({ 'pages/home/home.wxml': wxml, 'pages/home/bad.wxs': 'var a = 1;\nvar = 2;' })).toBe(
    `pages/home/bad.wxs:2:5: Unexpected token (2:4)
pages/home/home.wxml:1:1: there is no pages/home/rows.wxml
pages/home/home.wxml:6:1: <live-pusher> is neither a registered component nor a built-in of the browser runtime`,
  )
})

test('a package that is not packed is refused, because WeChat would not find it', async () => {
  expect(await refusal({ 'pages/home/home.ts': "import _ from 'left-pad'\nPage({ data: { a: _ } })" })).toMatch(
    /pages\/home\/home\.ts:1:\d+: left-pad is not in miniprogram_npm, so WeChat would not find it$/,
  )
})
