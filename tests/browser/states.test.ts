import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'
import { finish, INK, shopping, TEA } from './furnishing'
import { inTests, type Look, look as lookAt, looks, says, top, visit } from './visit'

/**
 * Every page in every state a person can meet: while it is fetched, when there is nothing, when the network is gone, and
 * ready. Each says its words, fits the screen, and leaves a picture in shots/states-*.png.
 */

const OFFLINE = '网络断了,联网后再试一次'
const lesson = (lessonId: string) => `learn/pages/lesson/lesson?courseId=${TEA}&lessonId=${lessonId}`

/** What a page of the learner who finished the course says when it is ready. */
const places: { name: string; path: string; ready: string }[] = [
  { name: 'home', path: 'pages/home/home', ready: '新开的课' },
  { name: 'list', path: 'pages/list/list', ready: '就这些了' },
  { name: 'found', path: 'find/pages/search/search?text=%E8%8C%B6', ready: '找到 1 门' },
  { name: 'teacher', path: 'find/pages/teacher/teacher?name=%E8%8B%8F%E7%A0%9A', ready: '开着的课' },
  // Here the phone signs in: what follows is this learner's own.
  { name: 'me', path: 'pages/me/me', ready: '点头像或名字可以修改' },
  { name: 'course', path: `pages/course/course?courseId=${TEA}`, ready: '全部学完' },
  { name: 'video', path: lesson('01-look'), ready: '本节已完成' },
  { name: 'audio', path: lesson('02-listen'), ready: '本节已完成' },
  { name: 'article', path: lesson('03-drink'), ready: '本节已完成' },
  { name: 'document', path: 'learn/pages/lesson/lesson?courseId=night-sky&lessonId=05-handbook', ready: '1 / 6 页' },
  { name: 'learning', path: 'pages/learning/learning', ready: '全部学完' },
  { name: 'notes', path: 'learn/pages/notes/notes', ready: '水开了再等一会儿' },
  { name: 'plan', path: 'learn/pages/plan/plan', ready: '每天几分钟' },
  { name: 'orders', path: 'pages/orders/orders', ready: '¥9.9' },
  { name: 'certificate', path: `learn/pages/certificate/certificate?courseId=${TEA}`, ready: '恭喜你,学完了!' },
  { name: 'wallet', path: 'shop/pages/wallet/wallet', ready: '+¥50' },
  { name: 'membership', path: 'shop/pages/membership/membership', ready: '买课 8 折' },
  { name: 'account', path: 'account/pages/account/account', ready: '登录方式' },
  { name: 'bind', path: 'account/pages/bind/bind?kind=phone', ready: '用微信绑定的手机号' },
  { name: 'sessions', path: 'account/pages/sessions/sessions', ready: '没有浏览器登录着' },
  { name: 'close', path: 'account/pages/close/close', ready: '会放弃' },
  { name: 'checkout', path: `shop/pages/checkout/checkout?kind=gift&id=${INK}`, ready: '用余额' },
  { name: 'inbox', path: 'mine/pages/inbox/inbox', ready: '证书发给你了' },
  { name: 'notices', path: 'mine/pages/notices/notices', ready: '订单进度' },
  { name: 'certificates', path: 'mine/pages/certificates/certificates', ready: '苏砚 老师' },
  { name: 'write', path: `mine/pages/write/write?courseId=${TEA}`, ready: '这门课怎么样' },
  { name: 'poster', path: `mine/pages/poster/poster?courseId=${TEA}`, ready: '长按图片' },
]

/** Pages about what this learner bought: their addresses are known once it is bought. */
const bought = (): typeof places => [
  { name: 'order', path: `shop/pages/order/order?orderId=${orders.gift}`, ready: '复制兑换码' },
  { name: 'refund', path: `shop/pages/refund/refund?orderId=${orders.gift}`, ready: '会退给你' },
  { name: 'invoice', path: `shop/pages/invoice/invoice?orderId=${orders.gift}`, ready: '开给谁' },
  { name: 'redeem', path: `shop/pages/redeem/redeem?code=${orders.code}`, ready: '你送出的礼物' },
  { name: 'verify', path: `pages/verify/verify?number=${certificate}`, ready: '证书真实有效' },
]

/** … and how they look further on the way. */
const moments = (): typeof beginnings => [
  { name: 'data', path: 'account/pages/data/data', words: '要一份副本' },
  { name: 'settings', path: 'account/pages/settings/settings', words: '跟随微信' },
  { name: 'order-waiting', path: `shop/pages/order/order?orderId=${orders.waiting}`, words: '继续付款 ¥365' },
  { name: 'order-asked', path: `shop/pages/order/order?orderId=${orders.tea}`, words: '等学堂答复' },
  { name: 'refund-closed', path: `shop/pages/refund/refund?orderId=${orders.waiting}`, words: '没有付过款' },
  { name: 'paid-gift', path: `pages/paid/paid?orderId=${orders.gift}`, words: '礼物备好了' },
  { name: 'paid-top-up', path: `pages/paid/paid?orderId=${orders.topUp}`, words: '已存进钱包' },
  { name: 'checkout-owned', path: `shop/pages/checkout/checkout?kind=course&id=${TEA}`, words: '已经在你这里了' },
  { name: 'checkout-plan', path: 'shop/pages/checkout/checkout?kind=membership&id=year', words: '每周一次答疑' },
  { name: 'checkout-top-up', path: 'shop/pages/checkout/checkout?kind=topUp&fen=5000', words: '存进钱包 ¥50' },
  {
    name: 'scan',
    path: `shop/pages/scan/scan?orderId=${orders.waiting}&fen=36500&until=2099-01-01T00:00:00Z&code=weixin%3A%2F%2Fwxpay%2Fbizpayurl%3Fpr%3D1`,
    words: '等你付款',
  },
  {
    name: 'scan-late',
    path: `shop/pages/scan/scan?orderId=${orders.waiting}&fen=36500&until=2020-01-01T00:00:00Z&code=x`,
    words: '二维码过期了',
  },
]

/** What the same pages say to somebody who has only just come. */
const beginnings = [
  { name: 'list-empty', path: 'pages/list/list?tag=%E7%81%AB%E7%AE%AD', words: '没有这样的课' },
  { name: 'found-nothing', path: 'find/pages/search/search?text=%E7%81%AB%E7%AE%AD', words: '没有找到「火箭」' },
  { name: 'search-start', path: 'find/pages/search/search', words: '按标签找' },
  { name: 'categories', path: 'find/pages/categories/categories', words: '生活' },
  { name: 'teacher-gone', path: 'find/pages/teacher/teacher?name=x', words: '这位老师现在没有开着的课' },
  { name: 'course-unowned', path: `pages/course/course?courseId=${TEA}`, words: '购买 ¥9.9' },
  { name: 'course-gone', path: 'pages/course/course?courseId=no-such-course', words: '这门课已经下架' },
  { name: 'lesson-locked', path: lesson('02-listen'), words: '这节课还没解锁' },
  { name: 'learning-empty', path: 'pages/learning/learning', words: '这里会放你在学的课' },
  { name: 'notes-empty', path: 'learn/pages/notes/notes', words: '这里会放你的笔记' },
  { name: 'downloads-empty', path: 'learn/pages/downloads/downloads', words: '还没有存下的课' },
  { name: 'orders-empty', path: 'pages/orders/orders', words: '还没有订单' },
  {
    name: 'certificate-unfinished',
    path: `learn/pages/certificate/certificate?courseId=${TEA}`,
    words: '学完这门课,就能领取证书',
  },
  { name: 'checkout-course', path: `shop/pages/checkout/checkout?kind=course&id=${INK}`, words: '确认付款 ¥199' },
  {
    name: 'checkout-gone',
    path: 'shop/pages/checkout/checkout?kind=course&id=no-such-course',
    words: '这门课已经下架',
  },
  { name: 'checkout-lost', path: 'shop/pages/checkout/checkout', words: '这个页面的地址不完整' },
  { name: 'order-unknown', path: 'shop/pages/order/order?orderId=XT0', words: '没有找到这笔订单' },
  { name: 'wallet-empty', path: 'shop/pages/wallet/wallet', words: '钱包还没有用过' },
  { name: 'inbox-empty', path: 'mine/pages/inbox/inbox', words: '还没有消息' },
  { name: 'favourites-empty', path: 'mine/pages/favourites/favourites', words: '还没有收藏' },
  { name: 'certificates-empty', path: 'mine/pages/certificates/certificates', words: '还没有证书' },
  { name: 'reviews-empty', path: `mine/pages/reviews/reviews?courseId=${TEA}`, words: '学过这门课的人才能评价' },
  { name: 'poster-gone', path: 'mine/pages/poster/poster?courseId=no-such-course', words: '这门课已经下架' },
  { name: 'redeem-asking', path: 'shop/pages/redeem/redeem', words: '有一个兑换码' },
  { name: 'redeem-unknown', path: 'shop/pages/redeem/redeem?code=0000000000000000', words: '没有找到这个兑换码' },
  { name: 'verify-asking', path: 'pages/verify/verify', words: '这张证书是真的吗' },
  { name: 'verify-unknown', path: 'pages/verify/verify?number=XT-0000-0000-0000', words: '没有找到这个编号的证书' },
]

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
let mei: Phone
let zhou: Phone
/** The school's own phone: what it says about money counts at once. */
let school: Phone
let certificate: string
let orders: Awaited<ReturnType<typeof shopping>>
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-states-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, INK, 'night-sky'] })
  mei = await phone(desk.url, '阿宁')
  zhou = await phone(desk.url, '老周')
  await mei.signIn()
  await zhou.signIn()
  school = await phone(desk.url, '学堂')
  const { userId } = await school.signIn()
  const { store } = await import('../../platform/cloudbase/store')
  await store.change('users', userId, {}, { set: { roles: ['learner', 'admin'] } })
  await school.signIn()
  certificate = await finish(desk, zhou, '周而复')
  orders = await shopping(zhou, school)
}, 90_000)
afterAll(async () => {
  await browser.close()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const to = (path: string, shop = desk) => `${shop.url}/#/${path}`
const CLOUD = '**/cloud/*'

const opened = (who: Phone, size: Look) => visit(browser, who, size)
const look = (page: Page, name: string) => lookAt(page, `states-${name}`)

test('a shop without courses says so', async () => {
  const emptyDir = mkdtempSync(join(tmpdir(), 'xingtan-empty-'))
  const empty = await openShop({ dataDir: emptyDir, port: 0, money: ORDINARY_PAY, courses: [] })
  const first = await phone(empty.url, '小梅')
  for (const size of inTests(looks)) {
    const { page, problems, close } = await opened(first, size)
    await page.goto(to('pages/home/home', empty))
    await says(page, '课程正在准备')
    await look(page, `${size.look}-home-empty`)
    await page.goto(to('pages/list/list', empty))
    await says(page, '课程正在准备')
    await page.goto(to('shop/pages/membership/membership', empty))
    await says(page, '学堂还没有会员方案')
    await look(page, `${size.look}-membership-empty`)
    expect(problems).toEqual([])
    await close()
  }
  await empty.close()
  rmSync(emptyDir, { recursive: true, force: true })
}, 60_000)

test('an answer that comes after its page was left troubles nobody', async () => {
  const { page, problems, close } = await opened(mei, looks[0])
  let answer = () => {}
  const late = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(CLOUD, async (route) => {
    await late
    await route.continue()
  })
  await page.goto(to('pages/list/list'))
  await top(page).locator('.bone').first().waitFor()
  await page.goto(to('pages/verify/verify'))
  await says(page, '这张证书是真的吗')
  const answered = page.waitForResponse(CLOUD)
  answer()
  await answered
  await page.waitForTimeout(300)
  expect(problems).toEqual([])
  await close()
})

test('when the evening comes the open page, its bars and its slider go dark with it', async () => {
  const { page, close } = await opened(zhou, looks[0])
  await page.goto(to('pages/me/me'))
  await says(page, '点头像或名字可以修改')
  await page.goto(to('pages/home/home'))
  await says(page, '新开的课')
  const groundOf = (part: string) =>
    page
      .locator(part)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor)
  const becomes = (part: string, colour: string) =>
    until(
      () => groundOf(part),
      (ground) => ground === colour,
    )
  await becomes('.mp-page:visible .mp-nav', 'rgb(251, 248, 243)')
  await page.emulateMedia({ colorScheme: 'dark' })
  await becomes('.mp-page:visible .mp-nav', 'rgb(20, 18, 15)')
  await becomes('.mp-tabbar', 'rgb(34, 30, 25)')
  await becomes('.wx-swiper-dots i', 'rgb(255, 154, 102)')
  await page.goto(to(lesson('02-listen')))
  await says(page, '本节已完成')
  await becomes('.wx-slider-thumb', 'rgb(255, 154, 102)')
  await page.emulateMedia({ colorScheme: 'light' })
  await becomes('.wx-slider-thumb', 'rgb(196, 77, 22)')
  await close()
})

test('large type, once chosen, is on every page that is shown from then on', async () => {
  const { page, problems, close } = await opened(zhou, looks[0])
  await page.goto(to('pages/me/me'))
  await says(page, '点头像或名字可以修改')
  const sizeOf = () =>
    top(page)
      .getByText('我的订单', { exact: true })
      .evaluate((words) => Number.parseFloat(getComputedStyle(words).fontSize))
  const standard = await sizeOf()
  await page.evaluate("wx.setStorageSync('typeSize', 'large')")
  await page.reload()
  await says(page, '点头像或名字可以修改')
  expect(await sizeOf()).toBeCloseTo(standard * 1.25, 1)
  await look(page, 'large-me')
  await page.goto(to(`pages/course/course?courseId=${TEA}`))
  await says(page, '全部学完')
  await look(page, 'large-course')
  expect(problems).toEqual([])
  await close()
})

test('an iPhone that has no way to pay through Apple is not spoken to about buying', async () => {
  const { page, problems, close } = await opened(mei, looks[0])
  await page.goto(to('pages/me/me'))
  await says(page, '点头像或名字可以修改')
  await page.evaluate(
    "wx.getDeviceInfo = () => ({ platform: 'ios', system: 'iOS 14.8', model: 'iPhone 8' }); wx.getAppBaseInfo = () => ({ version: '8.0.60', theme: 'light' })",
  )
  for (const { name, path, words } of [
    { name: 'list', path: 'pages/list/list', words: '就这些了' },
    { name: 'course', path: `pages/course/course?courseId=${TEA}`, words: '这台手机上的微信还没有这个功能' },
    { name: 'checkout', path: `shop/pages/checkout/checkout?kind=course&id=${TEA}`, words: '这台手机上的微信还没有' },
    { name: 'wallet', path: 'shop/pages/wallet/wallet', words: '余额明细' },
    { name: 'membership', path: 'shop/pages/membership/membership', words: '这台手机上的微信还没有' },
  ]) {
    await page.goto(to(path))
    await says(page, words)
    await look(page, `old-iphone-${name}`)
    if (name !== 'wallet') expect(await top(page).innerText()).not.toMatch(/¥|\d 元|购买|付款/)
  }
  expect(problems).toEqual([])
  await close()
}, 30_000)

describe.each(inTests(looks))('at $look', (size) => {
  test('while a page is fetched its outline stands', async () => {
    const { page, problems, close } = await opened(zhou, size)
    await page.route(CLOUD, () => {}) // never answered
    for (const { name, path } of [...places, ...bought()]) {
      await page.goto(to(path))
      await top(page).locator('.bone').first().waitFor()
      await look(page, `${size.look}-${name}-loading`)
    }
    expect(problems).toEqual([])
    await close()
  }, 45_000)

  test('without a network every page says so, and trying again opens it', async () => {
    const { page, close } = await opened(zhou, size)
    for (const { name, path, ready } of [...places, ...bought()]) {
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
  }, 60_000)

  test('a newcomer is told what is not there yet, and where to go', async () => {
    const { page, problems, close } = await opened(mei, size)
    for (const { name, path, words } of beginnings) {
      await page.goto(to(path))
      await says(page, words)
      await look(page, `${size.look}-${name}`)
    }
    expect(problems).toEqual([])
    await close()
  }, 45_000)

  test('what somebody bought looks right wherever it is on its way', async () => {
    const { page, problems, close } = await opened(zhou, size)
    for (const { name, path, words } of moments()) {
      await page.goto(to(path))
      await says(page, words)
      await look(page, `${size.look}-${name}`)
    }
    expect(problems).toEqual([])
    await close()
  }, 60_000)

  test('where the school takes no money the checkout says so, and what to do', async () => {
    const { page, problems, close } = await opened(mei, size)
    const shut = { jsapi: false, virtualGoods: false, virtualCoins: false, gifts: false, topUp: false }
    await school.call('moneySettings', { action: 'save', settings: { ways: shut } })
    await page.goto(to(`shop/pages/checkout/checkout?kind=course&id=${INK}`))
    await says(page, '学堂还没有开通这里的付款方式')
    await look(page, `${size.look}-checkout-no-way`)
    await page.goto(to(`shop/pages/checkout/checkout?kind=gift&id=${INK}`))
    await says(page, '学堂现在没有开放这一项')
    await look(page, `${size.look}-checkout-shut`)
    await school.call('moneySettings', { action: 'save', settings: ORDINARY_PAY })
    expect(problems).toEqual([])
    await close()
  }, 45_000)
})
