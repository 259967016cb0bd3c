import { addTime, daysThisWeek, longestOf, mondayOf, streakOf, sumOf } from './days'

/** 26 November 2026 is a Thursday. */
const TODAY = '2026-11-26'
const at = (time: string): number => Date.parse(`2026-11-${time}+08:00`)

test('time belongs to the day in Shanghai on which it was spent, however many midnights lie in it', () => {
  expect(addTime({ '2026-11-24': 10 }, at('24T23:59:30'), at('26T00:00:20'))).toEqual({
    '2026-11-24': 40,
    '2026-11-25': 86_400,
    '2026-11-26': 20,
  })
})

test('a moment before midnight in Shanghai is still that day, though London has the day before', () => {
  expect(addTime({}, Date.parse('2026-11-25T15:59:00Z'), Date.parse('2026-11-25T16:01:00Z'))).toEqual({
    '2026-11-25': 60,
    '2026-11-26': 60,
  })
})

test('a row of days ends yesterday or today; an empty day before breaks it', () => {
  const row = { '2026-11-22': 600, '2026-11-24': 600, '2026-11-25': 600 }
  expect(streakOf(row, TODAY)).toBe(2)
  expect(streakOf({ ...row, [TODAY]: 61 }, TODAY)).toBe(3)
  expect(streakOf(row, '2026-11-27')).toBe(0)
})

test('less than a minute is not a day at study', () => {
  expect(streakOf({ [TODAY]: 59 }, TODAY)).toBe(0)
})

test('the longest row is remembered', () => {
  expect(longestOf({ '2026-11-01': 60, '2026-11-02': 60, '2026-11-03': 60, '2026-11-20': 60 })).toBe(3)
  expect(longestOf({})).toBe(0)
})

test('a week begins on Monday', () => {
  expect([mondayOf(TODAY), mondayOf('2026-11-23'), mondayOf('2026-11-29')]).toEqual([
    '2026-11-23',
    '2026-11-23',
    '2026-11-23',
  ])
  expect(daysThisWeek({ '2026-11-22': 600, '2026-11-23': 600, '2026-11-24': 5, [TODAY]: 600 }, TODAY)).toBe(2)
})

test('the days of several courses come together', () => {
  expect(sumOf([{ [TODAY]: 40 }, { [TODAY]: 30, '2026-11-25': 5 }])).toEqual({ [TODAY]: 70, '2026-11-25': 5 })
})
