import { nextTime, schedule } from './timers'

// A Saturday, ten in the morning in Shanghai.
const SATURDAY = Date.parse('2026-11-21T10:00:00+08:00')
const next = (config: string) => {
  const at = nextTime(schedule(config), SATURDAY)
  return at === undefined ? undefined : new Date(at).toISOString()
}

test('the seven fields are second, minute, hour, day, month, weekday, year, by the clocks of Shanghai', () => {
  expect(next('*/20 * * * * * *')).toBe('2026-11-21T02:00:20.000Z')
  expect(next('0 */5 * * * * *')).toBe('2026-11-21T02:05:00.000Z')
  expect(next('0 30 2 * * * *')).toBe('2026-11-21T18:30:00.000Z')
  expect(next('0 0 9 1 * * *')).toBe('2026-12-01T01:00:00.000Z')
  expect(next('0 0 9 * 1 * *')).toBe('2027-01-01T01:00:00.000Z')
  expect(next('0 0 9 * * * 2028')).toBe('2028-01-01T01:00:00.000Z')
})

test('weekday 0 is Sunday, names work too, and a day with a weekday means either', () => {
  expect(next('0 0 9 * * 0 *')).toBe('2026-11-22T01:00:00.000Z')
  expect(next('0 0 9 * * MON *')).toBe('2026-11-23T01:00:00.000Z')
  expect(next('0 0 9 25 * MON *')).toBe('2026-11-23T01:00:00.000Z')
  expect(next('0 0 9 22 * MON *')).toBe('2026-11-22T01:00:00.000Z')
})

test('a timer whose years are over never rings; a cron of six fields is none of the cloud', () => {
  expect(next('0 0 9 * * * 2020')).toBeUndefined()
  expect(() => schedule('0 0 9 * * *')).toThrow('is not a timer')
})
