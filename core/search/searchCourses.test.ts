import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { counting } from '../../platform/memory/counting'
import { memorySchool } from '../../platform/memory/school'
import { learner, memoryWorld } from '../../platform/memory/world'
import { readCourseFolder } from '../../scripts/courseFolder/read'
import { handedIn } from '../../scripts/importCourse'
import { browseCatalog } from '../catalog/browseCatalog'
import { categories } from '../catalog/categories'
import { editCourse } from '../catalog/editCourse'
import { prepare } from '../catalog/prepared'
import { shelf } from '../catalog/shelf'
import type { Input } from '../contract'
import { HomeSettings } from '../contract/arrangeHome'
import { CourseDraft } from '../contract/editCourse'
import type { Caller } from '../ports'
import { SPRING } from '../school.fixture'
import { saveHomeSettings } from '../settings/homeSettings'
import { searchCourses } from './searchCourses'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const OFFICE: Caller = { userId: 'office', openid: '', roles: ['editor'] }
const SCHOOL = join(__dirname, '../../school')

type World = Pick<ReturnType<typeof memoryWorld>, 'ports' | 'settled'>

const finding = ({ ports, settled }: World) => {
  const search = async (text: string, more: Partial<Extract<Input<'searchCourses'>, { action: 'search' }>> = {}) => {
    const found = await searchCourses(ports)(NOBODY, { action: 'search', text, ...more })
    if (found.action !== 'search') throw new Error('not found')
    return found
  }
  return {
    search,
    ids: async (...asked: Parameters<typeof search>) => (await search(...asked)).hits.map(({ card }) => card.courseId),
    async suggested(text: string) {
      const answer = await searchCourses(ports)(NOBODY, { action: 'suggest', text })
      return answer.action === 'suggest' ? answer.suggestions.map((one) => `${one.kind} ${one.text}`) : []
    },
    async hot() {
      await prepare(ports)
      const answer = await searchCourses(ports)(NOBODY, { action: 'words' })
      return answer.action === 'words' ? answer.hot : []
    },
    async searchedBy(userId: string, text: string) {
      await searchCourses(ports)(learner(userId), { action: 'search', text })
      await settled()
    },
  }
}

/** The demo school as `npm start` opens it. */
async function demoSchool() {
  const world = memoryWorld()
  for (const name of readdirSync(SCHOOL, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? one.name : [],
  )) {
    const read = await readCourseFolder(join(SCHOOL, name))
    if ('mistakes' in read) throw new Error(name)
    // Pages of a document are pictures: there is nothing in them to be found by.
    const lessons = read.course.lessons.filter(({ kind }) => kind !== 'document')
    const fileIds = new Map(read.media.map(({ path }) => [path, `cloud://memory.files/${path}`]))
    const course = CourseDraft.parse(
      handedIn({ ...read.course, lessons }, { fileIds, pages: new Map(), attached: new Map() }),
    )
    await editCourse(world.ports)(OFFICE, { action: 'save', course })
    await editCourse(world.ports)(OFFICE, { action: 'publish', courseId: course.courseId })
    world.clock.advance(1000)
  }
  return { ...world, ...finding(world) }
}

let school: Awaited<ReturnType<typeof demoSchool>>
beforeAll(async () => {
  school = await demoSchool()
})

describe('what somebody types finds what they mean', () => {
  test.each([
    // as it stands
    ['茶', 'tea-in-ten-minutes'],
    ['水墨', 'spring-ink'],
    ['春日水墨', 'spring-ink'],
    ['沈青禾', 'spring-ink'],
    ['苏砚', 'tea-in-ten-minutes'],
    ['睡眠', 'evening-rest'],
    ['夜空', 'night-sky'],
    ['Python', 'numbers-that-lie'],
    ['pyth', 'numbers-that-lie'],
    ['统计', 'numbers-that-lie'],
    ['音乐', 'ear-training'],
    ['会议', 'good-meetings'],
    ['写邮件', 'clear-writing'],
    // several words, run together or not
    ['沈青禾 水墨', 'spring-ink'],
    ['沈青禾水墨', 'spring-ink'],
    ['零基础 天文', 'night-sky'],
    ['怎么把会开短', 'good-meetings'],
    ['如何写清楚', 'clear-writing'],
    ['亲子观星', 'night-sky'],
    // said in a description or a lesson
    ['留白', 'spring-ink'],
    ['北斗', 'night-sky'],
    ['平均工资', 'numbers-that-lie'],
    ['半生熟宣纸', 'spring-ink'],
    // a wrong character
    ['春日水默', 'spring-ink'],
    ['沈青和', 'spring-ink'],
    ['十分钟喝董一杯茶', 'tea-in-ten-minutes'],
    ['水默', 'spring-ink'],
    ['睡绵', 'evening-rest'],
    ['pythen', 'numbers-that-lie'],
    // a missing one
    ['十分钟懂一杯茶', 'tea-in-ten-minutes'],
    ['抬头夜空', 'night-sky'],
    ['pyton', 'numbers-that-lie'],
    // one too many
    ['春日的水墨', 'spring-ink'],
    ['听见见音程', 'ear-training'],
    ['pythhon', 'numbers-that-lie'],
    // two exchanged
    ['春水日墨', 'spring-ink'],
    ['墨水', 'spring-ink'],
    ['数字骗会人吗', 'numbers-that-lie'],
    ['pyhton', 'numbers-that-lie'],
  ])('%s: %s', async (text, courseId) => {
    expect((await school.ids(text))[0]).toBe(courseId)
  })
})

test.each(['火箭', '区块链', 'kubernetes', '!?'])('%s finds nothing, and nothing is made up', async (text) => {
  expect(await school.search(text)).toEqual({ action: 'search', hits: [], next: null, total: 0, meant: '' })
})

test('a hit says what was meant; where it was said only at length, in which lesson', async () => {
  const [ink] = (await school.search('沈青禾 水墨')).hits
  expect(ink?.marks).toEqual(['沈青禾', '水墨'])
  expect((await school.search('春日水默')).meant).toBe('春日水墨')
  expect((await school.search('春日水墨')).meant).toBe('')
  const [sky] = (await school.search('北斗')).hits
  expect(sky?.passage?.text).toContain('北斗')
})

test('what has to be bought is named and not read out', async () => {
  const [ink] = (await school.search('题款 印')).hits
  expect(ink?.card.courseId).toBe('spring-ink')
  const { ports } = await memorySchool()
  const [hit] = (await finding({ ports, settled: async () => {} }).search('五瓣')).hits
  expect(hit?.passage).toEqual({ lessonId: '03-blossom', lessonTitle: '一朵', text: '' })
})

test('a search is narrowed and ordered', async () => {
  expect(await school.ids('零基础', { filter: { price: 'free' } })).toEqual(['night-sky'])
  expect(await school.ids('零基础', { filter: { category: '艺术' } })).toEqual(
    expect.arrayContaining(['spring-ink', 'ear-training']),
  )
  expect(await school.ids('留白', { filter: { category: '科学' } })).toEqual([])
  expect((await school.ids('零基础', { sort: 'cheap' }))[0]).toBe('night-sky')
  expect((await school.ids('零基础', { sort: 'new' }))[0]).toBe('tea-in-ten-minutes')
})

test('what is being typed is completed by what the school calls things, then by courses', async () => {
  expect(await school.suggested('水')).toEqual(['tag 水墨', 'course 春日水墨：从一笔一墨到一枝梅'])
  expect(await school.suggested('沈')).toEqual(['teacher 沈青禾'])
  expect(await school.suggested('py')).toEqual(['tag Python'])
  expect(await school.suggested('会开')).toEqual(['course 把会开短：三十分钟，一个结论'])
  expect(await school.suggested('?')).toEqual([])
})

test('tags stand with how many courses have them, the commonest first while nobody studies', async () => {
  const words = await searchCourses(school.ports)(NOBODY, { action: 'words' })
  if (words.action !== 'words') throw new Error('no words')
  expect(words.tags.slice(0, 2)).toEqual([
    { name: '零基础', courseCount: 5, weight: 5 },
    { name: '声音', courseCount: 2, weight: 4 },
  ])
})

test('what WeChat finds unfit is never shown to others, though a course says it', async () => {
  const world = await memorySchool()
  const { hot, searchedBy, ids } = finding(world)
  await editCourse(world.ports)(OFFICE, { action: 'save', course: { ...SPRING, title: '违禁的颜色' } })
  expect(await ids('违禁')).toEqual(['spring-ink'])
  await searchedBy('mei', '违禁')
  await searchedBy('mei', '颜色')
  expect(await hot()).toEqual(['颜色'])
})

test('a word is hot by how many learners search for it, once a day each, and only where something is found', async () => {
  const { clock, hot, searchedBy, ...world } = await demoSchool()
  await searchedBy('mei', '水墨')
  await searchedBy('mei', '水墨')
  await searchedBy('mei', '茶')
  await searchedBy('zhou', '茶')
  await searchedBy('zhou', '火箭')
  await searchedBy('', '睡眠')
  await searchedBy('zhou', '水默')
  expect(await hot()).toEqual(['茶', '水墨'])
  clock.advance(24 * 3600_000)
  await searchedBy('mei', '水墨')
  await searchedBy('mei', '会议')
  await searchedBy('zhou', '水墨')
  expect(await hot()).toEqual(['水墨', '茶', '会议'])

  const settings = HomeSettings.parse({ hotWords: { pinned: ['夜空'], hidden: ['水'] } })
  await saveHomeSettings(world.ports, settings, { by: 'office', since: null })
  expect(await hot()).toEqual(['夜空', '茶', '会议'])
  clock.advance(8 * 24 * 3600_000)
  expect(await hot()).toEqual(['夜空'])
})

describe('on a shelf of three thousand', () => {
  const SUBJECTS = ['摄影', '编程', '烹饪', '瑜伽', '理财', '英语', '历史', '心理', '手账', '园艺']
  const SIDES = ['入门', '进阶', '实战', '精讲', '随堂', '三十讲', '答疑', '案例']
  let large: ReturnType<typeof memoryWorld>
  beforeAll(async () => {
    large = memoryWorld(undefined, { turn: async () => {} })
    const course = (n: number) => ({
      _id: `course-${n}`,
      title: `${SUBJECTS[n % 10]}${SIDES[n % 8]}第${n}期`,
      summary: `跟着老师学${SUBJECTS[(n + 3) % 10]}`,
      descriptionHtml: `<p>${SUBJECTS[n % 10]}的方法与练习,每天一点点。</p>`,
      audience: '',
      teacher: { name: `王${SIDES[n % 7]?.[0]}${n % 90}`, bio: '' },
      fen: (n % 5) * 1000,
      category: SUBJECTS[n % 10] ?? '',
      tags: [SUBJECTS[n % 10] ?? '', SIDES[n % 8] ?? ''],
      form: 'series' as const,
      status: 'published' as const,
      coverFileId: null,
      outline: [],
      shelfKey: `2026-11-21T00:00:00.000Z:${String(n).padStart(5, '0')}`,
      createdAt: '2026-11-21T00:00:00.000Z',
      changedAt: '2026-11-21T00:00:00.000Z',
    })
    for (let n = 0; n < 3000; n += 1) await shelf(large.ports).place(course(n), [])
    await shelf(large.ports).place({ ...course(9999), title: '春日水墨', teacher: { name: '林疏影', bio: '' } }, [])
    for (const subject of SUBJECTS) await categories(large.ports).bringIn(subject, '2026-11-21T00:00:00.000Z')
    await prepare(large.ports)
  }, 60_000)

  test.each([
    ['春日水墨', 'course-9999', 6],
    ['春日水默', 'course-9999', 8],
    ['林疏影 水墨', 'course-9999', 8],
    ['园艺 林疏影', 'course-9999', 8],
    ['摄影入门第2400期', 'course-2400', 8],
    ['怎么学编程精讲', /编程精讲/, 8],
    ['火箭发射', undefined, 8],
  ])('%s finds %s in a bounded number of requests', async (text, courseId, most) => {
    const asked = counting(large.ports)
    const found = await searchCourses(asked.ports)(NOBODY, { action: 'search', text })
    if (found.action !== 'search') throw new Error('not found')
    expect({ text, cost: asked.requests() <= most, asked: asked.requests() }).toMatchObject({ text, cost: true })
    if (courseId instanceof RegExp) expect(found.hits[0]?.card.title).toMatch(courseId)
    else expect(found.hits[0]?.card.courseId).toBe(courseId)
  })

  test('the home page, a list and its category are a handful of requests still', async () => {
    const asked = counting(large.ports)
    const cost = async (input: Input<'browseCatalog'>) => {
      asked.reset()
      await browseCatalog(asked.ports)(NOBODY, input)
      return asked.requests()
    }
    expect(await cost({ action: 'home' })).toBe(1)
    expect(await cost({ action: 'list', sort: 'hot' })).toBe(1)
    expect(await cost({ action: 'list', category: '摄影' })).toBe(2)
  })

  test('an answer stays small', async () => {
    const found = await searchCourses(large.ports)(NOBODY, { action: 'search', text: '摄影入门' })
    const home = await browseCatalog(large.ports)(NOBODY, { action: 'home' })
    expect(JSON.stringify(found).length).toBeLessThan(20_000)
    expect(JSON.stringify(home).length).toBeLessThan(20_000)
  })
})

test('a course that is changed is found by what it says now, and one that left the shelf by nothing', async () => {
  const { ports, settled } = await memorySchool()
  const { ids } = finding({ ports, settled })
  expect(await ids('五瓣')).toEqual(['spring-ink'])
  const [first] = SPRING.lessons
  const course = { ...SPRING, title: '秋日', lessons: first ? [first] : [] }
  await editCourse(ports)(OFFICE, { action: 'save', course })
  expect([await ids('五瓣'), await ids('秋日')]).toEqual([[], ['spring-ink']])
  await editCourse(ports)(OFFICE, { action: 'withdraw', courseId: 'spring-ink' })
  expect(await ids('秋日')).toEqual([])
  await editCourse(ports)(OFFICE, { action: 'publish', courseId: 'spring-ink' })
  expect(await ids('秋日')).toEqual(['spring-ink'])
})
