import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../core/ports'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { inTime, type Phone, phone, until } from '../journeys/phone'
import { answerSheets, type Buyer, buyerAt } from './buyer'
import { openChromium } from './chromium'
import { top } from './visit'

/**
 * What somebody can live through with money, as they walk it on a phone's screen: buying, changing one's mind, failing, giving
 * back, topping up, points, membership, gifts, codes and invoices. Each walk leaves pictures in shots/purchases-*.png.
 */

const TEA = 'tea-in-ten-minutes'
const INK = 'spring-ink'
const SKY = 'night-sky'
const DAY = 24 * 3_600_000
const MINUTE = 60_000

let browser: Awaited<ReturnType<typeof openChromium>>
let desk: Desk
let store: Store
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-purchases-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, INK, SKY] })
  store = (await import('../../platform/cloudbase/store')).store
}, 120_000)
afterEach(() => fetch(`${desk.url}/wechatPay/desk/faults`, { method: 'DELETE' }))
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const person = (nickname: string) => buyerAt(desk, browser, { nickname, name: 'purchases' })

/** A member of the staff: the role counts from the next sign-in. */
async function officer(role: 'support' | 'finance' | 'admin'): Promise<Phone> {
  const someone = await phone(desk.url, role)
  const { userId } = await someone.signIn()
  await store.change('users', userId, {}, { set: { roles: ['learner', role] } })
  await someone.signIn()
  return someone
}

/** Buys at the checkout and waits until it is there. */
async function buy({ go, tap, page }: Buyer, query: string): Promise<void> {
  await go(`shop/pages/checkout/checkout?${query}`)
  await tap('#pay')
  await answerSheets(page, '确认支付')
  await top(page).locator('#opened').waitFor()
}

/** Orders something to go wrong at the sandbox of WeChat Pay. */
const fault = (what: 'callFault' | 'refundOutcome', order: object) =>
  fetch(`${desk.url}/wechatPay/desk/${what}`, { method: 'POST', body: JSON.stringify(order) })

/** Opens the newest order from the list. */
async function openOrder({ go, tap, page }: Buyer): Promise<void> {
  await go('pages/orders/orders')
  await tap('.order')
  await top(page).locator('#order-state').waitFor()
}

/** Asks for the money back on the order's page, with a reason. */
async function askRefund({ tap, tapText }: Buyer, reason: string): Promise<void> {
  await tap('#ask-refund')
  await tapText(reason)
  await tap('#ask')
}

const course = (courseId: string) => `kind=course&id=${courseId}`

/** The newest order of somebody, as the shop tells it. */
const newest = async ({ call }: Buyer) => {
  const [order] = (await call('myOrders', {})).orders
  if (!order) throw new Error('no order')
  return order
}

test('a learner sees the price, buys with WeChat Pay, and finds the order with its receipt', async () => {
  const mei = await person('小梅')
  await mei.go(`pages/course/course?courseId=${TEA}`)
  await mei.says('购买 ¥9.9')
  await mei.shot('course')
  await mei.tap('#buy')
  await mei.says('确认付款 ¥9.9')
  await mei.says('7 天内学得不多,可以全额退')
  await mei.shot('checkout')
  await mei.tap('#pay')
  await answerSheets(mei.page, '确认支付')
  await top(mei.page).locator('#opened').waitFor()
  await mei.says('课程已开通')
  await mei.shot('opened')
  await mei.tap('#start-learning')
  await mei.says('已拥有')
  await mei.go(`shop/pages/checkout/checkout?${course(TEA)}`)
  await mei.says('这门课已经在你这里了')
  await mei.go('pages/orders/orders')
  await mei.says('已完成')
  await mei.tap('.order')
  await mei.says('微信支付单号')
  await mei.shot('order')
  await mei.leave()
}, 60_000)

test('who leaves the pay sheet keeps the order and its price, and goes on from it', async () => {
  const zhou = await person('老周')
  await zhou.go(`shop/pages/checkout/checkout?${course(TEA)}`)
  await zhou.tap('#pay')
  await answerSheets(zhou.page, '取消')
  await zhou.says('订单已保留,30 分钟内可继续付款')
  await zhou.shot('left')
  await openOrder(zhou)
  await zhou.says('待付款')
  await zhou.shot('waiting')
  await zhou.tap('#pay')
  await answerSheets(zhou.page, '确认支付')
  await top(zhou.page).locator('#opened').waitFor()
  expect((await zhou.call('myOrders', {})).orders).toHaveLength(1)
  await zhou.leave()
}, 60_000)

test('what was set aside of the balance stays set aside while somebody goes on paying', async () => {
  const lin = await person('小林')
  await buy(lin, 'kind=topUp&fen=5000')
  await lin.go(`shop/pages/checkout/checkout?${course(INK)}`)
  await lin.tap('#use-balance')
  await lin.says('确认付款 ¥149')
  await lin.tap('#pay')
  await answerSheets(lin.page, '取消')
  await lin.says('订单已保留')
  await openOrder(lin)
  await lin.says('继续付款 ¥149')
  await lin.tap('#pay')
  await lin.page.getByText('允许', { exact: true }).click()
  await lin.page.getByText('¥149.00').waitFor()
  await lin.page.getByText('确认支付', { exact: true }).click()
  await top(lin.page).locator('#opened').waitFor()
  expect((await lin.call('myWallet', { of: 'wallet' })).walletFen).toBe(0)
  await lin.leave()
}, 60_000)

test('a payment service that does not answer takes nothing, and the second try goes through', async () => {
  const chen = await person('小陈')
  await fault('callFault', { path: '/v3/pay/transactions/jsapi', status: 500, times: 10 })
  await chen.go(`shop/pages/checkout/checkout?${course(TEA)}`)
  await chen.tap('#pay')
  await chen.says('支付暂时连不上,没有扣款', 25_000)
  await chen.shot('unreachable')
  await fetch(`${desk.url}/wechatPay/desk/faults`, { method: 'DELETE' })
  await chen.tap('#pay')
  await answerSheets(chen.page, '确认支付')
  await top(chen.page).locator('#opened').waitFor()
  await chen.leave()
}, 60_000)

test('an order that nobody paid in time is closed, and can be bought anew', async () => {
  const he = await person('小何')
  await he.go(`shop/pages/checkout/checkout?${course(TEA)}`)
  await he.tap('#pay')
  await answerSheets(he.page, '取消')
  await he.says('订单已保留')
  desk.clock.advance(31 * MINUTE)
  await until(
    () => newest(he),
    ({ state }) => state === 'closed',
  )
  await openOrder(he)
  await he.says('已关闭')
  await he.says('没有扣款')
  await he.shot('closed')
  await he.tap('#buy-again')
  await he.says('确认付款 ¥9.9')
  await he.leave()
}, 60_000)

test('an order is given up, and what it held comes back', async () => {
  const tang = await person('小唐')
  await buy(tang, 'kind=topUp&fen=5000')
  await tang.go(`shop/pages/checkout/checkout?${course(INK)}`)
  await tang.tap('#use-balance')
  await tang.says('确认付款 ¥149')
  await tang.tap('#pay')
  await answerSheets(tang.page, '取消')
  await openOrder(tang)
  await tang.tap('#cancel-order')
  await tang.page.locator('.wx-modal-confirm').click()
  await tang.says('已关闭')
  await tang.go('shop/pages/wallet/wallet')
  await tang.says('订单没有付,退回')
  expect(await tang.text('#balance')).toBe('¥50')
  await tang.leave()
}, 60_000)

test('within the days and hardly watched, the money goes back at once', async () => {
  const wang = await person('小王')
  await buy(wang, course(TEA))
  await openOrder(wang)
  await wang.tap('#ask-refund')
  await wang.says('不用等审核,马上退')
  await wang.tapText('买错了')
  await wang.shot('refund-asking')
  await wang.tap('#ask')
  await top(wang.page).locator('#asked').waitFor()
  await wang.shot('refund-asked')
  await wang.tap('#to-order')
  await inTime(
    desk,
    () => newest(wang),
    ({ state }) => state === 'refunded',
  )
  await openOrder(wang)
  await wang.says('已退款')
  await wang.says('钱已按原路退回')
  await wang.shot('refunded')
  await wang.go(`pages/course/course?courseId=${TEA}`)
  await wang.says('购买 ¥9.9')
  await wang.leave()
}, 60_000)

test('much watched, the school decides: refused with words, taken back, and agreed to at last', async () => {
  const zhao = await person('小赵')
  await buy(zhao, course(TEA))
  await zhao.call('playLesson', { courseId: TEA, lessonId: '01-look' })
  desk.clock.advance(20_000)
  await zhao.call('recordProgress', { courseId: TEA, lessonId: '01-look', from: 0, to: 20 })
  const support = await officer('support')
  const { orderId } = await newest(zhao)

  await openOrder(zhao)
  await zhao.tap('#ask-refund')
  await zhao.says('已经学了超过 20%,能不能退由学堂决定')
  await zhao.tapText('和想的不一样')
  await top(zhao.page).locator('#more textarea').fill('想学的是工夫茶')
  await zhao.shot('review-asking')
  await zhao.tap('#ask')
  await zhao.says('等学堂答复')
  await zhao.tap('#to-order')
  await zhao.says('和想的不一样:想学的是工夫茶')
  await zhao.shot('review-waiting')

  await support.call('reviewRefunds', { action: 'refuse', orderId, answer: '第三节正好讲工夫茶,先看看' })
  await openOrder(zhao)
  await zhao.says('学堂说:第三节正好讲工夫茶,先看看')
  await zhao.shot('review-refused')

  await askRefund(zhao, '没有时间学')
  await zhao.tap('#to-order')
  await zhao.tap('#withdraw-refund')
  await zhao.page.locator('.wx-modal-confirm').click()
  await zhao.says('你撤回了这次申请')

  await askRefund(zhao, '其他')
  await zhao.tap('#to-order')
  await zhao.says('等学堂答复')
  await support.call('reviewRefunds', { action: 'agree', orderId, answer: '' })
  await inTime(
    desk,
    () => newest(zhao),
    ({ state }) => state === 'refunded',
  )
  await openOrder(zhao)
  await zhao.says('已退款')
  await zhao.shot('review-refunded')
  await zhao.leave()
}, 90_000)

test('the school gives a part back; a refund that the bank will not take is said to be stuck', async () => {
  const qian = await person('小钱')
  await buy(qian, course(INK))
  const support = await officer('support')
  const { orderId } = await newest(qian)
  await support.call('reviewRefunds', { action: 'give', orderId, fen: 5000, reason: '第四节晚了一周' })
  await inTime(
    desk,
    () => newest(qian),
    ({ state }) => state === 'partlyRefunded',
  )
  await openOrder(qian)
  await qian.says('退过一部分')
  await qian.says('退回 ¥50,课程已开通')
  await qian.shot('partly')

  await fault('refundOutcome', { outcome: 'ABNORMAL' })
  await askRefund(qian, '没有时间学')
  await inTime(
    desk,
    () => newest(qian),
    ({ refunds }) => refunds.at(-1)?.state === 'stuck',
  )
  await openOrder(qian)
  await qian.says('学堂正在处理')
  await qian.shot('stuck')
  await qian.leave()
}, 60_000)

test('a wallet is filled, and pays for a course without a sheet', async () => {
  const sun = await person('小孙')
  await sun.go('shop/pages/wallet/wallet')
  await sun.says('钱包还没有用过')
  await sun.shot('wallet-empty')
  await sun.tapText('¥200')
  await sun.tap('#top-up')
  await sun.says('确认付款 ¥200')
  await sun.tap('#pay')
  await answerSheets(sun.page, '确认支付')
  await sun.says('已存进钱包')
  await sun.tap('#start-learning')
  await sun.says('+¥200')
  await sun.go(`shop/pages/checkout/checkout?${course(INK)}`)
  await sun.says('付 ¥199,共有 ¥200')
  await sun.tap('#use-balance')
  await sun.says('用余额付 ¥199')
  await sun.shot('with-balance')
  await sun.tap('#pay')
  await sun.says('课程已开通')
  await sun.go('shop/pages/wallet/wallet')
  await sun.says('−¥199')
  expect(await sun.text('#balance')).toBe('¥1')
  await sun.shot('wallet')
  await sun.leave()
}, 60_000)

test('points come when the refund days are over, and take something off the next price', async () => {
  const li = await person('小李')
  await buy(li, course(INK))
  await li.go('shop/pages/wallet/wallet')
  await li.says('余额明细')
  expect(await li.text('#points')).toBe('0')
  desk.clock.advance(8 * DAY)
  await inTime(
    desk,
    () => li.who.signIn().then(() => li.who.call('myWallet', { of: 'points' })),
    ({ points }) => points > 0,
  )
  await li.go('shop/pages/wallet/wallet')
  await li.tap('#tab-points')
  await li.says('+199')
  await li.shot('points')
  await li.go(`shop/pages/checkout/checkout?${course(TEA)}`)
  await li.says('抵 ¥1.99,共有 199 积分')
  await li.tap('#use-points')
  await li.says('确认付款 ¥7.91')
  await li.shot('with-points')
  await li.tap('#pay')
  await answerSheets(li.page, '确认支付')
  await top(li.page).locator('#opened').waitFor()
  await li.leave()
}, 90_000)

test('a member pays less for one course and nothing for another', async () => {
  const admin = await officer('admin')
  const plan = { planId: 'year', title: '年度会员', days: 365, fen: 36500, percent: 80, rights: ['每周一次答疑'] }
  await admin.call('officeTerms', { action: 'plan', plan, isOnSale: true, rank: 1 })
  await admin.call('officeTerms', { action: 'course', courseId: TEA, share: null, forMembers: 'free' })

  const wu = await person('小吴')
  await wu.go('shop/pages/membership/membership')
  await wu.says('买课 8 折')
  await wu.shot('plans')
  await wu.tap('#buy')
  await wu.says('确认付款 ¥365')
  await wu.shot('plan-checkout')
  await wu.tap('#pay')
  await answerSheets(wu.page, '确认支付')
  await wu.says('会员已开通')
  await wu.tap('#start-learning')
  await wu.says('你是会员')
  await wu.shot('member')

  await wu.go(`pages/course/course?courseId=${INK}`)
  await wu.says('会员价 ¥159.2')
  await wu.tap('#buy')
  await wu.says('−¥39.8')
  await wu.shot('member-price')

  await wu.go(`pages/course/course?courseId=${TEA}`)
  await wu.says('会员免费学')
  await wu.tap('#join')
  await wu.says('已拥有')
  await wu.leave()
}, 60_000)

test('a gift is paid by one and taken by another', async () => {
  const zheng = await person('小郑')
  await zheng.go(`pages/course/course?courseId=${INK}`)
  await zheng.tap('#give')
  await zheng.says('付款后会得到一个兑换码')
  await zheng.says('7 天内朋友还没领,可以全额退')
  await zheng.shot('gift-checkout')
  await zheng.tap('#pay')
  await answerSheets(zheng.page, '确认支付')
  await zheng.says('礼物备好了')
  await zheng.shot('gift-ready')
  const code = await zheng.text('#gift-code')
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  await openOrder(zheng)
  await zheng.says('发给朋友,TA 领了就能学')
  await zheng.shot('gift-order')

  await zheng.go(`shop/pages/redeem/redeem?code=${code}`)
  await zheng.says('你送出的礼物')
  await zheng.shot('gift-own')

  const feng = await person('小冯')
  await feng.go(`shop/pages/redeem/redeem?code=${code}`)
  await feng.says('小郑送给你的礼物')
  await feng.shot('gift-look')
  await feng.tap('#take')
  await feng.says('领好了,现在就能用')
  await feng.shot('gift-taken')
  await feng.tap('#open')
  await feng.says('已拥有')

  await openOrder(zheng)
  await zheng.says('朋友已经领走了')
  await zheng.tap('#ask-refund')
  await zheng.says('礼物已经被朋友领取,能不能退由学堂决定')
  const third = await person('小许')
  await third.go(`shop/pages/redeem/redeem?code=${code}`)
  await third.says('这个码已经被别人领走了')
  await third.shot('gift-gone')
  for (const one of [zheng, feng, third]) await one.leave()
}, 90_000)

test('a code of the school is typed as people type, looked at, and taken', async () => {
  const admin = await officer('admin')
  const goods = { kind: 'course', courseId: INK } as const
  const { codes } = await admin.call('makeCodes', { action: 'make', batch: 'spring', count: 2, goods, expiresAt: null })
  const [first = '', second = ''] = codes.map(({ code }) => code)
  const yang = await person('小杨')
  await yang.go('pages/me/me')
  await yang.tap('#my-codes')
  await top(yang.page).locator('#code input').fill('8F3K-Q2ZD')
  await yang.tap('#look')
  await yang.says('兑换码是 16 位字母和数字')
  await top(yang.page).locator('#code input').fill('0000-0000-0000-0000')
  await yang.tap('#look')
  await yang.says('没有找到这个兑换码')
  await yang.shot('code-unknown')
  await top(yang.page)
    .locator('#code input')
    .fill(` ${first.toLowerCase().replaceAll('-', ' ')}`)
  await yang.tap('#look')
  await yang.says('学堂的兑换码')
  await yang.tap('#take')
  await yang.says('领好了,现在就能用')
  await yang.go(`shop/pages/redeem/redeem?code=${second}`)
  await yang.tap('#take')
  await yang.says('这门课你已经有了。码没有用掉')
  await yang.shot('code-owned')
  await yang.leave()
}, 60_000)

test('an invoice is asked for, corrected and issued', async () => {
  const xie = await person('小谢')
  await buy(xie, course(TEA))
  await openOrder(xie)
  await xie.tap('#ask-invoice')
  await xie.tap('#company')
  await top(xie.page).locator('#invoice-tax input').fill('91310000MA1FL5XY3')
  await top(xie.page).locator('#invoice-email input').fill('xie@')
  await xie.tap('#ask')
  await xie.says('企业税号是 15、18 或 20 位,现在是 17 位')
  await xie.shot('invoice-wrong')
  await top(xie.page).locator('#invoice-title input').fill('青禾书院有限公司')
  await top(xie.page).locator('#invoice-tax input').fill('91310000ma1fl5xy3k')
  await top(xie.page).locator('#invoice-email input').fill('xie@example.com')
  await xie.tap('#ask')
  await xie.says('申请收到了')
  await xie.shot('invoice-asked')
  await xie.tap('#to-order')
  await xie.says('已申请,等学堂开具')
  await xie.tap('#ask-invoice')
  await xie.tap('#person')
  await xie.tap('#ask')
  await xie.tap('#to-order')
  const { orderId } = await newest(xie)
  const finance = await officer('finance')
  await finance.call('issueInvoices', { action: 'issue', orderId, number: '24312000000012345678' })
  await openOrder(xie)
  await xie.says('24312000000012345678')
  await xie.shot('invoice-issued')
  expect((await newest(xie)).invoice).toMatchObject({ state: 'issued', title: '青禾书院有限公司', taxNo: '' })
  await xie.leave()
}, 60_000)
