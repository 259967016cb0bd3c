import type { PayChoice } from '../../core/contract/purchase'
import type { Goods } from '../../core/contract/shapes'
import { credit, debit, Entry, entryOf, kindOf, pointsOf, type Unit, walletOf } from '../../core/ledger/entry'
import { ledger } from '../../core/ledger/ledger'
import type { Plan } from '../../core/membership/membership'
import { checkOrder } from '../../core/orders/checkOrder'
import { Order } from '../../core/orders/order'
import { purchase } from '../../core/orders/purchase'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { alipayNotify } from '../../core/payments/alipayNotify'
import { payNotify } from '../../core/payments/payNotify'
import { virtualPayNotify } from '../../core/payments/virtualPayNotify'
import type { Caller, GatewayName, Ports } from '../../core/ports'
import { saveMoneySettings, settingsFrom } from '../../core/settings/moneySettings'
import { JSAPI_ONLY, memorySchool } from './school'

export const NOBODY: Caller = { userId: '', openid: '', roles: [] }
export const OFFICE: Caller = { userId: 'office', openid: '', roles: ['admin'] }
export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE

/** A year of membership: members pay four fifths. */
export const YEAR: Plan = {
  _id: 'year',
  title: '年度会员',
  days: 365,
  fen: 36500,
  percent: 80,
  rights: ['课程八折'],
  isOnSale: true,
  rank: 1,
}

type Letter = { headers: Record<string, string>; body: string }

/** The school of the tests with money in it: people who pay, notices that arrive, a purse to give, and books to look into. */
export async function memoryMarket(
  settings: object = { ways: JSAPI_ONLY },
  options: Parameters<typeof memorySchool>[0] = {},
) {
  const world = await memorySchool(options)
  const { ports, store, clock, settled } = world
  await saveMoneySettings(ports, settingsFrom({ _id: 'money', settings }), 'office')
  await store.put('plans', YEAR)

  const doors = { wechatPay: payNotify, alipay: alipayNotify, virtualPay: virtualPayNotify }
  async function notify(letter: Letter, gateway: GatewayName = 'wechatPay', on: Ports = ports) {
    const answer = await doors[gateway](on)(NOBODY, letter)
    await settled()
    return answer
  }

  async function buy(who: Caller, goods: Goods, choice: PayChoice = {}) {
    const loginCode = who.openid ? world.virtualPay.login(who.openid) : undefined
    return purchase(ports, who, goods, { loginCode, ...choice })
  }

  /** What the order of this number is now. */
  const order = (orderId: string): Order => Order.parse(store.all('orders').find(({ _id }) => _id === orderId))
  const entries = (): Entry[] => store.all('ledger').map((doc) => Entry.parse(doc))

  /** Somebody pays what an order asks for, and the notice arrives. */
  function pay(orderId: string, on: Ports = ports) {
    const { gateway = 'wechatPay' } = order(orderId).way ?? {}
    if (gateway === 'alipay') return notify(world.alipay.pay(orderId), gateway, on)
    if (gateway === 'virtualPay') return notify(world.virtualPay.pay(orderId), gateway, on)
    return notify(world.payments.pay(orderId), gateway, on)
  }

  let given = 0
  const give = (to: string, from: string, amount: number, unit: Unit) => {
    given += 1
    const told = { _id: `given:${given}`, kind: 'topUp' as const, at: clock.now().toISOString() }
    return ledger(ports).post(entryOf(told, [debit(from, amount, unit), credit(to, amount, unit)]))
  }

  return {
    ...world,
    notify,
    pay,
    buy,
    order,
    entries,
    async ordered(who: Caller, goods: Goods, choice: PayChoice = {}): Promise<string> {
      const bought = await buy(who, goods, choice)
      if (bought.status !== 'pay') throw new Error(`nothing to pay: ${bought.orderId}`)
      return bought.orderId
    },
    /** Ordered and paid; answers the order's number. */
    async paid(who: Caller, goods: Goods, choice: PayChoice = {}): Promise<string> {
      const bought = await buy(who, goods, choice)
      if (bought.status === 'pay') await pay(bought.orderId)
      return bought.orderId
    },
    givePoints: (userId: string, points: number) => give(pointsOf(userId), 'pointsIssued', points, 'point'),
    fillWallet: (userId: string, fen: number) => give(walletOf(userId), 'gateway:wechatPay', fen, 'fen'),
    held: (account: string) => ledger(ports).balanceOf(account),
    check: (who: Caller, orderId: string, loginCode?: string) => checkOrder(ports)(who, { orderId, loginCode }),
    sweep: () => sweepOrders(ports)(NOBODY, {}),
    /** Time passes, and the timer runs. */
    async pass(ms: number) {
      clock.advance(ms)
      return sweepOrders(ports)(NOBODY, {})
    },
    owns: (userId: string, courseId = 'spring-ink') =>
      store
        .all('enrolments')
        .some(
          (one) =>
            one._id === `${userId}:${courseId}` &&
            one.hasAccess === true &&
            (one.accessUntil === null || String(one.accessUntil) > clock.now().toISOString()),
        ),
    /** What every account holds by its entries, debits above zero; those that are even are left out. */
    books(): Record<string, number> {
      const sums: Record<string, number> = {}
      for (const { lines } of entries())
        for (const { account, amount } of lines) sums[account] = (sums[account] ?? 0) + amount
      return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0))
    },
    /** What the personal accounts should hold by their entries, and do hold by their balances: the same, or the books lie. */
    balances(): { byEntries: Record<string, number>; kept: Record<string, number> } {
      const byEntries: Record<string, number> = {}
      for (const { lines } of entries())
        for (const { account, amount } of lines)
          if (['wallet', 'teacher', 'payout', 'points'].includes(kindOf(account)))
            byEntries[account] = (byEntries[account] ?? 0) - amount
      const kept = Object.fromEntries(store.all('balances').map(({ _id, amount }) => [_id, Number(amount)]))
      return { byEntries, kept }
    },
  }
}
