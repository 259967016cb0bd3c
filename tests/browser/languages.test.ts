import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { buyerAt } from './buyer'
import { openChromium } from './chromium'
import { look, top } from './visit'

/**
 * Somebody who reads English buys a course and gives it back, on a phone that speaks English, without meeting a word of Chinese but
 * what the school wrote: its name, and the titles of its courses. Pictures in shots/languages-*.png.
 */

const TEA = 'tea-in-ten-minutes'
/** What the school wrote. */
const CONTENT = ['十分钟喝懂一杯茶', '苏砚', '杏坛']

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-languages-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA] })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Everything the screen says in Chinese beyond its content: in words, in fields that wait, and to those who listen. */
async function chineseOn(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    // TDesign's spinner calls itself 加载中 to those who listen; nobody can tell it another language.
    const seen = [...document.body.querySelectorAll<HTMLElement>('*:not([class*=t-loading])')].filter(
      (one) => one.offsetParent !== null,
    )
    const told = seen.flatMap((one) => [one.getAttribute('aria-label') ?? '', one.getAttribute('placeholder') ?? ''])
    return [...document.body.innerText.split('\n'), ...told]
  })
  const rest = said.map((words) => CONTENT.reduce((left, known) => left.replaceAll(known, ''), words))
  return rest.filter((words) => /[\u4e00-\u9fff]/.test(words))
}

const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang)
const barOf = (page: Page) => page.locator('.mp-page:visible .mp-nav').last().innerText()

/** What is chosen counts from the next start on. */
async function choose(page: Page, keys: Record<string, string>): Promise<void> {
  for (const [key, value] of Object.entries(keys))
    await page.evaluate(value ? `wx.setStorageSync('${key}', '${value}')` : `wx.removeStorageSync('${key}')`)
  await page.reload()
}

test('a course is bought and given back in English; traditional Chinese is a choice away', async () => {
  const buyer = await buyerAt(desk, browser, { nickname: 'Ann', name: 'languages', locale: 'en-GB' })
  const { page, go, says, tap, tapText, shot } = buyer
  const isEnglish = async (what: string) => {
    await shot(what)
    expect({ what, chinese: await chineseOn(page) }).toEqual({ what, chinese: [] })
  }

  await go(`shop/pages/checkout/checkout?kind=course&id=${TEA}`)
  await says('Full refund within 7 days')
  expect([await barOf(page), await languageOf(page)]).toEqual(['Checkout', 'en'])
  await isEnglish('checkout')
  await tap('#pay')
  await page.getByText('Allow one message of each kind').waitFor()
  await isEnglish('consent')
  await page.locator('.wx-sheet-main').click()
  await page.getByText('Sandbox balance').waitFor()
  await isEnglish('sheet')
  await page.locator('.wx-pay-confirm').click()
  await top(page).locator('#opened').waitFor()
  await says('Your course is open')
  await isEnglish('paid')

  await go('pages/orders/orders')
  await says('Done')
  expect(await barOf(page)).toBe('My orders')
  await isEnglish('orders')
  await tap('.order')
  await says('WeChat Pay number')
  await isEnglish('order')
  await tap('#ask-refund')
  await says('No waiting for approval')
  await isEnglish('refund')
  await tapText('Bought by mistake')
  await tap('#ask')
  await top(page).locator('#asked').waitFor()
  await isEnglish('asked')

  await go('pages/orders/orders')
  await choose(page, { language: 'zh-Hant' })
  await says('課程')
  expect([await barOf(page), await languageOf(page)]).toEqual(['我的訂單', 'zh-Hant'])
  await shot('traditional')
  await go('pages/me/me')
  await page.locator('.mp-tabbar').getByText('學習', { exact: true }).waitFor()
  expect(await page.locator('.mp-tabbar img:visible').count()).toBe(3)
  await go('pages/orders/orders')
  await says('課程')
  await choose(page, { language: '' })
  await says('Course')
  expect(await barOf(page)).toBe('My orders')
  await buyer.leave()
}, 60_000)

test('large English words fit the narrowest phone', async () => {
  const buyer = await buyerAt(desk, browser, { nickname: 'Bea', name: 'languages', locale: 'en-GB' })
  const { page, go, says } = buyer
  await page.setViewportSize({ width: 320, height: 640 })
  await go('pages/verify/verify')
  await says('Is this certificate genuine?')
  await choose(page, { typeSize: 'large' })
  for (const [name, path, words] of [
    ['verify', 'pages/verify/verify', 'Is this certificate genuine?'],
    ['checkout', `shop/pages/checkout/checkout?kind=gift&id=${TEA}`, 'send to your friend'],
    ['wallet', 'shop/pages/wallet/wallet', 'Your wallet has not been used yet'],
    ['redeem', 'shop/pages/redeem/redeem', 'You have a code'],
    ['orders', 'pages/orders/orders', 'No orders yet'],
    ['lost', 'shop/pages/outside/outside', 'Nothing was charged'],
  ] as const) {
    await go(path)
    await says(words)
    await look(page, `languages-large-${name}`)
    expect({ name, chinese: await chineseOn(page) }).toEqual({ name, chinese: [] })
  }
  await buyer.leave()
}, 60_000)
