import { AppError, type ErrorCode } from '../contract/errors'
import type { Bought, PayChoice } from '../contract/purchase'
import type { Goods, PaySheet } from '../contract/shapes'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { ledger } from '../ledger/ledger'
import type { Caller, Ports } from '../ports'
import { holdOf } from './accounting'
import { askPayment, closeOrder, lookAtOrder, mayStillBePaid, settleHeld } from './closeOrder'
import { gatewayOf, type OrderPorts, type Placing, place, placedOf } from './gateway'
import { withLogin } from './login'
import { holdsSomething, type Order, type Terms } from './order'
import { holdSeat, isKnownSeated, placeKeptUntil, refuseWhenFull } from './orderSeat'
import { orders } from './orders'
import { handOver } from './outbox'
import { type Quote, type QuotePorts, quote, termsOf } from './quote'

export type PurchasePorts = OrderPorts & QuotePorts & Pick<Ports, 'shop'>

const isOver = (order: Order, now: Date): boolean => order.expiresAt <= now.toISOString()

/** Whether a waiting order is the one that is wanted now: paid in the same way, with or without points and balance, under the same agreement. */
const isAsWanted = ({ way, price, goods, agreed }: Order, terms: Terms): boolean =>
  way?.method === terms.way?.method &&
  price.points > 0 === terms.price.points > 0 &&
  price.balanceFen > 0 === terms.price.balanceFen > 0 &&
  agreed?.version === terms.agreed?.version &&
  (goods.kind !== 'topUp' || terms.goods.kind !== 'topUp' || goods.fen === terms.goods.fen)

/** A number that WeChat's virtual payment has seen cannot be shown to a buyer again (W9). */
async function isUsedUp(ports: OrderPorts, order: Order): Promise<boolean> {
  const gateway = gatewayOf(ports, order)
  return gateway !== null && !gateway.canClose && (await gateway.query(placedOf(order))) !== null
}

/** A course whose order is paid: opened, or about to be. Null when something shut it again, so that it may be bought anew. */
async function paidCourse(ports: PurchasePorts, order: Order): Promise<Order | null> {
  if (order.goods.kind !== 'course') return null
  if (order.todo.includes('deliver')) return handOver(ports, order)
  // Opened between our reading of the enrolment and of the order?
  const enrolment = await enrolments(ports).find(order.userId, order.goods.courseId)
  return isOpen(enrolment, ports.clock.now()) ? order : null
}

/** What to do about the newest order of this buyer for these goods: go on with it, or (null) open the next. Refuses: BUSY. */
async function standing(ports: PurchasePorts, latest: Order, terms: Terms): Promise<Order | null> {
  if (latest.state === 'paid') return paidCourse(ports, latest)
  if (mayStillBePaid(ports, latest)) {
    const seen = await lookAtOrder(ports, latest)
    return seen.state === 'paid' ? seen : null
  }
  if (latest.state !== 'pending') return null
  const isInTime = !isOver(latest, ports.clock.now())
  const isFit = isInTime && isAsWanted(latest, terms) && !(await isUsedUp(ports, latest))
  if (isFit) return latest
  const closed = await closeOrder(ports, latest, { isFollowed: isInTime })
  if (closed.state === 'pending') throw new AppError('BUSY', { orderId: latest._id })
  return closed.state === 'paid' ? closed : null
}

/** What an order cannot have of what it must hold. */
const NOT_TO_BE_HAD: readonly ErrorCode[] = ['SOLD_OUT', 'SEATS_HELD', 'BALANCE_TOO_LOW']

/**
 * Holds the course's place, then sets points and balance aside, in one step for both. An order that cannot have them is closed, and the buyer is told.
 * Refuses: SOLD_OUT, SEATS_HELD, BALANCE_TOO_LOW, BUSY when the order was closed meanwhile.
 */
async function hold(ports: PurchasePorts, order: Order, { seats, latest }: Quote): Promise<void> {
  const isResumed = latest?._id === order._id
  try {
    // What was read before the order was there is good enough to ask by; of one that was there it may tell too little.
    const known = isResumed && !isKnownSeated(seats, order) ? null : seats
    await holdSeat(ports, order, { known, follows: isResumed ? null : latest })
    if (!holdsSomething(order)) return
    const entry = await ledger(ports).post(holdOf(order, ports.clock.now().toISOString()), { mustCover: true })
    if (!entry.lines.length) throw new AppError('BUSY', { orderId: order._id })
  } catch (error) {
    if (error instanceof AppError && NOT_TO_BE_HAD.includes(error.code)) await closeOrder(ports, order)
    throw error
  }
}

/** What the buyer pays at; null when the order turns out to be paid, and has been opened, before its notice came. */
async function paySheet(ports: PurchasePorts, order: Order, placing: Placing): Promise<PaySheet | null> {
  const gateway = gatewayOf(ports, order)
  if (!gateway) return null
  try {
    const { sheet, seal } = await place(gateway, order, {
      ...placing,
      returnUrl: `${ports.shop.shopUrl}#/pages/paid/paid?orderId=${order._id}`,
    })
    // Kept before the buyer can pay: without it the payment could not be finished, so that there is no sheet without it.
    if (seal !== null && seal !== order.seal) {
      const kept = await orders(ports).change(order._id, { state: 'pending' }, { set: { seal } })
      if (!kept) throw new AppError('BUSY', { orderId: order._id })
    }
    return sheet
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PAYMENT_REFUSED') throw error
    // An order that was paid can no longer be placed: nobody may be asked for money twice because a notice is late.
    if ((await askPayment(ports, order)).state === 'paid') return null
    throw error
  }
}

/**
 * Opens an order at the server's price, or resumes the one that is open, sets aside what is to be spent of points and
 * balance, and asks the payment service for what the pay sheet needs. What costs nothing more is opened at once.
 * Refuses: what `quote` and `hold` refuse, PAYMENT_REFUSED, PAYMENT_UNAVAILABLE (the order stays; ask again).
 */
export async function purchase(ports: PurchasePorts, caller: Caller, goods: Goods, choice: PayChoice): Promise<Bought> {
  const { userId, openid, clientIp } = caller
  const { loginCode } = choice
  const quoted = await quote(ports, caller, goods, choice)
  const { latest } = quoted
  const terms = termsOf(ports, goods, quoted, choice)
  const open = () => {
    refuseWhenFull(quoted.seats, latest)
    const now = ports.clock.now()
    const payBy = placeKeptUntil(quoted.seats, latest, now)
    return orders(ports).open({ userId, openid }, terms, (latest?.attempt ?? 0) + 1, now, payBy)
  }
  const order =
    (latest && (await withLogin(ports, latest, { loginCode, clientIp }, (one) => standing(ports, one, terms)))) ??
    (await open())
  if (order.state === 'paid') {
    await handOver(ports, order)
    return { status: 'opened', orderId: order._id }
  }
  // Closed or refunded between our reading and now: rare, and the buyer can simply tap again.
  if (order.state !== 'pending') throw new AppError('BUSY', { orderId: order._id })

  await hold(ports, order, quoted)
  if (!order.way) {
    if ((await settleHeld(ports, order)).state !== 'paid') throw new AppError('BUSY', { orderId: order._id })
    return { status: 'opened', orderId: order._id }
  }
  const productId = quoted.offer.item?.productId ?? ''
  const sheet = await paySheet(ports, order, { clientIp, loginCode, productId })
  if (!sheet) return { status: 'opened', orderId: order._id }
  return {
    status: 'pay',
    orderId: order._id,
    fen: order.price.payFen,
    price: order.price,
    expiresAt: order.expiresAt,
    sheet,
    templateId: openid ? ports.shop.paidTemplateId : null,
  }
}
