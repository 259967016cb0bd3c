import { memorySchool } from '../../platform/memory/school'
import type { Input } from '../contract'
import type { Caller } from '../ports'
import { SPRING } from '../school.fixture'
import { arrangeCategories } from './arrangeCategories'
import { browseCatalog } from './browseCatalog'
import { pathFrom } from './category'
import { editCourse } from './editCourse'

const OFFICE: Caller = { userId: 'office', openid: '', roles: ['editor'] }

async function given() {
  const { ports, store } = await memorySchool()
  const arrange = async (input: Input<'arrangeCategories'>) => {
    const { categories } = await arrangeCategories(ports)(OFFICE, input)
    return categories.map(({ path, name, courseCount }) => `${path} ${name} ${courseCount}`)
  }
  return {
    store,
    arrange,
    make: (name: string, parent = '') => arrange({ action: 'save', path: null, name, description: '', parent }),
    async open(courseId: string, category: string) {
      await editCourse(ports)(OFFICE, { action: 'save', course: { ...SPRING, courseId, category } })
      await editCourse(ports)(OFFICE, { action: 'publish', courseId })
    },
    async titles(category: string) {
      const page = await browseCatalog(ports)(OFFICE, { action: 'list', category })
      return page.action === 'list' ? page.courses.map(({ courseId }) => courseId) : []
    },
  }
}

test('a category written 生活/茶 makes the tree, and 生活 holds what stands beneath it', async () => {
  const { arrange, open, titles } = await given()
  await open('tea', '生活 / 茶')
  expect(await arrange({ action: 'look' })).toEqual(['书画 书画 1', '生活 生活 2', '生活/茶 茶 1'])
  expect(await titles('生活')).toEqual(['tea', 'water'])
  expect(await titles('生活/茶')).toEqual(['tea'])
  expect(pathFrom(' 一 / 二/三/四 ')).toBe('一/二/三')
})

test('a new name or another place moves no course: they point at what stays', async () => {
  const { arrange, open, titles } = await given()
  await open('tea', '生活/茶')
  await arrange({ action: 'save', path: '生活/茶', name: '茶道', description: '一杯茶', parent: '书画' })
  expect(await arrange({ action: 'look' })).toEqual(['书画 书画 2', '生活/茶 茶道 1', '生活 生活 1'])
  expect(await titles('书画')).toEqual(['tea', 'spring-ink'])
  expect(await titles('生活')).toEqual(['water'])
})

test('the office orders what stands side by side', async () => {
  const { arrange, make } = await given()
  await make('音乐')
  expect(await arrange({ action: 'order', paths: ['音乐', '生活', '书画'] })).toEqual([
    '音乐 音乐 0',
    '生活 生活 1',
    '书画 书画 1',
  ])
})

test('what is in use stays; what is empty is put away, and comes back with its first course', async () => {
  const { arrange, make, open } = await given()
  await make('音乐')
  await make('练耳', '音乐')
  await expect(arrange({ action: 'putAway', path: '音乐' })).rejects.toMatchObject({ code: 'CATEGORY_IN_USE' })
  await expect(arrange({ action: 'putAway', path: '书画' })).rejects.toMatchObject({ code: 'CATEGORY_IN_USE' })
  await arrange({ action: 'putAway', path: '音乐/练耳' })
  expect(await arrange({ action: 'putAway', path: '音乐' })).toEqual(['书画 书画 1', '生活 生活 1'])
  await open('ears', '音乐/练耳')
  expect(await arrange({ action: 'look' })).toContain('音乐/练耳 练耳 1')
})

test('no ring, no second of the same name, nothing under what is not there; every change says who made it', async () => {
  const { arrange, make, store } = await given()
  await make('音乐')
  await make('练耳', '音乐')
  const beneathItself = { action: 'save', path: '音乐', name: '音乐', description: '', parent: '音乐/练耳' } as const
  await expect(arrange(beneathItself)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(make('音乐')).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(make('和声', '没有')).rejects.toMatchObject({ code: 'CATEGORY_NOT_FOUND' })
  await expect(arrange({ action: 'putAway', path: '没有' })).rejects.toMatchObject({ code: 'CATEGORY_NOT_FOUND' })
  expect(store.all('audits').filter(({ what }) => what === 'categories.save')).toMatchObject([
    { by: 'office', change: { name: '音乐' } },
    { by: 'office', change: { name: '练耳', parent: '音乐' } },
  ])
})
