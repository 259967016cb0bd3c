import type { OrderView, RefundView } from '../../core/contract/shapes'
import { goodsWords, withoutGift } from './goods'
import { money } from './money'
import { outlayOf, paidWords } from './price'
import { refundRow } from './refund'
import { exactly, left, when } from './time'

/** An order as the list shows it. */
export type OrderRow = {
  orderId: string
  title: string
  /** 课程, 礼物, 会员, 充值. */
  kind: string
  price: string
  state: string
  /** What is going on, in a sentence. */
  hint: string
  tone: 'waiting' | 'done' | 'quiet'
  openedWhen: string
}

export type Fact = { name: string; value: string }

type Told = Pick<OrderRow, 'state' | 'hint' | 'tone'>

/** Whether a waiting order can still be paid at its price. */
export const isPayable = ({ state, expiresAt }: OrderView, now: number): boolean =>
  state === 'pending' && Date.parse(expiresAt) > now

/** The refund that is under way; the oldest come first, so it is the last. */
export function refundInHand({ refunds }: OrderView): RefundView | null {
  const last = refunds[refunds.length - 1]
  return last && (last.state === 'asked' || last.state === 'going' || last.state === 'stuck') ? last : null
}

/** What has come back so far, in money. */
const givenBack = ({ refunds }: OrderView): number =>
  refunds.reduce((sum, { state, fen, balanceFen }) => (state === 'done' ? sum + fen + balanceFen : sum), 0)

/** What was paid and has not come back, in money. */
export const keptFen = (order: OrderView): number => outlayOf(order.price) - givenBack(order)

/** An order's state in words, as it stands `now`. */
export function told(order: OrderView, now: number): Told {
  const refund = refundInHand(order)
  const words = goodsWords[order.goods.kind]
  switch (order.state) {
    case 'pending': {
      const time = left(order.expiresAt, now)
      return time
        ? { state: '待付款', hint: `价格为你保留,${time}`, tone: 'waiting' }
        : { state: '待付款', hint: '保留时间到了,正在关闭;没有扣款', tone: 'quiet' }
    }
    case 'closed':
      return { state: '已关闭', hint: '没有扣款', tone: 'quiet' }
    case 'refunding':
      if (!refund) return { state: '退款中', hint: '钱会按原路退回,一般 1 到 3 个工作日', tone: 'waiting' }
      if (refund.by === 'system' && refund.state === 'going')
        return { state: '退款中', hint: '付款到达时订单已经关闭,钱会按原路退回', tone: 'waiting' }
      return refundRow(refund, now)
    case 'refunded':
      return { state: '已退款', hint: order.price.payFen ? '钱已按原路退回' : '已全部退回', tone: 'quiet' }
    case 'paid':
    case 'partlyRefunded':
      if (refund) return refundRow(refund, now)
      if (!order.opened) return { state: '正在开通', hint: `付款成功,${words.opening}`, tone: 'waiting' }
      return order.state === 'paid'
        ? { state: '已完成', hint: words.opened, tone: 'done' }
        : { state: '退过一部分', hint: `退回 ${money(givenBack(order))},${words.opened}`, tone: 'done' }
  }
}

const numberNames: Record<NonNullable<OrderView['way']>['gateway'], string> = {
  wechatPay: '微信支付单号',
  virtualPay: '微信虚拟支付单号',
  alipay: '支付宝单号',
}

/** The receipt of an order, line by line. */
export const factsOf = (order: OrderView): Fact[] => [
  { name: '订单号', value: order.orderId },
  { name: '金额', value: paidWords(order.price) },
  { name: '下单时间', value: exactly(order.openedAt) },
  ...(order.paidAt ? [{ name: '付款时间', value: exactly(order.paidAt) }] : []),
  ...(order.transactionId && order.way ? [{ name: numberNames[order.way.gateway], value: order.transactionId }] : []),
]

/** An order in words, as it stands `now`. */
export function orderRow(order: OrderView, now: number = Date.now()): OrderRow {
  const { state, hint, tone } = told(order, now)
  return {
    orderId: order.orderId,
    title: withoutGift(order.title),
    kind: goodsWords[order.goods.kind].name,
    price: paidWords(order.price),
    state,
    hint,
    tone,
    openedWhen: when(order.openedAt, now),
  }
}
