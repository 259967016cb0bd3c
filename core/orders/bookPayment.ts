import { AppError } from '../contract/errors'
import type { Payment, Refund } from '../ports'
import { gatewayOf, type OrderPorts, placedOf } from './gateway'
import { isKept, type Order, type OrderRefund, outboxDueAt } from './order'
import { orders } from './orders'
import { finishOrder } from './outbox'
import { settle } from './settle'

/**
 * Books a proven payment on its order: one conditional write, which also stores what the order now owes. The same payment
 * a thousand times, at once or years apart, changes nothing after the first.
 * Refuses with NOTICE_REFUSED what is not this order's payment, and says so to whoever watches.
 */
export async function bookPayment(
  ports: OrderPorts,
  order: Order,
  payment: Payment,
): Promise<{ outcome: 'settled' | 'refunding' | 'already'; order: Order }> {
  const refuse = (reason: string): never => {
    ports.alert('PAYMENT_DOES_NOT_FIT', { orderId: order._id, reason })
    throw new AppError('NOTICE_REFUSED', { orderId: order._id, reason })
  }
  const gateway = gatewayOf(ports, order) ?? refuse('an order without a gateway')
  for (let current = order; ; ) {
    const settlement = settle(current, payment, gateway, ports.clock.now())
    if (settlement.outcome === 'refused') return refuse(settlement.reason)
    if (settlement.outcome === 'already') return { outcome: 'already', order: current }

    const changed = await orders(ports).change(order._id, { state: settlement.from }, settlement.change)
    if (changed) return { outcome: settlement.outcome, order: changed }
    // Somebody moved the order between our reading and our writing: read what it is now and decide again.
    const now = await orders(ports).find(order._id)
    if (!now) throw new AppError('ORDER_NOT_FOUND', { orderId: order._id })
    current = now
  }
}

/** A refund that we did not ask for: made in the merchant's console, or by Apple. */
const refundElsewhere = (
  order: Order,
  { outRefundNo, fen }: Pick<Refund, 'outRefundNo' | 'fen'>,
  at: string,
): OrderRefund => {
  const isWhole = order.refundedFen + fen >= order.price.payFen
  // What a late order had set aside was set free when it was closed.
  const givesAll = isWhole && !order.isLate
  return {
    refundNo: outRefundNo,
    fen: Math.min(fen, order.price.payFen - order.refundedFen),
    balanceFen: givesAll ? order.price.balanceFen - order.refundedBalanceFen : 0,
    points: givesAll ? order.price.points - order.refundedPoints : 0,
    reason: '在支付平台退款',
    by: 'elsewhere',
    state: 'going',
    answer: '',
    askedAt: at,
    doneAt: null,
    isWhole,
    shuts: isWhole,
  }
}

/** A refund of ours that was stuck is carried out by its gateway after all: it is looked at again. Refuses BUSY when it is not stuck any more. */
export async function goOn(ports: OrderPorts, order: Order, { refundNo }: OrderRefund): Promise<Order> {
  const goesOn = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refundNo, 'refund.state': 'stuck' },
    {
      set: { 'refund.state': 'going', dueAt: outboxDueAt(ports.clock.now()) },
      push: { todo: 'refund' },
      inc: { rev: 1 },
    },
  )
  if (!goesOn) throw new AppError('BUSY', { orderId: order._id })
  return goesOn
}

/**
 * A refund that was stuck has gone back by other hands, Apple's or somebody's in the console: it goes on as theirs. Refuses BUSY when it
 * is not stuck any more: what was given up, or tried again, meanwhile is another thing than what is to be ended here.
 */
export async function arrived(ports: OrderPorts, order: Order, { refundNo, answer }: OrderRefund): Promise<Order> {
  const moved = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refundNo, 'refund.state': 'stuck' },
    {
      set: {
        'refund.state': 'going',
        'refund.by': 'elsewhere',
        'refund.answer': answer,
        dueAt: outboxDueAt(ports.clock.now()),
      },
      push: { todo: 'refund' },
      inc: { rev: 1 },
    },
  )
  if (!moved) throw new AppError('BUSY', { orderId: order._id })
  return moved
}

/**
 * Whether this refund is one that staff closed because they had given it back by hand: then its own notice is nothing new. Each explains one
 * notice, for ever the same.
 */
async function isSettled({ store }: OrderPorts, { refunds }: Order, { outRefundNo, fen }: Refund): Promise<boolean> {
  for (const { refundNo, by, state, fen: settledFen } of refunds) {
    if (state !== 'done' || by !== 'elsewhere' || settledFen !== fen) continue
    const mine = { what: 'refund', theirNo: { in: [null, outRefundNo] } }
    if (await store.change('audits', settlingOf(refundNo), mine, { set: { theirNo: outRefundNo } })) return true
  }
  return false
}

/** Where it is kept who closed a refund by hand, and why. */
export const settlingOf = (refundNo: string): string => `settled:${refundNo}`

/**
 * Money went back by other hands while a refund of ours was stuck. As much as that, or more, takes its place; of less, the rest is still
 * to go back. Refuses BUSY when the order moved meanwhile: the report comes again.
 */
async function whileStuck(ports: OrderPorts, order: Order, stuck: OrderRefund, refund: Refund): Promise<Order> {
  const now = ports.clock.now()
  const at = now.toISOString()
  const theirs = refundElsewhere(order, refund, at)
  // A top-up's own entry may stand in the books already: the rest of it goes back under a new number, when somebody asks.
  const takesOver = theirs.fen >= stuck.fen || (order.goods.kind === 'topUp' && !order.isLate)
  const done: OrderRefund = {
    ...theirs,
    balanceFen: 0,
    points: 0,
    state: 'done',
    doneAt: at,
    isWhole: false,
    shuts: false,
  }
  const moved = await orders(ports).change(
    order._id,
    { 'refund.refundNo': stuck.refundNo, 'refund.state': 'stuck', refundedFen: order.refundedFen },
    takesOver
      ? {
          set: {
            refund: { ...theirs, shuts: theirs.shuts || stuck.shuts },
            dueAt: outboxDueAt(now),
            ...(theirs.isWhole && { state: 'refunding' }),
          },
          push: { refunds: { ...stuck, state: 'refused', answer: theirs.reason, doneAt: at }, todo: 'refund' },
          inc: { rev: 1 },
        }
      : {
          set: { 'refund.fen': stuck.fen - done.fen, 'refund.state': 'going', dueAt: outboxDueAt(now) },
          push: { refunds: done, todo: 'refund' },
          inc: { refundedFen: done.fen, rev: 1 },
        },
  )
  if (!moved) throw new AppError('BUSY', { orderId: order._id })
  return moved
}

/** What went back was paid first, though its notice has not come: booked now, on what the gateway says. Refuses BUSY. */
async function paidFirst(ports: OrderPorts, order: Order): Promise<Order> {
  const payment = await gatewayOf(ports, order)?.query(placedOf(order))
  if (payment?.state !== 'SUCCESS' && payment?.state !== 'REFUND') throw new AppError('BUSY', { orderId: order._id })
  const booked = await bookPayment(ports, order, { ...payment, state: 'SUCCESS' })
  return finishOrder(ports, booked.order, { tells: booked.outcome === 'settled' })
}

/**
 * Books a refund that a gateway reports. One of ours is looked at again; one made elsewhere becomes the order's refund in hand. The
 * same report again changes nothing. Refuses BUSY while another refund of this order is under way: the report comes again.
 */
export async function bookRefund(ports: OrderPorts, known: Order, refund: Refund): Promise<Order> {
  const isOurs = known.refund?.refundNo === refund.outRefundNo
  if (isOurs && known.refund?.state === 'stuck' && refund.state === 'SUCCESS') return goOn(ports, known, known.refund)
  if (isOurs || refund.state !== 'SUCCESS') return known

  const isUnpaid = known.state === 'pending' || known.state === 'closed'
  // What it must not overtake is done first: what it takes back depends on it.
  const isAhead = known.todo.includes('mature') || (known.goods.kind === 'topUp' && known.todo.includes('book'))
  const order = isUnpaid ? await paidFirst(ports, known) : isAhead ? await finishOrder(ports, known) : known
  if (order.state === 'refunded' || order.refunds.some(({ refundNo }) => refundNo === refund.outRefundNo)) return order
  if (await isSettled(ports, order, refund)) return order
  if (order.refund?.state === 'stuck') return whileStuck(ports, order, order.refund, refund)
  // A question that waits for the office is answered by what happened; a refund that is being carried out is not overtaken.
  if (!isKept(order) || (order.refund && order.refund.state !== 'asked'))
    throw new AppError('BUSY', { orderId: order._id })
  const now = ports.clock.now()
  const change = refundElsewhere(order, refund, now.toISOString())
  const booked = await orders(ports).change(
    order._id,
    {
      state: order.state,
      'refund.state': order.refund ? 'asked' : null,
      refundedFen: order.refundedFen,
      todo: { ne: 'mature' },
    },
    {
      set: { refund: change, dueAt: outboxDueAt(now), ...(change.isWhole && { state: 'refunding' }) },
      push: { todo: 'refund' },
      inc: { rev: 1 },
    },
  )
  if (!booked) throw new AppError('BUSY', { orderId: order._id })
  ports.alert(change.isWhole ? 'REFUNDED_ELSEWHERE' : 'PARTLY_REFUNDED', { orderId: order._id, fen: refund.fen })
  return booked
}
