import type { PaySheet } from '../../core/contract/shapes'
import { purchase } from '../../core/orders/purchase'
import type { GatewayName } from '../../core/ports'
import { environmentOf as alipayEnvironment } from '../../emulator/alipay/account'
import { environmentOf as weChatPayEnvironment } from '../../emulator/wechatPay/merchant'
import { alipay as alipayGateway } from '../../platform/alipay/gateway'
import { alipaySettings } from '../../platform/alipay/settings'
import { weChatPay as weChatPayGateway } from '../../platform/wechatPay/gateway'
import { weChatPaySettings } from '../../platform/wechatPay/settings'
import { RIGHT } from './books'
import { refusal, until } from './phone'
import {
  DAY,
  MINUTE,
  openRacesShop,
  outcomes,
  type PersonAtPhone,
  type RacesShop,
  SECOND,
  TEA,
  TEA_FEN,
} from './racesShop'

/**
 * Two sides do something to one payment in the same moment: somebody confirms while the order is closed, a refund is asked
 * for while the notice is on its way, a teacher withdraws from two phones. After every race the books are audited against
 * what the payment services say.
 */

/** A race takes seconds; a machine that is busy with other suites takes longer. */
jest.setTimeout(180_000)
/** As long as that, a buyer asks again. */
const PATIENCE_MS = 60_000
/** So many pairs race at once, so that not all of them fall out alike. */
const PAIRS = 6

let shop: RacesShop

beforeAll(async () => {
  shop = await openRacesShop()
})
afterAll(() => shop?.close())
afterEach(async () => {
  shop.desk.faults.clear()
  await shop.untilDone()
  expect(shop.books().audit()).toEqual(RIGHT)
  expect(shop.desk.database.scans).toEqual([])
})

const both = <T>(
  first: () => Promise<T>,
  second: () => Promise<T>,
  turned: boolean,
): Promise<PromiseSettledResult<T>[]> => Promise.allSettled(turned ? [second(), first()] : [first(), second()])

const sheetOf = (bought: { sheet: PaySheet } | undefined): PaySheet => {
  if (!bought) throw new Error('nothing was bought')
  return bought.sheet
}

/** How an order ended, here and there: what the shop says, what was booked, whether the course is open, what WeChat Pay says. */
const endOf = (orderId: string) => ({
  state: shop.order(orderId).state,
  entries: shop.books().entriesOf(orderId),
  isOpen: shop.isOpenBy(orderId),
  payment: shop.paymentOf(orderId)?.state,
})

describe('a refund and a notice together', () => {
  const notifyOf = (orderId: string) => shop.notifyAgain(orderId, 20)

  test('asked for while the notice of the payment comes twenty times: given back once, and shut', async () => {
    const people = await shop.crowd(PAIRS)
    const ordered = await Promise.all(people.map((one) => shop.buy(one)))
    await shop.send('/wechatPay/desk/noticeFault', { lost: true, times: PAIRS })
    await Promise.all(people.map((one, at) => one.pay(sheetOf(ordered[at]))))

    await Promise.all(
      people.map(async (one, at) => {
        const orderId = ordered[at]?.orderId ?? ''
        // Without waiting for anything: the first questions come before the payment is known here.
        const ask = () =>
          until(
            () => refusal(one.call('askRefund', { action: 'ask', orderId, reason: '买错了' })),
            (answer) => answer === 'no refusal',
            PATIENCE_MS,
          )
        const [asked, told] = await both<unknown>(ask, () => notifyOf(orderId), at % 2 === 1)
        expect([asked?.status, told?.status]).toEqual(['fulfilled', 'fulfilled'])
      }),
    )
    await shop.untilDone()
    for (const { orderId } of ordered) {
      expect(endOf(orderId)).toEqual({
        state: 'refunded',
        entries: ['refund', 'sale'],
        isOpen: false,
        payment: 'REFUND',
      })
      expect(shop.paymentOf(orderId)?.refunds).toMatchObject([{ fen: TEA_FEN, status: 'SUCCESS' }])
    }
  })

  test('the notice of our refund, twenty times, with the sweep and a buyer who looks: booked once', async () => {
    const mei = await shop.newcomer()
    const orderId = await shop.bought(mei)
    await mei.call('askRefund', { action: 'ask', orderId, reason: '买错了' })
    const refundNo = shop.order(orderId).refund?.refundNo ?? ''
    await shop.send('/wechatPay/desk/noticeFault', { lost: true, times: 1 })
    shop.desk.clock.advance(61 * SECOND)
    const looks = Array.from({ length: 10 }, () => refusal(mei.call('checkOrder', { orderId })))
    shop.sweep()
    const [told, ...seen] = await Promise.all([shop.notifyAgain(orderId, 20, refundNo), ...looks])
    expect(told).toEqual({ answers: { 200: 20 } })
    expect(new Set(seen)).toEqual(new Set(['no refusal']))
    await shop.untilDone()
    expect(endOf(orderId)).toEqual({
      state: 'refunded',
      entries: ['refund', 'sale'],
      isOpen: false,
      payment: 'REFUND',
    })
  })

  test('given back in the merchant console in the same moment as the buyer asks: the money goes back once', async () => {
    const { desk } = shop
    const environment = weChatPayEnvironment(desk.weChatPay.merchant, desk.url, `${desk.url}/http/payNotify`)
    const console = weChatPayGateway(weChatPaySettings(environment), { now: () => new Date(desk.clock.now()) })
    const people = await shop.crowd(4)
    const ordered = await Promise.all(people.map((one) => shop.bought(one)))
    await Promise.all(
      people.map((one, at) => {
        const orderId = ordered[at] ?? ''
        const refund = {
          outTradeNo: orderId,
          method: 'jsapi' as const,
          fen: TEA_FEN,
          openid: one.openid,
          seal: null,
          outRefundNo: `COUNTER${at}`,
          refundFen: TEA_FEN,
          reason: '柜台退款',
        }
        const ask = () => one.call('askRefund', { action: 'ask', orderId, reason: '买错了' })
        return both<unknown>(ask, () => console.refund(refund), at % 2 === 1)
      }),
    )
    await shop.untilDone()
    for (const orderId of ordered) {
      expect(endOf(orderId)).toEqual({
        state: 'refunded',
        entries: ['refund', 'sale'],
        isOpen: false,
        payment: 'REFUND',
      })
      expect(shop.paymentOf(orderId)?.refunds).toMatchObject([{ fen: TEA_FEN, status: 'SUCCESS' }])
    }
  })
})

describe('closed and paid together', () => {
  const PAID = { state: 'paid', entries: ['sale'], isOpen: true, payment: 'SUCCESS' }
  const CLOSED = { state: 'closed', entries: [], isOpen: false, payment: 'CLOSED' }
  const GIVEN_BACK = { state: 'refunded', entries: ['late', 'refund'], isOpen: false, payment: 'REFUND' }

  test('at WeChat Pay, given up on one phone and confirmed on another: paid and open, or closed and not paid', async () => {
    const people = await shop.crowd(PAIRS)
    const ordered = await Promise.all(people.map((one) => shop.buy(one)))
    const confirms = await Promise.all(people.map((one, at) => one.openSheet(sheetOf(ordered[at]))))
    // Between asking and closing there is time for somebody to pay.
    shop.desk.faults.order({ service: 'wechatPay', kind: 'delay', ms: 20, times: 1000 })
    const ends = await Promise.all(
      people.map(async (one, at) => {
        const orderId = ordered[at]?.orderId ?? ''
        const cancel = () => one.call('cancelOrder', { orderId })
        const confirm = async () => confirms[at]?.()
        const settled = await both<unknown>(cancel, confirm, at % 2 === 1)
        return { orderId, isPaid: settled[at % 2 === 1 ? 0 : 1]?.status === 'fulfilled' }
      }),
    )
    await shop.untilDone()
    for (const { orderId, isPaid } of ends) expect(endOf(orderId)).toEqual(isPaid ? PAID : CLOSED)
  })

  test('at WeChat Pay, between our question and our closing: the payment wins', async () => {
    const mei = await shop.newcomer()
    const { orderId, sheet } = await shop.buy(mei)
    const confirm = await mei.openSheet(sheet)
    await shop.send('/wechatPay/desk/noticeFault', { lost: true, times: 1 })
    await shop.send('/wechatPay/desk/callFault', { path: `${orderId}/close`, delayMs: 500 })
    const cancelled = mei.call('cancelOrder', { orderId })
    await confirm()
    expect((await cancelled).order).toMatchObject({ state: 'paid', opened: true })
    await shop.untilDone()
    expect(endOf(orderId)).toEqual(PAID)
  })

  test('at WeChat Pay, confirmed in the moment when the time is over and the sweep closes: open, or given back', async () => {
    const people = await shop.crowd(PAIRS)
    const ordered = await Promise.all(people.map((one) => shop.buy(one)))
    shop.desk.faults.order({ service: 'wechatPay', kind: 'delay', ms: 20, times: 1000 })
    shop.desk.clock.advance(30 * MINUTE)
    await Promise.all([
      ...ordered.map(({ orderId }) => shop.send('/wechatPay/desk/pay', { outTradeNo: orderId, late: true })),
      shop.sweep(),
    ])
    await shop.untilDone()
    const ends = ordered.map(({ orderId }) => endOf(orderId))
    for (const end of ends) expect([PAID, GIVEN_BACK]).toContainEqual(end)
  })

  test('at Alipay, confirmed in the moment when the time is over and the sweep closes: open, or given back', async () => {
    const orderIds = await Promise.all(Array.from({ length: PAIRS }, (_, at) => boughtOnTheWeb(`web-${at}`)))
    // A trade comes into being when its page is opened.
    await Promise.all(orderIds.map(({ url }) => fetch(url)))
    shop.desk.faults.order({ service: 'alipay', kind: 'delay', ms: 20, times: 1000 })
    shop.desk.clock.advance(30 * MINUTE)
    await Promise.all([...orderIds.map(({ url }) => shop.send('/alipay/desk/pay', { url, late: true })), shop.sweep()])
    await shop.untilDone()
    const ends = orderIds.map(({ orderId }) => atAlipay(orderId))
    for (const end of ends) expect([PAID_AT_ALIPAY, BACK_AT_ALIPAY]).toContainEqual(end)
  })

  test('at virtual payment nothing can be closed: whoever confirms when the time is over has the course', async () => {
    const people = await shop.crowd(PAIRS)
    const ordered = await Promise.all(
      people.map(async (one) => shop.buy(one, { method: 'virtualCoins', loginCode: await one.loginCode() })),
    )
    const confirms = await Promise.all(people.map((one, at) => one.openSheet(sheetOf(ordered[at]))))
    shop.desk.faults.order({ service: 'virtualPay', kind: 'delay', ms: 20, times: 1000 })
    shop.desk.clock.advance(30 * MINUTE)
    await Promise.all([...confirms.map((confirm) => confirm()), shop.sweep()])
    await shop.untilDone()
    for (const { orderId } of ordered)
      expect(endOf(orderId)).toEqual({ state: 'paid', entries: ['sale'], isOpen: true, payment: undefined })
  })
})

const PAID_AT_ALIPAY = { state: 'paid', entries: ['sale'], isOpen: true, payment: 'TRADE_SUCCESS' }
const BACK_AT_ALIPAY = { state: 'refunded', entries: ['late', 'refund'], isOpen: false, payment: 'TRADE_CLOSED' }
const atAlipay = (orderId: string) => ({
  ...endOf(orderId),
  payment: shop.desk.alipay.look().find(({ outTradeNo }) => outTradeNo === orderId)?.state,
})

/** An order of somebody outside WeChat, as the web's door opens it: through the same SDK and the same gateway. */
async function boughtOnTheWeb(userId: string): Promise<{ orderId: string; url: string }> {
  const { desk, store } = shop
  const { files } = await import('../../platform/cloudbase/files')
  const { ids } = await import('../../platform/ids')
  const clock = { now: () => new Date(desk.clock.now()) }
  const settings = alipaySettings(alipayEnvironment(desk.alipay.seller, desk.url, `${desk.url}/http/alipayNotify`))
  const gateway = settings && alipayGateway(settings, clock)
  const ports = {
    store,
    files,
    ids,
    clock,
    gateways: (name: GatewayName) => (name === 'alipay' ? gateway : null),
    messages: {
      coursePaid: async () => 'refused' as const,
      tell: async () => 'refused' as const,
      isFit: async () => true,
    },
    alert: () => {},
    shop: {
      schoolName: '杏坛',
      shopUrl: `${desk.url}/`,
      paidTemplateId: null,
      templates: { opened: null, service: null, news: null },
    },
  }
  const caller = { userId, openid: '', roles: ['learner'] as const }
  const bought = await purchase(
    ports,
    caller,
    { kind: 'course', courseId: TEA },
    { device: 'computer', method: 'alipayPage' },
  )
  if (bought.status !== 'pay' || bought.sheet.method !== 'alipayPage') throw new Error('no page to pay at')
  return { orderId: bought.orderId, url: bought.sheet.url }
}

describe('two withdrawals at once', () => {
  const SHARE_FEN = Math.floor(TEA_FEN / 2)

  /** A teacher with the half of one sale to withdraw, and so many taps of theirs. */
  async function teacherWithIncome(size: number): Promise<PersonAtPhone[]> {
    const [office, teacher, buyer] = [await shop.office(), await shop.newcomer(), await shop.newcomer()]
    const share = { userId: teacher.userId, percent: 50 }
    await office.call('officeTerms', { action: 'course', courseId: TEA, share, forMembers: 'none' })
    await shop.bought(buyer)
    await office.call('officeTerms', { action: 'course', courseId: TEA, share: null, forMembers: 'none' })
    shop.desk.clock.advance(8 * DAY)
    await until(
      () => shop.books().accounts[`teacher:${teacher.userId}`],
      (held) => held === -SHARE_FEN,
      PATIENCE_MS,
    )
    return shop.tapsOf(teacher.openid, size)
  }

  test('two hundred taps are one withdrawal, and its money leaves once', async () => {
    const taps = await teacherWithIncome(200)
    const [teacher] = taps
    const answers = await Promise.all(taps.map((one) => one.call('withdraw', { action: 'ask', fen: SHARE_FEN })))
    expect(new Set(answers.map(({ withdrawal }) => withdrawal.withdrawalId)).size).toBe(1)
    expect(shop.desk.weChatPay.lookTransfers()).toMatchObject([{ fen: SHARE_FEN, state: 'WAIT_USER_CONFIRM' }])
    const [answer] = answers
    await shop.send('/wechatPay/desk/transfer', { outBillNo: answer?.withdrawal.withdrawalId })
    shop.desk.clock.advance(MINUTE)
    await until(
      () => shop.books().accounts,
      (accounts) => !(`payout:${teacher?.userId}` in accounts) && !(`teacher:${teacher?.userId}` in accounts),
      PATIENCE_MS,
    )
    expect(shop.desk.weChatPay.lookTransfers()).toMatchObject([{ fen: SHARE_FEN, state: 'SUCCESS' }])
  })

  test('of two sums at once one is under way, and whoever asked for the other is told so', async () => {
    const taps = await teacherWithIncome(20)
    const answers = await outcomes(
      taps.map((one, at) => one.call('withdraw', { action: 'ask', fen: at % 2 ? 300 : 200 })),
      ({ withdrawal }) => `${withdrawal.fen}`,
    )
    const [underWay] = shop.desk.weChatPay.lookTransfers()
    expect(answers).toEqual({ [String(underWay?.fen)]: 10, WITHDRAWAL_NOT_POSSIBLE: 10 })
  })
})
