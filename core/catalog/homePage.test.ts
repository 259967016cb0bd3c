import { counting } from '../../platform/memory/counting'
import { MEI, memorySchool } from '../../platform/memory/school'
import { HomeSettings } from '../contract/arrangeHome'
import { CourseDraft } from '../contract/editCourse'
import { enrolments } from '../entitlements/enrolments'
import { playLesson } from '../learning/playLesson'
import { recordProgress } from '../learning/recordProgress'
import type { Caller } from '../ports'
import { SPRING } from '../school.fixture'
import { arrangeHome } from './arrangeHome'
import { browseCatalog } from './browseCatalog'
import { editCourse } from './editCourse'
import { prepare } from './prepared'
import { tendShelf } from './tendShelf'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const OFFICE: Caller = { userId: 'office', openid: '', roles: ['editor'] }
const MINUTE = 60_000

async function given() {
  const world = await memorySchool()
  const { ports, clock } = world
  const home = async (who = NOBODY) => {
    const page = await browseCatalog(ports)(who, { action: 'home' })
    if (page.action !== 'home') throw new Error('not the home page')
    return page
  }
  return {
    ...world,
    home,
    /** What each block shows, by the ids of its courses. */
    async blocks(who = NOBODY) {
      return (await home(who)).blocks.map((block) => {
        if (block.kind === 'forYou') return [block.kind, ...block.liked.map(({ card }) => card.courseId)]
        return 'cards' in block ? [block.kind, ...block.cards.map(({ courseId }) => courseId)] : [block.kind]
      })
    },
    async open(course: Partial<CourseDraft>) {
      const draft = CourseDraft.parse({ ...SPRING, ...course })
      await editCourse(ports)(OFFICE, { action: 'save', course: draft })
      await editCourse(ports)(OFFICE, { action: 'publish', courseId: draft.courseId })
      clock.advance(1000)
    },
    join: (userId: string, courseId: string) =>
      enrolments(ports).grant(userId, courseId, `gift:${userId}`, clock.now().toISOString()),
    async study(courseId: string, lessonId: string) {
      await playLesson(ports)(MEI, { courseId, lessonId })
      clock.advance(20_000)
      await recordProgress(ports)(MEI, { courseId, lessonId, from: 0, to: 20 })
    },
    async tend() {
      clock.advance(2 * MINUTE)
      return tendShelf(ports)(NOBODY, {})
    },
    async arrange(settings: Partial<HomeSettings>) {
      const { changedAt } = (await arrangeHome(ports)(OFFICE, { action: 'look' })) as { changedAt: string | null }
      clock.advance(1)
      return arrangeHome(ports)(OFFICE, { action: 'save', settings: HomeSettings.parse(settings), changedAt })
    },
  }
}

test('a stranger sees what is free and what is new; what nobody studies is not hot, and an empty block is not drawn', async () => {
  const { blocks, home } = await given()
  expect(await blocks()).toEqual([['categories'], ['free', 'water'], ['new', 'water', 'spring-ink']])
  const page = await home()
  expect({ ...page, blocks: page.blocks.slice(0, 2) }).toEqual({
    action: 'home',
    schoolName: '杏坛',
    accent: null,
    courseCount: 2,
    blocks: [
      {
        id: 'categories',
        title: '',
        kind: 'categories',
        categories: [
          { path: '书画', name: '书画', description: '', parent: '', courseCount: 1 },
          { path: '生活', name: '生活', description: '', parent: '', courseCount: 1 },
        ],
      },
      {
        id: 'free',
        title: '',
        kind: 'free',
        category: '',
        cards: [
          {
            courseId: 'water',
            title: '喝水的学问',
            summary: '一篇短文',
            teacherName: '周行',
            category: '生活',
            tags: ['健康'],
            form: 'single',
            kinds: ['article'],
            fen: 0,
            lessonCount: 1,
            durationSeconds: 30,
            coverUrl: null,
            seats: null,
          },
        ],
      },
    ],
  })
})

test('a learner who comes back is offered the lesson left last', async () => {
  const { home, study } = await given()
  await study('spring-ink', '01-brush')
  const [first] = (await home(MEI)).blocks
  expect(first).toEqual({
    id: 'continue',
    title: '',
    kind: 'continue',
    courseId: 'spring-ink',
    courseTitle: '春日水墨',
    lessonId: '01-brush',
    lessonTitle: '一支笔',
    positionSeconds: 20,
  })
})

test('hot is what was joined and studied within thirty days, counted once however often the timer rings', async () => {
  const { blocks, join, tend, clock, ports, open } = await given()
  await open({ courseId: 'orchid', title: '兰' })
  await join('mei', 'spring-ink')
  await join('mei', 'water')
  await join('zhou', 'water')
  expect(await tend()).toEqual({ counted: 3, warmed: 2, courses: 3 })
  expect(await tend()).toEqual({ counted: 0, warmed: 0, courses: 3 })
  const hot = async () => (await blocks()).find(([kind]) => kind === 'hot')
  expect(await hot()).toEqual(['hot', 'water', 'spring-ink'])
  expect(await ports.store.get('shelf', 'water')).toMatchObject({ heat: 6, joined: 2 })

  clock.advance(31 * 24 * 60 * MINUTE)
  await join('wu', 'orchid')
  await tend()
  expect(await hot()).toEqual(['hot', 'orchid'])
  // What was joined long ago warms nothing, and was joined all the same.
  expect(await ports.store.get('shelf', 'water')).toMatchObject({ heat: 0, joined: 2 })
})

test('a fact written down while the timer counts is counted at its next ring', async () => {
  const { join, tend, ports, clock } = await given()
  await join('mei', 'water')
  await tendShelf(ports)(NOBODY, {})
  expect(await ports.store.get('shelf', 'water')).toMatchObject({ joined: 0 })
  clock.advance(MINUTE / 2)
  await join('zhou', 'water')
  await tend()
  expect(await ports.store.get('shelf', 'water')).toMatchObject({ joined: 2 })
})

test('for you is like what I study, says why, and never offers what I have', async () => {
  const { home, blocks, open, study, join } = await given()
  await open({
    courseId: 'orchid',
    title: '一枝兰',
    teacher: { name: '何人', bio: '' },
    tags: ['花卉'],
    category: '园艺',
  })
  await open({ courseId: 'ink-two', title: '水墨之二', tags: [] })
  await open({ courseId: 'calligraphy', title: '行书', teacher: { name: '何人', bio: '' }, tags: [] })
  await open({ courseId: 'python', title: '数据', teacher: { name: '江', bio: '' }, tags: ['数据'], category: '科学' })
  await study('spring-ink', '01-brush')
  await join('mei', 'calligraphy')
  expect((await blocks(MEI)).find(([kind]) => kind === 'forYou')).toEqual(['forYou', 'ink-two', 'orchid'])
  const forYou = (await home(MEI)).blocks.find((block) => block.kind === 'forYou')
  expect(forYou?.liked.map(({ because }) => because)).toEqual([
    { kind: 'teacher', name: '林疏影', courseTitle: '春日水墨' },
    { kind: 'tag', name: '花卉', courseTitle: '春日水墨' },
  ])
  expect((await blocks()).find(([kind]) => kind === 'forYou')).toBeUndefined()
})

test('the owner orders, names and leaves out blocks, chooses the banner and sets a text of their own', async () => {
  const { home, arrange } = await given()
  await arrange({
    shopName: '梅边小筑',
    blocks: [
      { id: 'welcome', kind: 'text', title: '开课了', isShown: true, text: '周末见', pictureFileId: null },
      { id: 'top', kind: 'banner', title: '', isShown: true, courseIds: ['spring-ink', 'gone'] },
      { id: 'new', kind: 'new', title: '', isShown: false },
      { id: 'art', kind: 'category', title: '写写画画', isShown: true, category: '书画' },
    ],
  })
  const page = await home()
  expect(page.schoolName).toBe('梅边小筑')
  expect(
    page.blocks.map((block) => [
      block.kind,
      block.title,
      'cards' in block ? block.cards.map((one) => one.courseId) : '',
    ]),
  ).toEqual([
    ['text', '开课了', ''],
    ['banner', '', ['spring-ink']],
    ['category', '写写画画', ['spring-ink']],
  ])
})

test('the last to save does not overwrite what they have not seen, and a colour that cannot be read on is refused', async () => {
  const { ports, arrange, home } = await given()
  await arrange({ blossom: '#2F4B7C' })
  const late = arrangeHome(ports)(OFFICE, { action: 'save', settings: HomeSettings.parse({}), changedAt: null })
  await expect(late).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  await expect(arrange({ blossom: '#FF9A66' })).rejects.toMatchObject({
    code: 'COLOUR_TOO_PALE',
    facts: { ratio: 2.09 },
  })
  expect((await home()).accent?.light.blossom).toBe('#2F4B7C')
})

test('a preview shows what is not saved', async () => {
  const { ports, home } = await given()
  const settings = HomeSettings.parse({
    shopName: '明日',
    blocks: [{ id: 'n', kind: 'new', title: '', isShown: true }],
  })
  const seen = await arrangeHome(ports)(OFFICE, { action: 'preview', settings })
  expect(seen).toMatchObject({ page: { schoolName: '明日', blocks: [{ kind: 'new' }] } })
  expect((await home()).schoolName).toBe('杏坛')
})

test('what leaves the shelf leaves the page at once', async () => {
  const { blocks, ports } = await given()
  await editCourse(ports)(OFFICE, { action: 'withdraw', courseId: 'water' })
  expect(await blocks()).toEqual([['categories'], ['new', 'spring-ink']])
})

test('a shelf from before there was one is filled by the first who looks', async () => {
  const { blocks, store } = await given()
  // As such a school's data stands: courses and lessons alone.
  for (const collection of ['shelf', 'passages', 'prepared', 'categories']) store.forget(collection)
  expect(await blocks()).toEqual([['categories'], ['free', 'water'], ['new', 'water', 'spring-ink']])
})

test('an older look at the shelf does not replace a newer one', async () => {
  const { ports, clock, blocks, open } = await given()
  await open({ courseId: 'late' })
  const newer = await prepare(ports)
  clock.advance(-5000)
  await ports.store.change('shelf', 'late', {}, { set: { onShelf: false } })
  await prepare(ports)
  expect(newer.courseCount).toBe(3)
  expect((await blocks()).at(-1)).toEqual(['new', 'late', 'water', 'spring-ink'])
})

test('what the page costs does not grow with the shelf', async () => {
  const { ports, open, study } = await given()
  await study('spring-ink', '01-brush')
  await open({ courseId: 'orchid' })
  const asked = counting(ports)
  const cost = async (who: Caller) => {
    asked.reset()
    await browseCatalog(asked.ports)(who, { action: 'home' })
    return asked.requests()
  }
  const few = [await cost(NOBODY), await cost(MEI)]
  for (let n = 0; n < 300; n += 1)
    await ports.store.put('shelf', {
      ...((await ports.store.get('shelf', 'orchid')) ?? { _id: '' }),
      _id: `more-${n}`,
      shelfKey: `2026-11-22:${n}`,
    })
  await prepare(ports)
  expect([await cost(NOBODY), await cost(MEI)]).toEqual(few)
  expect(few).toEqual([1, 6])
})
