import { ledger } from '../ledger/ledger'
import type { Filter } from '../ports'
import { lateOf, matureOf, saleOf } from './accounting'
import { deliver } from './delivery'
import type { OrderPorts } from './gateway'
import { type Login, withLogin } from './login'
import { isGiving, isKept, lookAgainAt, type Order, outboxDueAt, type Task } from './order'
import { noteConsent, tellOpened, tellRefund } from './orderLetters'
import { orders } from './orders'
import { releaseHold } from './setAside'
import { systemRefund } from './settle'
import { workRefund } from './workRefund'

/** Each task says whether it is done; one that is not done stays in the outbox. */
type Work = (ports: OrderPorts, order: Order) => Promise<boolean>

/** The second of two paid orders for one course goes back by itself. False when that must be tried again. */
async function giveBackDuplicate(ports: OrderPorts, order: Order): Promise<boolean> {
  const now = ports.clock.now()
  const refund = {
    ...systemRefund(order, '这门课你已经买过,自动退款', now.toISOString()),
    balanceFen: order.price.balanceFen - order.refundedBalanceFen,
    points: order.price.points - order.refundedPoints,
  }
  const goesBack = await orders(ports).change(
    order._id,
    {
      state: { in: ['paid', 'partlyRefunded'] },
      'refund.state': null,
      refundedFen: order.refundedFen,
      refundedBalanceFen: order.refundedBalanceFen,
    },
    {
      set: { refund, state: 'refunding', maturesAt: null, dueAt: outboxDueAt(now) },
      push: { todo: 'refund' },
      inc: { rev: 1 },
    },
  )
  const seen = goesBack ?? (await orders(ports).find(order._id))
  if (!goesBack && (!seen || !isKept(seen))) return true
  // Another refund of it is in hand: whoever decides about that one must know, for this one cannot wait behind it.
  if (goesBack || seen?.refund) ports.alert('PAID_TWICE', { orderId: order._id })
  return goesBack !== null || seen?.refund !== null
}

const work: Record<Task, Work> = {
  async deliver(ports, order) {
    return (await deliver(ports, order)) === 'done' || giveBackDuplicate(ports, order)
  },
  async book(ports, order) {
    await ledger(ports).post(order.isLate ? lateOf(order) : saleOf(order))
    return true
  },
  async release(ports, order) {
    await releaseHold(ports, order)
    return true
  },
  async refund(ports, order) {
    const isDone = await workRefund(ports, order)
    if (isDone) await tellRefund(ports, order._id)
    return isDone
  },
  async mature(ports, order) {
    await ledger(ports).post(matureOf(order, ports.clock.now().toISOString()))
    return true
  },
  async message(ports, order) {
    // Nobody is told that a course is open when it has been shut again, and nobody whom WeChat does not know.
    if (order.goods.kind !== 'course' || !isGiving(order) || !order.openid) return true
    const [became] = await Promise.all([
      ports.messages.coursePaid({
        openid: order.openid,
        courseId: order.goods.courseId,
        title: order.title,
        fen: order.price.goodsFen,
        orderId: order._id,
        paidAt: order.paidAt ?? order.openedAt,
      }),
      tellOpened(ports, order),
    ])
    await noteConsent(ports, order, became)
    return true
  },
}

/**
 * A message spends a consent of the buyer's, so of several workers at once only one sends it: whoever writes its time on
 * the order first. Should that one die before the task is off the list, the next may send when the time is over.
 */
const TELLING_MS = 60_000
const claimOf = (now: Date) => ({
  when: { todo: 'message', tellingUntil: { lte: now.toISOString() } },
  set: { tellingUntil: new Date(now.getTime() + TELLING_MS).toISOString() },
})

/** What needs nothing of the others and is done side by side; then a refund, which may have to wait; then the message. */
const sideBySide: readonly Task[] = ['deliver', 'book', 'release', 'mature']

/**
 * What is to be done next, those that failed just now left out. Nothing goes back that the books do not know yet, and nobody is told
 * of what is not there; apart from that no task holds up another.
 */
function nextOf({ todo }: Order, failed: Task[]): readonly Task[] {
  const open = todo.filter((task) => !failed.includes(task))
  const together = sideBySide.filter((task) => open.includes(task))
  if (together.length) return together
  if (open.includes('refund')) return failed.includes('book') || failed.includes('mature') ? [] : ['refund']
  return open.includes('message') && !failed.includes('deliver') ? ['message'] : []
}

/** A refund is owed as long as one is under way: another may have begun since this one was done. */
const conditionFor = (task: Task): Filter =>
  task === 'refund' ? { todo: task, 'refund.state': { ne: 'going' } } : { todo: task }

/**
 * Takes done tasks off the list in one write, and with the last one nobody need look any more; where only the message is left, it is claimed in
 * the same write. Anything that was added or done meanwhile breaks the condition: then each is taken off by itself.
 */
async function tickOff(
  ports: OrderPorts,
  { _id, todo, rev }: Order,
  done: Task[],
): Promise<{ order: Order | null; claimed: boolean }> {
  const rest = todo.filter((task) => !done.includes(task))
  const claim = claimOf(ports.clock.now())
  const claims = rest.length === 1 && rest[0] === 'message'
  const together = await orders(ports).change(
    _id,
    { rev, todo, ...(claims && { tellingUntil: claim.when.tellingUntil }) },
    { set: { todo: rest, ...(!rest.length && { dueAt: null }), ...(claims && claim.set) } },
  )
  if (together) return { order: together, claimed: claims }
  let order: Order | null = null
  for (const task of done) order = await orders(ports).change(_id, conditionFor(task), { pull: { todo: task } })
  return { order, claimed: false }
}

/** Works off what the order owes. Stopped anywhere and begun again, it ends the same. Throws what failed first, when all else is done. */
export async function finishOrder(ports: OrderPorts, order: Order): Promise<Order> {
  const book = orders(ports)
  const reread = async () => (await book.find(order._id)) ?? order
  const failed: Task[] = []
  let reason: unknown
  let current = order
  for (let isClaimed = false; ; ) {
    if (!current.todo.length) {
      // Taken off one by one, or by another worker: then somebody may still be told to look.
      if (!current.dueAt || current.state === 'pending') return current
      return (await book.change(order._id, { rev: current.rev }, { set: { dueAt: null } })) ?? reread()
    }
    const next = nextOf(current, failed)
    // What failed is taken up again by the sweep.
    if (!next.length) throw reason
    if (next[0] === 'message' && !isClaimed) {
      const { when, set } = claimOf(ports.clock.now())
      if (!(await book.change(order._id, when, { set }))) {
        if (failed.length) throw reason
        return reread()
      }
    }
    const seen = current
    const outcomes = await Promise.allSettled(next.map((task) => work[task](ports, seen)))
    const done = next.filter((_, at) => outcomes[at]?.status === 'fulfilled' && outcomes[at].value)
    if (done.length) {
      const ticked = await tickOff(ports, current, done)
      current = ticked.order ?? (await reread())
      isClaimed = ticked.claimed
    }
    for (const [at, outcome] of outcomes.entries())
      if (outcome.status === 'rejected') {
        reason ??= outcome.reason
        failed.push(...next.slice(at, at + 1))
      }
    const waits = outcomes.some((outcome) => outcome.status === 'fulfilled' && !outcome.value)
    if (waits && failed.length) throw reason
    if (waits) {
      const dueAt = lookAgainAt(current.looks, ports.clock.now())
      return (
        (await book.change(order._id, { todo: { in: [...next] } }, { set: { dueAt }, inc: { looks: 1 } })) ?? reread()
      )
    }
  }
}

/**
 * The same for a buyer who is waiting: refuses only when what was bought cannot be handed over. A message or a refund that fails
 * is the sweep's to repeat and to report.
 */
export async function handOver(ports: OrderPorts, order: Order, login: Login = {}): Promise<Order> {
  try {
    return await withLogin(ports, order, login, (one) => finishOrder(ports, one))
  } catch (error) {
    const now = await orders(ports).find(order._id)
    if (!now || now.todo.includes('deliver')) throw error
    return now
  }
}
