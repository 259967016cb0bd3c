import type { Change, Filter, Ports } from '../ports'
import { Order, openOrder } from './order'

/** What is asked of orders. Every write is one conditional change of one order. */
export const orders = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => {
  const orderIdOf = (userId: string, courseId: string, attempt: number): string =>
    `XT${ids.of('order', userId, courseId, attempt)}`

  const list = async (where: Filter, orderBy: [string, 'asc' | 'desc'], limit: number): Promise<Order[]> =>
    (await store.find('orders', { where, orderBy: [orderBy], limit })).map((doc) => Order.parse(doc))

  const find = async (orderId: string): Promise<Order | null> =>
    Order.nullable().parse(await store.get('orders', orderId))

  return {
    find,

    /** This buyer's newest order for this course. */
    async latest(userId: string, courseId: string): Promise<Order | null> {
      return (await list({ userId, courseId }, ['attempt', 'desc'], 1))[0] ?? null
    },

    ofBuyer: (userId: string, after: string | undefined, limit: number): Promise<Order[]> =>
      list({ userId, ...(after && { listKey: { lt: after } }) }, ['listKey', 'desc'], limit),

    due: (now: Date, limit: number): Promise<Order[]> =>
      list({ dueAt: { lte: now.toISOString() } }, ['dueAt', 'asc'], limit),

    /** Opens the order of this attempt. Two taps at once get the same order: its id is made of buyer, course and attempt. */
    async open(
      buyer: { userId: string; openid: string },
      course: { _id: string; title: string; fen: number },
      attempt: number,
      now: Date,
    ): Promise<Order> {
      const orderId = orderIdOf(buyer.userId, course._id, attempt)
      const order = openOrder({ ...buyer, orderId, attempt }, course, now)
      if (await store.insert('orders', order)) return order
      return Order.parse(await store.get('orders', orderId))
    },

    async change(orderId: string, when: Filter, change: Change): Promise<Order | null> {
      return Order.nullable().parse(await store.change('orders', orderId, when, change))
    },
  }
}
