import type { Certificate } from '../../core/certificates/certificate'
import type { Code } from '../../core/codes/code'
import type { Output } from '../../core/contract'
import type { GatewayName } from '../../core/contract/shapes'
import { type Enrolment, type Grant, memberSource, orderSource } from '../../core/entitlements/enrolment'
import type { Balance, Entry } from '../../core/ledger/entry'
import { type Membership, standingOf } from '../../core/membership/membership'
import { isKept, type Order } from '../../core/orders/order'
import type { Doc } from '../../core/ports'
import { schoolIncome } from '../../core/profit/schoolIncome'
import type { Withdrawal } from '../../core/profit/withdrawal'
import type { Seats } from '../../core/seats/seats'
import type { Elsewhere, Paid, World } from './world'

/** A refund as its gateway has it. */
export type Returned = { gateway: GatewayName; orderId: string; refundNo: string; fen: number }

/** Everything there is to be judged, gathered once. */
export type Facts = Awaited<ReturnType<typeof factsOf>>

/** Written by the core, which parses whatever it writes. */
const docs = <T>(world: World, collection: string): T[] => world.store.all(collection) as unknown as (T & Doc)[]

function returnedBy(world: World): Returned[] {
  const of = (gateway: 'wechatPay' | 'alipay' | 'virtualPay') =>
    ({ wechatPay: world.payments, alipay: world.alipay, virtualPay: world.virtualPay })[gateway]
      .refunds()
      .filter(({ state }) => state === 'SUCCESS')
      .map(({ outTradeNo, outRefundNo, fen }) => ({ gateway, orderId: outTradeNo, refundNo: outRefundNo, fen }))
  const apple = world.elsewhere.filter(({ refundNo }) => refundNo.startsWith('APPLE'))
  return [...of('wechatPay'), ...of('alipay'), ...of('virtualPay'), ...apple]
}

/** A refund that a gateway will not carry out: what was bought stays open until a person has settled it. */
const isStuck = ({ state, refund }: Order): boolean => state === 'refunding' && refund?.state === 'stuck'
const wasShut = ({ refunds }: Order): boolean => refunds.some(({ state, shuts }) => state === 'done' && shuts)
/** Whether the buyer should have what this order was for. */
export const isGiving = (order: Order): boolean => !order.isLate && !wasShut(order) && (isKept(order) || isStuck(order))

export const isMembers = ({ goods, price }: Order): boolean =>
  goods.kind === 'course' && price.goodsFen === 0 && price.steps.some(({ kind }) => kind === 'member')

export const counting = ({ grants, revoked }: Enrolment): Grant[] =>
  grants.filter(({ source }) => !revoked.includes(source))

/** The sources each learner should have each course by, worked out anew from orders and codes. */
function expectedGrants(orders: Order[], codes: Code[]): Set<string> {
  const expected = new Set<string>()
  for (const order of orders) {
    if (order.goods.kind !== 'course' || !isGiving(order)) continue
    const source = isMembers(order) ? memberSource(order.userId) : orderSource(order._id)
    expected.add(`${order.userId}:${order.goods.courseId} by ${source}`)
  }
  const givers = new Map(orders.map((order) => [orderSource(order._id), order]))
  for (const { _id, state, goods, redeemedBy, origin } of codes) {
    const gift = givers.get(origin)
    if (state !== 'redeemed' || goods.kind !== 'course' || (gift && !isGiving(gift))) continue
    expected.add(`${redeemedBy}:${goods.courseId} by code:${_id}`)
  }
  return expected
}

/** The office's page of income, of every month that has entries. */
function incomesOf(world: World, entries: Entry[]): Promise<Output<'schoolIncome'>[]> {
  const months = new Set(entries.map(({ day }) => day.slice(0, 7)))
  const income = schoolIncome({ store: world.store, clock: world.clock })
  return Promise.all(
    [...months].map((month) => income({ userId: 'finance', openid: '', roles: ['finance'] }, { month })),
  )
}

export async function factsOf(world: World) {
  const orders = docs<Order>(world, 'orders')
  const codes = docs<Code>(world, 'codes')
  const entries = docs<Entry>(world, 'ledger')
  const memberships = docs<Membership>(world, 'memberships')
  const now = world.clock.now()
  const entriesOf = new Map<string, Entry[]>()
  for (const entry of entries)
    if (entry.orderId) entriesOf.set(entry.orderId, [...(entriesOf.get(entry.orderId) ?? []), entry])
  return {
    world,
    now: now.toISOString(),
    orders,
    orderOf: new Map(orders.map((order) => [order._id, order])),
    codes,
    entries,
    idle: withoutEffect(entries, orders),
    entriesOf,
    incomes: await incomesOf(world, entries),
    balances: docs<Balance>(world, 'balances'),
    enrolments: docs<Enrolment>(world, 'enrolments'),
    memberships,
    standings: new Map(memberships.map((one) => [one._id, standingOf(one, now)])),
    seats: docs<Seats>(world, 'seats'),
    withdrawals: docs<Withdrawal>(world, 'withdrawals'),
    certificates: docs<Certificate>(world, 'certificates'),
    expected: expectedGrants(orders, codes),
    paid: paidToUs(world),
    elsewhere: world.elsewhere as readonly Elsewhere[],
    returned: returnedBy(world),
  }
}

/**
 * What was paid to us, or is for a person to look at. Coins that were bought and never spent are still their buyer's, at WeChat: the session
 * that could spend them had ended. Whether a spend went through whose answer was lost nobody can ask without that session, so when
 * such an order is given up somebody is told (COINS_UNSPENT), and that is all that can be done.
 */
const paidToUs = ({ paid, virtualPay, orders, alerts }: World): Paid[] => {
  const closed = new Set(orders().flatMap(({ _id, state }) => (state === 'closed' ? [_id] : [])))
  const told = new Set(alerts.flatMap(({ code, facts }) => (code === 'COINS_UNSPENT' ? [facts.orderId] : [])))
  const isOurs = ({ orderId, method }: Paid) =>
    method !== 'virtualCoins' || !closed.has(orderId) || (virtualPay.isSpent(orderId) && !told.has(orderId))
  return paid.filter(isOurs)
}

/**
 * Entries that say nothing of what happened at a gateway: those taken back by their opposite, and what a stuck refund of a top-up has taken
 * out of the wallet already, because it is taken before it is sent.
 */
function withoutEffect(entries: Entry[], orders: Order[]): Set<string> {
  const closed = entries.filter(({ _id, lines }) => _id.endsWith(':refundClosed') && lines.length).map(({ _id }) => _id)
  const stuck = orders.flatMap(({ goods, refund }) =>
    goods.kind === 'topUp' && refund?.state === 'stuck' ? [`${refund.refundNo}:refund`] : [],
  )
  return new Set([...closed, ...closed.map((id) => id.replace(':refundClosed', ':refund')), ...stuck])
}

/** What an entry does at a gateway, in fen: above zero money came in. */
export const gatewayFen = ({ lines }: Entry): number =>
  lines.reduce((sum, { account, amount }) => (account.startsWith('gateway:') ? sum + amount : sum), 0)

export const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0)

/** The entries of an order that say something of what happened. */
export const entriesOf = ({ entriesOf: of, idle }: Facts, orderId: string): Entry[] =>
  (of.get(orderId) ?? []).filter(({ _id }) => !idle.has(_id))

/** How much of an account there is, by all entries. */
export const total = ({ entries }: Pick<Facts, 'entries'>, account: string): number =>
  sum(entries.flatMap(({ lines }) => lines.filter((line) => line.account === account).map(({ amount }) => amount)))

/** What stands in a list more than once. */
export const twice = (list: string[]): string[] => list.filter((one, at) => list.indexOf(one) !== at)
