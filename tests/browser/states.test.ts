import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'

/**
 * Every page in every state a person can meet: while it is fetched, when there is nothing, when the network is gone, and
 * ready. Each says its words, fits the screen, and leaves a picture in shots/states-*.png.
 */

const TEA = 'tea-in-ten-minutes'
const OFFLINE = '网络断了,联网后再试一次'
const lesson = (lessonId: string) => `learn/pages/lesson/lesson?courseId=${TEA}&lessonId=${lessonId}`

const looks = [
  { look: '390-light', width: 390, height: 844, colorScheme: 'light' },
  { look: '390-dark', width: 390, height: 844, colorScheme: 'dark' },
  { look: '1280-light', width: 1280, height: 800, colorScheme: 'light' },
] as const

/** What a page of the learner who finished the course says when it is ready. */
const places: { name: string; path: string; ready: string }[] = [
  { name: 'home', path: 'pages/home/home', ready: '新开的课' },
  { name: 'list', path: 'pages/list/list', ready: '就这些了' },
  // Here the phone signs in: what follows is this learner's own.
  { name: 'me', path: 'pages/me/me', ready: '点头像或名字可以修改' },
  { name: 'course', path: `pages/course/course?courseId=${TEA}`, ready: '全部学完' },
  { name: 'video', path: lesson('01-look'), ready: '本节已完成' },
  { name: 'audio', path: lesson('02-listen'), ready: '本节已完成' },
  { name: 'article', path: lesson('03-drink'), ready: '本节已完成' },
  { name: 'learning', path: 'pages/learning/learning', ready: '全部学完' },
  { name: 'orders', path: 'pages/orders/orders', ready: '¥9.9' },
  { name: 'certificate', path: `learn/pages/certificate/certificate?courseId=${TEA}`, ready: '恭喜你,学完了!' },
]

/** What the same pages say to somebody who has only just come. */
const beginnings = [
  { name: 'list-empty', path: 'pages/list/list?keyword=%E7%81%AB%E7%AE%AD', words: '没有找到这样的课' },
  { name: 'course-unowned', path: `pages/course/course?courseId=${TEA}`, words: '购买 ¥9.9' },
  { name: 'course-gone', path: 'pages/course/course?courseId=no-such-course', words: '这门课已经下架' },
  { name: 'lesson-locked', path: lesson('02-listen'), words: '这节课还没解锁' },
  { name: 'learning-empty', path: 'pages/learning/learning', words: '这里会放你在学的课' },
  { name: 'orders-empty', path: 'pages/orders/orders', words: '还没有订单' },
  {
    name: 'certificate-unfinished',
    path: `learn/pages/certificate/certificate?courseId=${TEA}`,
    words: '学完这门课,就能领取证书',
  },
  { name: 'verify-asking', path: 'pages/verify/verify', words: '这张证书是真的吗' },
  { name: 'verify-unknown', path: 'pages/verify/verify?number=XT-0000-0000-0000', words: '没有找到这个编号的证书' },
]

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
let mei: Phone
let zhou: Phone
let certificate: string
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-states-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, courses: [TEA, 'spring-ink', 'night-sky'] })
  mei = await phone(desk.url, '阿宁')
  zhou = await phone(desk.url, '老周')
  await mei.signIn()
  await zhou.signIn()
  certificate = await finish(zhou)
}, 90_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const to = (path: string, shop = desk) => `${shop.url}/#/${path}`
const CLOUD = '**/cloud/*'

async function opened(who: Phone, { width, height, colorScheme }: (typeof looks)[number]) {
  const opened = await browser.openPage({ width, height, colorScheme })
  await opened.page.addInitScript(
    ([session, openid]) => {
      localStorage.setItem('xingtan.session', session ?? '')
      localStorage.setItem('xingtan.openid', openid ?? '')
    },
    [who.weChatSession, who.openid],
  )
  return opened
}

/** The page on top of the stack; the ones beneath stay in the document, hidden. */
const top = (page: Page) => page.locator('.mp-page:visible').last()

const says = (page: Page, words: string) =>
  top(page)
    .getByText(words)
    .first()
    .waitFor({ timeout: 5000 })
    .catch(async () => {
      throw new Error(`${page.url()} does not say ${words} but ${await top(page).innerText()}`)
    })

/** Pictures that are on the way arrive; films keep loading as long as they like. */
const settle = (page: Page) =>
  page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))

/** Takes the picture and measures: nothing may be wider than the screen. */
async function look(page: Page, name: string): Promise<void> {
  await settle(page)
  await page.waitForTimeout(120) // the page's own arrival is over
  await page.screenshot({ path: join(__dirname, 'shots', `states-${name}.png`) })
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.mp-page:not([hidden]) .mp-scroll')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} > ${clientWidth}`),
  )
  expect({ name, tooWide }).toEqual({ name, tooWide: [] })
}

/** She buys the course, studies it to the end and takes the certificate. */
async function finish(who: Phone): Promise<string> {
  const detail = async () => {
    const answer = await who.call('browseCatalog', { action: 'detail', courseId: TEA })
    if (answer.action !== 'detail') throw new Error('not a course')
    return answer.course
  }
  const bought = await who.call('buyCourse', { courseId: TEA })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(bought.payment)
  const { outline } = await until(detail, ({ owned }) => owned)
  for (const { lessonId, durationSeconds } of outline) {
    await who.call('playLesson', { courseId: TEA, lessonId })
    desk.clock.advance(durationSeconds * 1000)
    await who.call('recordProgress', { courseId: TEA, lessonId, from: 0, to: durationSeconds })
  }
  await who.call('updateProfile', { nickname: '周而复' })
  return (await who.call('issueCertificate', { courseId: TEA })).certificate.number
}

test('a shop without courses says so', async () => {
  const emptyDir = mkdtempSync(join(tmpdir(), 'xingtan-empty-'))
  const empty = await openShop({ dataDir: emptyDir, port: 0, courses: [] })
  const first = await phone(empty.url, '小梅')
  for (const size of looks) {
    const { page, problems, close } = await opened(first, size)
    await page.goto(to('pages/home/home', empty))
    await says(page, '课程正在准备')
    await look(page, `${size.look}-home-empty`)
    await page.goto(to('pages/list/list', empty))
    await says(page, '课程正在准备')
    expect(problems).toEqual([])
    await close()
  }
  await empty.close()
  rmSync(emptyDir, { recursive: true, force: true })
}, 60_000)

test('an answer that comes after its page was left troubles nobody', async () => {
  const { page, problems, close } = await opened(mei, looks[0])
  let answer = () => {}
  const late = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(CLOUD, async (route) => {
    await late
    await route.continue()
  })
  await page.goto(to('pages/list/list'))
  await top(page).locator('.bone').first().waitFor()
  await page.goto(to('pages/verify/verify'))
  await says(page, '这张证书是真的吗')
  const answered = page.waitForResponse(CLOUD)
  answer()
  await answered
  await page.waitForTimeout(300)
  expect(problems).toEqual([])
  await close()
})

test('when the evening comes the open page, its bars and its slider go dark with it', async () => {
  const { page, close } = await opened(zhou, looks[0])
  await page.goto(to('pages/me/me'))
  await says(page, '点头像或名字可以修改')
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  const groundOf = (part: string) =>
    page
      .locator(part)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor)
  const becomes = (part: string, colour: string) =>
    until(
      () => groundOf(part),
      (ground) => ground === colour,
    )
  await becomes('.mp-page:visible .mp-nav', 'rgb(251, 248, 243)')
  await page.emulateMedia({ colorScheme: 'dark' })
  await becomes('.mp-page:visible .mp-nav', 'rgb(20, 18, 15)')
  await becomes('.mp-tabbar', 'rgb(34, 30, 25)')
  await becomes('.wx-swiper-dots i', 'rgb(255, 154, 102)')
  await page.goto(to(lesson('02-listen')))
  await says(page, '本节已完成')
  await becomes('.wx-slider-thumb', 'rgb(255, 154, 102)')
  await page.emulateMedia({ colorScheme: 'light' })
  await becomes('.wx-slider-thumb', 'rgb(196, 77, 22)')
  await close()
})

describe.each(looks)('at $look', (size) => {
  test('while a page is fetched its outline stands', async () => {
    const { page, problems, close } = await opened(zhou, size)
    await page.route(CLOUD, () => {}) // never answered
    for (const { name, path } of [...places, { name: 'verify', path: `pages/verify/verify?number=${certificate}` }]) {
      await page.goto(to(path))
      await top(page).locator('.bone').first().waitFor()
      await look(page, `${size.look}-${name}-loading`)
    }
    expect(problems).toEqual([])
    await close()
  }, 30_000)

  test('without a network every page says so, and trying again opens it', async () => {
    const { page, close } = await opened(zhou, size)
    for (const { name, path, ready } of [
      ...places,
      { name: 'verify', path: `pages/verify/verify?number=${certificate}`, ready: '证书真实有效' },
    ]) {
      await page.route(CLOUD, (route) => route.abort('internetdisconnected'))
      await page.goto(to(path))
      await says(page, OFFLINE)
      await look(page, `${size.look}-${name}-failed`)
      await page.unroute(CLOUD)
      await top(page).getByText('再试一次', { exact: true }).click()
      await says(page, ready)
      await look(page, `${size.look}-${name}-ready`)
    }
    await close()
  }, 40_000)

  test('a newcomer is told what is not there yet, and where to go', async () => {
    const { page, problems, close } = await opened(mei, size)
    for (const { name, path, words } of beginnings) {
      await page.goto(to(path))
      await says(page, words)
      await look(page, `${size.look}-${name}`)
    }
    expect(problems).toEqual([])
    await close()
  }, 30_000)
})
