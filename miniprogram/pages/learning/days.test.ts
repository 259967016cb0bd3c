import type { Output } from '../../../core/contract'
import { calendarOf, stepOf, weekWords } from './days'

/** A Thursday. */
const TODAY = '2026-11-26'
const MINE: Output<'myLearning'> = {
  courses: [],
  isAll: true,
  today: TODAY,
  days: [
    { day: '2026-11-24', seconds: 60 },
    { day: '2026-11-25', seconds: 1900 },
    { day: TODAY, seconds: 610 },
  ],
  streak: { days: 3, longest: 9 },
  daysThisWeek: 3,
  plan: { daysPerWeek: 5, minutesPerDay: 20 },
}

test('the calendar is five weeks from Monday to Sunday, fuller where more was studied', () => {
  const cells = calendarOf(MINE)
  expect(cells).toHaveLength(35)
  expect(cells[0]?.day).toBe('2026-10-26')
  expect(cells.filter(({ level }) => level > 0).map(({ date, level }) => `${date}:${level}`)).toEqual([
    '24:1',
    '25:3',
    '26:2',
  ])
  expect(cells.filter(({ isToday }) => isToday).map(({ words }) => words)).toEqual(['2026-11-26 学了 10 分钟'])
  expect(cells.filter(({ isAhead }) => isAhead).map(({ date }) => date)).toEqual(['27', '28', '29'])
})

test('the next step is small and never a reproach', () => {
  const done = (seconds: number) => ({ ...MINE, days: [{ day: TODAY, seconds }] })
  expect(stepOf(MINE)).toBe('今天学了 10 分钟,再 10 分钟就到了')
  expect(stepOf(done(0))).toBe('今天学 20 分钟就够了')
  expect(stepOf(done(1300))).toBe('今天学了 21 分钟,够了,歇一歇吧')
  expect(stepOf({ ...done(0), daysThisWeek: 5 })).toBe('这周的打算完成了。想学随时来,不学也安心')
  expect(stepOf({ ...done(0), plan: null })).toBe('今天还没开始。打开一节,听几分钟也好')
  expect([weekWords(MINE), weekWords({ ...MINE, plan: null })]).toEqual(['这周 3 / 5 天', '这周 3 天'])
})
