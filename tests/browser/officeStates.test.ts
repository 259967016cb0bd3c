import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone } from '../journeys/phone'
import { openChromium } from './chromium'
import { openOffice, TEA } from './furnishing'
import { inTests, type Look, look as lookAt, looks, says, top, visit } from './visit'

/**
 * Every page of the office in the states a person can meet: while it is fetched, when the network is gone, and ready. Each says its
 * words, fits the screen, and leaves a picture in shots/states-*.png.
 */

const OFFLINE = '网络断了,联网后再试一次'
/** What the pages of the office say to somebody who may do everything there, and teaches as well. */
const officePlaces = [
  { name: 'office-me', path: 'pages/me/me', ready: '学校管理' },
  { name: 'office-desk', path: 'office/pages/desk/desk', ready: '1 笔在等你看' },
  { name: 'office-refunds', path: 'office/pages/refunds/refunds', ready: '想学的是书法' },
  { name: 'office-reviews', path: 'office/pages/reviews/reviews', ready: '没有举报' },
  { name: 'office-reconciliation', path: 'office/pages/reconciliation/reconciliation', ready: '已对平' },
  { name: 'office-invoices', path: 'office/pages/invoices/invoices', ready: '91310000MA1K3ABCD1' },
  { name: 'office-settings', path: 'office/pages/settings/settings', ready: '退款承诺' },
  { name: 'office-course-terms', path: 'office/pages/course-terms/course-terms', ready: '年卡' },
  { name: 'office-terms', path: 'office/pages/terms/terms?courseId=spring-ink', ready: '虚拟支付用的道具' },
  { name: 'office-plan', path: 'office/pages/plan/plan?planId=year', ready: '会员买课付原价的' },
  { name: 'office-agreements', path: 'office/pages/agreements/agreements', ready: '没有,购买时不问' },
  { name: 'office-codes', path: 'office/pages/codes/codes', ready: 'book-fair' },
  { name: 'office-batch', path: 'office/pages/batch/batch?batch=book-fair', ready: '5 个 · 还能用 5' },
  { name: 'office-school-income', path: 'office/pages/school-income/school-income', ready: '卖了什么' },
  { name: 'office-income', path: 'office/pages/income/income', ready: '在等学员的退款期过去' },
]

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
let dean: Phone
let yesterday: string
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-office-states-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, 'spring-ink'] })
  dean = await phone(desk.url, '院长')
  yesterday = await openOffice(desk, dean, '陆院长')
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const to = (path: string, shop = desk) => `${shop.url}/#/${path}`
const CLOUD = '**/cloud/*'

const opened = (who: Phone, size: Look) => visit(browser, who, size)
const look = (page: Page, name: string) => lookAt(page, `states-${name}`)

describe.each(inTests(looks))('at $look', (size) => {
  test('the office stands in outline while it is fetched, says when there is no network, and opens', async () => {
    const days = { name: 'office-day', path: `office/pages/day/day?day=${yesterday}`, ready: '账单和账本逐笔一致' }
    const pages = [...officePlaces, days]
    const waiting = await opened(dean, size)
    await waiting.page.route(CLOUD, () => {}) // never answered
    for (const { name, path } of pages) {
      await waiting.page.goto(to(path))
      await top(waiting.page).locator('.bone').first().waitFor()
      await look(waiting.page, `${size.look}-${name}-loading`)
    }
    expect(waiting.problems).toEqual([])
    await waiting.close()

    const { page, close } = await opened(dean, size)
    for (const { name, path, ready } of pages) {
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
  }, 90_000)
})
