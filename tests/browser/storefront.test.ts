import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { listen, type Route } from '../../emulator/http'
import { siteRoutes } from '../../emulator/site'
import { root } from '../../scripts/build'
import { openShop } from '../../scripts/shop'
import { buildWeb } from '../../web/build/build'
import { phone } from '../journeys/phone'
import { openChromium } from './chromium'
import { letIn } from './webVisitor'

const TEA = 'tea-in-ten-minutes'
/** Costs nothing: whoever wants a certificate of it buys it with a tap. */
const REST = 'evening-rest'
const SECONDS = 1000
const UNKNOWN_NUMBER = 'XT-7F3K-9QWP-2M4N'
const SIZES = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desktop', width: 1280, height: 800 },
]

const folder = mkdtempSync(join(tmpdir(), 'xingtan-storefront-'))
const site = join(folder, 'site')
const shelf: Route[] = []
let desk: Desk
let shop: { url: string; close(): Promise<void> }
let browser: Awaited<ReturnType<typeof openChromium>>
let number: string

/** 小梅 joins the course, studies all of it and takes the certificate. */
async function certificate(): Promise<{ number: string; verifyUrl: string }> {
  const mei = await phone(desk.url, '小梅')
  await mei.signIn()
  await mei.call('updateProfile', { nickname: '梅若雪' })
  await mei.call('buyCourse', { courseId: REST })
  const shown = await mei.call('browseCatalog', { action: 'detail', courseId: REST })
  if (shown.action !== 'detail') throw new Error('not a course')
  for (const { lessonId, durationSeconds } of shown.course.outline) {
    await mei.call('playLesson', { courseId: REST, lessonId })
    desk.clock.advance(durationSeconds * SECONDS)
    await mei.call('recordProgress', { courseId: REST, lessonId, from: 0, to: durationSeconds })
  }
  const issued = await mei.call('issueCertificate', { courseId: REST })
  return { number: issued.certificate.number, verifyUrl: issued.verifyUrl }
}

beforeAll(async () => {
  // The shop's address is printed in certificates, so it must be known before the desk opens; the site follows.
  const server = await listen(shelf, 0)
  shop = { url: `http://127.0.0.1:${server.port}/`, close: server.close }
  desk = await openShop({ dataDir: join(folder, 'data'), port: 0, courses: [TEA, REST], shopUrl: shop.url })
  mkdirSync(site)
  await buildWeb({ source: join(root, 'miniprogram'), out: site, api: `${desk.url}/http` })
  shelf.push(...siteRoutes(site, '/'))
  browser = await openChromium()
  const issued = await certificate()
  number = issued.number
  expect(issued.verifyUrl).toBe(`${shop.url}#/pages/verify/verify?number=${number}`)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A page of the storefront, with every address it asked for outside its own files. */
async function visit({ width, height }: { width: number; height: number }, path: string) {
  const opened = await browser.openPage({ width, height })
  const asked: string[] = []
  opened.page.on('request', (request) => {
    if (!request.url().startsWith(shop.url)) asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await opened.page.goto(`${shop.url}#/${path}`)
  return { ...opened, asked }
}

test.each(SIZES)('on a $name a stranger looks around without being asked who they are', async (size) => {
  const { page, asked, problems, shot, close } = await visit(size, 'pages/home/home')
  const tea = page.getByText('十分钟喝懂一杯茶').filter({ visible: true }).first()
  await tea.waitFor()
  await shot(`storefront-home-${size.name}`)
  await tea.click()
  await page.getByText('购买 ¥9.9').waitFor()
  expect(await page.getByText('选择一个微信身份').count()).toBe(0)
  const functions = asked.filter((one) => one.includes('/http/') || !one.startsWith('GET /storage/'))
  expect([...new Set(functions)]).toEqual(['POST /http/browseCatalog', 'POST /http/reviews'])
  expect(problems).toEqual([])
  await shot(`storefront-course-${size.name}`)
  await close()
})

test.each(SIZES)(
  'on a $name buying, studying and one’s own pages ask for a scan, over HTTP access and nothing else',
  async (size) => {
    const { page, asked, problems, shot, close } = await visit(size, `pages/course/course?courseId=${TEA}`)
    const code = page.locator('.wx-signin-code')
    await page.getByText('购买 ¥9.9').click()
    await code.waitFor()
    await shot(`storefront-buy-${size.name}`)
    await page.getByText('先不登录').click()
    // The checkout is the buyer's own: it says so and can be tried again.
    await page.getByText('要先登录,再点一次就好').first().waitFor()
    for (const path of [`learn/pages/lesson/lesson?courseId=${TEA}&lessonId=01-look`, 'pages/me/me']) {
      await page.goto(`${shop.url}#/${path}`)
      await page.reload()
      await code.waitFor()
    }
    await shot(`storefront-me-${size.name}`)
    // No desk stands behind a real storefront: there is no other window that could be a phone.
    expect(await page.getByText('另开一页当手机').count()).toBe(0)
    const functions = asked.filter((one) => !/^(GET \/storage\/|OPTIONS )/.test(one))
    expect([...new Set(functions)].sort()).toEqual([
      'POST /http/browseCatalog',
      'POST /http/reviews',
      'POST /http/webLogin',
    ])
    expect(problems).toEqual([])
    await close()
  },
)

test.each(SIZES)('on a $name somebody let in learns from another origin than the functions’', async (size) => {
  const { page, problems, close } = await visit(size, `learn/pages/lesson/lesson?courseId=${TEA}&lessonId=01-look`)
  const mei = await phone(desk.url, '小梅')
  await mei.signIn()
  await letIn({ page, sheet: page.locator('.wx-signin') }, mei)
  await page.locator('video').waitFor()
  expect(problems).toEqual([])
  await close()
})

test.each(SIZES)('on a $name the QR code of a certificate leads to its proof', async (size) => {
  const { page, problems, shot, close } = await visit(size, `pages/verify/verify?number=${number}`)
  await page.locator('#genuine').waitFor()
  await page.getByText('梅若雪').waitFor()
  expect(problems).toEqual([])
  await shot(`storefront-genuine-${size.name}`)
  await close()
})

test.each(SIZES)('on a $name an unknown number is said to be unknown', async (size) => {
  const { page, problems, shot, close } = await visit(size, `pages/verify/verify?number=${UNKNOWN_NUMBER}`)
  await page.locator('#unknown').waitFor()
  // The browser itself writes that the answer was a 404, which is what it is.
  expect(problems).toEqual([expect.stringContaining('404')])
  await shot(`storefront-unknown-${size.name}`)
  await close()
})

test('only pages of the shop may read over HTTP access, and nobody’s may read what WeChat Pay is told', async () => {
  const allowed = (reply: Response) => reply.headers.get('access-control-allow-origin')
  const origin = new URL(shop.url).origin
  const ask = (verb: string, method: string) =>
    fetch(`${desk.url}/http/${verb}`, {
      method,
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{"number":""}' }),
    })
  const before = await ask('verifyCertificate', 'OPTIONS')
  expect([before.status, allowed(before), before.headers.get('access-control-allow-headers')]).toEqual([
    204,
    origin,
    'content-type, authorization',
  ])
  const asked = await ask('verifyCertificate', 'POST')
  expect([asked.status, allowed(asked)]).toEqual([400, origin])
  for (const method of ['OPTIONS', 'POST']) {
    const notified = await ask('payNotify', method)
    expect([notified.status, allowed(notified)]).toEqual([401, null])
  }
})
