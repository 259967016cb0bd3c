import { codes } from '../codes/codes'
import { finishRedeeming } from '../codes/redeemCode'
import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { lookAtWithdrawal } from '../profit/withdraw'
import { withdrawals } from '../profit/withdrawals'
import { askPayment, closeOrder, lastLook, mayStillBePaid } from './closeOrder'
import type { OrderPorts } from './gateway'
import { awaitsLogin } from './login'
import { isKept, lookAgainAt, type Order, outboxDueAt, restsUntil } from './order'
import { orders } from './orders'
import { finishOrder } from './outbox'

type Needs = OrderPorts & Pick<Ports, 'transfers'>

/** As many of each as fit well inside the function's time limit; the next minute takes the rest. */
const AT_ONCE = 50

/** After so many looks, about an hour, somebody is told that an order goes on only when its buyer comes back. */
const PATIENT_LOOKS = 6

type Counts = Output<'sweepOrders'>
type Count = Exclude<keyof Counts, 'failed'>

/** Does what is due for one order and says what became of it. */
async function advance(ports: Needs, order: Order): Promise<Count | null> {
  const now = ports.clock.now()
  if (mayStillBePaid(ports, order) || (!order.todo.length && restsUntil(order))) {
    const { state } = await lastLook(ports, order)
    if (state === 'refunded') return 'refunded'
    return state === 'paid' ? 'settled' : null
  }
  if (order.state !== 'pending') {
    const { state, todo } = await finishOrder(ports, order)
    if (state === 'refunded') return 'refunded'
    return todo.length ? null : 'finished'
  }
  const seen =
    order.expiresAt <= now.toISOString()
      ? await closeOrder(ports, order, { givesUpCoins: true })
      : await askPayment(ports, order)
  if (seen.state === 'paid') return 'settled'
  if (seen.state === 'closed') return 'closed'
  const again = lookAgainAt(order.looks + 1, now)
  // Looked at as soon as its time is over; when it is over already, not before others that wait.
  const dueAt = order.expiresAt > now.toISOString() && order.expiresAt < again ? order.expiresAt : again
  await orders(ports).change(order._id, { state: 'pending' }, { set: { dueAt }, inc: { looks: 1 } })
  return null
}

/** The refund days are over: what was earned is handed over, unless a refund is in hand; then it is looked at again when that has ended. */
async function mature(ports: Needs, order: Order): Promise<Count | null> {
  const now = ports.clock.now()
  const later = () =>
    orders(ports).change(order._id, { maturesAt: order.maturesAt }, { set: { maturesAt: lookAgainAt(9, now) } })
  if (order.state === 'pending') {
    // Not paid, or not known to be: it may still be.
    await later()
    return null
  }
  if (!isKept(order)) {
    await orders(ports).change(
      order._id,
      { state: order.state, maturesAt: order.maturesAt },
      { set: { maturesAt: null } },
    )
    return null
  }
  const ripe = await orders(ports).change(
    order._id,
    { maturesAt: order.maturesAt, state: order.state, 'refund.state': null },
    {
      set: { maturesAt: null, isMature: true, dueAt: outboxDueAt(now) },
      push: { todo: 'mature' },
      inc: { rev: 1 },
    },
  )
  if (ripe) await finishOrder(ports, ripe)
  else await later()
  return ripe ? 'matured' : null
}

/** Looks after everything that is due. What fails waits a little longer and holds nobody up. */
export const sweepOrders =
  (ports: Needs) =>
  async (_: Caller, __: Input<'sweepOrders'>): Promise<Counts> => {
    const counts: Counts = {
      finished: 0,
      settled: 0,
      closed: 0,
      refunded: 0,
      matured: 0,
      redeemed: 0,
      payouts: 0,
      failed: 0,
    }
    const now = ports.clock.now()

    function tell({ _id, looks }: { _id: string; looks?: number }, error: unknown): void {
      if (awaitsLogin(error)) {
        if (looks === PATIENT_LOOKS) ports.alert('LOGIN_AWAITED', { orderId: _id })
        return
      }
      counts.failed += 1
      ports.alert('SWEEP_FAILED', { id: _id, error: error instanceof Error ? error.message : 'unknown' })
    }

    async function each<T extends { _id: string; looks?: number }>(
      due: T[],
      work: (one: T) => Promise<Count | null>,
      later: (one: T, at: string) => Promise<unknown>,
    ): Promise<void> {
      for (const one of due) {
        try {
          const became = await work(one)
          if (became) counts[became] += 1
        } catch (error) {
          tell(one, error)
          await later(one, lookAgainAt(one.looks ?? 0, ports.clock.now()))
        }
      }
    }

    const [due, ripe, redeemed, payouts] = await Promise.all([
      orders(ports).due(now, AT_ONCE),
      orders(ports).ripe(now, AT_ONCE),
      codes(ports).due(now, AT_ONCE),
      withdrawals(ports).due(now, AT_ONCE),
    ])
    await each(
      due,
      (order) => advance(ports, order),
      ({ _id }, dueAt) => orders(ports).change(_id, {}, { set: { dueAt }, inc: { looks: 1 } }),
    )
    await each(
      ripe,
      (order) => mature(ports, order),
      ({ _id, maturesAt }, at) => orders(ports).change(_id, { maturesAt }, { set: { maturesAt: at } }),
    )
    await each(
      redeemed,
      async (code) => ((await finishRedeeming(ports, code)) ? 'redeemed' : null),
      ({ _id }, dueAt) => codes(ports).change(_id, {}, { set: { dueAt } }),
    )
    await each(
      payouts,
      async (withdrawal) => ((await lookAtWithdrawal(ports, withdrawal)).endedAt ? 'payouts' : null),
      ({ _id }, dueAt) => withdrawals(ports).change(_id, {}, { set: { dueAt } }),
    )
    return counts
  }
