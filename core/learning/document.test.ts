import { MEI, memorySchool } from '../../platform/memory/school'
import { editCourse } from '../catalog/editCourse'
import type { CourseDraft } from '../contract/editCourse'
import { AppError } from '../contract/errors'
import { SPRING } from '../school.fixture'
import { myLearning } from './myLearning'
import { planStudy } from './planStudy'
import { playLesson } from './playLesson'
import { recordProgress } from './recordProgress'

const OFFICE = { userId: 'office', openid: '', roles: ['editor'] as const }
const file = (name: string) => `cloud://memory.files/spring/${name}`
const sheet = (n: number) => ({ fileId: file(`page-${n}.png`), width: 1240, height: 1754, seconds: 20 })
type Lesson = CourseDraft['lessons'][number]

const BOOK: Lesson = {
  lessonId: '04-book',
  title: '画谱',
  kind: 'document',
  free: true,
  durationSeconds: 1200,
  mediaFileId: null,
  article: '',
  pages: Array.from({ length: 60 }, (_, n) => sheet(n)),
}
const FILM: Lesson = {
  lessonId: '05-film',
  title: '画梅',
  kind: 'video',
  free: true,
  durationSeconds: 100,
  mediaFileId: file('720.mp4'),
  article: '',
  renditions: [
    { quality: '720p', fileId: file('720.mp4') },
    { quality: '480p', fileId: file('480.mp4') },
  ],
  chapters: [
    { title: '起笔', at: 0 },
    { title: '着花', at: 40 },
  ],
}

async function given() {
  const world = await memorySchool()
  const { ports } = world
  for (const name of ['720.mp4', '480.mp4', ...Array.from({ length: 60 }, (_, n) => `page-${n}.png`)])
    await ports.files.put(`spring/${name}`, new Uint8Array([1]), 'application/octet-stream')
  const save = (...lessons: Lesson[]) =>
    editCourse(ports)(OFFICE, { action: 'save', course: { ...SPRING, lessons: [...SPRING.lessons, ...lessons] } })
  await save(BOOK, FILM)
  return {
    ...world,
    save,
    play: (lessonId: string, more = {}) => playLesson(ports)(MEI, { courseId: 'spring-ink', lessonId, ...more }),
  }
}

const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.facts.reason : error),
  )

test('a document opens at its first pages, and others are asked for when they are near', async () => {
  const { play } = await given()
  const opened = await play('04-book')
  expect(opened.media).toBeNull()
  expect(opened.pages).toHaveLength(60)
  expect(opened.pages[0]).toEqual({
    url: 'https://files.example/spring/page-0.png?ttl=900',
    width: 1240,
    height: 1754,
    seconds: 20,
  })
  expect(opened.pages[40]?.url).toBeNull()
  const further = await play('04-book', { page: 38 })
  expect(further.pages.map(({ url }) => url !== null).indexOf(true)).toBe(38)
})

test('reading a document is credited by the clock, and it opens again where the reader stopped', async () => {
  const { play, ports, clock } = await given()
  await play('04-book')
  clock.advance(500_000)
  // Fifty pages flicked through in five hundred seconds are worth no more than twice that time.
  await recordProgress(ports)(MEI, { courseId: 'spring-ink', lessonId: '04-book', from: 0, to: 1200 })
  const { progress, pages } = await play('04-book')
  expect(progress).toEqual({ lessonId: '04-book', watchedSeconds: 1000, positionSeconds: 1200, finished: false })
  expect(pages.map(({ url }) => url !== null).indexOf(true)).toBe(56)
})

test('a film comes in its qualities, with its chapters', async () => {
  const { play } = await given()
  const { media, chapters } = await play('05-film')
  expect(media?.url).toBe('https://files.example/spring/720.mp4?ttl=900')
  expect(media?.renditions).toEqual([
    { quality: '720p', url: 'https://files.example/spring/720.mp4?ttl=900' },
    { quality: '480p', url: 'https://files.example/spring/480.mp4?ttl=900' },
  ])
  expect(chapters).toEqual(FILM.chapters)
})

test('a lesson that contradicts itself is refused by what is wrong', async () => {
  const { save } = await given()
  expect(await reason(save({ ...BOOK, pages: [] }))).toBe('no pages')
  expect(await reason(save({ ...BOOK, durationSeconds: 90 }))).toBe('pages do not add up')
  expect(await reason(save({ ...FILM, pages: BOOK.pages }))).toBe('pages outside a document')
  expect(await reason(save({ ...FILM, chapters: [{ title: '迟', at: 100 }] }))).toBe('chapters out of order')
  expect(await reason(save({ ...FILM, chapters: [...(FILM.chapters ?? [])].reverse() }))).toBe('chapters out of order')
  expect(await reason(save({ ...BOOK, chapters: [{ title: '一', at: 0 }] }))).toBe('chapters of what is not played')
})

test('a lesson given to keep lets a journey count, and says until when', async () => {
  const { play, ports, clock } = await given()
  const { keptUntil } = await play('04-book', { keep: true })
  expect(keptUntil).toBe(new Date(clock.now().getTime() + 30 * 86_400_000).toISOString())
  clock.advance(3600_000)
  const told = { courseId: 'spring-ink', lessonId: '04-book', from: 0, to: 1200 }
  expect((await recordProgress(ports)(MEI, { ...told, lateBy: 600 })).creditedSeconds).toBe(1200)
  const { courses: _, ...mine } = await myLearning(ports)(MEI, {})
  expect(mine).toEqual({
    isAll: true,
    today: '2026-11-21',
    days: [{ day: '2026-11-21', seconds: 1200 }],
    streak: { days: 1, longest: 1 },
    daysThisWeek: 1,
    plan: null,
  })
})

test('a plan is made, changed and dropped', async () => {
  const { ports } = await given()
  const plan = { daysPerWeek: 3, minutesPerDay: 20 }
  await planStudy(ports)(MEI, { plan: { daysPerWeek: 5, minutesPerDay: 10 } })
  await planStudy(ports)(MEI, { plan })
  expect((await myLearning(ports)(MEI, {})).plan).toEqual(plan)
  await planStudy(ports)(MEI, { plan: null })
  expect((await myLearning(ports)(MEI, {})).plan).toBeNull()
})
