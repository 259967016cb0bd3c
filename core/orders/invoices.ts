import { AppError } from '../contract/errors'
import { isKept, keptFenOf, type Order } from './order'

/** What an invoice can be written for: money that was paid and has stayed. A top-up is invoiced when it is spent. */
export const isInvoiceable = (order: Order): boolean =>
  isKept(order) && !order.refund && order.goods.kind !== 'topUp' && keptFenOf(order) > 0

/** Whoever writes over what was read must find the same money: while a refund is in hand nothing is asked or issued. */
export const unmoved = ({ state, refundedFen, refundedBalanceFen }: Order) => ({
  state,
  refundedFen,
  refundedBalanceFen,
  'refund.state': null,
})

export const impossible = (orderId: string) => new AppError('INVOICE_NOT_POSSIBLE', { orderId })
