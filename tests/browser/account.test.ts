import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { agreeWhenAsked, openChromium } from './chromium'
import { inTests, type Look, look as lookAt, says as saysWithin, top, visit } from './visit'
import { webVisitor } from './webVisitor'

/** A person and their account, as they see it: on the web and in WeChat, in three languages, until they leave and stay after all. */

const TEA = 'tea-in-ten-minutes'
const MINUTE = 60_000
const NUMBER = '13812345678'
const PHONE: Look = { look: '390-light', width: 390, height: 844, colorScheme: 'light' }

let desk: Desk
let browser: Awaited<ReturnType<typeof openChromium>>
const folder = mkdtempSync(join(tmpdir(), 'xingtan-account-'))

beforeAll(async () => {
  desk = await openShop({ dataDir: folder, port: 0, courses: [TEA], money: ORDINARY_PAY })
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
  rmSync(folder, { recursive: true, force: true })
})

const lastCode = async (before: number): Promise<string> => {
  const letters = await until(
    () => desk.tencentCloud.letters(),
    (all) => all.length > before,
  )
  return /\d{6}/.exec(letters[0]?.text ?? '')?.[0] ?? ''
}
/** The machine may have others to serve. */
const says = (page: Page, words: string, ms = 15_000) => saysWithin(page, words, ms)
const sent = () => desk.tencentCloud.letters().length
const at = (page: Page, selector: string) => top(page).locator(selector).first()
const go = (page: Page, path: string) => page.goto(`${desk.url}/#/${path}`)
const shot = (page: Page, name: string) => lookAt(page, `account-${name}`)

async function person(
  nickname: string,
  at: Look = PHONE,
  agrees = true,
): Promise<{ who: Phone; page: Page; leave(): Promise<void> }> {
  const who = await phone(desk.url, nickname)
  await who.signIn({ agrees })
  await who.call('updateProfile', { nickname })
  const { page, problems, close } = await visit(browser, who, at)
  return {
    who,
    page,
    async leave() {
      expect(problems).toEqual([])
      await close()
    },
  }
}

test('on the web somebody signs in by a text, sets a password, and comes back with it', async () => {
  const { page, sheet, open, problems, close } = await webVisitor(browser, desk, { width: 390, height: 844 })
  await open('pages/orders/orders')
  await sheet.getByRole('button', { name: '用手机号登录' }).click()
  await sheet.getByLabel('手机号').fill('138')
  await sheet.getByRole('button', { name: '发验证码' }).click()
  await sheet.getByText('请填 11 位手机号').waitFor()
  await sheet.getByLabel('手机号').fill(NUMBER)
  let before = sent()
  await sheet.getByRole('button', { name: '发验证码' }).click()
  const code = await lastCode(before)
  await sheet.getByLabel('六位验证码').fill(code === '000000' ? '000001' : '000000')
  await sheet.getByRole('button', { name: '登录', exact: true }).click()
  await sheet.getByText('请先勾选同意约定').waitFor()
  await sheet.getByRole('checkbox').check()
  await sheet.getByRole('button', { name: '登录', exact: true }).click()
  await sheet.getByText('验证码不对,还能试 4 次').waitFor()
  await page.screenshot({ path: join(__dirname, 'shots/account-web-wrong-code.png') })
  await sheet.getByLabel('六位验证码').fill(code)
  await sheet.getByRole('button', { name: '登录', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  await says(page, '还没有订单')

  // Another day, another browser: a password that was never set is set by whoever holds the number.
  desk.clock.advance(2 * MINUTE)
  const again = await webVisitor(browser, desk, { width: 390, height: 844 })
  await again.open('pages/orders/orders')
  await again.sheet.getByRole('button', { name: '用手机号登录' }).click()
  await again.sheet.getByRole('button', { name: '用密码' }).click()
  await again.sheet.getByLabel('手机号').fill(NUMBER)
  await again.sheet.getByLabel('密码').fill('not the password')
  await again.sheet.getByRole('button', { name: '登录', exact: true }).click()
  await again.sheet.getByText('账号或密码不对').waitFor()
  await again.sheet.getByRole('button', { name: '忘了密码,或还没设过' }).click()
  before = sent()
  await again.sheet.getByRole('button', { name: '发验证码' }).click()
  await again.sheet.getByLabel('六位验证码').fill(await lastCode(before))
  await again.sheet.getByLabel('新密码,至少 8 位').fill('杏花春雨江南2026')
  await again.sheet.getByRole('checkbox').check()
  await again.page.screenshot({ path: join(__dirname, 'shots/account-web-reset.png') })
  await again.sheet.getByRole('button', { name: '设好密码并登录' }).click()
  await again.sheet.waitFor({ state: 'detached' })
  await says(again.page, '还没有订单')

  const third = await webVisitor(browser, desk, { width: 390, height: 844 })
  await third.open('pages/me/me')
  await third.sheet.getByRole('button', { name: '用手机号登录' }).click()
  await third.sheet.getByRole('button', { name: '用密码' }).click()
  await third.sheet.getByLabel('手机号').fill(NUMBER)
  await third.sheet.getByLabel('密码').fill('杏花春雨江南2026')
  await third.sheet.getByRole('button', { name: '登录', exact: true }).click()
  await third.sheet.waitFor({ state: 'detached' })
  await at(third.page, '#my-account').click()
  await says(third.page, '138****5678')
  await shot(third.page, 'web-account')
  await at(third.page, '#sessions').click()
  await says(third.page, '结束')
  await shot(third.page, 'web-sessions')
  // The refusal of a wrong code is an answer with a status, which browsers note.
  for (const seen of [problems, again.problems, third.problems])
    expect(seen.filter((line) => !/status of (401|409)/.test(line))).toEqual([])
  await Promise.all([close(), again.close(), third.close()])
}, 60_000)

test('on the web somebody signs in by QQ, connects Weibo beside it, and keeps the last way; a no and a stranger’s answer change nothing', async () => {
  const visitor = await webVisitor(browser, desk, { width: 390, height: 844 })
  const { page, sheet, open, problems, close } = visitor
  await open('pages/orders/orders')
  await sheet.getByRole('button', { name: '用 QQ 登录' }).click()
  await sheet.getByRole('button', { name: '去 QQ 确认' }).click()
  await sheet.getByText('请先勾选同意约定').waitFor()
  await sheet.getByRole('checkbox').check()
  await visitor.shot('account-web-qq')
  await sheet.getByRole('button', { name: '去 QQ 确认' }).click()
  await page.getByRole('button', { name: '不同意' }).waitFor()
  await visitor.shot('account-qq-asks')
  await page.getByRole('button', { name: '不同意' }).click()
  await sheet.getByText('没有同意,所以没有登录').waitFor()
  await visitor.shot('account-web-qq-denied')
  await sheet.getByRole('checkbox').check()
  await sheet.getByRole('button', { name: '去 QQ 确认' }).click()
  await page.getByRole('button', { name: '小梅' }).click()
  await says(page, '还没有订单')
  // What came back stands in no address any more.
  expect(page.url()).toBe(`${desk.url}/web/#/pages/orders/orders`)

  await open('account/pages/account/account')
  await says(page, '登录方式')
  await visitor.shot('account-web-providers')
  await at(page, '#weibo').click()
  await says(page, '可以在网页上用微博登录')
  await visitor.shot('account-web-weibo')
  await at(page, '#connect').click()
  await page.getByRole('button', { name: '老周' }).click()
  await says(page, '已连上微博')
  await visitor.shot('account-web-weibo-bound')
  await at(page, '#unbind').click()
  await page.getByText('确定', { exact: true }).last().click()
  await at(page, '#connect').waitFor()
  await open('account/pages/provider/provider?provider=qq')
  await at(page, '#unbind').click()
  await page.getByText('确定', { exact: true }).last().click()
  await says(page, '这是你唯一的登录方式')
  await visitor.shot('account-web-last-way')

  // Somebody's own answer, sent to another browser as a link, signs nobody in there.
  const other = await webVisitor(browser, desk, { width: 390, height: 844 })
  await other.page.goto(`${desk.url}/web/?code=0123456789ABCDEF&state=k3v9x0c7m2q8w4z1p6r5`)
  await says(other.page, '不是从这个页面开始的')
  await other.shot('account-web-stranger')
  for (const seen of [problems, other.problems])
    expect(seen.filter((line) => !/status of (401|403|409)/.test(line))).toEqual([])
  await Promise.all([close(), other.close()])
}, 60_000)

test('in WeChat a number is bound by the button, a wrong e-mail is told, and nobody is pressed', async () => {
  const { page, leave } = await person('小梅')
  await go(page, 'pages/me/me')
  await says(page, '账号与安全')
  await shot(page, 'me')
  await at(page, '#my-account').click()
  await says(page, '登录方式')
  await shot(page, 'ways')
  await at(page, '#phone').click()
  await says(page, '用微信绑定的手机号')
  await shot(page, 'bind-phone')
  await at(page, '#from-wechat').click()
  // WeChat's privacy guide comes first, on our own page.
  await says(page, '接下来的一步要用到微信里的信息')
  await shot(page, 'guide')
  await at(page, '#agree-privacy').click()
  await page.getByText('允许', { exact: true }).click()
  await says(page, '登录方式')
  await until(
    () => at(page, '#phone').innerText(),
    (words) => /199\*{4}\d{4}/.test(words),
  )
  await at(page, '#email').click()
  await at(page, '#address input').fill('mei@')
  await at(page, '#send').click()
  await says(page, '这个邮箱写得不完整')
  await at(page, '#address input').fill('mei@example.cn')
  const before = sent()
  await at(page, '#send').click()
  await at(page, '#code input').fill(await lastCode(before))
  await shot(page, 'bind-email')
  await at(page, '#save').click()
  await says(page, 'm***@example.cn')
  await leave()
}, 60_000)

test('agreements are read, agreed to and taken back; buying asks once', async () => {
  const { page, leave } = await person('老周', PHONE, false)
  await page.removeLocatorHandler(page.getByText(/^(同意继续|同意繼續|Agree)$/))
  await go(page, `shop/pages/checkout/checkout?kind=course&id=${TEA}`)
  await says(page, '¥9.9', 20_000)
  await at(page, '#pay').click()
  await page.getByText('看看全文', { exact: true }).click()
  await says(page, '怎么认出你')
  await shot(page, 'privacy')
  await at(page, '#text-terms').click()
  await says(page, '付款和退款')
  await shot(page, 'terms')
  await at(page, '#agree').click()
  await says(page, '同意了这两份约定')
  await at(page, '#withdraw').click()
  await page.getByText('收回同意', { exact: true }).last().click()
  await says(page, '还没有同意')
  await shot(page, 'withdrawn')
  await agreeWhenAsked(page)
  await leave()
}, 60_000)

test('the shop speaks the language that is chosen, and writes as large as people like', async () => {
  const { page, leave } = await person('阿宁')
  await go(page, 'account/pages/settings/settings')
  await says(page, '跟随微信')
  await shot(page, 'settings')
  await at(page, '#size-large').click()
  await shot(page, 'settings-large')
  await at(page, '#language-en').click()
  await says(page, 'As in WeChat')
  await shot(page, 'settings-english-large')
  await go(page, 'pages/me/me')
  await says(page, 'Account and security')
  await shot(page, 'me-english-large')
  await go(page, 'account/pages/settings/settings')
  await at(page, '#language-zh-Hant').click()
  await says(page, '跟隨微信')
  await leave()
}, 60_000)

test('somebody takes their data along, asks to leave, and stays after all', async () => {
  const { page, who, leave } = await person('秋白')
  await go(page, 'account/pages/data/data')
  await at(page, '#make').click()
  await says(page, '副本好了')
  await shot(page, 'data')
  await go(page, 'account/pages/close/close')
  await says(page, '会放弃')
  await shot(page, 'close')
  await at(page, '#close').click()
  await page.getByText('请先勾选上面这句').waitFor()
  await at(page, '#understand').click()
  await at(page, '#close').click()
  await page.getByText('申请', { exact: true }).click()
  await page.getByText('前可以收回').waitFor()
  await go(page, 'pages/me/me')
  await says(page, '注销,在这里可以收回')
  await shot(page, 'leaving')
  await at(page, '#leaving').click()
  await at(page, '#stay').click()
  await until(
    async () => (await who.call('account', { action: 'look' })) as { closing: unknown },
    ({ closing }) => closing === null,
  )
  await leave()
}, 60_000)

const looks: Look[] = [
  { look: '320-light', width: 320, height: 640, colorScheme: 'light' },
  { look: '390-dark', width: 390, height: 844, colorScheme: 'dark' },
  { look: '1280-light', width: 1280, height: 800, colorScheme: 'light' },
]

test.each(inTests(looks))(
  'every page of the account fits at $look',
  async (size) => {
    const { page, leave } = await person(`看${size.look}`, size)
    for (const name of [
      'account',
      'bind',
      'provider',
      'sessions',
      'settings',
      'agreements',
      'data',
      'close',
      'guide',
    ]) {
      await go(page, `account/pages/${name}/${name}`)
      await page.waitForTimeout(250)
      await shot(page, `${name}-${size.look}`)
    }
    await go(page, 'pages/me/me')
    await says(page, '账号与安全')
    await shot(page, `me-${size.look}`)
    await go(page, 'pages/about/about')
    await says(page, '我们记下什么')
    await shot(page, `about-${size.look}`)
    await leave()
  },
  60_000,
)
