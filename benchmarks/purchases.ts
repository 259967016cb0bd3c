import { collections } from '../core/collections'
import { accessOf, type Enrolment, enrolmentIdOf, orderSource } from '../core/entitlements/enrolment'
import type { Entry } from '../core/ledger/entry'
import { saleOf } from '../core/orders/accounting'
import { type Order, openOrder } from '../core/orders/order'
import { settle } from '../core/orders/settle'
import type { Change } from '../core/ports'
import { openStore } from '../emulator/database/store'
import { isDoc, toValue } from '../emulator/database/values'
import { ids } from '../platform/ids'

/** A purchase as the core writes it down, without anybody having bought: what is measured against, and what fills a shop with a past. */

const FEN = 990
const MERCHANT = { mchid: '1900000001', appid: 'wx0000000000000000' }

export type Purchase = {
  /** As it is opened, and what the notice, the outbox and the message then change of it. */
  opened: Order
  changes: Change[]
  /** As it is in the end. */
  order: Order
  enrolment: Enrolment
  sale: Entry
}

const changed = (order: Order, { set = {}, inc = {} }: Change): Order => ({
  ...order,
  ...set,
  ...(inc.rev && { rev: order.rev + inc.rev }),
})

/** The purchase of one person; the same number is the same purchase. */
export function purchaseOf(person: number, at: Date): Purchase {
  const userId = `past${String(person).padStart(16, '0')}`
  const courseId = 'tea-in-ten-minutes'
  const opened = openOrder(
    { orderId: `XT${ids.of('order', userId, `course:${courseId}`, 1)}`, userId, openid: `o${userId}`, attempt: 1 },
    {
      goods: { kind: 'course', courseId },
      title: '十分钟喝懂一杯茶',
      price: {
        steps: [{ kind: 'list', fen: FEN }],
        goodsFen: FEN,
        points: 0,
        pointsFen: 0,
        balanceFen: 0,
        payFen: FEN,
      },
      way: { gateway: 'wechatPay', method: 'jsapi' },
      share: null,
      pointsPerYuan: 1,
      membership: null,
      giftCode: null,
      refundDays: 7,
      agreed: null,
      seat: null,
    },
    at,
  )
  const payment = {
    ...MERCHANT,
    outTradeNo: opened._id,
    state: 'SUCCESS' as const,
    fen: FEN,
    currency: 'CNY',
    transactionId: `42000${String(person).padStart(23, '0')}`,
    paidAt: at.toISOString(),
  }
  const settled = settle(opened, payment, { merchant: MERCHANT, canClose: true }, at)
  if (settled.outcome !== 'settled') throw new Error(`a purchase that is ${settled.outcome}`)
  const told = { todo: ['message'], tellingUntil: at.toISOString() }
  const changes: Change[] = [settled.change, { set: told }, { set: { todo: [], dueAt: null } }]
  const order = changes.reduce(changed, opened)
  const grant = { source: orderSource(order._id), grantedAt: at.toISOString(), until: null }
  const enrolment: Enrolment = {
    _id: enrolmentIdOf(userId, courseId),
    userId,
    courseId,
    grants: [grant],
    revoked: [],
    ...accessOf({ grants: [grant], revoked: [] }),
    enrolledAt: at.toISOString(),
    rev: 0,
  }
  return { opened, changes, order, enrolment, sale: saleOf(order) }
}

const YEAR_MS = 365 * 24 * 3_600_000
/** So many purchases are one transaction of the file. */
const TOGETHER = 5_000

/** Writes a past of so many purchases straight into the store of a desk that is not open. Their shares and points have long been handed over. */
export function fillWithPast(file: string, purchases: number): void {
  const store = openStore(file, collections)
  const [orders, enrolments, sales] = ['orders', 'enrolments', 'ledger'].map(store.collection)
  const insert = (of: typeof orders, doc: unknown): void => {
    const value = toValue(doc)
    if (of && isDoc(value)) store.insert(of, value)
  }
  const end = Date.now() - YEAR_MS / 50
  for (let from = 0; from < purchases; from += TOGETHER) {
    store.exec('BEGIN IMMEDIATE')
    for (let person = from; person < Math.min(from + TOGETHER, purchases); person += 1) {
      const { order, enrolment, sale } = purchaseOf(
        person,
        new Date(end - ((purchases - person) / purchases) * YEAR_MS),
      )
      insert(orders, { ...order, maturesAt: null, isMature: true })
      insert(enrolments, enrolment)
      insert(sales, sale)
    }
    store.exec('COMMIT')
  }
  store.close()
}
