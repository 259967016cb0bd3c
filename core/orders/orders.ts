import type { Change, Doc, Filter, Ports } from '../ports'
import { goodsKeyOf, Order, openOrder, type Terms } from './order'

/** At most so many documents are asked for in one question. */
const PAGE = 100
/** So many orders of a buyer for the same goods are looked for by their numbers. */
const FIRST_ATTEMPTS = 4
const orderIn = (doc: Doc | null): Order | null => doc && Order.parse(doc)

/** What is asked of orders. Every write is one conditional change of one order. */
export const orders = ({ store, ids }: Pick<Ports, 'store' | 'ids'>) => {
  const orderIdOf = (userId: string, goodsKey: string, attempt: number): string =>
    `XT${ids.of('order', userId, goodsKey, attempt)}`

  type By = [field: string, direction: 'asc' | 'desc']
  const list = async (where: Filter, by: By, limit: number, thenBy?: By): Promise<Order[]> =>
    (await store.find('orders', { where, orderBy: thenBy ? [by, thenBy] : [by], limit })).map((doc) => Order.parse(doc))

  const find = async (orderId: string): Promise<Order | null> => orderIn(await store.get('orders', orderId))

  /** This buyer's newest order for these goods. */
  const latest = async (userId: string, goodsKey: string): Promise<Order | null> =>
    (await list({ userId, goodsKey }, ['attempt', 'desc'], 1))[0] ?? null

  return {
    find,

    /** Those of these orders that there are, in one request for each hundred. */
    async those(orderIds: string[]): Promise<Order[]> {
      const found: Order[] = []
      for (let from = 0; from < orderIds.length; from += PAGE)
        found.push(...(await list({ _id: { in: orderIds.slice(from, from + PAGE) } }, ['_id', 'asc'], PAGE)))
      return found
    },

    latest,

    /** The numbers of this buyer's first orders for these goods, whether there are any or not: few buyers have more. */
    firstIds: (userId: string, goodsKey: string): string[] =>
      Array.from({ length: FIRST_ATTEMPTS }, (_, at) => orderIdOf(userId, goodsKey, at + 1)),

    /** The newest order, where those of `firstIds` that there are have been read. Attempts leave no gap: when one of them is missing, none comes after it. */
    async latestAfter(first: Doc[], userId: string, goodsKey: string): Promise<Order | null> {
      if (first.length === FIRST_ATTEMPTS) return latest(userId, goodsKey)
      return first.map((doc) => Order.parse(doc)).sort((a, b) => b.attempt - a.attempt)[0] ?? null
    },

    ofBuyer: (userId: string, after: string | undefined, limit: number): Promise<Order[]> =>
      list({ userId, ...(after && { listKey: { lt: after } }) }, ['listKey', 'desc'], limit),

    /** Everybody's, the newest first. */
    all: (after: string | undefined, limit: number): Promise<Order[]> =>
      list(after ? { listKey: { lt: after } } : {}, ['listKey', 'desc'], limit),

    due: (now: Date, limit: number): Promise<Order[]> =>
      list({ dueAt: { lte: now.toISOString() } }, ['dueAt', 'asc'], limit),

    /** Orders whose shares and points are ready to be handed over. */
    ripe: (now: Date, limit: number): Promise<Order[]> =>
      list({ maturesAt: { lte: now.toISOString() } }, ['maturesAt', 'asc'], limit),

    /**
     * Every order that still has a share waiting for this teacher, a page at a time. Many may ripen in one moment, so a page ends between two orders and
     * not between two moments.
     */
    async *waitingFor(userId: string): AsyncGenerator<Order> {
      const share = { 'share.userId': userId }
      for (let last = { maturesAt: '', _id: '' }; ; ) {
        const sameMoment = last._id
          ? await list({ ...share, maturesAt: last.maturesAt, _id: { gt: last._id } }, ['_id', 'asc'], PAGE)
          : []
        const page = sameMoment.length
          ? sameMoment
          : await list({ ...share, maturesAt: { gt: last.maturesAt } }, ['maturesAt', 'asc'], PAGE, ['_id', 'asc'])
        yield* page
        const { maturesAt, _id } = page.at(-1) ?? {}
        if (!maturesAt || !_id) return
        last = { maturesAt, _id }
      }
    },

    /** Orders whose refund waits for somebody, the oldest first. */
    refundsIn: (state: 'asked' | 'stuck', limit: number, after?: string): Promise<Order[]> =>
      list(
        { 'refund.state': state, ...(after && { 'refund.askedAt': { gt: after } }) },
        ['refund.askedAt', 'asc'],
        limit,
      ),

    /** Orders whose invoice is asked for, or must be corrected; the oldest first. */
    invoicesIn: (state: 'asked' | 'toCorrect', limit: number, after?: string): Promise<Order[]> =>
      list(
        { 'invoice.state': state, ...(after && { 'invoice.askedAt': { gt: after } }) },
        ['invoice.askedAt', 'asc'],
        limit,
      ),

    /** Opens the order of this attempt. Two taps at once get the same order: its id is made of buyer, goods and attempt. */
    async open(
      buyer: { userId: string; openid: string },
      terms: Terms,
      attempt: number,
      now: Date,
      payBy?: string,
    ): Promise<Order> {
      const orderId = orderIdOf(buyer.userId, goodsKeyOf(terms.goods), attempt)
      const order = openOrder({ ...buyer, orderId, attempt }, terms, now, payBy)
      if (await store.insert('orders', order)) return order
      return Order.parse(await store.get('orders', orderId))
    },

    async change(orderId: string, when: Filter, change: Change): Promise<Order | null> {
      return orderIn(await store.change('orders', orderId, when, change))
    },
  }
}
