import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProject } from './project'
import { surroundings } from './theme'

const folder = mkdtempSync(join(tmpdir(), 'theme-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(
  join(folder, 'theme.json'),
  JSON.stringify({ light: { paper: '#FBF8F3', home: 'a.png' }, dark: { paper: '#14120F', home: 'b.png' } }),
)
const project = openProject(folder, join(folder, 'node_modules'))
const APP = {
  pages: [],
  themeLocation: 'theme.json',
  window: { backgroundColor: '@paper', navigationBarTitleText: '@杏坛' },
  tabBar: { list: [{ pagePath: 'home', text: '首页', iconPath: '@home' }] },
}

test('what surrounds the pages has the colours and pictures of its scheme; what is no name stays', () => {
  expect(surroundings(project, APP, 'dark')).toEqual({
    window: { backgroundColor: '#14120F', navigationBarTitleText: '@杏坛' },
    tabBar: { list: [{ pagePath: 'home', text: '首页', iconPath: 'b.png' }] },
  })
})

test('an app without a theme is left as it is', () => {
  const plain = { pages: [], window: { backgroundColor: '#fff' } }
  expect(surroundings(project, plain, 'light')).toEqual({ window: { backgroundColor: '#fff' }, tabBar: undefined })
})
