import type { Desk } from '../../emulator/desk'
import { role } from '../../scripts/role'
import { untilBills } from '../journeys/hours'
import { type Phone, phone, until } from '../journeys/phone'

/** What people have done in a shop before a test looks at its pages. */

export const TEA = 'tea-in-ten-minutes'
export const INK = 'spring-ink'

/** Waits until what was paid for is open. */
const opened = (who: Phone, orderId: string) =>
  until(
    () => who.call('checkOrder', { orderId }),
    ({ order }) => order.opened,
  )

/** Buys a course and has it. */
export async function buy(who: Phone, courseId: string): Promise<string> {
  const bought = await who.call('buyCourse', { courseId })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  await who.pay(bought.sheet)
  await opened(who, bought.orderId)
  return bought.orderId
}

/** Buys the course about tea, studies it to the end and takes the certificate, under this name. Answers its number. */
export async function finish(desk: Pick<Desk, 'clock'>, who: Phone, nickname: string): Promise<string> {
  await buy(who, TEA)
  const answer = await who.call('browseCatalog', { action: 'detail', courseId: TEA })
  if (answer.action !== 'detail') throw new Error('not a course')
  for (const { lessonId, durationSeconds } of answer.course.outline) {
    await who.call('playLesson', { courseId: TEA, lessonId })
    desk.clock.advance(durationSeconds * 1000)
    await who.call('recordProgress', { courseId: TEA, lessonId, from: 0, to: durationSeconds })
  }
  const place = { unit: 'second', at: 8 } as const
  const note = { noteId: 'note00000001', courseId: TEA, lessonId: '01-look', place, text: '水开了再等一会儿' }
  await who.call('notes', { action: 'add', ...note })
  await who.call('updateProfile', { nickname })
  return (await who.call('issueCertificate', { courseId: TEA })).certificate.number
}

/** Fills a wallet, gives a course away, asks for the money back for another, and leaves a membership unpaid. */
export async function shopping(who: Phone, school: Phone) {
  const plan = { planId: 'year', title: '年度会员', days: 365, fen: 36500, percent: 80, rights: ['每周一次答疑'] }
  await school.call('officeTerms', { action: 'plan', plan, isOnSale: true, rank: 1 })
  const paid = async (bill: Awaited<ReturnType<typeof who.call<'buyCourse'>>>) => {
    if (bill.status === 'pay') await who.pay(bill.sheet)
    return (await opened(who, bill.orderId)).order
  }
  const tea = (await who.call('myOrders', {})).orders[0]?.orderId ?? ''
  await who.call('askRefund', { action: 'ask', orderId: tea, reason: '没有时间学' })
  const topUp = await paid(await who.call('topUpWallet', { fen: 5000 }))
  const gift = await paid(await who.call('buyCourse', { courseId: INK, asGift: true }))
  const waiting = await who.call('buyMembership', { planId: 'year' })
  return { tea, topUp: topUp.orderId, gift: gift.orderId, code: gift.giftCode ?? '', waiting: waiting.orderId }
}

/** Gives somebody every door of the office, with something behind each. Answers a day whose books were compared. */
export async function openOffice(desk: Pick<Desk, 'clock' | 'url'>, who: Phone, nickname: string): Promise<string> {
  const { userId } = await who.signIn()
  await role({ who: userId, add: ['admin'], remove: [] })
  await who.signIn()
  await who.call('updateProfile', { nickname })
  const share = { userId, percent: 60 }
  await who.call('officeTerms', { action: 'course', courseId: INK, share, forMembers: 'free' })
  const plan = { planId: 'year', title: '年卡', days: 365, fen: 29900, percent: 0, rights: ['全部课程'] }
  await who.call('officeTerms', { action: 'plan', plan, isOnSale: true, rank: 1 })
  const goods = { kind: 'course', courseId: TEA } as const
  await who.call('makeCodes', { action: 'make', batch: 'book-fair', count: 5, goods, expiresAt: null })

  const early = await phone(desk.url, '老周')
  await early.signIn()
  await buy(early, TEA)
  const day = new Date(desk.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  desk.clock.advance(untilBills(desk.clock.now()))
  // A session lives two hours.
  await who.signIn()
  await until(
    async () => {
      const fired = { function: 'reconcile', name: 'everyMorning' }
      await fetch(`${desk.url}/desk/timers`, { method: 'POST', body: JSON.stringify(fired) })
      return who.call('reconciliation', { action: 'days' })
    },
    (answer) => answer.action === 'days' && answer.days.some((one) => one.day === day && one.state === 'even'),
    30_000,
  )
  const buyer = await phone(desk.url, '小林')
  await buyer.signIn()
  await buyer.call('updateProfile', { nickname: '小林' })
  const orderId = await buy(buyer, TEA)
  await buyer.call('playLesson', { courseId: TEA, lessonId: '01-look' })
  desk.clock.advance(20_000)
  await buyer.call('recordProgress', { courseId: TEA, lessonId: '01-look', from: 0, to: 20 })
  await buyer.call('askRefund', { action: 'ask', orderId, reason: '想学的是书法' })
  const invoice = { title: '上海杏林文化传播有限公司', taxNo: '91310000MA1K3ABCD1', email: 'caiwu@xinglin.example' }
  await buyer.call('askInvoice', { orderId: await buy(buyer, INK), ...invoice })
  return day
}
