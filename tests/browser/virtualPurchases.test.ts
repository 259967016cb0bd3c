import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { answerSheets, buyerAt } from './buyer'
import { openChromium } from './chromium'
import { top } from './visit'

/** A school as it comes: inside WeChat everything is paid by virtual payment, with WeChat's own sheet. */

const TEA = 'tea-in-ten-minutes'
const CHECKOUT = `shop/pages/checkout/checkout?kind=course&id=${TEA}`

let browser: Awaited<ReturnType<typeof openChromium>>
let desk: Desk
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-virtual-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, courses: [TEA], virtualPayEnv: 0 })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const person = (nickname: string) => buyerAt(desk, browser, { nickname, name: 'virtual' })

test('a course is bought by virtual payment; a sheet that was left costs nothing, and the next tap opens a new one', async () => {
  const mei = await person('小梅')
  await mei.go(CHECKOUT)
  await mei.says('微信虚拟支付')
  await mei.shot('checkout')
  await mei.tap('#pay')
  await answerSheets(mei.page, '取消')
  await mei.says('没有付款,想好了再点一次就行')
  await mei.shot('left')
  await mei.tap('#pay')
  await mei.page.getByText('允许', { exact: true }).click()
  await mei.page.getByText('虚拟支付沙箱').waitFor()
  await mei.shot('sheet')
  await mei.page.getByText('确认支付', { exact: true }).click()
  await top(mei.page).locator('#opened').waitFor()
  await mei.says('微信虚拟支付单号')
  const { orders } = await mei.call('myOrders', {})
  expect(orders.map(({ state, way }) => [state, way?.method])).toEqual([
    ['paid', 'virtualCoins'],
    ['closed', 'virtualCoins'],
  ])
  await mei.leave()
}, 60_000)

test('an iPhone pays through Apple', async () => {
  const zhou = await person('老周')
  await zhou.go(CHECKOUT)
  await zhou.tap('#pay')
  await zhou.page.getByText('允许', { exact: true }).click()
  await zhou.page.getByText('苹果', { exact: true }).click()
  await zhou.page.getByText('确认支付', { exact: true }).click()
  await top(zhou.page).locator('#opened').waitFor()
  await zhou.leave()
}, 60_000)

test('a wallet is filled by virtual payment, and pays without it', async () => {
  const wu = await person('小吴')
  await wu.go('shop/pages/checkout/checkout?kind=topUp&fen=5000')
  await wu.tap('#pay')
  await answerSheets(wu.page, '确认支付')
  await wu.says('已存进钱包')
  await wu.go(CHECKOUT)
  await wu.tap('#use-balance')
  await wu.says('用余额付 ¥9.9')
  await wu.tap('#pay')
  await wu.says('课程已开通')
  await wu.leave()
}, 60_000)
