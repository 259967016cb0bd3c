import { PageReader, pageAt, startOfPage } from './pages'

const PAGES = [{ seconds: 10 }, { seconds: 20 }, { seconds: 30 }]

test('every page has its own stretch of the reading time', () => {
  expect([0, 1, 2, 3].map((page) => startOfPage(PAGES, page))).toEqual([0, 10, 30, 60])
  expect([0, 9.9, 10, 29, 30, 59, 60, 900].map((at) => pageAt(PAGES, at))).toEqual([0, 0, 1, 1, 2, 2, 2, 2])
  expect(pageAt([], 5)).toBe(0)
})

test('a page is read at twice the pace at most, and not beyond its end', () => {
  const reader = new PageReader(PAGES)
  expect(reader.look(1, 1)).toEqual({ from: 10, to: 12 })
  expect(reader.look(1, 1)).toEqual({ from: 12, to: 14 })
  expect(reader.look(1, 60)).toEqual({ from: 14, to: 30 })
  expect(reader.look(1, 1)).toBeNull()
})

test('pages may be read in any order, and turning back adds nothing', () => {
  const reader = new PageReader(PAGES)
  expect(reader.look(2, 15)).toEqual({ from: 30, to: 60 })
  expect(reader.look(0, 5)).toEqual({ from: 0, to: 10 })
  expect(reader.look(2, 5)).toBeNull()
  expect(reader.look(7, 5)).toBeNull()
})
