import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { role } from '../../scripts/role'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'
import { inTests, type Look, look as lookAt, says, top, visit } from './visit'

/**
 * Finding a course, as people do: from the home page to a search with a slip in it, through filters, a teacher and a category to the
 * course; and the office arranging what they see. Pictures are in shots/places-*.png.
 */

const PHONE = { look: '390-light', width: 390, height: 844, colorScheme: 'light' } as const
const SIZES: (Look & { large?: true; language?: string })[] = [
  { ...PHONE, look: '390-en', language: 'en' },
  PHONE,
  { ...PHONE, look: '390-dark', colorScheme: 'dark' },
  { ...PHONE, look: '320-light', width: 320, height: 640 },
  { ...PHONE, look: '320-large', width: 320, height: 640, large: true },
  { look: '1280-light', width: 1280, height: 800, colorScheme: 'light' },
]

let browser: Awaited<ReturnType<typeof openChromium>>
let desk: Desk
let mei: Phone
let office: Phone
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-places-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY })
  mei = await phone(desk.url, '梅若雪')
  await mei.signIn()
  office = await phone(desk.url, '编辑')
  const { userId } = await office.signIn()
  await role({ who: userId, add: ['editor'], remove: [] })
  await office.signIn()
  await studying()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const to = (path: string) => `${desk.url}/#/${path}`
const look = (page: Page, name: string) => lookAt(page, `places-${name}`)

/** She joins a free course and studies it, searches for something, and an hour passes. */
async function studying() {
  await mei.call('buyCourse', { courseId: 'night-sky' })
  await mei.call('playLesson', { courseId: 'night-sky', lessonId: '02-big-dipper' })
  desk.clock.advance(30_000)
  await mei.call('recordProgress', { courseId: 'night-sky', lessonId: '02-big-dipper', from: 0, to: 30 })
  await mei.call('searchCourses', { action: 'search', text: '水墨' })
  await mei.call('searchCourses', { action: 'search', text: '睡眠' })
  desk.clock.advance(3600_000)
  desk.timers.fire('tendShelf', 'everyHour')
  await until(
    () => desk.functions.invocations.list().some((one) => one.function === 'tendShelf' && one.state === 'done'),
    (isDone) => isDone,
    30_000,
  )
}

/** Somebody who has been here before, with the words in the size and the language they chose. */
async function open(size: (typeof SIZES)[number], who = mei) {
  const opened = await visit(browser, who, size)
  await opened.page.goto(to('pages/me/me'))
  await top(opened.page).locator('#nickname').waitFor()
  if (size.large) await opened.page.evaluate("wx.setStorageSync('typeSize', 'large')")
  if (size.language) await opened.page.evaluate(`wx.setStorageSync('language', '${size.language}')`)
  if (size.large || size.language) {
    await opened.page.reload()
    // An address that changes before the shop has started is not followed.
    await opened.page.locator('.mp-tabbar').waitFor()
    await top(opened.page).locator('#nickname').waitFor()
  }
  return opened
}

test('from the home page a learner finds the course they half remember, its teacher, and what stands beside it', async () => {
  const { page, problems, close } = await open(PHONE)
  await page.goto(to('pages/home/home'))
  await says(page, '为你挑的')
  await says(page, '因为你在学《抬头看夜空')
  await look(page, '390-light-home')

  await top(page).locator('#search-entry').click()
  await says(page, '大家在找')
  await look(page, '390-light-search-start')
  const field = top(page).locator('#search input')
  await field.fill('沈青')
  await top(page).locator('.suggestion').first().waitFor()
  await look(page, '390-light-search-typing')
  await field.fill('春日水默')
  await field.press('Enter')
  await says(page, '没有「春日水默」,这些是「春日水墨」的结果')
  await look(page, '390-light-search-typo')

  await field.fill('零基础')
  await field.press('Enter')
  await says(page, '找到 5 门')
  await top(page).locator('#open-filter').click()
  await look(page, '390-light-filter')
  await top(page).locator('.choice').getByText('免费', { exact: true }).click()
  await top(page).locator('#use-filter').click()
  await says(page, '找到 1 门')
  await look(page, '390-light-search-filtered')
  await top(page).locator('.said').first().click()
  await says(page, '找到 5 门')

  await field.fill('火箭')
  await field.press('Enter')
  await says(page, '没有找到「火箭」')
  await look(page, '390-light-search-empty')
  await field.fill('')
  await says(page, '最近找过')
  await look(page, '390-light-search-history')
  await top(page).locator('#forget').click()
  await until(
    () => top(page).locator('#history').count(),
    (count) => count === 0,
  )

  await field.fill('沈青禾')
  await top(page).locator('.suggestion').first().click()
  await says(page, '开着的课')
  await look(page, '390-light-teacher')
  await top(page).locator('[data-course="spring-ink"]').click()
  await says(page, '这门课讲什么')
  await look(page, '390-light-course')
  await top(page).locator('#to-category').click()
  await says(page, '就这些了')
  await look(page, '390-light-list')
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('a passage of a lesson is found, and what has to be bought is not read out', async () => {
  const { page, problems, close } = await open(PHONE)
  await page.goto(to('find/pages/search/search?text=%E9%A3%9E%E7%99%BD'))
  await says(page, '课里讲到')
  await look(page, '390-light-search-passage')
  expect(problems).toEqual([])
  await close()
})

test('the office arranges the page, looks at it first, and a colour nobody can read is refused', async () => {
  const { page, problems, close } = await open(PHONE, office)
  await page.goto(to('office/pages/home/home'))
  await says(page, '没有改动')
  await look(page, 'office-home')
  await top(page).locator('#shop-name input').fill('梅边小筑')
  await top(page).locator('#hex input').fill('#FF9A66')
  await top(page).locator('#preview').click()
  await says(page, '这个颜色太浅')
  await look(page, 'office-home-pale')
  await top(page).locator('.swatch').nth(4).click()
  await top(page).locator('#add-category').click()
  await says(page, '哪个分类')
  await look(page, 'office-home-block')
  await top(page).locator('#do').click()
  await top(page).locator('#preview').click()
  await says(page, '这是预览')
  await look(page, 'office-home-preview')
  await top(page).locator('#back').click()
  await top(page).locator('#save').click()
  await says(page, '没有改动')
  await page.goto(to('pages/home/home'))
  await says(page, '先听一堂')
  await look(page, 'home-in-blue')
  const blossom = await page
    .locator('wx-page:visible')
    .last()
    .evaluate((element) => getComputedStyle(element).getPropertyValue('--blossom'))
  expect(blossom.trim().toUpperCase()).toBe('#2F4B7C')
  expect(problems).toEqual([])
  await close()

  const looked = await office.call('arrangeHome', { action: 'look' })
  if (looked.action !== 'look') throw new Error('not looked at')
  const { settings, changedAt } = looked
  await office.call('arrangeHome', { action: 'save', settings: { ...settings, blossom: '', shopName: '' }, changedAt })
}, 40_000)

test('the office keeps the tree', async () => {
  const { page, problems, close } = await open(PHONE, office)
  await page.goto(to('office/pages/categories/categories'))
  await says(page, '加一个分类')
  await look(page, 'office-categories')
  await top(page).locator('#add').click()
  await top(page).locator('#name input').fill('手作')
  await look(page, 'office-categories-new')
  await top(page).locator('#do').click()
  await says(page, '手作')
  await top(page).getByText('手作', { exact: true }).first().click()
  await top(page).locator('#put-away').click()
  await until(
    () => top(page).getByText('手作', { exact: true }).count(),
    (count) => count === 0,
  )
  expect(problems).toEqual([])
  await close()
}, 30_000)

describe.each(inTests(SIZES))('at $look', (size) => {
  const places = [
    { name: 'home', path: 'pages/home/home', ready: /先听一堂|Try one first/ },
    { name: 'list', path: 'pages/list/list', ready: /就这些了|That is all/ },
    { name: 'search', path: 'find/pages/search/search', ready: /大家在找|Others search/ },
    {
      name: 'results',
      path: 'find/pages/search/search?text=%E9%9B%B6%E5%9F%BA%E7%A1%80',
      ready: /找到 5 门|5 courses/,
    },
    { name: 'categories', path: 'find/pages/categories/categories', ready: /生活/ },
    { name: 'teacher', path: 'find/pages/teacher/teacher?name=%E6%B2%88%E9%9D%92%E7%A6%BE', ready: /沈青禾/ },
    { name: 'course', path: 'pages/course/course?courseId=spring-ink', ready: /购买 ¥199|Buy for ¥199/ },
  ]
  test('every place looks right', async () => {
    const { page, problems, close } = await open(size)
    for (const { name, path, ready } of places) {
      await page.goto(to(path))
      await top(page).getByText(ready).first().waitFor()
      await look(page, `${size.look}-${name}`)
      if (!['home', 'course'].includes(name)) continue
      await page.evaluate(() => {
        const scroll = [...document.querySelectorAll('.mp-page:not([hidden]) .mp-scroll')].at(-1)
        scroll?.scrollTo(0, scroll.scrollHeight)
      })
      await page.waitForTimeout(200)
      await look(page, `${size.look}-${name}-end`)
    }
    expect(problems).toEqual([])
    await close()
  }, 60_000)
})

test('of a long list a phone keeps what is near the screen', async () => {
  const { store } = await import('../../platform/cloudbase/store')
  const known = await store.get('shelf', 'good-meetings')
  const { _id, ...entry } = known ?? { _id: '' }
  for (let n = 0; n < 160; n += 1) {
    const shelfKey = `2000-01-01T00:00:00.000Z:${String(n).padStart(3, '0')}`
    await store.put('shelf', { ...entry, _id: `copy-${n}`, shelfKey })
  }
  const { page, problems, close } = await open(PHONE)
  await page.goto(to('pages/list/list'))
  await top(page).locator('[data-course]').first().waitFor()
  const rows = () => top(page).locator('[data-course]').count()
  const scrolledTo = (where: 'end' | 'start') =>
    page.evaluate((end) => {
      const scroll = [...document.querySelectorAll('.mp-page:not([hidden]) .mp-scroll')].at(-1)
      scroll?.scrollTo(0, end ? scroll.scrollHeight : 0)
      return scroll?.scrollHeight ?? 0
    }, where === 'end')
  await until(
    async () => {
      await scrolledTo('end')
      return top(page).getByText('就这些了').isVisible()
    },
    (isEnd) => isEnd,
  )
  const height = await scrolledTo('end')
  expect(await until(rows, (count) => count < 130)).toBeGreaterThan(20)
  // A row is where it was, though what stands above it is a gap.
  expect(Math.abs((await scrolledTo('end')) - height)).toBeLessThan(4)
  await scrolledTo('start')
  await until(
    () => top(page).locator('[data-course]').first().isVisible(),
    (isSeen) => isSeen,
  )
  await look(page, 'long-list')
  expect(problems).toEqual([])
  await close()
}, 60_000)
