import { ledger } from '../ledger/ledger'
import type { Ports } from '../ports'
import { holdIdOf } from './accounting'
import { holdsSomething, type Order } from './order'

type Needs = Pick<Ports, 'store' | 'clock'>
export type SetAside = { points: number; balanceFen: number }

/** Whether what an order is to spend of points and balance has been set aside for it. */
export const isSetAside = async (ports: Pick<Ports, 'store'>, order: Order): Promise<boolean> =>
  ((await ledger(ports).find(holdIdOf(order._id)))?.lines.length ?? 0) > 0

/** Gives back what an order had set aside of points and balance, or sees to it that it never sets anything aside. True when something came back. */
export const releaseHold = (ports: Needs, { _id }: Order): Promise<boolean> =>
  ledger(ports).reverse(holdIdOf(_id), {
    _id: `${_id}:release`,
    kind: 'release',
    at: ports.clock.now().toISOString(),
    orderId: _id,
  })

const NOTHING: SetAside = { points: 0, balanceFen: 0 }

/**
 * What this order has set aside, beside what its buyer's accounts hold: while it waits it can be spent on the same goods, by resuming the
 * order or by closing it for the next. Of a closed one that still owes it back, it comes back now.
 */
export async function setAsideBy(ports: Needs, order: Order | null): Promise<SetAside> {
  if (!order || !holdsSomething(order)) return NOTHING
  if (order.state === 'closed' && order.todo.includes('release'))
    return (await releaseHold(ports, order)) ? order.price : NOTHING
  return order.state === 'pending' && (await isSetAside(ports, order)) ? order.price : NOTHING
}
