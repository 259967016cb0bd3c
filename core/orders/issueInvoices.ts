import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { impossible, isInvoiceable, unmoved } from './invoices'
import { keptFenOf, type Order, viewOf } from './order'
import { orders } from './orders'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

const PAGE = 20

/** Who wrote which invoice, for good. */
const audit = ({ store }: Needs, orderId: string, number: string, at: string, by: string): Promise<boolean> =>
  store.insert('audits', { _id: `invoice:${orderId}:${number}`, at, by, what: 'invoice', orderId, number })

async function issue(ports: Needs, order: Order, number: string): Promise<Order> {
  if (order.invoice?.number === number) return order
  if (order.invoice?.state !== 'asked' || !isInvoiceable(order)) throw impossible(order._id)
  const issued = { state: 'issued', issuedAt: ports.clock.now().toISOString(), number, issuedFen: keptFenOf(order) }
  const changed = await orders(ports).change(
    order._id,
    { ...unmoved(order), 'invoice.state': 'asked' },
    { set: { invoice: { ...order.invoice, ...issued } } },
  )
  if (!changed) throw impossible(order._id)
  return changed
}

/** A red invoice takes back what was given back; of what then is left over the first one stands. */
async function correct(ports: Needs, order: Order, number: string): Promise<Order> {
  const { invoice } = order
  if (invoice?.corrections.some((one) => one.number === number)) return order
  if (invoice?.state !== 'toCorrect' || invoice.number === number || order.refund) throw impossible(order._id)
  const issuedFen = keptFenOf(order)
  const correction = { number, fen: invoice.issuedFen - issuedFen, issuedAt: ports.clock.now().toISOString() }
  const changed = await orders(ports).change(
    order._id,
    { ...unmoved(order), 'invoice.state': 'toCorrect' },
    {
      set: { 'invoice.state': issuedFen ? 'issued' : 'cancelled', 'invoice.issuedFen': issuedFen },
      push: { 'invoice.corrections': correction },
    },
  )
  if (!changed) throw impossible(order._id)
  return changed
}

/**
 * Invoices that are asked for or must be corrected, and marking one as done. The same number for the same order again changes nothing.
 * Refuses: ORDER_NOT_FOUND, INVOICE_NOT_POSSIBLE (none is asked for or to be corrected there, or a refund is under way).
 */
export const issueInvoices =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'issueInvoices'>): Promise<Output<'issueInvoices'>> => {
    if (input.action === 'waiting' || input.action === 'toCorrect') {
      const state = input.action === 'waiting' ? 'asked' : 'toCorrect'
      const found = await orders(ports).invoicesIn(state, PAGE + 1, input.after)
      const page = found.slice(0, PAGE)
      return { orders: page.map(viewOf), next: found.length > PAGE ? (page.at(-1)?.invoice?.askedAt ?? null) : null }
    }
    const { action, orderId, number } = input
    const order = await orders(ports).find(orderId)
    if (!order) throw new AppError('ORDER_NOT_FOUND', { orderId })
    const written = await (action === 'issue' ? issue(ports, order, number) : correct(ports, order, number))
    await audit(ports, orderId, number, ports.clock.now().toISOString(), userId)
    return { orders: [viewOf(written)], next: null }
  }
