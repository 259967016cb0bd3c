import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../core/ports'
import type { Desk } from '../../emulator/desk'
import { openShop } from '../../scripts/shop'
import { untilBills } from './hours'
import { inTime, phone, refusal, until } from './phone'
import { webBrowser } from './webBrowser'

/** A school as it comes: WeChat's rules are the default, so inside WeChat courses are paid by virtual payment. */

const TEA = 'tea-in-ten-minutes'
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-gateways-'))
let desk: Desk
let store: Store

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, courses: [TEA], strictIndexes: true, virtualPayEnv: 0 })
  store = (await import('../../platform/cloudbase/store')).store
}, 120_000)
afterAll(async () => {
  await desk.functions.quiet()
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const MINUTE = 60_000

async function newcomer(nickname: string) {
  const someone = await phone(desk.url, nickname)
  const { userId } = await someone.signIn()
  return Object.assign(someone, { userId })
}
type Person = Awaited<ReturnType<typeof newcomer>>

/** Somebody with a role: it counts from the next sign-in. */
async function officer(role: 'support' | 'finance' | 'admin'): Promise<Person> {
  const someone = await newcomer(role)
  await store.change('users', someone.userId, {}, { set: { roles: ['learner', role] } })
  await someone.signIn()
  return someone
}

const methodsFor = async (who: Person) =>
  (await who.call('quotePrice', { goods: { kind: 'course', courseId: TEA } })).methods

async function bought(who: Person, kind: 'android' | 'ios' = 'android') {
  const answer = await who.call('buyCourse', { courseId: TEA, loginCode: await who.loginCode() })
  if (answer.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(answer.sheet, kind)
  const { order } = await until(
    () => who.call('checkOrder', { orderId: answer.orderId }),
    ({ order }) => order.opened,
  )
  return order
}

const controlled = async (path: string, body: unknown) => {
  const reply = await fetch(desk.url + path, { method: 'POST', body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`)
}

test('a course that is no item yet is paid with coins, and opens when WeChat says so', async () => {
  const mei = await newcomer('小梅')
  expect(await methodsFor(mei)).toEqual(['virtualCoins'])
  expect(await bought(mei)).toMatchObject({
    state: 'paid',
    way: { gateway: 'virtualPay', method: 'virtualCoins' },
    price: { payFen: 990 },
  })
})

test('the office publishes the course as an item; half an hour later it is sold as one, also to an iPhone', async () => {
  const admin = await officer('admin')
  const published = await until(
    () => admin.call('officeTerms', { action: 'item', courseId: TEA }),
    (answer) => answer.action === 'item' && answer.itemState === 'published',
  )
  expect(published).toMatchObject({ item: { fen: 990 } })
  const zhou = await newcomer('老周')
  expect(await methodsFor(zhou)).toEqual(['virtualCoins'])
  desk.clock.advance(31 * MINUTE)
  expect(await methodsFor(zhou)).toEqual(['virtualGoods', 'virtualCoins'])

  const order = await bought(zhou, 'ios')
  expect(order).toMatchObject({ state: 'paid', way: { gateway: 'virtualPay', method: 'virtualGoods' } })

  // The buyer's own wish cannot be carried out by us: only Apple gives back what an iPhone paid.
  const { orderId } = order
  const asked = await zhou.call('askRefund', { action: 'ask', orderId, reason: '买错了' })
  if (asked.action !== 'ask') throw new Error('not asked')
  await until(
    () => zhou.call('checkOrder', { orderId }),
    ({ order }) => order.refunds.at(-1)?.state === 'stuck',
  )
  // Then Apple does, and WeChat tells us.
  await controlled('/virtualPay/desk/appleRefund', { outTradeNo: orderId })
  await inTime(
    desk,
    () => zhou.call('checkOrder', { orderId }),
    ({ order }) => order.state === 'refunded',
  )
  expect(await refusal(zhou.call('playLesson', { courseId: TEA, lessonId: '02-listen' }))).toBe('NOT_OWNED')
})

test('the next morning the books are compared with the bills of virtual payment and Alipay, by the real functions', async () => {
  const lan = webBrowser(desk.url)
  await lan.signIn(await newcomer('小兰'))
  const page = await lan.call('buyCourse', { courseId: TEA, method: 'alipayPage', device: 'computer' })
  if (page.status !== 'pay' || page.sheet.method !== 'alipayPage') throw new Error('no page to pay at')
  await controlled('/alipay/desk/pay', { url: page.sheet.url })
  await until(
    () => lan.call('checkOrder', { orderId: page.orderId }),
    ({ order }) => order.opened,
  )
  const date = new Date(desk.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  for (const service of ['virtualPay', 'alipay'])
    await controlled(`/${service}/desk/bill`, { date, stranger: { outTradeNo: `NEXTDOOR-${service}`, fen: 6600 } })

  desk.clock.advance(untilBills(desk.clock.now()))
  const jin = await officer('finance')
  const compared = await until(
    async () => {
      await controlled('/desk/timers', { function: 'reconcile', name: 'everyMorning' })
      return jin.call('reconciliation', { action: 'days' })
    },
    (answer) => answer.action === 'days' && answer.days.filter(({ state }) => state === 'differs').length === 2,
    30_000,
  )
  if (compared.action !== 'days') throw new Error('no days')
  expect(compared.days.filter(({ day }) => day === date)).toMatchObject([
    { gateway: 'alipay', payments: 2, paidFen: 7590, refunds: 0, openDifferences: 1 },
    // What the tests before bought may have been bought before midnight: the stranger's is all that differs.
    { gateway: 'virtualPay', openDifferences: 1 },
  ])
  for (const gateway of ['alipay', 'virtualPay'] as const) {
    const day = await jin.call('reconciliation', { action: 'day', gateway, day: date })
    if (day.action === 'days') throw new Error('not a day')
    expect(day.differences).toMatchObject([
      { kind: 'missingHere', about: 'payment', outTradeNo: `NEXTDOOR-${gateway}`, ourFen: null, theirFen: 6600 },
    ])
    const [{ differenceId } = { differenceId: '' }] = day.differences
    expect(
      await jin.call('reconciliation', { action: 'resolve', differenceId, reason: '隔壁书店用同一个商户号收的' }),
    ).toMatchObject({ day: { gateway, state: 'resolved', openDifferences: 0 } })
  }
}, 120_000)
