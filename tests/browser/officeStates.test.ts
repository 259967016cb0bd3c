import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { role } from '../../scripts/role'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'
import { type Look, look as lookAt, looks, says, top, visit } from './visit'

/**
 * Every page of the office in the states a person can meet: while it is fetched, when the network is gone, and ready. Each says its
 * words, fits the screen, and leaves a picture in shots/states-*.png.
 */

const TEA = 'tea-in-ten-minutes'
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
  { name: 'office-codes', path: 'office/pages/codes/codes', ready: 'book-fair' },
  { name: 'office-batch', path: 'office/pages/batch/batch?batch=book-fair', ready: '5 个 · 还能用 5' },
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
  yesterday = await openOffice(dean)
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

/** Buys a course and has it. */
async function buy(who: Phone, courseId: string): Promise<string> {
  const bought = await who.call('buyCourse', { courseId })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(bought.sheet)
  await until(
    () => who.call('checkOrder', { orderId: bought.orderId }),
    ({ order }) => order.opened,
  )
  return bought.orderId
}

/** Gives the dean every door, with something behind each. Answers a day whose books were compared. */
async function openOffice(who: Phone): Promise<string> {
  const { userId } = await who.signIn()
  await role({ who: userId, add: ['admin'], remove: [] })
  await who.signIn()
  await who.call('updateProfile', { nickname: '陆院长' })
  const share = { userId, percent: 60 }
  await who.call('officeTerms', { action: 'course', courseId: 'spring-ink', share, forMembers: 'free' })
  const plan = { planId: 'year', title: '年卡', days: 365, fen: 29900, percent: 0, rights: ['全部课程'] }
  await who.call('officeTerms', { action: 'plan', plan, isOnSale: true, rank: 1 })
  const goods = { kind: 'course', courseId: TEA } as const
  await who.call('makeCodes', { action: 'make', batch: 'book-fair', count: 5, goods, expiresAt: null })

  const early = await phone(desk.url, '老周')
  await early.signIn()
  await buy(early, TEA)
  const day = new Date(desk.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  desk.clock.advance(27 * 3_600_000)
  // A session lives two hours.
  await who.signIn()
  await until(
    async () => {
      const fired = { function: 'reconcile', name: 'everyMorning' }
      await fetch(`${desk.url}/desk/timers`, { method: 'POST', body: JSON.stringify(fired) })
      return who.call('reconciliation', { action: 'days' })
    },
    (answer) => answer.action === 'days' && answer.days.some((one) => one.day === day && one.state === 'even'),
    30_000,
  )
  const buyer = await phone(desk.url, '小林')
  await buyer.signIn()
  await buyer.call('updateProfile', { nickname: '小林' })
  const orderId = await buy(buyer, TEA)
  await buyer.call('playLesson', { courseId: TEA, lessonId: '01-look' })
  desk.clock.advance(20_000)
  await buyer.call('recordProgress', { courseId: TEA, lessonId: '01-look', from: 0, to: 20 })
  await buyer.call('askRefund', { action: 'ask', orderId, reason: '想学的是书法' })
  const invoice = { title: '上海杏林文化传播有限公司', taxNo: '91310000MA1K3ABCD1', email: 'caiwu@xinglin.example' }
  await buyer.call('askInvoice', { orderId: await buy(buyer, 'spring-ink'), ...invoice })
  return day
}

describe.each(looks)('at $look', (size) => {
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
