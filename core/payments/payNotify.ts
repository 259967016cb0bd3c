import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { orders } from '../orders/orders'
import { bookPayment, bookRefund, finishOrder, type OrderPorts } from '../orders/settleOrder'
import type { Caller, Ports } from '../ports'

/**
 * WeChat Pay says that somebody paid, or that a refund arrived. Proven on the raw bytes, compared with our order, booked
 * with one conditional write, answered; the course is opened right after the answer (and by the sweep, should we die).
 */
export const payNotify =
  (ports: OrderPorts & Pick<Ports, 'afterwards'>) =>
  async (_: Caller, { headers, body }: Input<'payNotify'>): Promise<Output<'payNotify'>> => {
    const notice = await ports.payments.readNotice(headers, body)
    const orderId = notice.kind === 'paid' ? notice.payment.outTradeNo : notice.refund.outTradeNo
    const order = await orders(ports).find(orderId)
    if (!order) {
      ports.alert('NOTICE_WITHOUT_ORDER', { orderId, notice: notice.id })
      throw new AppError('ORDER_NOT_FOUND', { orderId })
    }

    if (notice.kind === 'refund') {
      const booked = await bookRefund(ports, order, notice.refund)
      // A refund of our own is asked for its state by the outbox: the notice only tells it to look now.
      ports.afterwards(async () => void (await finishOrder(ports, booked)))
      return { outcome: 'noted' }
    }
    const booked = await bookPayment(ports, order, notice.payment)
    if (booked.outcome !== 'already') ports.afterwards(async () => void (await finishOrder(ports, booked.order)))
    return { outcome: booked.outcome }
  }
