import { memorySchool } from '../../platform/memory/school'
import type { Input } from '../contract'
import type { Caller } from '../ports'
import { SPRING } from '../school.fixture'
import { htmlOf } from './article'
import { browseCatalog } from './browseCatalog'
import { editCourse } from './editCourse'
import { pictureFileIds, withPictureUrls } from './pictures'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }

async function given() {
  const world = await memorySchool()
  const browse = (input: Input<'browseCatalog'>, who = NOBODY) => browseCatalog(world.ports)(who, input)
  return {
    ...world,
    browse,
    async titles(input: Omit<Extract<Input<'browseCatalog'>, { action: 'list' }>, 'action'>) {
      const answer = await browse({ action: 'list', ...input })
      return answer.action === 'list' ? answer.courses.map((card) => card.title) : []
    },
  }
}

test('the list is narrowed by category, teacher, tag, price, kind, trial and length, and ordered', async () => {
  const { titles } = await given()
  expect(await titles({})).toEqual(['喝水的学问', '春日水墨'])
  expect(await titles({ category: '书画' })).toEqual(['春日水墨'])
  expect(await titles({ teacher: '周行' })).toEqual(['喝水的学问'])
  expect(await titles({ tag: '水墨' })).toEqual(['春日水墨'])
  expect(await titles({ price: 'free' })).toEqual(['喝水的学问'])
  expect(await titles({ price: 'under50' })).toEqual([])
  expect(await titles({ price: 'over50' })).toEqual(['春日水墨'])
  expect(await titles({ kind: 'audio' })).toEqual(['春日水墨'])
  expect(await titles({ trial: true })).toEqual(['喝水的学问', '春日水墨'])
  expect(await titles({ length: 'long' })).toEqual([])
  expect(await titles({ category: '书画', teacher: '周行' })).toEqual([])
  expect(await titles({ sort: 'cheap' })).toEqual(['喝水的学问', '春日水墨'])
})

test('a long list comes in pages without a gap or a repetition', async () => {
  const { browse, ports } = await given()
  for (let n = 10; n < 53; n += 1) {
    await editCourse(ports)(NOBODY, {
      action: 'save',
      course: { ...SPRING, courseId: `spring-${n}`, title: `水墨 ${n}` },
    })
    await editCourse(ports)(NOBODY, { action: 'publish', courseId: `spring-${n}` })
  }
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await browse({ action: 'list', ...(after && { after }) })
    if (page.action !== 'list') throw new Error('not a list')
    expect(page.courses.length).toBeLessThanOrEqual(20)
    seen.push(...page.courses.map((card) => card.courseId))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toHaveLength(45)
  expect(new Set(seen).size).toBe(45)
})

test('a draft is on no shelf; saving again keeps a published course published', async () => {
  const { titles, ports } = await given()
  const save = (course = SPRING) => editCourse(ports)(NOBODY, { action: 'save', course })
  expect(await save({ ...SPRING, courseId: 'autumn', title: '秋' })).toEqual({
    courseId: 'autumn',
    status: 'draft',
    isNew: true,
  })
  expect(await titles({})).toEqual(['喝水的学问', '春日水墨'])
  expect(await save({ ...SPRING, title: '春水' })).toEqual({
    courseId: 'spring-ink',
    status: 'published',
    isNew: false,
  })
  expect(await titles({})).toEqual(['喝水的学问', '春水'])
})

test.each([
  ['a lesson named twice', { lessons: [SPRING.lessons[0], SPRING.lessons[0]] }],
  ['a film that is missing', { lessons: [{ ...SPRING.lessons[0], mediaFileId: null }] }],
  ['an article without a text', { lessons: [{ ...SPRING.lessons[2], article: ' ' }] }],
  [
    'an answer that is no option',
    { quiz: [{ kind: 'single', text: '几瓣?', options: ['五'], answer: [1], explanation: '' }] },
  ],
])('a course with %s is refused', async (_, wrong) => {
  const { ports } = await given()
  const course = { ...SPRING, ...wrong } as typeof SPRING
  await expect(editCourse(ports)(NOBODY, { action: 'save', course })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test("a teacher's Markdown becomes safe HTML: no script, no odd address survives", () => {
  const html = htmlOf(
    '# 题\n\n<script>alert(1)</script>\n\n[好](https://example.com) [坏](javascript:alert(1)) ![图](cloud://a.b/c.png) ![坏](javascript:1)\n\n<img src=x onerror=alert(1)>',
  )
  expect(html).toContain('<h1>题</h1>')
  expect(html).toContain('<a href="https://example.com">好</a>')
  expect(html).not.toMatch(/<script|<img src=x|javascript:/)
  expect(pictureFileIds(html)).toEqual(['cloud://a.b/c.png'])
  expect(withPictureUrls(html, () => 'https://cos/c.png?sign=1&t=2')).toContain(
    '<img src="https://cos/c.png?sign=1&amp;t=2" alt="图">',
  )
  expect(withPictureUrls(html, () => null)).not.toContain('<img')
})
