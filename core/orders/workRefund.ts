import { AppError } from '../contract/errors'
import { debit, type Entry, isFloored } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Gateway } from '../ports'
import { refundEntryOf } from './accounting'
import { takeBack } from './delivery'
import { gatewayOf, type OrderPorts, placedOf } from './gateway'
import { awaitsLogin } from './login'
import { type Order, type OrderRefund, outboxDueAt } from './order'
import { orders } from './orders'

/** Where a refund stands at the gateway: `back` the money has arrived, `wait` ask again, `stuck` (why) a person must look. */
type Standing = 'back' | 'wait' | { stuck: string }

/** Only Apple can give back what was paid on an iPhone, and only to whoever asks there. */
const BY_APPLE = 'REFUND_BY_APPLE'
const ASK_APPLE = '这笔钱是在苹果手机上付的,只能由苹果退回:请在苹果的「报告问题」页面申请退款'

/** How long a refund of coins waits for its buyer's session. */
const LOGIN_WAIT_MS = 24 * 3_600_000

/** Whether as much as this refund has gone back beyond what we know of; where a gateway does not tell how much, nobody knows. */
async function isBack(gateway: Gateway, order: Order, { fen }: OrderRefund): Promise<boolean> {
  try {
    const backFen = (await gateway.query(placedOf(order)))?.backFen ?? 0
    return backFen - order.refundedFen >= fen
  } catch (error) {
    if (awaitsLogin(error)) return false
    throw error
  }
}

/** Asks for the money back, or how far it is: one number for all retries, and never asked for before it was looked for. */
async function giveBack(ports: OrderPorts, order: Order, refund: OrderRefund): Promise<Standing> {
  // What was given back elsewhere has arrived already: that is how we know of it.
  if (refund.by === 'elsewhere' || !refund.fen) return 'back'
  const gateway = gatewayOf(ports, order)
  if (!gateway) return 'back'
  const asked = { ...placedOf(order), outRefundNo: refund.refundNo }
  try {
    const answer =
      (await gateway.refundOf(asked)) ??
      (await gateway.refund({ ...asked, refundFen: refund.fen, reason: refund.reason }))
    if (answer.state === 'SUCCESS') return 'back'
    if (answer.state === 'PROCESSING') return 'wait'
    return { stuck: answer.state }
  } catch (error) {
    // Spent coins come back only with the buyer's session. Whoever asked comes back to look, in a day; then a person must.
    const waitedMs = ports.clock.now().getTime() - Date.parse(refund.askedAt)
    if (awaitsLogin(error) && waitedMs >= LOGIN_WAIT_MS) return { stuck: 'LOGIN_AGAIN' }
    if (!(error instanceof AppError) || error.code !== 'PAYMENT_REFUSED') throw error
    // Refused, because somebody else was faster and has given it back?
    if (await isBack(gateway, order, refund)) return 'back'
    return { stuck: String(error.facts.code ?? 'REFUSED') }
  }
}

/** The wallet cannot give what it does not hold: what is missing is a difference for the school to explain. */
function withDifference(entry: Entry, heldFen: number): Entry {
  const lines = entry.lines.flatMap((line) => {
    if (!isFloored(line.account) || line.amount <= heldFen) return [line]
    return [debit(line.account, heldFen), debit('differences', line.amount - heldFen)]
  })
  const written = lines.filter(({ amount }) => amount !== 0)
  return { ...entry, lines: written, accounts: [...new Set(written.map(({ account }) => account))] }
}

/** Books a refund. One whose money is gone already, by somebody else's hand, is booked whatever the wallet holds. */
async function bookRefund(ports: OrderPorts, order: Order, refund: OrderRefund, isGone: boolean): Promise<void> {
  const entry = refundEntryOf(order, refund, ports.clock.now().toISOString())
  try {
    await ledger(ports).post(entry)
  } catch (error) {
    const isShort = error instanceof AppError && error.code === 'BALANCE_TOO_LOW' && isGone
    const taken = entry.lines.find(({ account, amount }) => isFloored(account) && amount > 0)
    if (!isShort || !taken) throw error
    const held = await ledger(ports).balanceOf(taken.account)
    ports.alert('WALLET_SHORT', { orderId: order._id, fen: taken.amount - held })
    await ledger(ports).post(withDifference(entry, held))
  }
}

/** The wallet no longer holds what a refund of its top-up would take: nothing goes back, and a person must look. */
async function isCovered(ports: OrderPorts, order: Order, refund: OrderRefund): Promise<boolean> {
  try {
    await bookRefund(ports, order, refund, refund.by === 'elsewhere')
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'BALANCE_TOO_LOW') return false
    throw error
  }
}

/** What came back elsewhere while this refund was stuck, and lessened it, is in the books before the rest goes back. */
async function bookPart(ports: OrderPorts, order: Order): Promise<void> {
  const last = order.refunds.at(-1)
  if (last?.by !== 'elsewhere' || last.state !== 'done') return
  const before = {
    ...order,
    refundedFen: order.refundedFen - last.fen,
    refundedBalanceFen: order.refundedBalanceFen - last.balanceFen,
  }
  await bookRefund(ports, before, last, true)
}

/** Of what was asked for: a part may have gone back by other hands meanwhile, and then it is the rest that is to be tried. */
async function setStuck(ports: OrderPorts, order: Order, { refundNo, fen }: OrderRefund, why: string): Promise<void> {
  const stuck = await orders(ports).change(
    order._id,
    { 'refund.refundNo': refundNo, 'refund.state': 'going', 'refund.fen': fen },
    { set: { 'refund.state': 'stuck', ...(why === BY_APPLE && { 'refund.answer': ASK_APPLE }) } },
  )
  if (stuck) ports.alert('REFUND_STUCK', { orderId: order._id, state: why })
}

/**
 * A refund's number will never give anything back: what the books have of it is undone, or crossed out before it is written. Only a
 * top-up's refund is in the books before its money has moved.
 */
export async function forgetRefund(ports: OrderPorts, order: Order, { refundNo }: OrderRefund): Promise<void> {
  if (order.goods.kind !== 'topUp') return
  const at = ports.clock.now().toISOString()
  const told = { _id: `${refundNo}:refundClosed`, kind: 'refund' as const, at, orderId: order._id }
  await ledger(ports).reverse(`${refundNo}:refund`, told)
}

/**
 * Carries out the refund in hand: money back, entry in the books, what was bought taken back, order closed over it. Each step is
 * the same when it is done twice, so that a death anywhere is made good by doing all of them again.
 */
export async function workRefund(ports: OrderPorts, order: Order): Promise<boolean> {
  const { refund } = order
  // What an earlier number took out of the wallet, and never gave back, is put back before this one takes it.
  for (const ended of order.refunds.filter(({ state }) => state === 'refused')) await forgetRefund(ports, order, ended)
  if (refund?.state !== 'going') return true
  await bookPart(ports, order)
  // A top-up is taken out of the wallet first: afterwards it might be spent.
  if (order.goods.kind === 'topUp' && !order.isLate && !(await isCovered(ports, order, refund))) {
    await setStuck(ports, order, refund, 'SPENT')
    return true
  }
  const standing = await giveBack(ports, order, refund)
  if (standing === 'wait') return false
  if (standing !== 'back') {
    await setStuck(ports, order, refund, standing.stuck)
    return true
  }
  await closeRefund(ports, order, refund, { isGone: refund.by === 'elsewhere' })
  return true
}

/**
 * Money that went back is no longer owed an invoice: one asked for is not written when nothing stays, and one that was issued must be corrected. Before the
 * refund ends, for while it is in hand nobody can ask or issue.
 */
async function followInvoice(ports: OrderPorts, { _id, invoice }: Order, { isWhole }: OrderRefund): Promise<void> {
  if (invoice?.state === 'asked' && isWhole)
    await orders(ports).change(_id, { 'invoice.state': 'asked' }, { set: { invoice: null } })
  if (invoice?.state !== 'issued') return
  ports.alert('INVOICE_OF_REFUNDED', { orderId: _id, number: invoice.number })
  await orders(ports).change(_id, { 'invoice.state': 'issued' }, { set: { 'invoice.state': 'toCorrect' } })
}

/** The money is back, by the gateway or (`isGone`) by somebody's hand: books it and ends the refund. */
export async function closeRefund(
  ports: OrderPorts,
  order: Order,
  refund: OrderRefund,
  { isGone }: { isGone: boolean },
): Promise<Order | null> {
  await bookRefund(ports, order, refund, isGone)
  if (refund.fen + refund.balanceFen > 0) await followInvoice(ports, order, refund)
  if (refund.shuts && !order.isLate) await takeBack(ports, order)
  const now = ports.clock.now()
  const doneAt = now.toISOString()
  // Its place is set free once everybody can read that it has no claim to it any more.
  const freesSeat = refund.shuts && !order.isLate && order.seat !== null
  return orders(ports).change(
    order._id,
    { 'refund.refundNo': refund.refundNo },
    {
      set: {
        refund: null,
        refundedAt: doneAt,
        state: refund.isWhole ? 'refunded' : 'partlyRefunded',
        ...(refund.isWhole && { maturesAt: null }),
        ...(freesSeat && { dueAt: outboxDueAt(now) }),
      },
      push: { refunds: { ...refund, state: 'done', doneAt }, ...(freesSeat && { todo: 'release' }) },
      inc: {
        ...(freesSeat && { rev: 1 }),
        refundedFen: refund.fen,
        refundedBalanceFen: refund.balanceFen,
        refundedPoints: refund.points,
      },
    },
  )
}
