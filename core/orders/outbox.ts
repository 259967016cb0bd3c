import { ledger } from '../ledger/ledger'
import type { Filter } from '../ports'
import { lateOf, matureOf, saleOf } from './accounting'
import { deliver } from './delivery'
import type { OrderPorts } from './gateway'
import { type Login, withLogin } from './login'
import {
  holdsSomething,
  isGiving,
  isKept,
  lookAgainAt,
  mayTell,
  type Order,
  outboxDueAt,
  restsUntil,
  type Task,
  tellingUntilOf,
} from './order'
import { noteConsent, tellOpened, tellRefund } from './orderLetters'
import { releaseSeat, sellSeat } from './orderSeat'
import { orders } from './orders'
import { releaseHold } from './setAside'
import { systemRefund } from './settle'
import { workRefund } from './workRefund'

/**
 * Each task says whether it is done; one that is not done stays in the outbox. `moved`: done, and the order is no longer what was read. `noted`: done,
 * and something is to be written down that need not hold up taking it off the list.
 */
type Outcome = 'done' | 'moved' | 'waits' | { noted: () => Promise<void> }
type Work = (ports: OrderPorts, order: Order) => Promise<Outcome>

/** Why what is paid may not be kept, as its buyer reads it. */
const notToBeKept = { twice: '这门课你已经买过,自动退款', full: '付款时名额已满,自动退款' }

/** The second of two paid orders for one course goes back by itself, and so does a late one without a place. `waits` when that must be tried again. */
async function giveBackUnasked(ports: OrderPorts, order: Order, why: keyof typeof notToBeKept): Promise<Outcome> {
  const now = ports.clock.now()
  const refund = {
    ...systemRefund(order, notToBeKept[why], now.toISOString()),
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
  const keeps = seen !== null && isKept(seen)
  // Begun by somebody who died before it could be told: it stood there already when the order was read.
  const isUntold = order.refund?.reason === refund.reason
  // Another refund of it is in hand: whoever decides about that one must know, for this one cannot wait behind it.
  if (goesBack || isUntold || (keeps && seen.refund))
    ports.alert(why === 'twice' ? 'PAID_TWICE' : 'PAID_WHEN_FULL', { orderId: order._id })
  return keeps && !seen.refund ? 'waits' : 'moved'
}

/** Nobody is told that a course is open when it has been shut again, and nobody whom WeChat does not know. */
const courseToTellOf = (order: Order): string | null =>
  order.goods.kind === 'course' && isGiving(order) && order.openid ? order.goods.courseId : null

const work: Record<Task, Work> = {
  async deliver(ports, order) {
    const hasSeat = await sellSeat(ports, order)
    // Opened also without a place: it is shut when the money is back, and stays open should the school give the refund up.
    if ((await deliver(ports, order)) === 'duplicate') return giveBackUnasked(ports, order, 'twice')
    return hasSeat ? 'done' : giveBackUnasked(ports, order, 'full')
  },
  async book(ports, order) {
    await ledger(ports).post(order.isLate ? lateOf(order) : saleOf(order))
    return 'done'
  },
  async release(ports, order) {
    // Of a paid order nothing but its place is set free.
    if (holdsSomething(order) && (order.state === 'closed' || order.isLate)) await releaseHold(ports, order)
    await releaseSeat(ports, order)
    return 'done'
  },
  async refund(ports, order) {
    if (!(await workRefund(ports, order))) return 'waits'
    await tellRefund(ports, order._id)
    return 'moved'
  },
  async mature(ports, order) {
    await ledger(ports).post(matureOf(order, ports.clock.now().toISOString()))
    return 'done'
  },
  async message(ports, order) {
    const courseId = courseToTellOf(order)
    if (!courseId) return 'done'
    const [became] = await Promise.all([
      ports.messages.coursePaid({
        openid: order.openid,
        courseId,
        title: order.title,
        fen: order.price.goodsFen,
        orderId: order._id,
        paidAt: order.paidAt ?? order.openedAt,
      }),
      tellOpened(ports, order),
    ])
    return { noted: () => noteConsent(ports, order, became) }
  },
}

/** What makes somebody the one that tells the buyer; `mine` is until when they are already, empty for who is not. */
const claimOf = (now: Date, mine: string) => ({
  ...(mine
    ? { when: { todo: 'message', tellingUntil: mine } }
    : {
        when: { todo: 'message', tellingUntil: { lte: now.toISOString() } },
      }),
  set: { tellingUntil: tellingUntilOf(now) },
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

/**
 * What must still be so when a task is taken off by itself. A refund is owed as long as one is under way: another may have begun since this one was
 * done. What was set free before a refund ended is owed once more after it: it was put on the list again, under the same name.
 */
function conditionFor(task: Task, { rev }: Order): Filter {
  if (task === 'refund') return { todo: task, 'refund.state': { ne: 'going' } }
  return task === 'release' ? { todo: task, rev } : { todo: task }
}

/**
 * Takes done tasks off the list in one write, and with the last one nobody need look any more; where only the message is left, it is claimed in
 * the same write. Anything that was added or done meanwhile breaks the condition: then each is taken off by itself.
 */
async function tickOff(
  ports: OrderPorts,
  order: Order,
  done: Task[],
  mine: string,
): Promise<{ order: Order | null; mine: string }> {
  const { _id, todo, rev } = order
  const rest = todo.filter((task) => !done.includes(task))
  const claim = claimOf(ports.clock.now(), mine)
  const claims = rest.length === 1 && rest[0] === 'message'
  const together = await orders(ports).change(
    _id,
    { rev, todo, ...(claims && { tellingUntil: claim.when.tellingUntil }) },
    { set: { todo: rest, ...(!rest.length && { dueAt: restsUntil(order) }), ...(claims && claim.set) } },
  )
  if (together) return { order: together, mine: claims ? claim.set.tellingUntil : mine }
  let ticked: Order | null = null
  for (const task of done) ticked = await orders(ports).change(_id, conditionFor(task, order), { pull: { todo: task } })
  return { order: ticked, mine }
}

/** What became of some tasks that were done side by side. */
type Worked = {
  done: Task[]
  failed: { task: Task; reason: unknown }[]
  waits: boolean
  moved: boolean
  notes: (() => Promise<void>)[]
}

async function workOff(ports: OrderPorts, order: Order, tasks: readonly Task[]): Promise<Worked> {
  const worked: Worked = { done: [], failed: [], waits: false, moved: false, notes: [] }
  const outcomes = await Promise.allSettled(tasks.map((task) => work[task](ports, order)))
  for (const [at, task] of tasks.entries()) {
    const outcome = outcomes[at]
    if (!outcome) continue
    if (outcome.status === 'rejected') worked.failed.push({ task, reason: outcome.reason })
    else if (outcome.value === 'waits') worked.waits = true
    else worked.done.push(task)
    if (outcome.status === 'fulfilled' && outcome.value === 'moved') worked.moved = true
    if (outcome.status === 'fulfilled' && typeof outcome.value === 'object') worked.notes.push(outcome.value.noted)
  }
  return worked
}

/**
 * Does what is next. Whoever is to tell the buyer does it right after, where all went well and nothing else is left: then one
 * write takes everything off the list.
 */
async function workNext(ports: OrderPorts, order: Order, next: readonly Task[], mine: string): Promise<Worked> {
  const worked = await workOff(ports, order, next)
  const rest = order.todo.filter((task) => !worked.done.includes(task))
  const onlyTells = rest.length === 1 && rest[0] === 'message'
  if (!onlyTells || worked.failed.length || worked.moved || !mayTell(mine, ports.clock.now())) return worked
  const told = await workOff(ports, order, rest)
  return { ...told, done: [...worked.done, ...told.done] }
}

/**
 * Works off what the order owes. Stopped anywhere and begun again, it ends the same. Throws what failed first, when all else is
 * done. `tells` is for whoever has just written the payment down: the buyer is theirs to tell.
 */
export async function finishOrder(ports: OrderPorts, order: Order, { tells = false } = {}): Promise<Order> {
  const book = orders(ports)
  const reread = async () => (await book.find(order._id)) ?? order
  const failed: Task[] = []
  let reason: unknown
  let current = order
  for (let mine = tells ? order.tellingUntil : ''; ; ) {
    if (!current.todo.length) {
      // Taken off one by one, or by another worker: then somebody may still be told to look.
      const dueAt = restsUntil(current)
      if (current.dueAt === dueAt || current.state === 'pending') return current
      return (await book.change(order._id, { rev: current.rev }, { set: { dueAt } })) ?? reread()
    }
    const next = nextOf(current, failed)
    // What failed is taken up again by the sweep.
    if (!next.length) throw reason
    if (next[0] === 'message' && courseToTellOf(current) && !mayTell(mine, ports.clock.now())) {
      const { when, set } = claimOf(ports.clock.now(), mine)
      if (!(await book.change(order._id, when, { set }))) {
        if (failed.length) throw reason
        return reread()
      }
      mine = set.tellingUntil
    }
    const worked = await workNext(ports, current, next, mine)
    if (worked.done.length) {
      const [ticked] = await Promise.all([
        tickOff(ports, current, worked.done, mine),
        ...worked.notes.map((note) => note()),
      ])
      current = ticked.order ?? (await reread())
      mine = ticked.mine
    }
    reason ??= worked.failed[0]?.reason
    failed.push(...worked.failed.map(({ task }) => task))
    const { waits } = worked
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
export async function handOver(
  ports: OrderPorts,
  order: Order,
  { tells, ...login }: Login & { tells?: boolean } = {},
): Promise<Order> {
  try {
    return await withLogin(ports, order, login, (one) => finishOrder(ports, one, { tells }))
  } catch (error) {
    const now = await orders(ports).find(order._id)
    if (!now || now.todo.includes('deliver')) throw error
    return now
  }
}
