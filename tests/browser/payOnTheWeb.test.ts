import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Placed } from '../../core/ports'
import { type Desk, openDesk } from '../../emulator/desk'
import { json, listen } from '../../emulator/http'
import { environmentOf } from '../../emulator/wechatPay/merchant'
import { weChatPay } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { weChatTransfers } from '../../platform/wechatPay/transfers'
import { openChromium } from './chromium'

/** Paying outside the mini-program on a real desk: the page a scanned code or an H5 link leads to, in Chromium. */

const folder = mkdtempSync(join(tmpdir(), 'xingtan-web-pay-'))
let desk: Desk
let shop: Awaited<ReturnType<typeof listen>>
let chromium: Awaited<ReturnType<typeof openChromium>>
let gateway: ReturnType<typeof weChatPay>
let transfers: ReturnType<typeof weChatTransfers>

beforeAll(async () => {
  mkdirSync(join(folder, 'functions'))
  desk = await openDesk({
    dataDir: join(folder, 'data'),
    port: 0,
    functionsDir: join(folder, 'functions'),
    panelDir: join(__dirname, '../../emulator/panel/page'),
    settings: () => ({}),
    collections: {},
  })
  const page = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<h1>回到商店</h1>' }
  shop = await listen(
    [
      { method: 'POST', path: '/payNotify', handle: () => json({}) },
      { method: 'GET', path: '/', handle: () => page },
    ],
    0,
  )
  const settings = weChatPaySettings(
    environmentOf(desk.weChatPay.merchant, desk.url, `http://127.0.0.1:${shop.port}/payNotify`),
  )
  const clock = { now: () => new Date(desk.clock.now()) }
  gateway = weChatPay(settings, clock)
  transfers = weChatTransfers(settings, clock)
  chromium = await openChromium()
}, 120_000)
afterAll(async () => {
  await chromium?.close()
  await shop?.close()
  await desk?.close()
  rmSync(folder, { recursive: true, force: true })
})

const placed = (outTradeNo: string, method: Placed['method']): Placed => ({
  outTradeNo,
  method,
  fen: 19900,
  openid: '',
  seal: null,
})
const sheetFor = async (outTradeNo: string, method: Placed['method']) => {
  const { sheet } = await gateway.prepay({
    ...placed(outTradeNo, method),
    // Whatever a title holds is text.
    description: '春日水墨 <img src=x onerror=broken=1>',
    expiresAt: new Date(desk.clock.now() + 3_600_000).toISOString(),
    returnUrl: `http://127.0.0.1:${shop.port}/back?order=${outTradeNo}`,
    clientIp: '203.0.113.7',
    loginCode: '',
    productId: '',
  })
  return sheet
}
const nativePage = async (outTradeNo: string): Promise<string> => {
  const sheet = await sheetFor(outTradeNo, 'native')
  if (sheet.method !== 'native') throw new Error('not a code')
  return `${desk.url}/wechatPay/native?pr=${new URL(sheet.codeUrl).searchParams.get('pr')}`
}
const h5Page = async (outTradeNo: string): Promise<string> => {
  const sheet = await sheetFor(outTradeNo, 'h5')
  if (sheet.method !== 'h5') throw new Error('not a link')
  return sheet.url
}

test.each([
  ['desk', 1280, 800],
  ['phone', 390, 844],
] as const)('a scanned code is paid by whoever is chosen, on a %s', async (size, width, height) => {
  const { page, problems, shot, close } = await chromium.openPage({ width, height })
  const outTradeNo = `NATIVE-${size}`
  await page.goto(await nativePage(outTradeNo))
  await page.getByText('¥199.00').waitFor()
  await page.getByText('沙箱支付，不会真实扣款').waitFor()
  await page.getByText('春日水墨 <img src=x onerror=broken=1>').waitFor()
  await shot(`web-pay-${size}`)
  await page.getByLabel('老周').check()
  await page.getByRole('button', { name: '确认支付' }).click()
  await page.getByText('支付成功').waitFor()
  await shot(`web-paid-${size}`)
  const zhou = desk.weChat.accounts.all().find(({ nickname }) => nickname === '老周')
  expect(await gateway.query(placed(outTradeNo, 'native'))).toMatchObject({ state: 'SUCCESS', openid: zhou?.openid })
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)

  await page.reload()
  await page.getByRole('alert').getByText('这笔订单已经支付，无需再付').waitFor()
  // The browser writes the refused request down; nothing else may have gone wrong.
  expect(problems.filter((one) => !/status of 400/.test(one))).toEqual([])
  await close()
})

test('leaving a scanned code pays nothing', async () => {
  const { page, close } = await chromium.openPage({ width: 390, height: 844 })
  await page.goto(await nativePage('NATIVE-LEFT'))
  await page.getByRole('button', { name: '取消' }).click()
  await page.getByText('没有付款').waitFor()
  expect(await gateway.query(placed('NATIVE-LEFT', 'native'))).toMatchObject({ state: 'NOTPAY' })
  await close()
})

test('a phone’s browser comes back to the shop, paid or not', async () => {
  const { page, problems, shot, close } = await chromium.openPage({ width: 390, height: 844 })
  await page.goto(await h5Page('H5-LEFT'))
  await page.getByRole('button', { name: '取消' }).click()
  await page.getByRole('heading', { name: '回到商店' }).waitFor()
  expect(page.url()).toBe(`http://127.0.0.1:${shop.port}/back?order=H5-LEFT`)
  expect(await gateway.query(placed('H5-LEFT', 'h5'))).toMatchObject({ state: 'NOTPAY' })

  await page.goto(await h5Page('H5-PAID'))
  await page.getByText('¥199.00').waitFor()
  await shot('web-pay-h5')
  await page.getByRole('button', { name: '确认支付' }).click()
  await page.getByRole('heading', { name: '回到商店' }).waitFor()
  expect(page.url()).toBe(`http://127.0.0.1:${shop.port}/back?order=H5-PAID`)
  expect(await gateway.query(placed('H5-PAID', 'h5'))).toMatchObject({ state: 'SUCCESS' })
  expect(problems.filter((one) => !/favicon/.test(one))).toEqual([])
  await close()
})

test('an address that holds a program is not gone to', async () => {
  const { page, close } = await chromium.openPage({ width: 390, height: 844 })
  const link = new URL(await h5Page('H5-EVIL'))
  link.searchParams.set('redirect_url', 'javascript:window.broken=1')
  await page.goto(link.href)
  await page.getByRole('button', { name: '取消' }).click()
  await page.getByText('已离开付款页').waitFor()
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
  await close()
})

test('the panel shows how an order is paid, and leads to the page of its code', async () => {
  const { page, problems, shot, close } = await chromium.openPage({ width: 1280, height: 800 })
  await nativePage('NATIVE-PANEL')
  await page.goto(`${desk.url}/panel/#/payments/NATIVE-PANEL`)
  await page.getByText('扫码', { exact: true }).waitFor()
  const link = page.getByRole('link', { name: '打开付款页' })
  expect(await link.getAttribute('href')).toMatch(/^\/wechatPay\/native\?pr=./)
  await shot('panel-native-desk')
  expect(problems).toEqual([])
  await close()
})

test('the panel shows the money that goes to people, and takes it for them', async () => {
  const { page, problems, shot, close } = await chromium.openPage({ width: 1280, height: 800 })
  const [mei] = desk.weChat.accounts.all()
  await transfers.start({ outBillNo: 'WD01', openid: mei?.openid ?? '', fen: 5000, remark: '十一月的推广佣金' })
  await page.goto(`${desk.url}/panel/#/payments`)
  const row = page.getByRole('row').filter({ hasText: '十一月的推广佣金' })
  await row.getByText('等收款人确认').waitFor()
  await row.getByRole('button', { name: '替收款人确认' }).click()
  await row.getByText('已到账').waitFor()
  await shot('panel-transfers-desk')
  expect(await transfers.transferOf('WD01')).toMatchObject({ state: 'SUCCESS' })
  expect(problems).toEqual([])
  await close()
})
