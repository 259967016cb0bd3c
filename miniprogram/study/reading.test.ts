import { readOn } from './reading'

test('a reader is credited at most twice the pace', () => {
  expect(readOn(0, 1, 60, 1)).toBe(2)
})

test('what has not been on the screen is not read', () => {
  expect(readOn(29, 0.5, 60, 10)).toBe(30)
})

test('scrolling back takes nothing away, and the end is the end', () => {
  expect([readOn(40, 0.1, 60, 5), readOn(59, 1.7, 60, 5)]).toEqual([40, 60])
})
