import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { askPayment, closeOrder } from './closeOrder'
import { lookAgainAt, type Order } from './order'
import { orders } from './orders'
import { finishOrder, type OrderPorts } from './settleOrder'

/** As many as fit well inside the function's time limit; the next minute takes the rest. */
const AT_ONCE = 50

type Count = Exclude<keyof Output<'sweepOrders'>, 'failed'>

/** Does what is due for one order and says what became of it. */
async function advance(ports: OrderPorts, order: Order): Promise<Count | null> {
  const now = ports.clock.now()
  if (order.state !== 'pending') {
    const { state, todo } = await finishOrder(ports, order)
    if (state === 'refunded') return 'refunded'
    return todo.length ? null : 'finished'
  }
  const seen = order.expiresAt <= now.toISOString() ? await closeOrder(ports, order) : await askPayment(ports, order)
  if (seen.state === 'paid') return 'settled'
  if (seen.state === 'closed') return 'closed'
  const [dueAt = order.expiresAt] = [lookAgainAt(order.looks + 1, now), order.expiresAt].sort()
  await orders(ports).change(order._id, { state: 'pending' }, { set: { dueAt }, inc: { looks: 1 } })
  return null
}

/** Looks after every order that is due. One that fails waits a little longer and holds nobody up. */
export const sweepOrders =
  (ports: OrderPorts) =>
  async (_: Caller, __: Input<'sweepOrders'>): Promise<Output<'sweepOrders'>> => {
    const counts = { finished: 0, settled: 0, closed: 0, refunded: 0, failed: 0 }
    for (const order of await orders(ports).due(ports.clock.now(), AT_ONCE)) {
      try {
        const became = await advance(ports, order)
        if (became) counts[became] += 1
      } catch (error) {
        counts.failed += 1
        ports.alert('SWEEP_FAILED', { orderId: order._id, error: error instanceof Error ? error.message : 'unknown' })
        const dueAt = lookAgainAt(order.looks, ports.clock.now())
        await orders(ports).change(order._id, {}, { set: { dueAt }, inc: { looks: 1 } })
      }
    }
    return counts
  }
