import { type Shot, sheetOf, stateOf } from './sheet'

const shot = (name: string, more: Partial<Shot> = {}): Shot => ({
  name,
  page: 'pages/home/home',
  width: 390,
  scheme: 'light',
  language: 'zh-Hans',
  isLarge: false,
  ...more,
})

test('a picture is named after the state it shows, not after what its facts say already', () => {
  expect(
    ['states-390-dark-home-failed', 'sheet-320-large-pages.home.home-ready', 'company-梅若雪-01-write'].map((name) =>
      stateOf(shot(name)),
    ),
  ).toEqual(['home-failed', 'pages.home.home-ready', 'company-梅若雪-01-write'])
})

test('the sheet shows pictures by page, and names the pages that nobody has looked at', () => {
  const sheet = sheetOf(
    [shot('states-390-light-home-ready'), shot('old-iphone-list', { page: 'pages/list/list', scheme: 'dark' })],
    ['pages/home/home', 'pages/list/list', 'pages/me/me'],
  )
  expect([...sheet.matchAll(/<h2>([^<]+?) </g)].map(([, page]) => page)).toEqual(['pages/home/home', 'pages/list/list'])
  expect(sheet).toContain('No picture of: pages/me/me')
  expect(sheet).toContain('data-width="390" data-scheme="dark" data-type="standard"')
})
