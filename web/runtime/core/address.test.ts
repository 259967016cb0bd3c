import { hashOf, queryOf, routeOf } from './address'

test('a page is named from the root or from the page that names it', () => {
  const from = 'pages/home/home'
  expect(
    ['/pages/course/course', '../course/course', 'list', './list', '../../learn/pages/lesson/lesson'].map(
      (url) => routeOf(url, from).path,
    ),
  ).toEqual([
    'pages/course/course',
    'pages/course/course',
    'pages/home/list',
    'pages/home/list',
    'learn/pages/lesson/lesson',
  ])
})

test('a query is handed on as it was written', () => {
  expect(routeOf('/pages/list/list?category=%E4%B9%A6%E7%94%BB&focus&next=a=b')).toEqual({
    path: 'pages/list/list',
    query: { category: '%E4%B9%A6%E7%94%BB', focus: '', next: 'a=b' },
  })
  expect(queryOf('')).toEqual({})
})

test('the address in the browser leads back to the same page', () => {
  const route = { path: 'pages/list/list', query: { category: '%E4%B9%A6', page: '2' } }
  expect(hashOf(route)).toBe('/pages/list/list?category=%E4%B9%A6&page=2')
  expect(routeOf(hashOf(route))).toEqual(route)
  expect(hashOf({ path: 'pages/me/me', query: {} })).toBe('/pages/me/me')
})
