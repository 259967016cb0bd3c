import { DAY, MINUTE, memoryMarket, OFFICE } from '../../platform/memory/market'
import { MEI, ZHOU } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { redeemCode } from '../codes/redeemCode'
import { AppError } from '../contract/errors'
import type { PayMethod } from '../contract/shapes'
import type { Caller, Ports, Store } from '../ports'
import { askRefund } from './askRefund'
import { cancelOrder } from './cancelOrder'
import { checkOrder } from './checkOrder'
import { Order, transitions } from './order'
import { purchase } from './purchase'
import { reviewRefunds } from './reviewRefunds'
import { sweepOrders } from './sweepOrders'

const LIN: Caller = { userId: 'lin', openid: '', roles: ['learner'] }
const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const GOODS = [
  { kind: 'course', courseId: 'spring-ink' },
  { kind: 'gift', courseId: 'spring-ink' },
  { kind: 'membership', planId: 'year' },
  { kind: 'topUp', fen: 10000 },
] as const
const WAYS: PayMethod[] = ['jsapi', 'virtualCoins', 'h5', 'alipayWap', 'native', 'alipayPage']

/** Chance with a seed, so that a failure can be seen again. */
function dice(seed: number) {
  let state = seed
  const roll = (sides: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
  return { roll, one: <T>(of: readonly T[]): T | undefined => of[roll(of.length)] }
}

/** The same store, with what contradicts the rules of an order's changes written down. */
function witnessed(store: Store): { store: Store; contradictions: string[] } {
  const contradictions: string[] = []
  const seen = new Map<string, Order>()
  const see = (after: Order): void => {
    const before = seen.get(after._id)
    seen.set(after._id, after)
    if (!before) return
    if (before.state !== after.state && !transitions[before.state].includes(after.state))
      contradictions.push(`${after._id}: ${before.state} → ${after.state}`)
    const added = after.todo.filter((task) => !before.todo.includes(task))
    if (added.length && (after.rev <= before.rev || after.dueAt === null))
      contradictions.push(`${after._id}: ${added} added, rev ${before.rev} → ${after.rev}, due ${after.dueAt}`)
  }
  return {
    contradictions,
    store: {
      ...store,
      async insert(collection, doc) {
        const isNew = await store.insert(collection, doc)
        if (isNew && collection === 'orders') see(Order.parse(doc))
        return isNew
      },
      async change(collection, id, when, change) {
        const after = await store.change(collection, id, when, change)
        if (after && collection === 'orders') see(Order.parse(after))
        return after
      },
    },
  }
}

async function life(seed: number) {
  const { roll, one } = dice(seed)
  const market = await memoryMarket({ ways: { jsapi: true } }, { refundTakesMs: 5 * MINUTE })
  const share = { userId: 'lin', percent: 33 }
  await officeTerms(market.ports)(OFFICE, { action: 'course', courseId: 'spring-ink', share, forMembers: 'free' })
  for (const { userId } of [MEI, ZHOU, LIN]) {
    await market.fillWallet(userId, 30000)
    await market.givePoints(userId, 3000)
  }
  const { store, contradictions } = witnessed(market.store)
  const ports: Ports = { ...market.ports, store }
  const office = reviewRefunds(ports)
  const anyOrder = () => Order.nullable().parse(one(market.store.all('orders')) ?? null)
  const whoOf = ({ userId }: Order): Caller => [MEI, ZHOU, LIN].find((one) => one.userId === userId) ?? LIN
  const codeOf = (who: Caller) => (who.openid ? market.virtualPay.login(who.openid) : undefined)

  async function buy() {
    const who = one([MEI, ZHOU, LIN]) ?? MEI
    const choice = { method: one([undefined, ...WAYS]), usePoints: roll(3) === 0, useBalance: roll(3) === 0 }
    await purchase(ports, who, one(GOODS) ?? GOODS[0], { ...choice, loginCode: codeOf(who) })
  }
  const withOrder = (work: (order: Order) => Promise<unknown>) => async () => {
    const order = anyOrder()
    if (order) await work(order)
  }
  const elsewhere = ({ _id, price, way }: Order) => {
    if (way?.gateway !== 'wechatPay' || !price.payFen) return Promise.resolve()
    const refund = { outTradeNo: _id, refundId: 'x', state: 'SUCCESS' as const }
    const fen = 1 + roll(price.payFen)
    const letter = { id: 'x', kind: 'refund' as const, refund: { ...refund, outRefundNo: `C${roll(1000)}`, fen } }
    return market.notify(market.payments.genuine(letter), 'wechatPay', ports)
  }
  const pay = withOrder(async ({ _id, way }) => (way ? market.pay(_id, ports) : undefined))
  const acts = [
    buy,
    buy,
    buy,
    pay,
    pay,
    pay,
    withOrder((order) => cancelOrder(ports)(whoOf(order), { orderId: order._id })),
    withOrder((order) => checkOrder(ports)(whoOf(order), { orderId: order._id, loginCode: codeOf(whoOf(order)) })),
    withOrder((order) => askRefund(ports)(whoOf(order), { action: 'ask', orderId: order._id, reason: '买错了' })),
    withOrder((order) => askRefund(ports)(whoOf(order), { action: 'withdraw', orderId: order._id })),
    withOrder(({ _id: orderId }) => office(OFFICE, { action: 'agree', orderId })),
    withOrder(({ _id: orderId }) => office(OFFICE, { action: 'refuse', orderId, answer: '不行' })),
    withOrder(({ _id: orderId }) => office(OFFICE, { action: 'again', orderId })),
    withOrder(({ _id: orderId }) => office(OFFICE, { action: 'settle', orderId, answer: '已退' })),
    withOrder((order) =>
      office(OFFICE, { action: 'give', orderId: order._id, fen: 1 + roll(5000), reason: '补偿', shut: roll(3) === 0 }),
    ),
    withOrder(elsewhere),
    withOrder(async ({ giftCode }) => giftCode && redeemCode(ports)(ZHOU, { action: 'redeem', code: giftCode })),
    async () => {
      const going = market.payments.refunds().find(({ state }) => state === 'PROCESSING')
      if (going) market.payments.failRefund(going.outRefundNo, roll(2) ? 'ABNORMAL' : 'CLOSED')
    },
    async () => void market.clock.advance(one([MINUTE, 10 * MINUTE, 31 * MINUTE, DAY]) ?? MINUTE),
    () => sweepOrders(ports)(NOBODY, {}),
    () => sweepOrders(ports)(NOBODY, {}),
  ]
  const broken: unknown[] = []
  const tried = async (act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      // Plain errors with words of a client that cannot pay (any more) are the memory gateways' own.
      const isTheirs = error instanceof Error && /^nobody (opened|placed|was given)/.test(error.message)
      if (!(error instanceof AppError) && !isTheirs) broken.push(error)
    }
  }
  for (let step = 0; step < 30; step += 1)
    await Promise.all(Array.from({ length: 1 + roll(3) }, () => tried(one(acts) ?? buy)))
  await market.settled()
  for (let n = 0; n < 12; n += 1) {
    market.clock.advance(one([15 * MINUTE, DAY]) ?? DAY)
    await sweepOrders(ports)(NOBODY, {})
  }
  return { ...market, contradictions, broken }
}

test('forty lives of orders: only such changes as the table allows, no debt is forgotten, and the books stay even', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { contradictions, broken, store, books, balances } = await life(seed)
    const all = store.all('orders').map((doc) => Order.parse(doc))
    const owing = all.filter(
      ({ todo, dueAt, refund, state }) => todo.length || dueAt || refund?.state === 'going' || state === 'pending',
    )
    const total = Object.values(books()).reduce((sum, amount) => sum + amount, 0)
    const { byEntries, kept } = balances()
    const overdrawn = Object.entries(kept).filter(([account, amount]) => account.startsWith('wallet') && amount < 0)
    const aside = [books().held, books().pointsHeld].filter((amount) => amount !== undefined)
    expect({ seed, contradictions, broken, owing, total, overdrawn, aside }).toEqual({
      seed,
      contradictions: [],
      broken: [],
      owing: [],
      total: 0,
      overdrawn: [],
      aside: [],
    })
    expect(kept).toEqual(byEntries)
  }
})
