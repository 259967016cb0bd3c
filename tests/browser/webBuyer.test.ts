import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { type Phone, phone } from '../journeys/phone'
import { openChromium } from './chromium'
import { letIn, scan, showCode, webVisitor } from './webVisitor'

/** A buyer outside WeChat, in a real browser: looks around as a stranger, signs in with a code, learns, and signs out. */

const TEA = 'tea-in-ten-minutes'
const COURSE = `pages/course/course?courseId=${TEA}`
const LESSON = `learn/pages/lesson/lesson?courseId=${TEA}&lessonId=01-look`
const sizes = [
  { name: 'desktop', device: 'Linux 电脑 · Chrome 浏览器', width: 1280, height: 800 },
  {
    name: 'phone',
    device: '安卓手机 · Chrome 浏览器',
    width: 390,
    height: 844,
    userAgent:
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  },
]

const folder = mkdtempSync(join(tmpdir(), 'xingtan-web-buyer-'))
let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
let mei: Phone

beforeAll(async () => {
  desk = await openShop({ dataDir: folder, port: 0, courses: [TEA] })
  browser = await openChromium()
  mei = await phone(desk.url, '小梅')
  await mei.signIn()
  await mei.call('updateProfile', { nickname: '梅若雪' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(sizes)('on a $name', ({ device, ...size }) => {
  test('a stranger sees the price unasked, tries a lesson after signing in with a code, and is known when they come back', async () => {
    const { page, open, top, sheet, asked, problems, shot, close } = await webVisitor(browser, desk, size)
    await open('pages/home/home')
    await top().getByText('十分钟喝懂一杯茶').first().waitFor()
    await open(COURSE)
    await top().getByText('购买 ¥9.9').waitFor()
    await shot(`web-buyer-${size.name}-1-course`)
    expect(await sheet.count()).toBe(0)

    await top().locator('.lesson').first().click()
    await showCode(sheet)
    await shot(`web-buyer-${size.name}-2-code`)
    const { ticket } = await scan(page)
    await mei.call('approveWebLogin', { action: 'look', ticket })
    await sheet.getByText('扫到了').waitFor()
    await shot(`web-buyer-${size.name}-3-seen`)
    await mei.call('approveWebLogin', { action: 'approve', ticket })
    await top().locator('video').waitFor()
    await sheet.waitFor({ state: 'detached' })
    await shot(`web-buyer-${size.name}-4-lesson`)

    await open('pages/me/me')
    await page.reload()
    await top().locator('#nickname input').waitFor()
    expect(await top().locator('#nickname input').inputValue()).toBe('梅若雪')
    await shot(`web-buyer-${size.name}-5-me`)
    // Nothing but HTTP access and files: no cloud call and no WeChat of the desk beside.
    expect(asked.filter((one) => !/^(POST \/http\/|GET \/storage\/)/.test(one))).toEqual([])
    expect(problems).toEqual([])
    await close()
  })

  test('signing out forgets who was here', async () => {
    const visitor = await webVisitor(browser, desk, size)
    const { page, open, top, sheet, problems, close } = visitor
    await open('pages/me/me')
    await letIn(visitor, mei)
    await top().locator('#nickname input').waitFor()
    await page.getByLabel('更多').click()
    const leave = page.getByText('退出登录', { exact: true })
    await leave.waitFor()
    await page.waitForTimeout(300) // the menu has risen
    await visitor.shot(`web-buyer-${size.name}-6-menu`)
    await leave.click()
    await page.getByText('退出', { exact: true }).click()
    await top().getByText('十分钟喝懂一杯茶').first().waitFor()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.includes('guest')))).toEqual([])
    await open('pages/me/me')
    await showCode(sheet)
    expect(problems).toEqual([])
    await close()
  })

  test('who goes away from the code stays a stranger, is told so kindly and may try again', async () => {
    const { open, top, sheet, problems, shot, close } = await webVisitor(browser, desk, size)
    await open('pages/learning/learning')
    await sheet.getByText('先不登录').click()
    await top().getByText('要先登录').waitFor()
    await shot(`web-buyer-${size.name}-7-stranger`)
    await top().getByText('再试一次').click()
    await showCode(sheet)
    expect(problems).toEqual([])
    await close()
  })

  test('the page on the phone says what asks, and its yes opens the browser', async () => {
    const { page, open, top, sheet, problems, shot, close } = await webVisitor(browser, desk, size)
    // The desk's own WeChat is at the same address: this browser has it, and the storefront does not use it.
    await page.addInitScript((session) => localStorage.setItem('xingtan.session', session), mei.weChatSession)
    await open(LESSON)
    await showCode(sheet)
    const { url } = await scan(page)
    const [held] = await Promise.all([page.context().waitForEvent('page'), sheet.getByText('另开一页当手机').click()])
    held.on('pageerror', (error) => problems.push(error.message))
    expect(held.url()).toBe(url)
    const screen = held.locator('.mp-page:visible').last()
    await screen.getByText('让这个网页用你的账号吗').waitFor()
    expect(await screen.locator('#device').innerText()).toBe(device)
    await held.screenshot({ path: join(__dirname, 'shots', `web-allow-${size.name}-1-ready.png`) })
    await screen.locator('#approve').click()
    await screen.locator('#approved').waitFor()
    await held.screenshot({ path: join(__dirname, 'shots', `web-allow-${size.name}-2-approved.png`) })
    await page.bringToFront()
    await top().locator('video').waitFor()
    await shot(`web-allow-${size.name}-3-lesson`)

    await held.reload()
    await screen.getByText('这张码已经用不了了').waitFor()
    await held.screenshot({ path: join(__dirname, 'shots', `web-allow-${size.name}-4-expired.png`) })
    expect(problems).toEqual([])
    await close()
  })

  test('a refusal on the phone is told in the browser, with a way to another code', async () => {
    const { page, open, sheet, problems, shot, close } = await webVisitor(browser, desk, size)
    await page.addInitScript((session) => localStorage.setItem('xingtan.session', session), mei.weChatSession)
    await open(LESSON)
    await showCode(sheet)
    const { url, ticket } = await scan(page)
    const held = await page.context().newPage()
    await held.goto(url)
    const screen = held.locator('.mp-page:visible').last()
    await screen.locator('#refuse').click()
    await screen.locator('#refused').waitFor()
    await held.screenshot({ path: join(__dirname, 'shots', `web-allow-${size.name}-5-refused.png`) })
    await page.bringToFront()
    await sheet.getByText('手机上没有同意这次登录').waitFor()
    await shot(`web-allow-${size.name}-6-told`)
    await sheet.getByText('换一张码').click()
    await showCode(sheet)
    expect((await scan(page)).ticket).not.toBe(ticket)
    expect(problems).toEqual([])
    await close()
  })
})

test('the phone’s page has words when the cloud is not reached', async () => {
  const { page, problems, shot, close } = await browser.openPage({ width: 390, height: 844 })
  await page.addInitScript((session) => localStorage.setItem('xingtan.session', session), mei.weChatSession)
  await page.route('**/cloud/approveWebLogin', (route) => route.abort())
  await page.goto(`${desk.url}/#/pages/allow/allow?scene=some-ticket`)
  await page.getByText('网络断了').waitFor()
  await shot('web-allow-failed')
  expect(problems).toEqual([expect.stringContaining('ERR_FAILED')])
  await close()
})

test('the way to a cashier leads the whole window there, Back skips it, and no other kind of address is followed', async () => {
  const { page, open, top, shot, close } = await webVisitor(browser, desk, { width: 390, height: 844 })
  await page.route('https://pay.example/**', (route) =>
    route.fulfill({ body: '<h1>cashier</h1>', contentType: 'text/html' }),
  )
  await open('pages/home/home')
  await top().getByText('十分钟喝懂一杯茶').first().waitFor()
  await page.evaluate((url) => {
    location.hash = `#/shop/pages/outside/outside?url=${url}`
  }, encodeURIComponent('https://pay.example/cashier?a=1&b=%E6%9D%8F'))
  await page.getByText('cashier').waitFor()
  expect(page.url()).toBe('https://pay.example/cashier?a=1&b=%E6%9D%8F')
  await page.goBack()
  await top().getByText('十分钟喝懂一杯茶').first().waitFor()

  await open(`shop/pages/outside/outside?url=${encodeURIComponent('javascript:alert(1)')}`)
  await top().getByText('付款页面的地址不完整').waitFor()
  await shot('web-outside-lost')
  await close()
})
