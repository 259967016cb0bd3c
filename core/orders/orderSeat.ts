import { AppError } from '../contract/errors'
import type { Ports } from '../ports'
import { type Answer, fullness, type Held, hasSeat, holdsSeat, type Seats, seating } from '../seats/seats'
import { goodsKeyOf, type Order } from './order'
import { orders } from './orders'

type Needs = Pick<Ports, 'store' | 'ids'>

/** The course whose place this order takes; null for one that takes none. */
const courseOf = ({ seat, goods }: Order): string | null =>
  seat !== null && (goods.kind === 'course' || goods.kind === 'gift') ? goods.courseId : null

/**
 * The name an order has its place under. One that was closed has given its place up for good; paid all the same, it asks for another under
 * another name.
 */
const keyOf = ({ _id, seat }: Order): string => (seat === 'late' ? `${_id}L` : _id)
const heldBy = ({ attempt }: Order): Held => (attempt % 2 ? 'odd' : 'even')

/** Refuses: SOLD_OUT; SEATS_HELD when some of the places may yet be given up unpaid. */
function refuseFull(courseId: string, full: 'held' | 'sold'): never {
  throw new AppError(full === 'held' ? 'SEATS_HELD' : 'SOLD_OUT', { courseId })
}

export const isKnownSeated = (seats: Seats | null, order: Order): boolean => hasSeat(seats, keyOf(order))

/** Whether a buyer's newest order has a place that it keeps while it waits, and hands on when another order follows it. */
const keepsSeat = (seats: Seats | null, latest: Order | null): boolean =>
  latest !== null && holdsSeat(seats, latest._id)

/**
 * Until when a buyer's next order may be paid: a place is kept from others for half an hour in all, however often the way of paying is changed.
 * Undefined when no place is handed on: then every order has its own half hour.
 */
export const placeKeptUntil = (seats: Seats | null, latest: Order | null, now: Date): string | undefined =>
  latest && keepsSeat(seats, latest) && latest.expiresAt > now.toISOString() ? latest.expiresAt : undefined

/** Whether one of this buyer's first orders for a course waits with a place: told from their numbers, without asking. */
export const isSeatHeldBy = (ports: Needs, seats: Seats | null, userId: string, courseId: string): boolean =>
  orders(ports)
    .firstIds(userId, goodsKeyOf({ kind: 'course', courseId }))
    .some((orderId) => holdsSeat(seats, orderId))

/** Refuses a new order when no place is left for it: SOLD_OUT, SEATS_HELD. */
export function refuseWhenFull(seats: Seats | null, latest: Order | null): void {
  const full = fullness(seats)
  if (seats && full && !keepsSeat(seats, latest)) refuseFull(seats._id, full)
}

/**
 * Holds a place for an order that waits to be paid; `follows` is the order before it, as it was read: closed by now if it
 * was not paid, and its place is taken over.
 * Refuses: SOLD_OUT, SEATS_HELD, BUSY when the order was closed meanwhile.
 */
export async function holdSeat(
  ports: Needs,
  order: Order,
  { known, follows }: { known: Seats | null; follows: Order | null },
): Promise<void> {
  const courseId = courseOf(order)
  if (!courseId) return
  const isWanted = async () => (await orders(ports).find(order._id))?.state === 'pending'
  // What was paid keeps its place, also while it is still to be sold.
  const isGivenUp = follows?.state === 'pending' || follows?.state === 'closed'
  const asker = { key: keyOf(order), into: heldBy(order), from: isGivenUp ? follows._id : undefined }
  const answer = await seating(ports).take(courseId, asker, isWanted, known)
  if (answer === 'over') throw new AppError('BUSY', { orderId: order._id })
  if (answer !== 'taken') refuseFull(courseId, answer)
}

/** Whether an order may be settled as far as its place goes: it has one, or takes none. */
export async function isSeated(ports: Needs, order: Order): Promise<boolean> {
  const courseId = courseOf(order)
  return courseId === null || hasSeat(await seating(ports).find(courseId), keyOf(order))
}

/** Whether an order has no claim to a place any more, whatever comes: closed, paid too late to be kept, or what it opened was shut by a refund. */
const isOver = ({ state, isLate, refunds }: Order): boolean =>
  state === 'closed' || isLate || refunds.some((refund) => refund.state === 'done' && refund.shuts)

/** The order is paid: its place is sold. False when it was paid after its closing, and no place is left. */
export async function sellSeat(ports: Needs, order: Order): Promise<boolean> {
  const courseId = courseOf(order)
  if (!courseId) return true
  if (order.seat !== 'late') {
    await seating(ports).sell(courseId, keyOf(order), heldBy(order))
    return true
  }
  const isWanted = async () => {
    const now = await orders(ports).find(order._id)
    return now !== null && !isOver(now)
  }
  const answer: Answer = await seating(ports).take(courseId, { key: keyOf(order), into: 'sold' }, isWanted)
  return answer === 'taken' || answer === 'over'
}

/**
 * Sets free what an order has no claim to any more: of one that was closed the place it held while it waited, of one whose course was shut
 * also the one it was sold. The order says so before, so that nobody takes a place for it afterwards.
 */
export async function releaseSeat(ports: Needs, order: Order): Promise<void> {
  const courseId = courseOf(order)
  if (!courseId) return
  if (order.seat === 'late' || isOver(order)) await seating(ports).free(courseId, order._id)
  if (order.seat === 'late' && isOver(order)) await seating(ports).free(courseId, keyOf(order))
}
