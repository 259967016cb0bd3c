import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { AppError } from '../contract/errors'
import { buyCourse } from '../orders/buyCourse'
import type { Caller } from '../ports'
import { myLearning } from './myLearning'
import { playLesson } from './playLesson'
import { recordProgress } from './recordProgress'
import { Study } from './study'

const DAY = 24 * 3600_000
const FREE = { courseId: 'spring-ink', lessonId: '01-brush' }
const PAID = { courseId: 'spring-ink', lessonId: '02-branch' }

async function given() {
  const world = await memorySchool()
  const { ports, clock } = world
  return {
    ...world,
    play: (who: Caller, lesson = FREE) => playLesson(ports)(who, lesson),
    beat: (who: Caller, from: number, to: number, lesson = FREE) => recordProgress(ports)(who, { ...lesson, from, to }),
    wait: (seconds: number) => clock.advance(seconds * 1000),
  }
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

test('a free lesson plays for anybody, with an address for minutes', async () => {
  const { play, clock } = await given()
  expect(await play(MEI)).toEqual({
    courseTitle: '春日水墨',
    lesson: { lessonId: '01-brush', title: '一支笔', kind: 'video', free: true, durationSeconds: 100 },
    media: {
      url: 'https://files.example/spring/01.mp4?ttl=900',
      expiresAt: new Date(clock.now().getTime() + 900_000).toISOString(),
      renditions: [],
    },
    chapters: [],
    pages: [],
    articleHtml: '',
    coverUrl: null,
    attachments: [],
    progress: { lessonId: '01-brush', watchedSeconds: 0, positionSeconds: 0, finished: false },
    previousLessonId: null,
    nextLessonId: '02-branch',
    owned: false,
    outline: [
      { lessonId: '01-brush', title: '一支笔', kind: 'video', free: true },
      { lessonId: '02-branch', title: '一枝', kind: 'audio', free: false },
      { lessonId: '03-blossom', title: '一朵', kind: 'article', free: false },
    ],
    keptUntil: new Date(clock.now().getTime() + 30 * DAY).toISOString(),
    mark: '小** mei',
  })
})

test('a paid lesson does not play before it is bought, and cannot be studied', async () => {
  const { play, beat } = await given()
  expect(await refusal(play(MEI, PAID))).toBe('NOT_OWNED')
  expect(await refusal(beat(MEI, 0, 10, PAID))).toBe('LESSON_NOT_OPENED')
  await play(MEI)
  expect(await refusal(beat(MEI, 0, 10, PAID))).toBe('LESSON_NOT_OPENED')
})

test('unknown lessons and courses are named', async () => {
  const { play } = await given()
  expect(await refusal(play(MEI, { courseId: 'spring-ink', lessonId: '09-none' }))).toBe('LESSON_NOT_FOUND')
  expect(await refusal(play(MEI, { courseId: 'none', lessonId: '01-brush' }))).toBe('COURSE_NOT_FOUND')
})

test('leaving in the middle and coming back resumes at that second', async () => {
  const { play, beat, wait } = await given()
  await play(MEI)
  wait(37)
  expect(await beat(MEI, 0, 37)).toEqual({
    progress: { lessonId: '01-brush', watchedSeconds: 37, positionSeconds: 37, finished: false },
    creditedSeconds: 37,
  })
  wait(86_400)
  expect((await play(MEI)).progress).toEqual({
    lessonId: '01-brush',
    watchedSeconds: 37,
    positionSeconds: 37,
    finished: false,
  })
})

test('a beat sent twice, or faster than time, is answered quietly and credited as it deserves', async () => {
  const { play, beat, wait } = await given()
  await play(MEI)
  wait(10)
  await beat(MEI, 0, 10)
  expect(await beat(MEI, 0, 10)).toMatchObject({ creditedSeconds: 0, progress: { watchedSeconds: 10 } })
  wait(5)
  expect(await beat(MEI, 10, 100)).toMatchObject({ creditedSeconds: 20, progress: { watchedSeconds: 30 } })
})

test('a stretch that runs backwards is refused', async () => {
  const { play, beat } = await given()
  await play(MEI)
  expect(await refusal(beat(MEI, 20, 10))).toBe('BAD_INPUT')
})

test("another learner's progress is untouched", async () => {
  const { play, beat, wait } = await given()
  await play(MEI)
  await play(ZHOU)
  wait(10)
  await beat(MEI, 0, 10)
  expect((await play(ZHOU)).progress.watchedSeconds).toBe(0)
})

test('after many beats the document stays small and nothing is lost', async () => {
  const { play, beat, wait, store, settled } = await given()
  await play(MEI)
  for (let second = 0; second < 90; second += 1) {
    wait(1)
    await beat(MEI, second, second + 1)
    await settled()
  }
  const [study] = store.all('studies')
  expect(Study.parse(study).beats.length).toBeLessThan(32)
  expect((await play(MEI)).progress).toEqual({
    lessonId: '01-brush',
    watchedSeconds: 90,
    positionSeconds: 90,
    finished: true,
  })
})

test('beats of two devices at once are both counted', async () => {
  const { play, beat, wait, store } = await given()
  await play(MEI)
  wait(50)
  await Promise.all(Array.from({ length: 40 }, (_, n) => beat(MEI, n * 2, n * 2 + 2)))
  expect((await play(MEI)).progress.watchedSeconds).toBe(80)
  expect(store.all('studies')).toHaveLength(1)
})

test('a course that was not begun begins with its first lesson', async () => {
  const { ports } = await given()
  await buyCourse(ports)(MEI, { courseId: 'water' })
  const [water] = (await myLearning(ports)(MEI, {})).courses
  expect(water?.resume).toEqual({
    lessonId: '01-why',
    title: '为什么要喝水',
    kind: 'article',
    positionSeconds: 0,
    leftSeconds: 30,
  })
})

test('my learning lists what I own with how far I am', async () => {
  const { ports, play, beat, wait } = await given()
  const water = { courseId: 'water', lessonId: '01-why' }
  await buyCourse(ports)(MEI, { courseId: 'water' })
  const enrolledAt = ports.clock.now().toISOString()
  await play(MEI, water)
  wait(15)
  await beat(MEI, 0, 15, water)
  const { courses } = await myLearning(ports)(MEI, {})
  expect(courses).toEqual([
    {
      card: expect.objectContaining({ courseId: 'water', title: '喝水的学问', fen: 0, lessonCount: 1 }),
      enrolledAt,
      finishedLessons: 0,
      percent: 50,
      resume: { lessonId: '01-why', title: '为什么要喝水', kind: 'article', positionSeconds: 15, leftSeconds: 15 },
      accessUntil: null,
      certificateNumber: null,
    },
  ])
  expect((await myLearning(ports)(ZHOU, {})).courses).toEqual([])
})
