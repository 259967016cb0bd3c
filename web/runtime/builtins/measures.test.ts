/** @jest-environment jsdom */
import { dateWheels } from './picker'
import { snapped } from './slider'
import { placeOf } from './swiper'

test('a slider rests on its steps, counted from its least value, within its range', () => {
  const at = (value: number) => snapped(value, 1, 10, 2)
  expect([-5, 1.9, 2.1, 9.9, 50].map(at)).toEqual([1, 1, 3, 9, 10])
  expect(snapped(0.299, 0, 1, 0.1)).toBe(0.3)
})

test('in a circle a slide comes round the shorter way', () => {
  const places = (position: number) => [0, 1, 2, 3].map((index) => placeOf(index, position, 4, true))
  expect(places(0)).toEqual([0, 1, -2, -1])
  expect(places(3)).toEqual([1, -2, -1, 0])
  expect(placeOf(0, 3, 4, false)).toBe(-3)
})

const SCHOOL_YEARS = { start: '2024-02-10', end: '2026-06-20', fields: 'day' } as const

test('only days that exist, between start and end, can be chosen', () => {
  const { numbers, value } = dateWheels('2024-02-29', SCHOOL_YEARS)
  expect([numbers[0], numbers[1]?.[0], numbers[2]?.[0], numbers[2]?.at(-1), value]).toEqual([
    [2024, 2025, 2026],
    2,
    10,
    29,
    '2024-02-29',
  ])
})

test('turning to a shorter month, or past the end, moves the day to the last there is', () => {
  expect(dateWheels('2025-02-31', SCHOOL_YEARS).value).toBe('2025-02-28')
  expect(dateWheels('2026-06-30', SCHOOL_YEARS).value).toBe('2026-06-20')
  expect(dateWheels('2031-01-01', SCHOOL_YEARS).value).toBe('2026-01-01')
})

/** The browser of somebody who reads Chinese. */
beforeAll(() => Object.defineProperty(navigator, 'language', { value: 'zh-CN' }))

test('a picker of months or years answers as much as it asks', () => {
  expect(dateWheels('2025-07-01', { ...SCHOOL_YEARS, fields: 'month' }).value).toBe('2025-07')
  expect(dateWheels('2025-07-01', { ...SCHOOL_YEARS, fields: 'year' }).columns).toEqual([
    ['2024年', '2025年', '2026年'],
  ])
})
