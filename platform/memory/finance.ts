import { MoneySettings } from '../../core/contract/moneySettings'
import { amountOn, Entry, gatewayAccount } from '../../core/ledger/entry'
import { buyCourse } from '../../core/orders/buyCourse'
import { orders } from '../../core/orders/orders'
import { reviewRefunds } from '../../core/orders/reviewRefunds'
import { payNotify } from '../../core/payments/payNotify'
import { reconcile } from '../../core/payments/reconcile'
import { reconciliation } from '../../core/payments/reconciliation'
import type { Bill, Bills, BillsOf, Caller, FundLine, GatewayName, Ports, TradeLine } from '../../core/ports'
import { saveMoneySettings } from '../../core/settings/moneySettings'
import { topUpWallet } from '../../core/wallet/topUpWallet'
import { JSAPI_ONLY } from './school'
import { teachersSchool } from './teacher'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
/** Looks after the school's books. */
export const CHEN: Caller = { userId: 'chen', openid: '', roles: ['finance'] }
const SUPPORT: Caller = { userId: 'office', openid: '', roles: ['support'] }

/** The school's first day; its clock begins at ten in the morning in Shanghai. */
export const SATURDAY = '2026-11-21'
export const SUNDAY = '2026-11-22'
export const MONDAY = '2026-11-23'
export const TUESDAY = '2026-11-24'

/** What a refund needs to be asked of the gateway by hand. */
const byHand = (outTradeNo: string) =>
  ({ outTradeNo, method: 'jsapi', fen: 19900, openid: 'o-mei', seal: null, reason: '手工' }) as const

/** A school whose books are compared with WeChat Pay's bills: who sells, who gives back, who looks. */
export async function financeSchool() {
  const world = await teachersSchool()
  const { ports, clock, payments, store, settled, bills } = world
  await saveMoneySettings(ports, MoneySettings.parse({ ways: JSAPI_ONLY, topUpFen: [10000] }), 'office')

  async function orderOf(buyer: Caller, what: 'course' | 'topUp' = 'course'): Promise<string> {
    const bought =
      what === 'course'
        ? await buyCourse(ports)(buyer, { courseId: 'spring-ink' })
        : await topUpWallet(ports)(buyer, { fen: 10000 })
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    return bought.orderId
  }
  const entries = (): Entry[] => store.all('ledger').map((doc) => Entry.parse(doc))
  async function office(input: Parameters<ReturnType<typeof reconciliation>>[1], some: Ports = ports) {
    const seen = await reconciliation(some)(CHEN, input)
    if (seen.action === 'days') throw new Error('not a day')
    return seen
  }

  return {
    ...world,
    /** Sets the clock forward to a time of Shanghai. */
    until: (day: string, time: string) => clock.advance(Date.parse(`${day}T${time}+08:00`) - clock.now().getTime()),
    orderOf,
    async notify(notice: { headers: Record<string, string>; body: string }): Promise<void> {
      await payNotify(ports)(NOBODY, notice)
      await settled()
    },
    /** The office gives back all of an order, or a part. */
    async giveBack(orderId: string, fen?: number, some: Ports = ports): Promise<void> {
      const order = await orders(ports).find(orderId)
      const all = order ? order.price.payFen - order.refundedFen : 0
      await reviewRefunds(some)(SUPPORT, { action: 'give', orderId, fen: fen ?? all, reason: '课程取消', shut: false })
      await settled()
    },
    /** Somebody gives back in the merchant's console, and we are not told. */
    giveBackInConsole: (outTradeNo: string, outRefundNo: string, refundFen: number) =>
      payments.refund({ ...byHand(outTradeNo), outRefundNo, refundFen }),
    ring: async (some: Ports = ports) => (await reconcile(some)(NOBODY, {})).days,
    look: (day: string, gateway: GatewayName = 'wechatPay') => office({ action: 'day', gateway, day }),
    again: (day: string, some?: Ports, gateway: GatewayName = 'wechatPay') =>
      office({ action: 'again', gateway, day }, some),
    resolve: (differenceId: string, reason = '和客服对过了', some?: Ports) =>
      office({ action: 'resolve', differenceId, reason }, some),
    entries: (kind: Entry['kind']) => entries().filter((entry) => entry.kind === kind),
    /** What the books say is at a gateway, at WeChat Pay unless said. */
    gatewayFen: (gateway: GatewayName = 'wechatPay') =>
      entries().reduce((sum, { lines }) => sum + amountOn(gatewayAccount(gateway), lines), 0),
    alterTrade: (day: string, trade: (lines: TradeLine[]) => TradeLine[]) => bills.alter(day, { trade }),
    alterFunds: (day: string, funds: (lines: FundLine[]) => FundLine[]) => bills.alter(day, { funds }),
    /** The same world with other bills: those of days that are not named are late. */
    withBills: (days: Record<string, { trade: TradeLine[]; funds: FundLine[] }>): Ports => ({
      ...ports,
      bills: onlyWeChat({
        trade: async (day) => days[day]?.trade ?? 'late',
        funds: async (day) => days[day]?.funds ?? 'late',
      }),
    }),
  }
}

/** The bills of WeChat Pay, in a school that has no other payment service. */
export const onlyWeChat =
  (bills: Bills): BillsOf =>
  (name) =>
    name === 'wechatPay' ? bills : null

/** The lines of a bill that is there. */
export function linesOf<Line>(bill: Bill<Line>): Line[] {
  if (bill === 'late') throw new Error('the bill is late')
  return bill
}

/** What a difference is about, without what is about its document. */
export const factsOf = (
  differences: {
    kind: string
    about: string
    outTradeNo: string
    outRefundNo: string
    ourFen: number | null
    theirFen: number | null
    state: string
  }[],
) =>
  differences.map(({ kind, about, outTradeNo, outRefundNo, ourFen, theirFen, state }) => ({
    is: `${state}: ${about} ${kind}`,
    of: outRefundNo || outTradeNo,
    ourFen,
    theirFen,
  }))
