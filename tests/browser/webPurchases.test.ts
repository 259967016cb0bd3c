import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { phone } from '../journeys/phone'
import { openChromium } from './chromium'
import { letIn, type WebVisitor, webVisitor } from './webVisitor'

/** Buying outside WeChat: a code to scan or Alipay on a computer, WeChat's own page or Alipay on a phone. */

const TEA = 'tea-in-ten-minutes'
const CHECKOUT = `shop/pages/checkout/checkout?kind=course&id=${TEA}`
const COMPUTER = { name: 'computer', width: 1280, height: 800 }
const PHONE = {
  name: 'phone',
  width: 390,
  height: 844,
  userAgent:
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
}

const folder = mkdtempSync(join(tmpdir(), 'xingtan-web-purchases-'))
let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>

beforeAll(async () => {
  desk = await openShop({ dataDir: folder, port: 0, courses: [TEA] })
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody at the checkout, signed in. */
async function atCheckout(nickname: string, size: typeof COMPUTER): Promise<WebVisitor> {
  const owner = await phone(desk.url, nickname)
  await owner.signIn()
  const visitor = await webVisitor(browser, desk, size)
  await visitor.open(CHECKOUT)
  await letIn(visitor, owner)
  await visitor.top().locator('#pay').waitFor()
  return visitor
}

test('on a computer a code is shown; when a phone has paid it, the page goes on by itself', async () => {
  const { page, top, problems, shot, close } = await atCheckout('小梅', COMPUTER)
  expect(await top().locator('.way').allInnerTexts()).toEqual([
    expect.stringContaining('微信扫码'),
    expect.stringContaining('支付宝'),
  ])
  await shot('web-purchases-computer-1-checkout')
  await top().locator('#pay').click()
  await top().locator('#qrcode canvas').waitFor()
  await page.waitForTimeout(500) // the canvas is drawn a moment after it stands
  await shot('web-purchases-computer-2-code')
  const { data, width, height } = PNG.sync.read(await top().locator('#qrcode').screenshot())
  const read = jsQR(new Uint8ClampedArray(data), width, height)
  const pr = new URL(read?.data ?? '').searchParams.get('pr')

  const held = await browser.openPage({ width: 390, height: 844 })
  await held.page.goto(`${desk.url}/wechatPay/native?pr=${pr}`)
  await held.page.getByRole('button', { name: '确认支付' }).click()
  await held.page.getByText('支付成功').waitFor()
  await held.close()

  await top().locator('#opened').waitFor()
  await top().getByText('微信支付单号').waitFor()
  expect(problems).toEqual([])
  await close()
}, 60_000)

test('with Alipay the browser goes to its cashier and comes back to the paid order', async () => {
  const { page, top, shot, close } = await atCheckout('老周', COMPUTER)
  await top().locator('#way-alipayPage').click()
  await top().locator('#pay').click()
  await page.getByRole('button', { name: '确认付款', exact: true }).click()
  await top().locator('#opened').waitFor()
  await top().getByText('支付宝单号').waitFor()
  await shot('web-purchases-computer-3-alipay')
  await close()
}, 60_000)

test('on a phone WeChat’s page opens; who leaves it is told that nothing was paid yet, and pays the same order', async () => {
  const { page, top, shot, close } = await atCheckout('小林', PHONE)
  await shot('web-purchases-phone-1-checkout')
  await top().locator('#pay').click()
  await page.getByRole('button', { name: '取消' }).click()
  await top().getByText('正在确认付款').waitFor()
  await shot('web-purchases-phone-2-looking')
  await page.goto(`${page.url().split('#')[0]}#/pages/orders/orders`)
  await top().locator('.order').first().click()
  await top().locator('#pay').click()
  await page.getByRole('button', { name: '确认支付' }).click()
  await top().locator('#opened').waitFor()
  await shot('web-purchases-phone-3-opened')
  await close()
}, 60_000)
