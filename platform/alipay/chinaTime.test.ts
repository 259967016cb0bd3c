import { chinaTime, instantOf } from './chinaTime'

test('times are written and read in China’s time', () => {
  expect(chinaTime(new Date('2026-11-21T16:30:05.999Z'))).toBe('2026-11-22 00:30:05')
  expect(instantOf('2026-11-22 00:30:05')).toBe('2026-11-21T16:30:05.000Z')
  expect(instantOf('2026-11-22 00:30:05.140')).toBe('2026-11-21T16:30:05.140Z')
})

test('what is no time is none', () => {
  for (const text of ['', '2026-11-22', '2026-13-22 00:30:05', '2026-11-22T00:30:05Z', '2026-11-22 25:00:00'])
    expect(instantOf(text)).toBeUndefined()
})
