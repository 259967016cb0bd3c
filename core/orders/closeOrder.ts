import type { Gateway, Payment, Refund } from '../ports'
import { arrived, bookPayment, bookRefund, goOn } from './bookPayment'
import { gatewayOf, type OrderPorts, placedOf } from './gateway'
import { awaitsLogin } from './login'
import { holdsSomething, mustRelease, type Order, type OrderRefund, outboxDueAt } from './order'
import { isSeated } from './orderSeat'
import { orders } from './orders'
import { finishOrder, handOver } from './outbox'
import { isSetAside, releaseHold } from './setAside'
import { settleInside } from './settle'

const hasPaid = (payment: Payment | null): payment is Payment & { state: 'SUCCESS' } => payment?.state === 'SUCCESS'

async function book(ports: OrderPorts, order: Order, payment: Payment): Promise<Order> {
  const booked = await bookPayment(ports, order, payment)
  return handOver(ports, booked.order, { tells: booked.outcome === 'settled' })
}

/** An order without a gateway is paid once what it holds is held. */
export async function settleHeld(ports: OrderPorts, order: Order): Promise<Order> {
  const isHeld = (!holdsSomething(order) || (await isSetAside(ports, order))) && (await isSeated(ports, order))
  if (!isHeld) return order
  const settled = await orders(ports).change(order._id, { state: 'pending' }, settleInside(order, ports.clock.now()))
  return handOver(ports, settled ?? (await orders(ports).find(order._id)) ?? order, { tells: settled !== null })
}

/** Asks the payment service whether a pending order was paid after all (a lost notice), and books it if so. */
export async function askPayment(ports: OrderPorts, order: Order): Promise<Order> {
  const gateway = gatewayOf(ports, order)
  if (!gateway) return settleHeld(ports, order)
  const payment = await gateway.query(placedOf(order))
  return hasPaid(payment) ? book(ports, order, payment) : order
}

/**
 * What went back beyond what we know of, under a number that follows from what is known: told again it is nothing new. With the rest
 * of the order it is the order's number with `E`, which reconciliation looks for; a part has its place behind it.
 */
const elsewhere = (order: Order, fen: number): Refund => ({
  outRefundNo:
    fen < order.price.payFen - order.refundedFen ? `${order._id}E${order.refunds.length + 1}` : `${order._id}E`,
  outTradeNo: order._id,
  refundId: '',
  state: 'SUCCESS',
  fen,
})

/** Bought coins wait this long for their buyer's session; afterwards they stay the buyer's, at WeChat, and the order is given up. */
const COINS_WAIT_MS = 24 * 3_600_000

async function lastQuery(
  ports: OrderPorts,
  order: Order,
  gateway: Gateway,
  givesUpCoins: boolean,
): Promise<Payment | null> {
  try {
    return await gateway.query(placedOf(order))
  } catch (error) {
    const isOver = ports.clock.now().getTime() >= Date.parse(order.expiresAt) + COINS_WAIT_MS
    if (!awaitsLogin(error) || !isOver || !givesUpCoins) throw error
    ports.alert('COINS_UNSPENT', { orderId: order._id })
    return null
  }
}

/** A refund of ours as its gateway has it; null also where nobody can look without the buyer's session. */
async function refundByNumber(gateway: Gateway, order: Order, { refundNo }: OrderRefund): Promise<Refund | null> {
  try {
    return await gateway.refundOf({ ...placedOf(order), outRefundNo: refundNo })
  } catch (error) {
    if (awaitsLogin(error)) return null
    throw error
  }
}

/**
 * A notice said only that something happened: whatever the gateway now says of the order is booked. Refuses BUSY when more went
 * back than the refund in hand explains: the notice comes again when that one has ended.
 */
export async function lookAtOrder(
  ports: OrderPorts,
  order: Order,
  { givesUpCoins = false }: { givesUpCoins?: boolean } = {},
): Promise<Order> {
  const gateway = gatewayOf(ports, order)
  if (!gateway) return order
  const payment = await lastQuery(ports, order, gateway, givesUpCoins)
  if (hasPaid(payment)) return book(ports, order, payment)
  // WeChat Pay does not say how much went back, and tells each refund by its own notice: of an order that was never paid here nothing is guessed.
  const isUntold =
    order.state === 'closed' && payment?.state === 'REFUND' && payment.backFen === undefined && gateway.canClose
  if (isUntold) ports.alert('REFUNDED_ELSEWHERE', { orderId: order._id })
  const known = await finishOrder(ports, order)
  if (isUntold || payment?.state !== 'REFUND' || known.state === 'refunded') return known
  // A part that we gave back ourselves also makes it a REFUND: only what is beyond that was somebody else.
  const beyondFen = (payment.backFen ?? known.price.payFen) - known.refundedFen
  const { refund } = known
  if (beyondFen <= 0 || (refund?.state === 'going' && beyondFen <= refund.fen)) return known
  if (refund?.state === 'stuck' && beyondFen === refund.fen) {
    // Ours after all: of two workers that asked for it at once one was refused, and the other was not.
    const ours = await refundByNumber(gateway, known, refund)
    const isOurs = ours?.state === 'SUCCESS' || ours?.state === 'PROCESSING'
    return finishOrder(ports, await (isOurs ? goOn : arrived)(ports, known, refund))
  }
  return finishOrder(ports, await bookRefund(ports, known, elsewhere(known, beyondFen)))
}

/** A closed order whose gateway lets nothing be closed: somebody may pay it all the same. */
export const mayStillBePaid = ({ gateways }: OrderPorts, { state, todo, way }: Order): boolean =>
  state === 'closed' && !todo.length && way !== null && gateways(way.gateway)?.canClose === false

/** A sheet that was open at the closing is paid or left by then. */
const SHEET_MS = 3_600_000
/** A page's own time is over by the order's; whoever began to pay before is through by then. */
const PAGE_MS = 15 * 60_000

/**
 * Until when an order given up now may still be paid; null when nobody can. `isUnknown`: the service had not heard of it, so that there was nothing to
 * close, and a page handed out before may bring it into being.
 */
function watchedUntil(order: Order, gateway: Gateway | null, isUnknown: boolean, now: Date): string | null {
  if (gateway?.canClose === false) return new Date(now.getTime() + SHEET_MS).toISOString()
  if (!gateway || !isUnknown) return null
  return new Date(Math.max(now.getTime(), Date.parse(order.expiresAt)) + PAGE_MS).toISOString()
}

/** Looks at such an order when its time is over, for the last time. */
export async function lastLook(ports: OrderPorts, order: Order): Promise<Order> {
  const seen = await lookAtOrder(ports, order, { givesUpCoins: true })
  if (seen.state !== 'closed' || seen.todo.length) return seen
  const change = { set: { watchedUntil: null, dueAt: null } }
  return (await orders(ports).change(seen._id, { state: 'closed', rev: seen.rev }, change)) ?? seen
}

/**
 * Closes a pending order: at the payment service first, so that nobody can pay any more, then here. A payment that slipped
 * in before is booked instead. Still pending when the service contradicts itself: ask again later. `isFollowed`: another order of the
 * buyer's takes over its place, or else the sweep sets it free.
 */
export async function closeOrder(
  ports: OrderPorts,
  order: Order,
  { givesUpCoins = false, isFollowed = false }: { givesUpCoins?: boolean; isFollowed?: boolean } = {},
): Promise<Order> {
  const gateway = gatewayOf(ports, order)
  let isUnknown = false
  if (gateway) {
    const placed = placedOf(order)
    const payment = await lastQuery(ports, order, gateway, givesUpCoins)
    if (hasPaid(payment)) return book(ports, order, payment)
    isUnknown = payment === null
    // Paid without our hearing of it, and given back by hand there: nobody owes anybody, but somebody should know.
    if (payment?.state === 'REFUND') ports.alert('REFUNDED_ELSEWHERE', { orderId: order._id })
    else if (gateway.canClose && (await gateway.close(placed)) === 'paid') return askPayment(ports, order)
  }
  const isHolding = mustRelease(order)
  const now = ports.clock.now()
  const watched = watchedUntil(order, gateway, isUnknown, now)
  const closed = await orders(ports).change(
    order._id,
    { state: 'pending' },
    {
      set: {
        state: 'closed',
        todo: isHolding ? ['release'] : [],
        watchedUntil: watched,
        dueAt: isHolding ? outboxDueAt(now) : watched,
      },
      inc: { rev: 1 },
    },
  )
  if (closed && isFollowed && closed.seat) {
    if (holdsSomething(closed)) await releaseHold(ports, closed)
    return closed
  }
  if (closed) return isHolding ? finishOrder(ports, closed) : closed
  return (await orders(ports).find(order._id)) ?? order
}
