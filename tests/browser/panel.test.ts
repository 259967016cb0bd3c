import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, until } from '../journeys/phone'
import { type OpenedPage, openChromium } from './chromium'
import { inTests } from './visit'

/** The desk's panel, walked through in Chromium after a real purchase, on a desk's screen and on a phone's. */

const TEA = 'tea-in-ten-minutes'
const TITLE = '十分钟喝懂一杯茶'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
// Everything a document can hold is shown as text. Were any of it to run, `broken` would stand in the window.
const NICKNAME = '<img src=x onerror=broken=1>'
const ODD = {
  _id: 'odd "id" <b>',
  title: '<script>window.broken = 1</script>',
  picture: '<img src=x onerror="window.broken = 1">',
  '<svg onload=broken=1>': { deep: ['</pre><script>window.broken=1</script>', null, 1.5, true, []] },
}
const sizes = [
  { size: 'desk', width: 1280, height: 800 },
  { size: 'phone', width: 390, height: 844 },
] as const

let desk: Desk
let chromium: Awaited<ReturnType<typeof openChromium>>
let mei: Phone
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-panel-'))

const orderOf = async (who: Phone) => {
  const bought = await who.call('buyCourse', { courseId: TEA })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  return bought
}
const paymentOf = (outTradeNo: string) => desk.weChatPay.look().find((one) => one.outTradeNo === outTradeNo)

/** Somebody new who has put the course in an order and not paid. */
async function waitingOrder(nickname: string): Promise<string> {
  const who = await phone(desk.url, nickname)
  await who.signIn()
  return (await orderOf(who)).orderId
}

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA] })
  chromium = await openChromium()
  mei = await phone(desk.url, NICKNAME)
  await mei.signIn()
  const bought = await orderOf(mei)
  await mei.subscribe([bought.templateId ?? ''])
  await mei.pay(bought.sheet)
  await until(
    () => desk.weChat.messages.list(),
    (messages) => messages.length === 1,
  )
  const { store } = await import('../../platform/cloudbase/store')
  await store.insert('quizzes', ODD)
}, 60_000)
afterAll(async () => {
  await chromium?.close()
  await desk?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe.each(inTests(sizes))('on a $size of $width × $height', ({ size, width, height }) => {
  let opened: OpenedPage
  beforeEach(async () => {
    opened = await chromium.openPage({ width, height })
  })
  afterEach(async () => {
    expect(opened.problems).toEqual([])
    expect(await opened.page.evaluate(() => 'broken' in window)).toBe(false)
    await opened.close()
  })

  /** Goes to a view, waits until it has its answer, and keeps a picture of it. */
  async function visit(hash: string, picture: string): Promise<void> {
    const { page } = opened
    await page.goto(`${desk.url}/panel/#/${hash}`)
    await page.locator('main[data-state=ready]').waitFor()
    await opened.shot(`panel-${picture}-${size}`)
    // Nothing is wider than the screen.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  const main = () => opened.page.locator('main').innerText()
  const said = (words: string) => opened.page.locator('.said').getByText(words).waitFor()

  test('the overview tells the addresses, the counts and what is waited for', async () => {
    await visit('', 'overview')
    const text = await main()
    for (const fact of [`${desk.url}/`, `${desk.url}/http/payNotify`, '桌面时间', '笔已付', '定时器', 'sweep'])
      expect(text).toContain(fact)
    await opened.page.emulateMedia({ colorScheme: 'dark' })
    await opened.shot(`panel-overview-dark-${size}`)
  })

  test('an invocation is found, and says what it asked of the cloud', async () => {
    const { page } = opened
    await visit('invocations', 'invocations')
    await page.getByLabel('只看').selectOption('payNotify')
    await page.waitForURL(/function=payNotify/)
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'payNotify' }).waitFor()
    const text = await main()
    for (const fact of ['成功', '启动', 'HTTP', '最长一串是', 'database.', 'requestId']) expect(text).toContain(fact)
    expect(await page.locator('.waterfall li').count()).toBeGreaterThan(0)
    await opened.shot(`panel-invocation-${size}`)
  })

  test('documents are read as they are, whatever they hold', async () => {
    const { page } = opened
    await visit('documents', 'documents')
    await page.getByRole('link', { name: 'quizzes' }).click()
    await page.locator('details.document').first().waitFor()
    const odd = page.locator('details.document', { hasText: ODD._id })
    await odd.locator('summary').click()
    await opened.shot(`panel-collection-${size}`)
    await odd.getByRole('link').click()
    await page.getByRole('heading', { name: ODD._id }).waitFor()
    expect(JSON.parse(await page.locator('pre.json').innerText())).toEqual(ODD)
    await opened.shot(`panel-document-${size}`)

    await page.goto(`${desk.url}/panel/#/documents/orders`)
    await page.getByRole('textbox', { name: '按编号找' }).fill('nobody')
    await page.getByRole('button', { name: '找' }).click()
    await page.getByText('没有编号是「nobody」的文档。').waitFor()
  })

  test('a file is opened by its signed link', async () => {
    const { page } = opened
    await visit('files', 'files')
    const link = page.locator('tbody a').first()
    const reply = await fetch((await link.getAttribute('href')) ?? '')
    expect(reply.status).toBe(200)
    expect(await main()).toContain(reply.headers.get('content-type') ?? '?')
  })

  test('an order is paid without a client; its notice is lost, and comes again when time has passed', async () => {
    const { page } = opened
    const outTradeNo = await waitingOrder('阿宁')
    await visit('payments', 'payments')
    const text = await main()
    for (const fact of [TITLE, '¥9.9', '未付', '已付', '已送到', NICKNAME]) expect(text).toContain(fact)
    await page.getByRole('combobox', { name: '意外' }).selectOption({ label: '丢在路上,按计划再送' })
    await page.getByRole('button', { name: '安排' }).click()
    await said('安排好了。')
    await page.locator('.waiting-faults').getByText('丢在路上').waitFor()
    await opened.shot(`panel-pay-fault-${size}`)

    await page.goto(`${desk.url}/panel/#/payments/${outTradeNo}`)
    await page.getByRole('button', { name: '替付款人付款' }).click()
    await said('已付 ¥9.9')
    await page.getByText('路上丢了').waitFor()
    await page.getByText('等着再送').waitFor()
    await opened.shot(`panel-payment-${size}`)
    expect(paymentOf(outTradeNo)).toMatchObject({ state: 'SUCCESS', notice: { delivered: false } })

    await page.goto(`${desk.url}/panel/#/clock`)
    await page.getByRole('button', { name: '1 分钟', exact: true }).click()
    await said('往前拨了 1 分钟。')
    await page.goto(`${desk.url}/panel/#/payments/${outTradeNo}`)
    await page.getByText('已送到').first().waitFor()
    await page.getByLabel('份数').fill('3')
    await page.getByRole('button', { name: '再送一次通知' }).click()
    await said('送出了。回答:200 × 3')
    await page.getByText('手动').waitFor()
    await opened.shot(`panel-payment-delivered-${size}`)
  })

  test('messages show what reached whom, and what was asked of WeChat', async () => {
    await visit('messages', 'messages')
    const text = await main()
    for (const fact of [NICKNAME, '未读', 'desk-course-opened', 'subscribeMessage.send', '成功'])
      expect(text).toContain(fact)
  })

  test('the clock goes forward, and a timer runs when told', async () => {
    const { page } = opened
    await visit('clock', 'clock')
    const before = desk.clock.offsetMs()
    await page.getByLabel('拨多少').fill('3')
    await page.getByLabel('单位').selectOption({ label: '小时' })
    await page.getByRole('button', { name: '拨', exact: true }).click()
    await said('往前拨了 3 小时。')
    expect(desk.clock.offsetMs() - before).toBe(180 * MINUTE)

    const [timer] = desk.timers.list()
    const runs = () => desk.functions.invocations.list().filter((one) => one.function === timer?.function).length
    await desk.functions.quiet()
    const ran = runs()
    await page.getByRole('button', { name: '现在运行' }).first().click()
    await said(`${timer?.function} 已运行`)
    await until(runs, (now) => now === ran + 1)
  })

  test('a fault is ordered, met, and cleared', async () => {
    const { page } = opened
    await visit('faults', 'faults')
    await page.getByLabel('怎么坏').selectOption({ label: '变慢' })
    await page.getByLabel('慢多少毫秒').fill('20')
    await page.getByLabel('哪个动作').fill('database.getDocument:certificates')
    await page.getByLabel('坏几次').fill('2')
    await page.getByRole('button', { name: '安排' }).click()
    await page.locator('tbody').getByText('database.getDocument:certificates').waitFor()
    expect(desk.faults.list()).toMatchObject([
      { service: 'database', action: 'database.getDocument:certificates', kind: 'delay', times: 2, skip: 0, ms: 20 },
    ])
    await opened.shot(`panel-faults-ordered-${size}`)
    await page.getByRole('button', { name: '全部取消' }).click()
    await page.getByText('没有安排故障').waitFor()
    expect(desk.faults.list()).toEqual([])
  })
})

describe('states and habits', () => {
  test('every misfortune of WeChat Pay can be ordered, is named while it waits, and is taken back', async () => {
    const { page, problems, shot, close } = await chromium.openPage({ width: 1280, height: 800 })
    await page.goto(`${desk.url}/panel/#/payments`)
    const choice = page.getByRole('combobox', { name: '意外' })
    await choice.waitFor()
    const names = await choice.locator('option').allInnerTexts()
    for (const label of names) {
      await choice.selectOption({ label })
      await page.getByRole('button', { name: '安排' }).click()
      await page.locator('.waiting-faults').getByText(label, { exact: true }).waitFor()
    }
    await shot('panel-pay-faults-desk')
    await page.getByRole('button', { name: '全部取消' }).click()
    await page.getByText('没有安排意外。').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  test('a payment that comes too late is given back, and the refund is seen', async () => {
    const { page, problems, shot, close } = await chromium.openPage({ width: 390, height: 844 })
    const outTradeNo = await waitingOrder('小满')
    desk.clock.advance(DAY)
    await until(
      () => paymentOf(outTradeNo)?.state,
      (state) => state === 'CLOSED',
    )
    // A day rings every timer; what they have to do is done before the payment comes.
    await desk.functions.quiet()
    await page.goto(`${desk.url}/panel/#/payments/${outTradeNo}`)
    await page.getByRole('button', { name: '迟到付款' }).click()
    await page.getByText('退款单号').waitFor()
    desk.clock.advance(MINUTE) // the bank's, too
    await page.getByText('已退').waitFor()
    await shot('panel-refund-phone')
    expect(problems).toEqual([])
    await close()
  })

  test('what is asked for in vain says so, with a way back', async () => {
    const { page, problems, shot, close } = await chromium.openPage({ width: 390, height: 844 })
    await page.goto(`${desk.url}/panel/#/invocations/none`)
    await page.getByText('找不到了').waitFor()
    await shot('panel-gone-phone')
    await page.getByRole('link', { name: '返回' }).click()
    await page.getByRole('heading', { name: '调用' }).waitFor()
    await page.goto(`${desk.url}/panel/#/nowhere`)
    await page.getByText('没有这个页面').waitFor()
    // The browser itself notes the answer 404; nothing else may be in the console.
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([])
    await close()
  })

  test('a desk that stops answering is told, what was seen stays, and it goes on by itself', async () => {
    const { page, shot, close } = await chromium.openPage({ width: 1280, height: 800 })
    await page.goto(`${desk.url}/panel/#/documents`)
    await page.getByRole('link', { name: 'orders' }).waitFor()
    await page.route('**/desk/**', (route) => route.abort())
    await page.getByText('正在重试').waitFor()
    expect(await page.getByRole('link', { name: 'orders' }).isVisible()).toBe(true)
    await shot('panel-stale-desk')
    await page.unroute('**/desk/**')
    await page.locator('main[data-state=ready]').waitFor()
    await close()
  })

  test('a list that refreshes leaves focus, half-typed words and opened documents alone', async () => {
    const { page, close } = await chromium.openPage({ width: 1280, height: 800 })
    await page.goto(`${desk.url}/panel/#/documents/users`)
    await page.locator('details.document summary').first().click()
    await page.getByRole('textbox', { name: '按编号找' }).fill('half')
    const answers = page.waitForResponse(/desk\/database\/users/)
    await waitingOrder('新来的')
    await (await answers).finished()
    await page.waitForResponse(/desk\/database\/users/)
    expect(await page.getByRole('textbox', { name: '按编号找' }).inputValue()).toBe('half')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('id')
    expect(await page.locator('details.document[open]').count()).toBe(1)
    await close()
  })

  test('everything is reached with the keyboard, and the view that opens is read out', async () => {
    const { page, close } = await chromium.openPage({ width: 1280, height: 800 })
    await page.goto(`${desk.url}/panel/`)
    await page.locator('main[data-state=ready]').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到内容')
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('调用')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '调用' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await close()
  })
})
