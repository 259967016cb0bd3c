import { join } from 'node:path'
import { graphOf } from './graph'
import { openProject } from './project'
import { sources } from './sources'
import type { Warning } from './warnings'

const MODULES = join(__dirname, '../../node_modules')

/** The graph of a small mini-program, as facts. */
function graph(files: Record<string, string>) {
  const warnings: Warning[] = []
  const { pages, components } = graphOf(openProject(sources(files), MODULES), warnings)
  return { pages, components: [...components.values()], warnings }
}

const APP = JSON.stringify({ pages: ['pages/home/home'] })

test('the fixture: pages first, components by absolute id, one class prefix for each component', () => {
  const warnings: Warning[] = []
  const { pages, components } = graphOf(openProject(join(__dirname, 'fixture'), MODULES), warnings)
  expect(pages).toEqual(['pages/home/home', 'pages/me/me', 'pages/detail/detail'])
  expect([...components.values()].map(({ id, kind, uses, scope }) => ({ id, kind, uses, scope }))).toEqual([
    { id: 'pages/home/home', kind: 'page', uses: ['components/card/card'], scope: '' },
    { id: 'components/card/card', kind: 'component', uses: [], scope: 'c1' },
    { id: 'pages/me/me', kind: 'page', uses: [], scope: '' },
    { id: 'pages/detail/detail', kind: 'page', uses: [], scope: '' },
  ])
  expect(warnings).toEqual([])
})

test('components are found beside, from the root, in miniprogram_npm above, and in node_modules as it would be packed', () => {
  const using = {
    near: './part',
    root: '/shared/part',
    packed: 'kit/part',
    'own-packed': 'other/part',
    kit: 'tdesign-miniprogram/button/button',
  }
  const { components, warnings } = graph({
    'app.json': APP,
    'pages/home/home.json': JSON.stringify({ usingComponents: using }),
    'pages/home/part.json': '{}',
    'shared/part/index.json': '{}',
    'miniprogram_npm/kit/part.json': '{}',
    'pages/miniprogram_npm/other/part.json': '{}',
  })
  expect(warnings).toEqual([])
  expect(components[0]?.config.usingComponents).toEqual({
    near: '/pages/home/part',
    root: '/shared/part/index',
    packed: '/miniprogram_npm/kit/part',
    'own-packed': '/pages/miniprogram_npm/other/part',
    kit: '/miniprogram_npm/tdesign-miniprogram/button/button',
  })
  expect(components.map(({ id }) => id)).toContain('miniprogram_npm/tdesign-miniprogram/icon/icon')
})

test("subpackages' pages, the app's own components everywhere, and a generic's default come along", () => {
  const { pages, components } = graph({
    'app.json': JSON.stringify({
      pages: ['pages/home/home'],
      subPackages: [{ root: 'learn/', pages: ['pages/lesson/lesson'] }],
      usingComponents: { part: '/part' },
    }),
    'pages/home/home.json': JSON.stringify({ component: true }),
    'learn/pages/lesson/lesson.json': JSON.stringify({ componentGenerics: { row: { default: '/row' } } }),
    'part.json': JSON.stringify({ styleIsolation: 'apply-shared' }),
    'row.json': JSON.stringify({ styleIsolation: 'shared' }),
  })
  expect(pages).toEqual(['pages/home/home', 'learn/pages/lesson/lesson'])
  expect(components.map(({ id, config, scope }) => ({ id, component: config.component, scope }))).toEqual([
    { id: 'pages/home/home', component: undefined, scope: '' },
    { id: 'part', component: true, scope: 'c1' },
    { id: 'learn/pages/lesson/lesson', component: undefined, scope: '' },
    { id: 'row', component: true, scope: '' },
  ])
})

test('what cannot be found is named with file and line', () => {
  const { warnings } = graph({
    'app.json': JSON.stringify({
      pages: ['pages/home/home', 'pages/gone/gone'],
      tabBar: { list: [{ pagePath: 'pages/me/me', text: '我的' }] },
    }),
    'pages/home/home.json': '{\n  "usingComponents": {\n    "a": "/no/where",\n    "b": "plugin://x/y"\n  }\n}',
  })
  expect(warnings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)).toEqual([
    'pages/home/home.json:3:11 there is no component /no/where',
    'pages/home/home.json:4:11 plugins are not supported in the browser: plugin://x/y',
    'pages/gone/gone.json:1:1 there is no such file',
    'app.json:1:1 the tab bar names no page of the app: pages/me/me',
  ])
})

test('what the browser runtime does not know is refused by name', () => {
  const { warnings } = graph({
    'app.json': '{ "pages": [],\n "plugins": {},\n "tabBar": { "custom": true, "list": [] } }',
  })
  expect(warnings.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
    'app.json:3 a custom tab bar is not supported in the browser',
    'app.json:2 plugins are not supported in the browser',
  ])
})
