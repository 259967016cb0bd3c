import type { OrderView } from '../../core/contract/shapes'
import { priceWords } from './money'
import { exactly, left, when } from './time'

/** An order as its page shows it. */
export type OrderRow = {
  orderId: string
  courseId: string
  title: string
  price: string
  state: string
  /** What is going on, in a sentence. */
  hint: string
  tone: 'waiting' | 'done' | 'quiet'
  openedWhen: string
  canPay: boolean
  canStudy: boolean
  facts: { name: string; value: string }[]
}

type Told = Pick<OrderRow, 'state' | 'hint' | 'tone'>

function told(order: OrderView, now: number): Told {
  switch (order.state) {
    case 'pending': {
      const time = left(order.expiresAt, now)
      return time
        ? { state: '待付款', hint: `价格为你保留,${time}`, tone: 'waiting' }
        : { state: '待付款', hint: '保留时间到了,正在关闭;没有扣款', tone: 'quiet' }
    }
    case 'paid':
      return order.opened
        ? { state: '已完成', hint: '课程已开通', tone: 'done' }
        : { state: '正在开通', hint: '付款成功,正在开通课程,通常只要几秒', tone: 'waiting' }
    case 'closed':
      return { state: '已关闭', hint: '没有扣款', tone: 'quiet' }
    case 'refunding':
      return { state: '退款中', hint: '钱会按原路退回,一般 1 到 3 个工作日', tone: 'waiting' }
    case 'refunded':
      return { state: '已退款', hint: '钱已按原路退回', tone: 'quiet' }
  }
}

/** The receipt of an order, line by line. */
export const factsOf = (order: OrderView): { name: string; value: string }[] => [
  { name: '订单号', value: order.orderId },
  { name: '金额', value: priceWords(order.fen) },
  { name: '下单时间', value: exactly(order.openedAt) },
  ...(order.paidAt ? [{ name: '付款时间', value: exactly(order.paidAt) }] : []),
  ...(order.transactionId ? [{ name: '微信支付单号', value: order.transactionId }] : []),
]

/** An order in words, as it stands `now`. */
export const orderRow = (order: OrderView, now: number = Date.now()): OrderRow => ({
  orderId: order.orderId,
  courseId: order.courseId,
  title: order.title,
  price: priceWords(order.fen),
  ...told(order, now),
  canPay: order.state === 'pending' && Date.parse(order.expiresAt) > now,
  canStudy: order.state === 'paid' && order.opened,
  facts: factsOf(order),
  openedWhen: when(order.openedAt, now),
})
