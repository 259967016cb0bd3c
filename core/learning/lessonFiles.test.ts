import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { editCourse } from '../catalog/editCourse'
import { CourseDraft } from '../contract/editCourse'
import { enrolments } from '../entitlements/enrolments'
import { everythingAbout } from '../people/copyOfData'
import { SPRING } from '../school.fixture'
import { lessonFiles } from './lessonFiles'
import { playLesson } from './playLesson'

const OFFICE = { userId: 'office', openid: '', roles: ['editor'] as const }
const SUPPORT = { userId: 'support', openid: '', roles: ['support'] as const }
const PAPER = { name: '练习纸.pdf', fileId: 'cloud://memory.files/spring/paper.pdf', bytes: 2048 }
const MODELS = { name: '字帖.zip', fileId: 'cloud://memory.files/spring/models.zip', bytes: 4096 }
const SPRING_PAPER = { courseId: 'spring-ink', lessonId: '01-brush', name: PAPER.name }
const BRANCH_MODELS = { courseId: 'spring-ink', lessonId: '02-branch', name: MODELS.name }

type Lesson = CourseDraft['lessons'][number]
/** A free lesson with a paper, and one that must be bought with an archive. */
const withFiles = (changes: Partial<Record<string, Lesson['attachments']>> = {}): CourseDraft => ({
  ...SPRING,
  lessons: SPRING.lessons.map((lesson) => ({
    ...lesson,
    attachments: { '01-brush': [PAPER], '02-branch': [MODELS], ...changes }[lesson.lessonId],
  })),
})

async function given() {
  const world = await memorySchool()
  const { ports } = world
  for (const path of ['spring/paper.pdf', 'spring/models.zip']) await ports.files.put(path, new Uint8Array([1]), '')
  const save = (course: CourseDraft) => editCourse(ports)(OFFICE, { action: 'save', course })
  await save(withFiles())
  return {
    ...world,
    save,
    take: (who: typeof MEI, what = SPRING_PAPER) => lessonFiles(ports)(who, { action: 'take', ...what }),
    taken: (who: Parameters<ReturnType<typeof lessonFiles>>[0], more = {}) =>
      lessonFiles(ports)(who, { action: 'taken', courseId: 'spring-ink', ...more }),
  }
}

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'not refused',
    (error) => error.code,
  )

test('whoever may study a lesson sees its files and is given an address for minutes', async () => {
  const { ports, take, clock } = await given()
  const { attachments } = await playLesson(ports)(MEI, { courseId: 'spring-ink', lessonId: '01-brush' })
  expect(attachments).toEqual([{ name: '练习纸.pdf', kind: 'document', bytes: 2048 }])
  expect(await take(MEI)).toEqual({
    action: 'take',
    url: `https://files.example/spring/paper.pdf?ttl=300&as=${encodeURIComponent('练习纸.pdf')}`,
    expiresAt: new Date(clock.now().getTime() + 300_000).toISOString(),
  })
})

test('whoever bought the course may take all its files, for as long as it is theirs', async () => {
  const { ports, take } = await given()
  const at = ports.clock.now().toISOString()
  await enrolments(ports).grant('mei', 'spring-ink', 'order:1', at)
  expect(await take(MEI, BRANCH_MODELS)).toMatchObject({ url: expect.stringContaining('spring/models.zip') })
  await enrolments(ports).revoke('mei', 'spring-ink', 'order:1', at)
  expect(await refused(take(MEI, BRANCH_MODELS))).toBe('NOT_OWNED')
})

test('whoever may not is refused, gets no address, and nothing is noted', async () => {
  const { ports, store, take, taken } = await given()
  expect(await refused(take(MEI, BRANCH_MODELS))).toBe('NOT_OWNED')
  expect(await refused(take(MEI, { ...SPRING_PAPER, courseId: 'nothing' }))).toBe('COURSE_NOT_FOUND')
  expect(await refused(take(MEI, { ...SPRING_PAPER, lessonId: '09-none' }))).toBe('LESSON_NOT_FOUND')
  expect(await refused(take(MEI, { ...SPRING_PAPER, name: '字帖.zip' }))).toBe('FILE_NOT_FOUND')
  // A file that is described and lost.
  await ports.files.remove([PAPER.fileId])
  expect(await refused(take(MEI))).toBe('FILE_NOT_FOUND')
  expect((await store.find('takings', { where: { userId: 'mei' }, limit: 9 })).length).toBe(0)
  expect(await taken(OFFICE)).toEqual({ action: 'taken', courseTitle: '春日水墨', takings: [], next: null })
})

test('a broken download that begins again is one time of one person, the next day is another', async () => {
  const { take, taken, clock } = await given()
  const first = clock.now().toISOString()
  await Promise.all([take(MEI), take(MEI), take(MEI)])
  clock.advance(59_000)
  await take(MEI)
  clock.advance(86_400_000)
  const second = clock.now().toISOString()
  await Promise.all([take(MEI), take(MEI)])
  clock.advance(1000)
  await take(ZHOU)
  const third = clock.now().toISOString()
  const paper = { takingId: expect.any(String), lessonId: '01-brush', lessonTitle: '一支笔', name: '练习纸.pdf' }
  expect(await taken(SUPPORT)).toEqual({
    action: 'taken',
    courseTitle: '春日水墨',
    takings: [
      { ...paper, nickname: '老周', times: 1, firstAt: third, lastAt: third },
      { ...paper, nickname: '小梅', times: 2, firstAt: first, lastAt: second },
    ],
    next: null,
  })
})

test('the record is for the course’s teacher and the school, a lesson or all of them, and turns pages', async () => {
  const { store, clock, ports, take, taken } = await given()
  expect(await refused(taken(MEI))).toBe('FORBIDDEN')
  expect(await refused(taken({ ...MEI, roles: ['finance'] }))).toBe('FORBIDDEN')
  await store.put('terms', {
    _id: 'spring-ink',
    share: { userId: 'zhou', percent: 50 },
    forMembers: 'none',
    item: null,
  })
  for (let n = 0; n < 60; n += 1) {
    await lessonFiles(ports)({ ...MEI, userId: `reader-${n}` }, { action: 'take', ...SPRING_PAPER })
    clock.advance(10)
  }
  await take(MEI)
  const first = await taken(ZHOU)
  if (first.action !== 'taken') throw new Error('another answer')
  expect([first.takings.length, first.takings[0]?.nickname]).toEqual([50, '小梅'])
  const second = await taken(ZHOU, { after: first.next })
  if (second.action !== 'taken') throw new Error('another answer')
  expect([second.takings.length, second.next]).toEqual([11, null])
  expect(new Set([...first.takings, ...second.takings].map(({ takingId }) => takingId)).size).toBe(61)
  expect(await taken(ZHOU, { lessonId: '02-branch' })).toMatchObject({ takings: [] })
  const courses = [ZHOU, MEI].map((who) => lessonFiles(ports)(who, { action: 'courses' }))
  expect(await Promise.all(courses)).toEqual([
    { action: 'courses', courses: [{ courseId: 'spring-ink', title: '春日水墨' }] },
    { action: 'courses', courses: [] },
  ])
})

test('what somebody took is in the copy of their data, and goes with them', async () => {
  const { ports, store, take } = await given()
  await take(MEI)
  const parts = await everythingAbout(ports, 'mei')
  const told = parts.find(({ title }) => title === '取过的附件')?.documents
  expect(told).toEqual([
    {
      _id: expect.any(String),
      userId: 'mei',
      ...SPRING_PAPER,
      lessonTitle: '一支笔',
      times: 1,
      firstAt: expect.any(String),
      lastAt: expect.any(String),
    },
  ])
  const { holdings } = await import('../people/personalData')
  const [doc] = await store.find('takings', { where: { userId: 'mei' }, limit: 1 })
  expect(doc && holdings.takings?.close(doc, { keepCertificates: true, at: '' })).toBe('remove')
})

test('a file that its teacher took away is given to nobody any more', async () => {
  const { save, take, taken } = await given()
  await take(MEI)
  await save(withFiles({ '01-brush': [] }))
  expect(await refused(take(MEI))).toBe('FILE_NOT_FOUND')
  expect(await taken(OFFICE)).toMatchObject({ takings: [{ nickname: '小梅', name: '练习纸.pdf' }] })
})

test('a draft’s files are told apart, have kinds that may go with a lesson, and are not too many or too large', async () => {
  const { save } = await given()
  const twins = [PAPER, { ...MODELS, name: '练习纸.PDF' }]
  await expect(save(withFiles({ '01-brush': twins }))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    facts: { reason: 'two files of one name' },
  })
  const accepts = (attachments: Lesson['attachments']) =>
    CourseDraft.safeParse(withFiles({ '01-brush': attachments })).success
  expect(accepts([PAPER, MODELS])).toBe(true)
  expect(accepts(Array.from({ length: 21 }, (_, n) => ({ ...PAPER, name: `${n}.pdf` })))).toBe(false)
  expect(accepts([{ ...PAPER, bytes: 100 * 1024 * 1024 + 1 }])).toBe(false)
  for (const name of ['page.html', 'run.exe', 'sheet', '../up.pdf', 'a/b.pdf', '.pdf', 'a\nb.pdf', 'a"b.pdf', ''])
    expect([name, accepts([{ ...PAPER, name }])]).toEqual([name, false])
})
