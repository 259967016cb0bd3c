import type { OrderView, RefundView } from '../../core/contract/shapes'
import { goodsWords, titleOf } from './goods'
import { money } from './money'
import { outlayOf, paidWords } from './price'
import { refundRow } from './refund'
import { tongues } from './speak'
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

const words = tongues({
  zh: {
    toPay: '待付款',
    kept: (time: string) => `价格为你保留,${time}`,
    keptNoMore: '保留时间到了,正在关闭;没有扣款',
    closed: '已关闭',
    notCharged: '没有扣款',
    refunding: '退款中',
    comesBack: '钱会按原路退回,一般 1 到 3 个工作日',
    cameLate: '付款到达时订单已经关闭,钱会按原路退回',
    refunded: '已退款',
    cameBack: '钱已按原路退回',
    allCameBack: '已全部退回',
    opening: '正在开通',
    paidAndOpening: (opening: string) => `付款成功,${opening}`,
    done: '已完成',
    partly: '退过一部分',
    partlyAndOpened: (back: string, opened: string) => `退回 ${back},${opened}`,
    facts: { number: '订单号', amount: '金额', ordered: '下单时间', paid: '付款时间' },
    numbers: { wechatPay: '微信支付单号', virtualPay: '微信虚拟支付单号', alipay: '支付宝单号' },
  },
  en: {
    toPay: 'To pay',
    kept: (time) => `Your price is kept: ${time}`,
    keptNoMore: 'Time is up and the order is closing. Nothing was charged.',
    closed: 'Closed',
    notCharged: 'Nothing was charged',
    refunding: 'On its way back',
    comesBack: 'The money goes back the way it came, usually within 3 working days',
    cameLate: 'The payment came after the order had closed, and goes back the way it came',
    refunded: 'Refunded',
    cameBack: 'The money went back the way it came',
    allCameBack: 'All of it went back',
    opening: 'Opening',
    paidAndOpening: (opening) => `Paid. ${opening}.`,
    done: 'Done',
    partly: 'Partly refunded',
    partlyAndOpened: (back, opened) => `${back} went back. ${opened}.`,
    facts: { number: 'Order number', amount: 'Amount', ordered: 'Ordered', paid: 'Paid' },
    numbers: { wechatPay: 'WeChat Pay number', virtualPay: 'WeChat virtual payment number', alipay: 'Alipay number' },
  },
})

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
  const say = words()
  const { opened, opening } = goodsWords()[order.goods.kind]
  switch (order.state) {
    case 'pending': {
      const time = left(order.expiresAt, now)
      return time
        ? { state: say.toPay, hint: say.kept(time), tone: 'waiting' }
        : { state: say.toPay, hint: say.keptNoMore, tone: 'quiet' }
    }
    case 'closed':
      return { state: say.closed, hint: say.notCharged, tone: 'quiet' }
    case 'refunding':
      if (!refund) return { state: say.refunding, hint: say.comesBack, tone: 'waiting' }
      if (refund.by === 'system' && refund.state === 'going')
        return { state: say.refunding, hint: say.cameLate, tone: 'waiting' }
      return refundRow(refund, now)
    case 'refunded':
      return { state: say.refunded, hint: order.price.payFen ? say.cameBack : say.allCameBack, tone: 'quiet' }
    case 'paid':
    case 'partlyRefunded':
      if (refund) return refundRow(refund, now)
      if (!order.opened) return { state: say.opening, hint: say.paidAndOpening(opening), tone: 'waiting' }
      return order.state === 'paid'
        ? { state: say.done, hint: opened, tone: 'done' }
        : { state: say.partly, hint: say.partlyAndOpened(money(givenBack(order)), opened), tone: 'done' }
  }
}

/** The receipt of an order, line by line. */
export function factsOf(order: OrderView): Fact[] {
  const { facts, numbers } = words()
  return [
    { name: facts.number, value: order.orderId },
    { name: facts.amount, value: paidWords(order.price) },
    { name: facts.ordered, value: exactly(order.openedAt) },
    ...(order.paidAt ? [{ name: facts.paid, value: exactly(order.paidAt) }] : []),
    ...(order.transactionId && order.way ? [{ name: numbers[order.way.gateway], value: order.transactionId }] : []),
  ]
}

/** An order in words, as it stands `now`. */
export function orderRow(order: OrderView, now: number = Date.now()): OrderRow {
  const { state, hint, tone } = told(order, now)
  return {
    orderId: order.orderId,
    title: titleOf(order.title),
    kind: goodsWords()[order.goods.kind].name,
    price: paidWords(order.price),
    state,
    hint,
    tone,
    openedWhen: when(order.openedAt, now),
  }
}
