import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { myOrder } from './checkOrder'
import type { OrderPorts } from './gateway'
import { impossible, isInvoiceable, unmoved } from './invoices'
import { type Invoice, viewOf } from './order'
import { orders } from './orders'

/**
 * Asks for an invoice, or corrects what was asked until it is issued.
 * Refuses: ORDER_NOT_FOUND, INVOICE_NOT_POSSIBLE (not paid, given back, issued already).
 */
export const askInvoice =
  (ports: OrderPorts) =>
  async ({ userId }: Caller, { orderId, title, taxNo, email }: Input<'askInvoice'>): Promise<Output<'askInvoice'>> => {
    const order = await myOrder(ports, userId, orderId)
    if (!isInvoiceable(order) || (order.invoice && order.invoice.state !== 'asked')) throw impossible(orderId)
    const askedAt = order.invoice?.askedAt ?? ports.clock.now().toISOString()
    const invoice: Invoice = {
      state: 'asked',
      title,
      taxNo,
      email,
      askedAt,
      issuedAt: null,
      number: '',
      issuedFen: 0,
      corrections: [],
    }
    const asked = await orders(ports).change(
      orderId,
      { ...unmoved(order), 'invoice.state': order.invoice ? 'asked' : null },
      { set: { invoice } },
    )
    if (!asked) throw impossible(orderId)
    return { order: viewOf(asked) }
  }
