import type * as z from 'zod'
import { AppError } from '../contract/errors'
import type { payNotify } from '../contract/payNotify'
import { bookPayment, bookRefund } from '../orders/bookPayment'
import { lookAtOrder } from '../orders/closeOrder'
import type { OrderPorts } from '../orders/gateway'
import { awaitsLogin } from '../orders/login'
import { orders } from '../orders/orders'
import { finishOrder } from '../orders/outbox'
import type { Notice, Ports } from '../ports'
import { lookAtWithdrawal } from '../profit/withdraw'
import { withdrawals } from '../profit/withdrawals'

export type NoticePorts = OrderPorts & Pick<Ports, 'afterwards' | 'transfers'>
type Outcome = z.infer<typeof payNotify.output>['outcome']

const orderIdIn = (notice: Exclude<Notice, { kind: 'transfer' }>): string => {
  if (notice.kind === 'paid') return notice.payment.outTradeNo
  return notice.kind === 'refund' ? notice.refund.outTradeNo : notice.outTradeNo
}

/** One of our payouts ended: it is asked about, and that is booked. */
async function takeTransfer(ports: NoticePorts, withdrawalId: string): Promise<Outcome> {
  const withdrawal = await withdrawals(ports).find(withdrawalId)
  if (!withdrawal) {
    ports.alert('NOTICE_WITHOUT_WITHDRAWAL', { withdrawalId })
    throw new AppError('ORDER_NOT_FOUND', { withdrawalId })
  }
  await lookAtWithdrawal(ports, withdrawal)
  return 'noted'
}

/**
 * What a proven notice means: the order it is of is compared with it and changed by one conditional write; what that leads to is
 * worked off after the answer. Refuses ORDER_NOT_FOUND, NOTICE_REFUSED (it does not fit), BUSY (send it again).
 */
export async function takeNotice(ports: NoticePorts, notice: Notice): Promise<Outcome> {
  if (notice.kind === 'transfer') return takeTransfer(ports, notice.outBillNo)
  const orderId = orderIdIn(notice)
  const order = await orders(ports).find(orderId)
  if (!order) {
    ports.alert('NOTICE_WITHOUT_ORDER', { orderId, notice: notice.id })
    throw new AppError('ORDER_NOT_FOUND', { orderId })
  }
  switch (notice.kind) {
    case 'paid': {
      const booked = await bookPayment(ports, order, notice.payment)
      const tells = booked.outcome === 'settled'
      if (booked.outcome !== 'already')
        ports.afterwards(async () => void (await finishOrder(ports, booked.order, { tells })))
      return booked.outcome
    }
    case 'refund': {
      const booked = await bookRefund(ports, order, notice.refund)
      // A refund of our own is asked for its state by the outbox: the notice only tells it to look now.
      ports.afterwards(async () => void (await finishOrder(ports, booked)))
      return 'noted'
    }
    case 'look':
    case 'iosRefund':
      // Asked before the answer: a notice that proves nothing must come again if the gateway cannot be reached.
      try {
        await lookAtOrder(ports, order)
      } catch (error) {
        if (!awaitsLogin(error) || order.state !== 'closed' || order.dueAt) throw error
        // Nobody looks after it any more, and no notice can: only the buyer's next tap, or a person.
        ports.alert('COINS_UNSPENT', { orderId })
      }
      return 'noted'
  }
}
