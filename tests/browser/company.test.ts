import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsQR from 'jsqr'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { notePriceFall } from '../../core/community/priceFalls'
import type { Store } from '../../core/ports'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { type Buyer, buyerAt } from './buyer'
import { openChromium, SHOTS } from './chromium'
import { inTests, look as lookAt, says, top, visit } from './visit'

/**
 * What people do beside studying, as they walk it on a phone's screen: say what they think, keep a course in view, read what the school
 * writes, show a course to others and come by somebody's share. Each walk leaves pictures in shots/company-*.png.
 */

const TEA = 'tea-in-ten-minutes'
const INK = 'spring-ink'
const COURSE = `pages/course/course?courseId=${TEA}`

let browser: Awaited<ReturnType<typeof openChromium>>
let desk: Desk
let store: Store
let mei: Buyer
let school: Phone
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-company-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, INK] })
  store = (await import('../../platform/cloudbase/store')).store
  school = await phone(desk.url, '学堂')
  const { userId } = await school.signIn()
  await store.change('users', userId, {}, { set: { roles: ['learner', 'support'] } })
  await school.signIn()
  mei = await person('梅若雪')
  await study(mei.who)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Others may be at work on the machine. */
const PATIENCE_MS = 15_000

async function person(nickname: string): Promise<Buyer> {
  const buyer = await buyerAt(desk, browser, { nickname, name: 'company' })
  return { ...buyer, says: (words) => buyer.says(words, PATIENCE_MS) }
}
const to = (path: string) => `${desk.url}/#/${path}`

/** Buys the course and studies all of it. */
async function study(who: Phone): Promise<void> {
  const detail = async () => {
    const answer = await who.call('browseCatalog', { action: 'detail', courseId: TEA })
    if (answer.action !== 'detail') throw new Error('not a course')
    return answer.course
  }
  const bought = await who.call('buyCourse', { courseId: TEA })
  if (bought.status === 'pay') await who.pay(bought.sheet)
  const { outline } = await until(detail, ({ owned }) => owned)
  for (const { lessonId, durationSeconds } of outline) {
    await who.call('playLesson', { courseId: TEA, lessonId })
    desk.clock.advance(durationSeconds * 1000)
    await who.call('recordProgress', { courseId: TEA, lessonId, from: 0, to: durationSeconds })
  }
  await who.call('issueCertificate', { courseId: TEA })
}

/** The timer that sends what is to be sent. */
async function tellNews(): Promise<void> {
  desk.clock.advance(61_000)
  desk.timers.fire('tellNews', 'everyMinute')
  // The clock rang the timer too: of two at work either may have the letter in hand.
  await desk.functions.quiet()
}

const clipboard = async (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

test('what she thinks of the course stands on its page; somebody finds it helpful, somebody reports it, the school puts it away', async () => {
  const { go, says, tap, shot, page } = mei
  await go(COURSE)
  await says('你已经学过了,写下第一条')
  await top(page).locator('#no-reviews').scrollIntoViewIfNeeded()
  await shot('no-reviews')
  await tap('#write-review')
  await says('点星星打分')
  await shot('write')
  await tap('.star >> nth=3')
  await says('值得学')
  await top(page).locator('textarea').fill('十分钟刚刚好,喝茶的顺序终于记住了。希望再出一节讲水温')
  await shot('written')
  // As WeChat's servers would say of a phone in Hangzhou.
  await page.setExtraHTTPHeaders({ 'x-desk-from': '60.191.244.5' })
  await tap('#publish')
  await says('1 人评价')
  await says('IP 属地 浙江')
  await says('十分钟刚刚好')
  await top(page).locator('#rating').scrollIntoViewIfNeeded()
  await shot('on-the-course')

  const zhou = await person('周而复')
  await zhou.go(COURSE)
  await zhou.says('十分钟刚刚好')
  await zhou.tapText('有用')
  await until(
    () => zhou.text('[id^=helpful-]'),
    (words) => words.includes('1'),
  )
  await zhou.tapText('举报')
  await zhou.page.getByText('广告引流', { exact: true }).click()
  await zhou.page.getByText('收到了,学校会来看').waitFor()
  await zhou.tap('#all-reviews')
  await zhou.says('最有用')
  await zhou.shot('all-reviews')
  await zhou.leave()

  const office = await visit(browser, school, { look: '390-light', width: 390, height: 844, colorScheme: 'light' })
  await office.page.goto(to('office/pages/desk/desk'))
  await sayingAt(office.page, '1 条举报要看')
  await office.page.goto(to('office/pages/reviews/reviews'))
  await sayingAt(office.page, '广告引流')
  await lookAt(office.page, 'company-office-complaint')
  await top(office.page).locator('#hide').click()
  await top(office.page).locator('textarea').fill('这里不发广告')
  await lookAt(office.page, 'company-office-hide')
  await top(office.page).locator('#do').click()
  await sayingAt(office.page, '没有举报')
  await lookAt(office.page, 'company-office-empty')
  expect(office.problems).toEqual([])
  await office.close()

  await go(`mine/pages/reviews/reviews?courseId=${TEA}`)
  await says('学校收起了这条评价:这里不发广告')
  await shot('hidden')
  // Shown again, and answered: she hears of that.
  const mine = await school.call('moderate', { action: 'show', reviewId: (await reviewOf(mei.who)).reviewId })
  if (mine.action === 'show')
    await school.call('reviews', { action: 'answer', reviewId: mine.review.reviewId, text: '水温那一节下个月上线' })
  await page.reload()
  await says('水温那一节下个月上线')
  await shot('answered')

  // Now the school wants to look first.
  await school.call('moderate', { action: 'holdBack', courseId: TEA, isHeldBack: true })
  await go(`mine/pages/write/write?courseId=${TEA}`)
  await says('值得学')
  await top(page).locator('textarea').fill('水温那一节也看完了,更值了')
  await tap('#publish')
  await go(COURSE)
  await says('审核中')
  await says('还没有人评价')
  await top(page).locator('#no-reviews').scrollIntoViewIfNeeded()
  await shot('looked-at-first')
  const looker = await visit(browser, school, { look: '390-light', width: 390, height: 844, colorScheme: 'light' })
  await looker.page.goto(to('office/pages/reviews/reviews?kind=waiting'))
  await sayingAt(looker.page, '水温那一节也看完了')
  await lookAt(looker.page, 'company-office-waiting')
  await top(looker.page).locator('#show').click()
  await sayingAt(looker.page, '没有要看的评价')
  expect(looker.problems).toEqual([])
  await looker.close()
  await page.reload()
  await says('1 人评价')
}, 90_000)

const sayingAt = (page: Page, words: string) => says(page, words, PATIENCE_MS)

async function reviewOf(who: Phone) {
  const found = await who.call('reviews', { action: 'list', courseId: TEA, order: 'newest' })
  if (found.action !== 'list' || !found.mine) throw new Error('no review')
  return found.mine
}

test('a course she keeps an eye on: the heart, the list, the fallen price; a heart that did not arrive goes back', async () => {
  const { go, says, tap, shot, page } = mei
  await go(`pages/course/course?courseId=${INK}`)
  await says('收藏')
  await tap('#heart')
  await says('已收藏')
  await shot('heart')
  await page.route('**/cloud/favourites', (route) => route.abort('internetdisconnected'))
  await tap('#heart')
  await page.getByText('网络断了,联网后再试一次').waitFor()
  await says('已收藏')
  await page.unroute('**/cloud/favourites')

  const before = await store.change('courses', INK, {}, { set: { fen: 9900 } })
  await notePriceFall(
    { store, clock: { now: () => new Date(desk.clock.now()) } },
    { fen: 19900, status: 'published' },
    { _id: INK, fen: Number(before?.fen), status: 'published' },
  )
  await tellNews()
  await go('mine/pages/favourites/favourites')
  await says('比收藏时便宜 ¥100')
  await shot('favourites')
  await tap('.heart')
  await says('不再收藏了')
  await tap('.back')
  await says('比收藏时便宜 ¥100')
}, 60_000)

test('what the school wrote to her: counted on the tab, read one by one or all at once', async () => {
  const { go, says, tap, shot, page } = mei
  await go('pages/me/me')
  await says('点头像或名字可以修改')
  await page.locator('.mp-tab-badge:visible').waitFor()
  await shot('me')
  await tap('#my-inbox')
  await says('收藏的课降价了')
  await says('你的评价有了回复')
  await says('证书发给你了')
  await shot('inbox')
  const before = await page.locator('.mp-page:visible .dot').count()
  expect(before).toBeGreaterThanOrEqual(4)
  await top(page).getByText('证书发给你了').click()
  await says('恭喜你,学完了!')
  await page.goBack()
  await says('收藏的课降价了')
  await until(
    () => top(page).locator('.dot').count(),
    (count) => count === before - 1,
  )
  await tap('#read-all')
  await until(
    () => top(page).locator('.dot').count(),
    (count) => count === 0,
  )
  await shot('inbox-read')
  await go('pages/me/me')
  await says('点头像或名字可以修改')
  await until(
    () => page.locator('.mp-tab-badge:visible').count(),
    (count) => count === 0,
  )
}, 60_000)

test('she allows one message in WeChat and gets one, and the count says so', async () => {
  const { go, says, tap, shot, page, who } = mei
  await go('mine/pages/notices/notices')
  await says('还能收到 0 条')
  await shot('notices-none')
  await tap('#allow')
  await page.getByText('允许', { exact: true }).click()
  await says('还能收到 1 条')
  await shot('notices')

  const { orders } = await who.call('myOrders', {})
  const order = orders.find(({ goods }) => goods.kind === 'course' && goods.courseId === TEA)
  await who.call('askRefund', { action: 'ask', orderId: order?.orderId ?? '', reason: '不合适' })
  await school.call('reviewRefunds', { action: 'refuse', orderId: order?.orderId ?? '', answer: '已经学完了' })
  await tellNews()
  const messages = desk.weChat.messages.list(who.openid)
  expect(messages.filter(({ templateId }) => templateId === 'desk-service')).toEqual([
    expect.objectContaining({
      page: `shop/pages/order/order?orderId=${order?.orderId}`,
      data: {
        thing1: { value: expect.any(String) },
        thing2: { value: '退款申请有了答复,点开看' },
        time3: { value: expect.any(String) },
      },
    }),
  ])
  await page.reload()
  await says('订单进度')
  expect(await top(page).locator('[data-template=service]').innerText()).toContain('还能收到 0 条')
  expect(await top(page).locator('[data-template=news]').innerText()).toContain('还能收到 1 条')
}, 60_000)

test('a poster with the code that opens the course, kept in the album, or not when she says no', async () => {
  const { go, says, tap, shot, page, who } = mei
  await go(COURSE)
  await tap('#share')
  await says('分享这门课')
  await shot('share')
  await tap('#to-poster')
  await says('长按图片,可以直接发给朋友')
  await shot('poster')
  const { code } = await who.call('sharing', { action: 'mine' }).then((told) => told as { code: string })
  const drawn = await top(page)
    .locator('#poster img')
    .evaluate(async (element) => {
      const picture = element as HTMLImageElement
      await picture.decode()
      const canvas = document.createElement('canvas')
      canvas.width = picture.naturalWidth
      canvas.height = picture.naturalHeight
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
      return canvas.toDataURL('image/png')
    })
  const { width, height, data } = PNG.sync.read(Buffer.from(drawn.split(',')[1] ?? '', 'base64'))
  expect([width, height]).toEqual([750, 1180])
  const read = jsQR(Uint8ClampedArray.from(data), width, height)
  expect(read?.data).toBe(`${desk.url}/#/pages/course/course?${new URLSearchParams({ scene: `${TEA}~${code}` })}`)

  // No to the privacy guide is a no.
  await tap('#save')
  await tap('#later')
  await says('长按图片,可以直接发给朋友')
  await page.getByText('没有存上,长按图片也可以保存').waitFor()
  // Once refused, WeChat asks no more: the way back leads through the settings.
  await page.evaluate(`{
    const save = wx.saveImageToPhotosAlbum
    let asked = 0
    wx.saveImageToPhotosAlbum = (options) =>
      asked++ ? save(options) : Promise.reject({ errMsg: 'saveImageToPhotosAlbum:fail auth deny' })
  }`)
  const download = page.waitForEvent('download')
  await tap('#save')
  await page.getByText('去设置', { exact: true }).click()
  await page.getByText('允许', { exact: true }).click()
  expect((await download).suggestedFilename()).toMatch(/\.png$/)
}, 60_000)

test('a card and a link carry whose they are; whoever comes is remembered, and counted once', async () => {
  const { go, says, tap, page, who } = mei
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const { code } = (await who.call('sharing', { action: 'mine' })) as { code: string }
  await go(COURSE)
  await says('分享')
  // The chat's card: the whole cover and the title, 5 to 4.
  const card54 = (await page.evaluate(`(async () => {
    const { title, promise } = getCurrentPages().at(-1).onShareAppMessage()
    const image = new Image()
    image.src = (await promise).imageUrl
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight })
    canvas.getContext('2d').drawImage(image, 0, 0)
    return { title, size: [canvas.width, canvas.height], png: canvas.toDataURL().split(',')[1] }
  })()`)) as { title: string; size: number[]; png: string }
  writeFileSync(join(SHOTS, 'company-card.png'), Buffer.from(card54.png, 'base64'))
  expect([card54.title, card54.size]).toEqual(['「十分钟喝懂一杯茶」苏砚 的课', [500, 400]])
  await tap('#share')
  await tap('#to-friend')
  await page.getByText('复制链接', { exact: true }).last().click()
  const card = await until(
    () => clipboard(page),
    (text) => text.includes('courseId'),
  )
  expect(card).toContain(`courseId=${TEA}&p=${code}&via=card`)
  await tap('#share')
  await tap('#to-link')
  const link = await until(
    () => clipboard(page),
    (text) => text.includes('/wechat/link'),
  )

  const friend = await person('阿宁')
  await friend.page.goto(link)
  await friend.says('收藏')
  await until(
    async () => (await store.get('promoted', friend.userId)) as { last?: object } | null,
    (promoted) => promoted !== null,
  )
  expect(await store.get('promoted', friend.userId)).toMatchObject({
    first: { promoterId: mei.userId, courseId: TEA, via: 'link' },
    last: { promoterId: mei.userId, courseId: TEA, via: 'link' },
  })
  await friend.page.goto(to(`${COURSE}&p=${code}&via=card`))
  await friend.page.reload()
  await friend.says('收藏')
  const opens = await until(
    async () => (await store.get('promoted', friend.userId)) as { last: { via: string } } | null,
    (promoted) => promoted?.last.via === 'card',
  )
  expect(opens?.last.via).toBe('card')
  expect(await who.call('sharing', { action: 'opens', courseId: TEA })).toEqual({ action: 'opens', all: 1, mine: 1 })
  await friend.leave()
}, 90_000)

test('inside the moments the course shows itself to anybody, alone', async () => {
  const { page, problems, close } = await browser.openPage({ width: 390, height: 844 })
  await page.goto(`${desk.url}/web/?scene=1154#/${COURSE}&p=ABCD1234&via=timeline`)
  await sayingAt(page, '十分钟')
  await sayingAt(page, '目录')
  expect(await top(page).locator('.bar').count()).toBe(0)
  expect(await top(page).locator('#heart').count()).toBe(0)
  await lookAt(page, 'company-moments')
  const moved = await page.evaluate(
    "wx.navigateTo({ url: '/pages/list/list' }).then(() => 'moved', (why) => why.errMsg)",
  )
  expect(moved).toBe('navigateTo:fail not available in single page mode')
  expect(problems).toEqual([])
  await close()
})

test('her pages on a small phone, in the dark, on a wide screen, and with large type', async () => {
  const pages = [
    { name: 'course', path: COURSE, words: '评价' },
    { name: 'reviews', path: `mine/pages/reviews/reviews?courseId=${TEA}`, words: '我的评价' },
    { name: 'write', path: `mine/pages/write/write?courseId=${TEA}`, words: '这门课怎么样' },
    { name: 'favourites', path: 'mine/pages/favourites/favourites', words: '比收藏时便宜' },
    { name: 'inbox', path: 'mine/pages/inbox/inbox', words: '证书发给你了' },
    { name: 'notices', path: 'mine/pages/notices/notices', words: '订单进度' },
    { name: 'certificates', path: 'mine/pages/certificates/certificates', words: '我的证书' },
    { name: 'poster', path: `mine/pages/poster/poster?courseId=${TEA}`, words: '长按图片' },
    { name: 'me', path: 'pages/me/me', words: '消息' },
  ]
  const sizes = [
    { look: '390-en', width: 390, height: 844, colorScheme: 'light', type: 'standard', tongue: 'en' },
    { look: '320', width: 320, height: 640, colorScheme: 'light', type: 'standard', tongue: 'zh-Hans' },
    { look: '390-dark', width: 390, height: 844, colorScheme: 'dark', type: 'standard', tongue: 'zh-Hans' },
    { look: '1280', width: 1280, height: 800, colorScheme: 'light', type: 'standard', tongue: 'zh-Hans' },
    { look: '320-large', width: 320, height: 640, colorScheme: 'light', type: 'large', tongue: 'zh-Hans' },
  ] as const
  for (const { type, tongue, ...size } of inTests(sizes)) {
    const { page, problems, close } = await visit(browser, mei.who, size)
    await page.goto(to('pages/me/me'))
    await sayingAt(page, '点头像或名字可以修改')
    await page.evaluate(`wx.setStorageSync('typeSize', '${type}'); wx.setStorageSync('language', '${tongue}')`)
    await page.reload()
    await top(page).locator('#my-inbox').waitFor()
    for (const { name, path, words } of pages) {
      await page.goto(to(path))
      if (tongue === 'zh-Hans') await sayingAt(page, words)
      else await top(page).locator('.bone').first().waitFor({ state: 'detached' })
      if (name === 'course') await top(page).locator('#rating').scrollIntoViewIfNeeded()
      await lookAt(page, `company-${size.look}-${name}`)
    }
    expect(problems).toEqual([])
    await close()
  }
}, 180_000)
