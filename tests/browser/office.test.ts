import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { role } from '../../scripts/role'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { untilBills } from '../journeys/hours'
import { inTime, phone, until } from '../journeys/phone'
import { openChromium } from './chromium'
import { look, says, top, visit } from './visit'

/**
 * The people behind the school on their phones: refunds decided, a stuck one mended, invoices issued, settings and terms changed,
 * codes made, the books compared with WeChat's bill, and a teacher's income taken out. Each leaves pictures in shots/office-*.png.
 */

const TEA = 'tea-in-ten-minutes'
const INK = 'spring-ink'
const PHONE = { look: '390-light', width: 390, height: 844, colorScheme: 'light' } as const
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let browser: Awaited<ReturnType<typeof openChromium>>
let desk: Desk
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-office-'))

beforeAll(async () => {
  browser = await openChromium()
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, INK] })
}, 120_000)
afterEach(() => fetch(`${desk.url}/wechatPay/desk/faults`, { method: 'DELETE' }))
afterAll(async () => {
  await browser.close()
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Somebody with a WeChat and a name, without a screen. */
async function learner(nickname: string) {
  const who = await phone(desk.url, nickname)
  const { userId } = await who.signIn()
  await who.call('updateProfile', { nickname })
  return { ...who, userId }
}
type Learner = Awaited<ReturnType<typeof learner>>

/** The same with a screen. */
async function atTheScreen(who: Learner, nickname: string) {
  const { page, problems, close } = await visit(browser, who, PHONE)
  let step = 0
  const part = (selector: string) => top(page).locator(selector)
  return {
    ...who,
    page,
    part,
    go: (path: string) => page.goto(`${desk.url}/#/${path}`),
    says: (words: string, ms?: number) => says(page, words, ms),
    tap: (selector: string) => part(selector).first().click(),
    fill: (selector: string, words: string) => part(`${selector} input, ${selector} textarea`).first().fill(words),
    text: (selector: string) => part(selector).first().innerText(),
    /** Answers WeChat's modal after reading it. */
    async agree(reads: string, button: string) {
      await page.getByText(reads).waitFor()
      await page.getByRole('dialog').last().getByRole('button', { name: button, exact: true }).click()
    },
    async shot(what: string) {
      step += 1
      await look(page, `office-${nickname}-${String(step).padStart(2, '0')}-${what}`)
    },
    /** Whatever went wrong unnoticed is told at the end. */
    async leave() {
      expect(problems).toEqual([])
      await close()
    },
  }
}

/** One of the staff, whose role was given as the owner of a school gives it. */
async function officer(nickname: string, add: 'support' | 'finance' | 'admin') {
  const who = await learner(nickname)
  await role({ who: who.userId, add: [add], remove: [] })
  return atTheScreen(who, nickname)
}

/** Buys a course and has it. */
async function buy(who: Learner, courseId: string): Promise<string> {
  const bought = await who.call('buyCourse', { courseId })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(bought.sheet)
  await until(
    () => who.call('checkOrder', { orderId: bought.orderId }),
    ({ order }) => order.opened,
  )
  return bought.orderId
}

/** Buys the tea course, studies so much that the school has to decide, and asks for the money back. */
async function asksForRefund(nickname: string, reason: string) {
  const who = await learner(nickname)
  const orderId = await buy(who, TEA)
  await who.call('playLesson', { courseId: TEA, lessonId: '01-look' })
  desk.clock.advance(20_000)
  await who.call('recordProgress', { courseId: TEA, lessonId: '01-look', from: 0, to: 20 })
  await who.call('askRefund', { action: 'ask', orderId, reason })
  const order = async () => (await who.call('checkOrder', { orderId })).order
  return { ...who, orderId, order }
}

const moved = <T>(ask: () => Promise<T>, pleases: (answer: T) => boolean) => inTime(desk, ask, pleases)

const post = (path: string, body: object) =>
  fetch(`${desk.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('a learner sees no door to the office, and the pages behind it stay shut for them', async () => {
  const an = await atTheScreen(await learner('阿宁'), '阿宁')
  await an.go('pages/me/me')
  await an.says('关于与隐私')
  expect(await an.part('#office').count()).toBe(0)
  expect(await an.part('#my-income').count()).toBe(0)
  await an.go('office/pages/desk/desk')
  await an.says('这里是学校自己人的办公桌')
  await an.shot('closed')
  for (const page of ['refunds', 'invoices', 'settings', 'course-terms', 'codes', 'reconciliation', 'school-income']) {
    await an.go(`office/pages/${page}/${page}`)
    await an.says('这一页要有相应的角色才能打开')
  }
  await an.leave()
}, 60_000)

test('support finds what waits, agrees to one, gives a part of another and refuses a third', async () => {
  const mei = await asksForRefund('小梅', '和想的不一样')
  const zhou = await asksForRefund('老周', '没有时间学')
  const lin = await asksForRefund('小林', '买错了')
  const lan = await officer('阿兰', 'support')

  await lan.go('pages/me/me')
  await lan.tap('#office')
  await lan.says('3 笔在等你看')
  expect(await lan.part('#settings').count()).toBe(0)
  await lan.shot('desk')
  await lan.tap('#refunds')
  await lan.says('和想的不一样')
  await lan.shot('refunds')

  await lan.tap(`[data-order="${mei.orderId}"] .name`)
  await lan.shot('one-refund')
  await lan.tap('#agree')
  await lan.page.getByText('同意后 ¥9.9 会原路退回小梅,课程同时关闭').waitFor()
  await lan.shot('agreeing')
  await lan.agree('同意后 ¥9.9 会原路退回小梅,课程同时关闭', '同意退款')
  await moved(mei.order, ({ state }) => state === 'refunded')
  await until(
    () => lan.part(`[data-order="${mei.orderId}"]`).count(),
    (count) => count === 0,
  )

  await lan.tap(`[data-order="${zhou.orderId}"] .name`)
  await lan.tap('#part')
  await lan.fill('#amount', '12')
  await lan.says('填 0.01 到 9.9 之间的金额')
  await lan.fill('#amount', '3.3')
  await lan.fill('#words', '退三分之一,课留着慢慢学')
  await lan.says('¥3.3 会原路退回老周,买的东西留给 TA')
  await lan.shot('giving-a-part')
  await lan.tap('#do')
  const partly = await moved(zhou.order, ({ state }) => state === 'partlyRefunded')
  expect(partly.refunds.map(({ state, fen, by, answer }) => ({ state, fen, by, answer }))).toEqual([
    { state: 'refused', fen: 990, by: 'buyer', answer: '退三分之一,课留着慢慢学' },
    { state: 'done', fen: 330, by: 'staff', answer: '' },
  ])
  expect(partly.opened).toBe(true)

  await lan.tap(`[data-order="${lin.orderId}"] .name`)
  await lan.tap('#refuse')
  await lan.fill('#words', '第三节正好讲工夫茶,先看看')
  await lan.shot('refusing')
  await lan.tap('#do')
  await lan.says('没有在等的退款')
  await lan.shot('no-refunds')
  expect((await lin.order()).refunds.at(-1)).toMatchObject({ state: 'refused', answer: '第三节正好讲工夫茶,先看看' })
  await lan.leave()
}, 120_000)

test('a refund that the service could not deliver is tried again, and the next settled by hand; one is found by its number', async () => {
  const he = await asksForRefund('小何', '重复购买')
  const shi = await asksForRefund('小施', '上错课了')
  const lan = await officer('阿丽', 'support')
  await lan.signIn()
  const stuck = async ({ orderId, order }: typeof he, outcome: 'CLOSED' | 'ABNORMAL') => {
    await post('/wechatPay/desk/refundOutcome', { outcome })
    await lan.call('reviewRefunds', { action: 'agree', orderId })
    await moved(order, ({ refunds }) => refunds.at(-1)?.state === 'stuck')
  }
  await stuck(shi, 'CLOSED')
  await lan.go('office/pages/refunds/refunds')
  await lan.says('卡住了')
  await lan.tap(`[data-order="${shi.orderId}"] .name`)
  await lan.tap('#again')
  await moved(shi.order, ({ state }) => state === 'refunded')

  await stuck(he, 'ABNORMAL')
  await lan.page.reload()
  await lan.says('卡住了')
  await lan.tap(`[data-order="${he.orderId}"] .name`)
  await lan.shot('stuck')
  await lan.tap('#settle')
  await lan.fill('#words', '12 月 3 日银行转账,尾号 8821')
  await lan.shot('settling')
  await lan.tap('#do')
  await lan.says('没有在等的退款')
  expect((await he.order()).refunds.at(-1)).toMatchObject({ state: 'done', answer: '12 月 3 日银行转账,尾号 8821' })

  const ma = await learner('小马')
  const orderId = await buy(ma, INK)
  await lan.fill('#order-number', 'XT-no-such-order')
  await lan.tap('#find')
  await lan.says('没有这个订单号')
  await lan.fill('#order-number', orderId)
  await lan.tap('#find')
  await lan.says('已完成')
  await lan.shot('found')
  await lan.tap('#found #part')
  await lan.tap('#all')
  await lan.fill('#words', '老师请假,这一期不开了')
  await lan.says('会原路退回小马,课程同时关闭')
  await lan.tap('#do')
  await moved(
    async () => (await ma.call('checkOrder', { orderId })).order,
    ({ state }) => state === 'refunded',
  )
  await lan.go('office/pages/refunds/refunds')
  await lan.page.reload()
  await lan.tap('[data-kind=all]')
  await lan.says('小马')
  await lan.says('小何')
  await lan.shot('all-orders')
  await lan.leave()
}, 120_000)

test('finance copies an invoice, issues it, and the buyer has its number', async () => {
  const tang = await learner('小唐')
  const orderId = await buy(tang, TEA)
  await tang.call('askInvoice', {
    orderId,
    title: '上海杏林文化传播有限公司',
    taxNo: '91310000MA1K3ABCD1',
    email: 'caiwu@xinglin.example',
  })
  const qian = await officer('钱会计', 'finance')
  await qian.go('office/pages/desk/desk')
  await qian.says('1 张要开')
  await qian.shot('desk')
  await qian.tap('#invoices')
  await qian.says('91310000MA1K3ABCD1')
  await qian.shot('invoices')
  await qian.tap('#issue')
  await qian.fill('#number', '2431 2000 0000 1234 5678')
  await qian.shot('issuing')
  await qian.tap('#do')
  await qian.says('没有要开的发票')
  const { order } = await tang.call('checkOrder', { orderId })
  expect(order.invoice).toMatchObject({ state: 'issued', number: '24312000000012345678' })
  await qian.leave()
}, 60_000)

test('an admin changes how the school takes money, and the next quote says so', async () => {
  const sun = await learner('小孙')
  const quote = () => sun.call('quotePrice', { goods: { kind: 'course', courseId: INK } })
  expect(await quote()).toMatchObject({ refundDays: 7, wallet: { isOpen: true } })

  const yuan = await officer('袁校长', 'admin')
  await yuan.go('office/pages/settings/settings')
  await yuan.says('虚拟支付 · 道具')
  await yuan.shot('settings')
  await yuan.tap('#way-balance')
  await yuan.says('充值开着,余额却不能用来付款')
  await yuan.fill('#days', '400')
  await yuan.tap('#save')
  await yuan.says('退款天数填 0 到 365')
  await yuan.fill('#days', '14')
  await yuan.says('付款 14 天内、看了不超过 20%')
  await yuan.fill('#amount', '88')
  await yuan.tap('#add-amount')
  await yuan.says('¥88')
  await yuan.part('#days').scrollIntoViewIfNeeded()
  await yuan.shot('settings-changed')
  await yuan.tap('#save')
  await yuan.says('没有改动')
  expect(await quote()).toMatchObject({ refundDays: 14, wallet: { isOpen: false } })

  // Ordinary WeChat Pay is switched off, and only after reading switched on again.
  await yuan.tap('#way-jsapi')
  await yuan.tap('#way-jsapi')
  await yuan.page.getByText('可能被限制支付甚至下架').last().waitFor()
  await yuan.shot('jsapi-warning')
  await yuan.page.getByRole('button', { name: '先不开', exact: true }).click()
  await yuan.says('小程序里没有开任何付款方式')
  await yuan.tap('#way-jsapi')
  await yuan.page.getByRole('button', { name: '仍要打开', exact: true }).click()
  await yuan.tap('#way-balance')
  await yuan.fill('#days', '7')
  await yuan.tap('#save')
  await yuan.says('没有改动')
  expect(await quote()).toMatchObject({ refundDays: 7, wallet: { isOpen: true }, methods: ['jsapi'] })
  await yuan.leave()
}, 90_000)

test('an admin makes a plan and a batch of codes; one is redeemed, the rest is cancelled', async () => {
  const guan = await officer('管老师', 'admin')
  await guan.go('office/pages/course-terms/course-terms')
  await guan.says('还没有会员方案')
  await guan.tap('#new-plan')
  await guan.fill('#title', '年卡')
  await guan.fill('#yuan', '299')
  await guan.fill('#rights', '全部课程随便学\n会员群答疑')
  await guan.shot('plan')
  await guan.tap('#save')
  await guan.says('¥299 · 365 天 · 课程免费')
  await guan.shot('terms-list')

  await guan.go('office/pages/codes/codes')
  await guan.says('还没有做过兑换码')
  await guan.shot('no-codes')
  await guan.tap('#new-batch')
  await guan.says('选一门课或一种会员')
  await guan.tap('#goods')
  await guan.page.getByRole('option', { name: '会员 · 年卡' }).click()
  await guan.page.waitForTimeout(400) // the wheel comes to rest
  await guan.page.getByText('确定', { exact: true }).click()
  await guan.says('会员 · 年卡')
  await guan.fill('#count', '3')
  await guan.fill('#batch', 'autumn-fair')
  await guan.shot('making-codes')
  await guan.tap('#do')
  await guan.says('3 个 · 还能用 3')
  await guan.shot('batch')
  const code = await guan.text('.sign')
  const feng = await learner('小冯')
  await feng.call('redeemCode', { action: 'redeem', code })
  expect((await feng.call('showMembership', {})).mine).not.toBeNull()

  await guan.tap('#copy-all')
  await guan.tap('#cancel-rest')
  await guan.agree('还没用的 3 个码会立刻失效', '作废')
  await guan.says('3 个 · 已兑换 1 · 已作废 2 · 还能用 0')
  await guan.shot('batch-over')
  await guan.go('office/pages/codes/codes')
  await guan.says('autumn-fair · 3 个')
  await guan.shot('codes')
  await guan.leave()
}, 90_000)

test('a course is published as an item at WeChat, and its members learn it for nothing', async () => {
  const admin = await officer('高老师', 'admin')
  await admin.go(`office/pages/terms/terms?courseId=${TEA}`)
  await admin.says('没有发布')
  await admin.fill('#teacher-id', 'nobody-at-all')
  await admin.part('#teacher-id input').blur()
  await admin.says('没有这个编号的人')
  await admin.fill('#teacher-id', '')
  await admin.tap('#members-free')
  await admin.shot('terms')
  await admin.tap('#save')
  await admin.says('没有改动')
  await admin.tap('#publish')
  await admin.says('微信审核中')
  desk.clock.advance(MINUTE)
  await admin.tap('#publish')
  await until(
    () => admin.text('#item-state'),
    (state) => state === '已发布',
  )
  await admin.shot('published')
  await admin.leave()
}, 90_000)

test('the books are compared with the bill, and what differs is resolved with a reason', async () => {
  const deng = await learner('小邓')
  await buy(deng, INK)
  const date = new Date(desk.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  await post('/wechatPay/desk/bill', { date, stranger: { outTradeNo: 'NEXTDOOR20261126', fen: 6600 } })
  desk.clock.advance(untilBills(desk.clock.now()))
  const ring = () => post('/desk/timers', { function: 'reconcile', name: 'everyMorning' })
  const jin = await officer('金会计', 'finance')
  await jin.signIn()
  await until(
    async () => {
      await ring()
      const answer = await jin.call('reconciliation', { action: 'days' })
      return answer.action === 'days' ? answer.days : []
    },
    (days) => days.some(({ day, state }) => day === date && state === 'differs'),
    30_000,
  )
  await jin.go('office/pages/desk/desk')
  await jin.says('处差异要看')
  await jin.tap('#reconciliation')
  await jin.says('处差异')
  await jin.shot('days')
  await jin.tap(`[data-day="${date}"]`)
  await jin.says('账单上有这笔收款,账本里没有')
  await jin.shot('day')
  const open = await jin.part('#resolve').count()
  for (let left = open; left > 0; left -= 1) {
    await jin.tap('#resolve')
    await jin.fill('#reason', '隔壁书店用同一个商户号收的,已请他们换号')
    if (left === open) await jin.shot('resolving')
    await jin.tap('#do')
    await until(
      () => jin.part('#resolve').count(),
      (count) => count === left - 1,
    )
  }
  await jin.says('已了结')
  await jin.shot('resolved')
  await jin.tap('#again')
  await until(
    () => jin.text('#day-state'),
    (state) => state === '已了结',
  )

  const { total } = await jin.call('schoolIncome', {})
  await jin.go('office/pages/desk/desk')
  await jin.tap('#income')
  await jin.says('卖了什么')
  expect(await jin.text('#net .amount')).toBe(`¥${(total.soldFen - total.refundedFen) / 100}`)
  await jin.shot('income')
  await jin.leave()
}, 120_000)

test('a teacher is given a share, sees it ripen, and takes it out to WeChat', async () => {
  const shen = await atTheScreen(await learner('沈老师'), '沈老师')
  const admin = await officer('教务长', 'admin')
  await admin.go(`office/pages/terms/terms?courseId=${INK}`)
  await admin.fill('#teacher-id', shen.userId)
  await admin.fill('#percent', '70')
  await admin.says('沈老师')
  await admin.tap('#save')
  await admin.agree('以后每一笔收入的 70% 归沈老师', '确定')
  await admin.says('没有改动')
  await admin.tap('#held-back .t-switch__body')
  await admin.says('新写和改过的评价先到学校')
  await admin.shot('shared')
  await admin.leave()

  const student = await learner('小魏')
  await buy(student, INK)
  await shen.go('pages/me/me')
  await shen.tap('#my-income')
  await shen.says('还有 ¥139.3 在等学员的退款期过去')
  await shen.shot('income-waiting')
  desk.clock.advance(8 * DAY)
  await shen.signIn()
  await moved(
    () => shen.call('teacherIncome', {}),
    ({ availableFen }) => availableFen === 13930,
  )
  await shen.go('office/pages/income/income')
  await until(
    () => shen.text('#available'),
    (words) => words === '¥139.3',
  )
  await shen.shot('income')
  await shen.tap('#withdraw')
  await shen.fill('#amount', '9999')
  await shen.says('现在可提 ¥139.3')
  await shen.fill('#amount', '100')
  await shen.shot('asking')
  await shen.tap('#do')
  await shen.page.getByText('确认收款', { exact: true }).waitFor()
  await shen.shot('transfer-sheet')
  await shen.page.getByText('以后再说', { exact: true }).click()
  await shen.says('没关系,24 小时内随时可以回来确认')
  await shen.says('等你确认')
  await shen.shot('left-for-later')
  await shen.tap('#confirm')
  await shen.page.getByText('确认收款', { exact: true }).click()
  await moved(
    () => shen.call('teacherIncome', {}),
    ({ withdrawals }) => withdrawals[0]?.state === 'paid',
  )
  await shen.go('office/pages/income/income')
  await shen.says('已到你的微信零钱')
  expect(await shen.text('#available')).toBe('¥39.3')
  await shen.shot('paid')

  await shen.tap('#withdraw')
  await shen.fill('#amount', '39.3')
  await shen.tap('#do')
  await shen.page.getByText('以后再说', { exact: true }).click()
  await shen.says('等你确认')
  await shen.tap('#cancel')
  await shen.agree('还没确认收款的可以取消', '取消提现')
  await shen.says('已取消', 15_000)
  await until(
    () => shen.text('#available'),
    (words) => words === '¥39.3',
  )
  await shen.shot('cancelled')
  await shen.tap('#files-taken')
  await shen.says('还没有人取过')
  await shen.leave()
}, 180_000)

test('what the school wrote for buyers is read before buying, agreed to in the version of that moment, and kept with the order', async () => {
  const text = '# 内容\n一次付费,长期可学。\n\n# 退款\n七天内没怎么学,可以全额退。'
  const admin = await atTheScreen(await learner('纪老师'), '纪老师')
  await role({ who: admin.userId, add: ['admin'], remove: [] })
  await admin.go('office/pages/course-terms/course-terms')
  await admin.tap('#to-agreements')
  await admin.says('没有,购买时不问')
  await admin.fill('#paid', text)
  await admin.fill('#notes', '付款后马上能学,手机和电脑都可以。\n发票在订单里开。')
  await admin.shot('agreements')
  await admin.tap('#save')
  await admin.agree('付费内容协议换成新的一版', '确定')
  await admin.says('第 1 版')
  await admin.go(`office/pages/terms/terms?courseId=${INK}`)
  // The page before has fields and a button of the same names.
  await admin.says('虚拟支付用的道具')
  await admin.fill('#notes', '请自备毛笔、墨和宣纸。')
  await admin.tap('#save')
  await admin.agree('以后每一笔收入的 70% 归沈老师', '确定')
  await admin.says('没有改动')
  await admin.shot('course-notes')

  const buyer = await atTheScreen(await learner('小纪'), '小纪')
  await buyer.go(`pages/course/course?courseId=${INK}`)
  await buyer.says('请自备毛笔、墨和宣纸。')
  await buyer.part('#notes').scrollIntoViewIfNeeded()
  await buyer.shot('course-with-notes')
  await buyer.go(`shop/pages/checkout/checkout?kind=course&id=${TEA}`)
  await buyer.says('《付费内容协议》')
  await buyer.shot('checkout-agreement')
  await buyer.tap('#to-notes')
  await buyer.says('发票在订单里开。')
  await buyer.shot('checkout-notes')
  await buyer.tap('#agreement')
  await buyer.says('七天内没怎么学,可以全额退。')
  await buyer.shot('agreement')
  await buyer.page.goBack()
  await admin.go('office/pages/agreements/agreements')
  await admin.says('第 1 版')
  await admin.fill('#paid', `${text}\n第二版。`)
  await admin.tap('#save')
  await admin.agree('付费内容协议换成新的一版', '确定')
  await admin.says('第 2 版')
  await buyer.tap('#pay')
  await buyer.says('购买协议刚刚有了新的版本')
  await buyer.shot('agreement-changed')
  await buyer.tap('#pay')
  await buyer.page.getByText('允许', { exact: true }).click()
  await buyer.page.getByText('确认支付', { exact: true }).click()
  await buyer.part('#opened').waitFor()
  const [order] = (await buyer.call('myOrders', {})).orders
  expect(order?.agreed).toEqual({ kind: 'paid', version: 2 })
  await buyer.go(`shop/pages/order/order?orderId=${order?.orderId}`)
  await buyer.tap('#agreed')
  await buyer.says('第二版。')
  await buyer.leave()
  await admin.leave()
}, 120_000)
