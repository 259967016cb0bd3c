import { AppError } from '../contract/errors'
import { bookRefund } from '../orders/bookPayment'
import { lookAtOrder } from '../orders/closeOrder'
import { gatewayOf, type OrderPorts, placedOf } from '../orders/gateway'
import type { Order } from '../orders/order'
import { orders } from '../orders/orders'
import { finishOrder } from '../orders/outbox'
import type { Ports } from '../ports'
import { lookAtWithdrawal } from '../profit/withdraw'
import { withdrawals } from '../profit/withdrawals'
import type { Finding } from './reconciled'

export type MendPorts = OrderPorts & Pick<Ports, 'transfers'>

/** An order that we know as paid owes only its entry; of any other the gateway is asked. */
async function mendPayment(ports: MendPorts, order: Order): Promise<void> {
  if (order.state === 'pending' || order.state === 'closed') await lookAtOrder(ports, order)
  else await finishOrder(ports, order)
}

/**
 * What the gateway itself says of a refund is booked as if its notice had come. Virtual payment tells of a refund only to whoever asked for it;
 * of one made elsewhere it says with the payment how much went back.
 */
async function mendRefund(ports: MendPorts, order: Order, outRefundNo: string): Promise<void> {
  const gateway = gatewayOf(ports, order)
  if (gateway?.name === 'virtualPay' && order.refund?.refundNo !== outRefundNo) {
    await lookAtOrder(ports, order)
    return
  }
  const refund = await gateway?.refundOf({ ...placedOf(order), outRefundNo })
  if (refund) await finishOrder(ports, await bookRefund(ports, order, refund))
}

/** Only what we know of and have not booked can be booked now; that we booked too much is for people to look at. */
const isMendable = ({ kind, theirFen }: Finding): boolean =>
  (kind === 'missingHere' || kind === 'state') && theirFen !== 0

/** Does a piece of mending that may be refused, and then leaves its difference open. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

/**
 * A bill tells what a lost notice should have told: the gateway is asked about those orders and payouts, and what it says is booked. Answers
 * whether anything was tried, so that the comparison must be made again.
 */
export async function mend(ports: MendPorts, findings: Finding[]): Promise<boolean> {
  const mendable = findings.filter(isMendable)
  const ofOrders = mendable.filter(({ about }) => about === 'payment' || about === 'refund')
  const known = await orders(ports).those([...new Set(ofOrders.map(({ outTradeNo }) => outTradeNo))])
  const ofTransfers = mendable.filter(({ about }) => about === 'transfer')
  const payouts = await withdrawals(ports).those(
    '_id',
    ofTransfers.map(({ outTradeNo }) => outTradeNo),
  )

  const ids = new Set(known.filter(({ way }) => way).map(({ _id }) => _id))
  // A refund can only be booked over its payment: payments first, and each time the order as it then is.
  for (const about of ['payment', 'refund'] as const)
    for (const one of ofOrders.filter((finding) => finding.about === about && ids.has(finding.outTradeNo)))
      await attempt(async () => {
        const order = await orders(ports).find(one.outTradeNo)
        if (order) await (about === 'payment' ? mendPayment(ports, order) : mendRefund(ports, order, one.outRefundNo))
      })
  for (const one of payouts) await attempt(() => lookAtWithdrawal(ports, one))
  return ids.size + payouts.length > 0
}
