import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { installBrowser, launchArguments } from '../../scripts/installBrowser'
import { buildWeb } from '../../web/build/build'

/** The engine's own little mini-program (web/build/fixture) in a real browser, on a phone's screen and on a desk's. */

const SHOTS = join(__dirname, 'shots')
const SIZES = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desk', width: 1280, height: 800 },
]
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const folder = mkdtempSync(join(tmpdir(), 'engine-'))
let server: Server
let address: string
let browser: Browser

/** Plain files, as any static host serves them; it has no functions behind it. */
function serve(root: string): Promise<Server> {
  const made = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(root, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (content) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? '' }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  return new Promise((resolve) => made.listen(0, '127.0.0.1', () => resolve(made)))
}

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  await buildWeb({ source: join(__dirname, '../../web/build/fixture'), out: folder })
  server = await serve(folder)
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { chromium: executablePath } = await installBrowser()
  browser = await chromium.launch({ executablePath, args: launchArguments })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Only the page on top; those below it are kept, unseen. */
const top = (page: Page, selector: string) => page.locator(`.mp-page:not([hidden]) ${selector}`)
const titles = (page: Page) => top(page, '.row-title').allTextContents()

/** Everything that went wrong in the page; what the fixture's static host cannot answer is not among it. */
function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text())
  })
  return faults
}

describe.each(SIZES)('on a $name of $width×$height', ({ name, width, height }) => {
  let page: Page
  let faults: string[]

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width, height }, locale: 'zh-CN' })
    faults = faultsOf(page)
    await page.goto(address)
    await top(page, '#count').waitFor()
  })
  afterEach(async () => {
    expect(faults).toEqual([])
    await page.close()
  })

  test('home renders: template, wxs, component, its lifetimes and its styles, in a column of a phone', async () => {
    expect(await top(page, '#count').textContent()).toBe('共 3 本')
    expect(await titles(page)).toEqual(['论语', '诗经', '周易'])
    expect(await top(page, '.c1--title').first().textContent()).toBe('论语 2 字 attached ready')
    expect(await page.title()).toBe('书目')
    const card = top(page, '.c1--card').first()
    // app.wxss has a `.card` too, and must not reach into the component; the page's `.outer` does, as card-class.
    expect(await card.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('0px')
    const column = Math.min(width, 480)
    const margin = await card.evaluate((element) => Number.parseFloat(getComputedStyle(element).marginLeft))
    expect(margin).toBeCloseTo((32 * column) / 750, 1)
    const box = await page.locator('.mp-column').boundingBox()
    expect(box).toEqual({ x: (width - column) / 2, y: 0, width: column, height })
    await page.screenshot({ path: join(SHOTS, `engine-${name}.png`) })
  })

  test('of two addresses in quick succession the last one is opened, also while the first is still on its way', async () => {
    await page.route('**/*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      await route.continue()
    })
    await page.evaluate(async () => {
      location.hash = '#/pages/me/me'
      await new Promise((resolve) => setTimeout(resolve, 50))
      location.hash = '#/pages/detail/detail?id=poems'
    })
    await top(page, '#title').waitFor()
    expect(page.url()).toBe(`${address}#/pages/detail/detail?id=poems`)
  })

  test('a tap opens a page, its life runs in order, and back returns', async () => {
    await top(page, '.row-title').nth(1).click()
    await top(page, '#title').waitFor()
    expect(await top(page, '#title').textContent()).toBe('诗经')
    expect(await top(page, '#log').textContent()).toBe('onLoad,onShow,onReady')
    expect([page.url(), await page.title()]).toEqual([`${address}#/pages/detail/detail?id=poems`, '诗经'])
    await page.screenshot({ path: join(SHOTS, `engine-${name}-detail.png`) })

    await top(page, '#back').click()
    await top(page, '#count').waitFor()
    expect([page.url(), await page.title()]).toEqual([`${address}#/pages/home/home`, '书目'])

    await top(page, '.row-title').first().click()
    await top(page, '#title').waitFor()
    await page.goBack()
    await top(page, '#count').waitFor()
    await page.goForward()
    await top(page, '#title').waitFor()
    expect(await top(page, '#title').textContent()).toBe('论语')
    await page.locator('.mp-page:not([hidden]) .mp-nav-left').click()
    await top(page, '#count').waitFor()
    expect(await page.evaluate('getCurrentPages().length')).toBe(1)
  })

  test('a tab keeps what was done in it, and where it was scrolled to', async () => {
    await top(page, '.mp-scroll').evaluate((element) => element.scrollTo(0, 120))
    await page.getByRole('tab', { name: '我的' }).click()
    await top(page, '#times').click()
    await top(page, '#times').click()
    await page.getByRole('tab', { name: '书目' }).click()
    await top(page, '#count').waitFor()
    expect(await top(page, '.mp-scroll').evaluate((element) => element.scrollTop)).toBe(120)
    await page.getByRole('tab', { name: '我的' }).click()
    expect(await top(page, '#times').textContent()).toBe('按过 2 次')
    expect(await top(page, '#taps').textContent()).toBe('2')
    await page.goBack()
    await top(page, '#count').waitFor()
  })

  test('a deep link opens its page, survives a reload, and leads home', async () => {
    await page.goto(`${address}#/pages/detail/detail?id=changes`)
    await page.reload()
    await top(page, '#title').waitFor()
    expect(await top(page, '#title').textContent()).toBe('周易')
    await page.getByRole('button', { name: '回到首页' }).click()
    await top(page, '#count').waitFor()
    expect(page.url()).toBe(`${address}#/pages/home/home`)
  })

  test('an address of no page says so and leads home', async () => {
    await page.goto(`${address}#/pages/gone/gone`)
    await page.reload()
    await page.getByRole('button', { name: '回到首页' }).click()
    await top(page, '#count').waitFor()
  })

  test('a reordered list moves its nodes instead of drawing them anew', async () => {
    await top(page, '.row-title')
      .first()
      .evaluate((element) => element.setAttribute('data-kept', 'yes'))
    await top(page, '#reverse').click()
    expect(await titles(page)).toEqual(['周易', '诗经', '论语'])
    expect(await top(page, '.row-title').nth(2).getAttribute('data-kept')).toBe('yes')
  })

  test('a finger dragged over a WXS handler moves what it touches', async () => {
    const track = await top(page, '.track').boundingBox()
    if (!track) throw new Error('the track is not drawn')
    const y = track.y + track.height / 2
    await page.mouse.move(track.x + 20, y)
    await page.mouse.down()
    await page.mouse.move(track.x + 150, y, { steps: 4 })
    await page.mouse.up()
    expect(await top(page, '#handle').getAttribute('style')).toContain('translateX(150px)')
    expect(await top(page, '.filler').textContent()).toBe('拖过 0 0')
  })

  test('pulling down refreshes and the bottom is reached once', async () => {
    await page.mouse.move(width / 2, 60)
    await page.mouse.down()
    await page.mouse.move(width / 2, 320, { steps: 6 })
    await page.mouse.up()
    expect(await top(page, '.filler').textContent()).toBe('没拖过 1 0')
    await top(page, '.mp-scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await page.getByText('没拖过 1 1').waitFor()
  })
})

test('the tap of a finger and its drag are told apart', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })
  const page = await context.newPage()
  const faults = faultsOf(page)
  await page.goto(address)
  await top(page, '.row-title').first().waitFor()

  // A drag scrolls and opens nothing.
  const devtools = await context.newCDPSession(page)
  const touch = (type: string, y?: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: y === undefined ? [] : [{ x: 200, y }],
    })
  await touch('touchStart', 250)
  for (const y of [220, 180, 140, 100]) await touch('touchMove', y)
  await touch('touchEnd')
  await page.waitForFunction(() => (document.querySelector('.mp-scroll')?.scrollTop ?? 0) > 50)
  expect(await page.evaluate('getCurrentPages().length')).toBe(1)

  await top(page, '.row-title').nth(1).tap()
  await top(page, '#title').waitFor()
  expect(await top(page, '#title').textContent()).toBe('诗经')
  await top(page, '.mp-nav-left').tap()
  await top(page, '#count').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a page that a new release has replaced is opened by the new release', async () => {
  const page = await browser.newPage({ locale: 'zh-CN' })
  // The visitor holds the old release: its chunks are gone when they tap.
  let isGone = true
  await page.route('**/js/detail-*.js', (route) => (isGone ? route.fulfill({ status: 404 }) : route.continue()))
  await page.goto(address)
  await top(page, '#count').waitFor()
  await page.evaluate(() => document.querySelector('script[src*="app-"]')?.setAttribute('src', 'js/app-OLDHASH1.js'))
  page.on('request', (request) => {
    if (request.isNavigationRequest()) isGone = false
  })
  await top(page, '.row-title').first().click()
  await top(page, '#title').waitFor()
  expect(await top(page, '#title').textContent()).toBe('论语')
  await page.close()
})
