import * as fc from 'fast-check'
import { fold, type Interval, percentOf, progressOf, resumeOf, type Study, total, union, unseen } from './study'

const NINE = Date.parse('2026-11-21T01:00:00.000Z')
const at = (seconds: number) => new Date(NINE + seconds * 1000).toISOString()

const OUTLINE = [
  { lessonId: 'one', title: '一', kind: 'video', free: true, durationSeconds: 100 },
  { lessonId: 'two', title: '二', kind: 'audio', free: false, durationSeconds: 300 },
] as const

/** Mei opened both lessons at nine o'clock. */
const MEI_AT_NINE: Study = {
  _id: 'mei:spring',
  userId: 'mei',
  courseId: 'spring',
  opened: { one: 100, two: 300 },
  kept: {},
  lessons: {},
  beats: [],
  spentUntil: at(0),
  days: {},
  countedUntil: '',
  lastBeatAt: at(0),
  lastLessonId: 'one',
  rev: 0,
}
const after = (...beats: [lessonId: string, from: number, to: number, arrived: number][]): Study => ({
  ...MEI_AT_NINE,
  beats: beats.map(([lessonId, from, to, arrived]) => ({ lessonId, from, to, at: at(arrived) })),
})
const progress = (study: Study, lesson = 0) => progressOf(study, OUTLINE[lesson] ?? OUTLINE[0])

test('what was really played is credited', () => {
  expect(progress(after(['one', 0, 10, 10], ['one', 10, 20, 20]))).toEqual({
    lessonId: 'one',
    watchedSeconds: 20,
    positionSeconds: 20,
    finished: false,
  })
})

test('the same beat twice is credited once', () => {
  expect(progress(after(['one', 0, 10, 10], ['one', 0, 10, 11])).watchedSeconds).toBe(10)
})

test('seconds seen before are not credited again, only the new ones between', () => {
  expect(progress(after(['one', 0, 30, 30], ['one', 20, 50, 60])).watchedSeconds).toBe(50)
})

test('nobody plays faster than time times two: the rest is dropped', () => {
  expect(progress(after(['one', 0, 100, 10])).watchedSeconds).toBe(20)
  expect(progress(after(['one', 0, 100, 0])).watchedSeconds).toBe(0)
})

test('two lessons at once share one clock', () => {
  const study = after(['one', 0, 20, 10], ['two', 0, 20, 10])
  expect([progress(study).watchedSeconds, progress(study, 1).watchedSeconds]).toEqual([20, 0])
})

test('time that a bad line held up still counts, but not an hour of doing nothing', () => {
  expect(progress(after(['two', 0, 200, 110], ['two', 200, 220, 110]), 1).watchedSeconds).toBe(220)
  const long = { ...after(['two', 0, 300, 7200]), opened: { two: 100_000 } }
  const whole = { ...long, beats: [{ lessonId: 'two', from: 0, to: 90_000, at: at(7200) }] }
  expect(progressOf(whole, { lessonId: 'two', durationSeconds: 100_000 }).watchedSeconds).toBe(1200)
})

test('a beat beyond the end is cut at the end', () => {
  expect(progress(after(['one', 90, 500, 100]))).toMatchObject({ watchedSeconds: 10, positionSeconds: 100 })
})

test('a lesson that was never opened gains nothing', () => {
  const study = { ...after(['two', 0, 10, 10]), opened: { one: 100 } }
  expect(progress(study, 1)).toEqual({ lessonId: 'two', watchedSeconds: 0, positionSeconds: 0, finished: false })
})

test('nine tenths finish a lesson; all lessons finish the course at 100 percent', () => {
  expect(progress(after(['one', 0, 89, 100])).finished).toBe(false)
  expect(progress(after(['one', 0, 90, 100])).finished).toBe(true)
  expect(percentOf([...OUTLINE], after(['one', 0, 90, 100]))).toBe(25)
  expect(percentOf([...OUTLINE], after(['one', 0, 90, 100], ['two', 0, 270, 400]))).toBe(100)
  expect(percentOf([...OUTLINE], null)).toBe(0)
  expect(percentOf([], MEI_AT_NINE)).toBe(0)
})

test('going on means the lesson last studied, or the next one that is not finished', () => {
  expect(resumeOf([...OUTLINE], after(['one', 0, 40, 40]))).toEqual({
    lessonId: 'one',
    title: '一',
    kind: 'video',
    positionSeconds: 40,
    leftSeconds: 60,
  })
  expect(resumeOf([...OUTLINE], after(['one', 0, 95, 100]))).toEqual({
    lessonId: 'two',
    title: '二',
    kind: 'audio',
    positionSeconds: 0,
    leftSeconds: 300,
  })
  expect(resumeOf([...OUTLINE], after(['one', 0, 95, 100], ['two', 0, 280, 400]))).toBeNull()
})

/** A beat told later than it was studied. */
const late = (
  study: Study,
  arrived: number,
  ...beats: [lessonId: string, from: number, to: number, lateBy: number][]
): Study => ({
  ...study,
  beats: beats.map(([lessonId, from, to, lateBy]) => ({ lessonId, from, to, lateBy, at: at(arrived) })),
})
const LONG = { lessonId: 'book', title: '书', kind: 'audio', free: false, durationSeconds: 20_000 } as const
/** Two hours in the air with a lesson that the phone was given to keep. */
const KEPT: Study = { ...MEI_AT_NINE, opened: { book: 20_000 }, kept: { book: at(0) } }

test('two hours without a network count in a lesson the phone keeps, and ten minutes of them in another', () => {
  const flight = late(KEPT, 7200, ['book', 0, 7000, 0])
  expect(progressOf(flight, LONG).watchedSeconds).toBe(7000)
  expect(progressOf({ ...flight, kept: {} }, LONG).watchedSeconds).toBe(1200)
})

test('what is told late is still no faster than time times two, nor older than a day', () => {
  expect(progressOf(late(KEPT, 3600, ['book', 0, 20_000, 0]), LONG).watchedSeconds).toBe(7200)
  const forEver = { ...LONG, durationSeconds: 350_000 }
  const week = { ...late(KEPT, 7 * 86_400, ['book', 0, 350_000, 0]), opened: { book: 350_000 } }
  expect(progressOf(week, forEver).watchedSeconds).toBe(2 * 86_400)
})

test('a phone that has kept a lesson for more than a month is an ordinary phone', () => {
  const month = 30 * 86_400
  expect(progressOf(late(KEPT, month + 7200, ['book', 0, 7000, 0]), LONG).watchedSeconds).toBe(1200)
})

test('days are those of Shanghai, cut at midnight there', () => {
  // Nine o'clock in Shanghai; midnight is fifteen hours later.
  const midnight = 15 * 3600
  const study = after(['one', 0, 100, midnight + 40])
  expect(fold(study).days).toEqual({ '2026-11-21': 60, '2026-11-22': 40 })
  expect(fold(after(['one', 0, 30, midnight])).days).toEqual({ '2026-11-21': 30 })
})

test('seen again is studied too, but no moment counts twice', () => {
  expect(fold(after(['one', 0, 60, 60], ['one', 0, 60, 120])).days).toEqual({ '2026-11-21': 120 })
  expect(fold(after(['one', 0, 60, 60], ['one', 0, 60, 60], ['two', 0, 60, 61])).days).toEqual({ '2026-11-21': 61 })
})

test('what was studied on a journey counts on its own day, though it is told on the next', () => {
  const nextMorning = 24 * 3600
  expect(fold(late(KEPT, nextMorning, ['book', 0, 3600, 10 * 3600])).days).toEqual({ '2026-11-21': 3600 })
})

test('working beats in early or late gives the same study', () => {
  const all = after(['one', 0, 10, 10], ['two', 0, 30, 30], ['one', 5, 40, 60])
  const early = fold({ ...all, beats: all.beats.slice(0, 2) })
  expect(fold({ ...early, beats: all.beats.slice(2) })).toEqual(fold(all))
})

const intervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, length]): Interval => [from, from + length]),
  { maxLength: 12 },
)
const secondsIn = (list: Interval[]) =>
  new Set(list.flatMap(([from, to]) => Array.from({ length: to - from }, (_, n) => from + n)))

test('a union holds exactly the seconds of its parts, each once', () => {
  fc.assert(
    fc.property(intervals, (list) => {
      const joined = union(list)
      expect(total(joined)).toBe(secondsIn(list).size)
      expect(secondsIn(joined)).toEqual(secondsIn(list))
    }),
  )
})

test('what is unseen and what is seen make the whole', () => {
  fc.assert(
    fc.property(intervals, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 80 }), (list, from, length) => {
      const watched = union(list)
      const parts = unseen([from, from + length], watched)
      expect(secondsIn(union([...watched, ...parts]))).toEqual(secondsIn([...watched, [from, from + length]]))
      expect(total(parts) + total(watched)).toBe(total(union([...watched, ...parts])))
    }),
  )
})

test('whatever arrives, credit never exceeds time times two, nor the length', () => {
  const beat = fc.tuple(
    fc.constantFrom('one', 'two'),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 500 }),
  )
  fc.assert(
    fc.property(fc.array(beat, { maxLength: 30 }), (list) => {
      const beats = list.map(([lesson, from, long, arrived]): [string, number, number, number] => [
        lesson,
        from,
        from + long,
        arrived,
      ])
      const study = after(...beats)
      const credited = progress(study).watchedSeconds + progress(study, 1).watchedSeconds
      const last = Math.max(0, ...beats.map(([, , , arrived]) => arrived))
      expect(credited).toBeLessThanOrEqual(last * 2 + 0.11)
      expect(progress(study).watchedSeconds).toBeLessThanOrEqual(100)
    }),
  )
})

test('whatever a phone says of how late it is, credit and days stay within the server’s time', () => {
  const beat = fc.record({
    from: fc.integer({ min: 0, max: 20_000 }),
    long: fc.integer({ min: 0, max: 20_000 }),
    arrived: fc.integer({ min: 0, max: 40_000 }),
    lateBy: fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(beat, { maxLength: 20 }), (list) => {
      const beats = list.map(({ from, long, arrived, lateBy }) => ({
        lessonId: 'book',
        from,
        to: from + long,
        at: at(arrived),
        ...(lateBy !== undefined && { lateBy }),
      }))
      const study = { ...KEPT, beats }
      const last = Math.max(0, ...list.map(({ arrived }) => arrived))
      expect(progressOf(study, LONG).watchedSeconds).toBeLessThanOrEqual(last * 2 + 0.11)
      const days = Object.values(fold(study).days).reduce((sum, seconds) => sum + seconds, 0)
      expect(days).toBeLessThanOrEqual(last + 1)
    }),
  )
})
