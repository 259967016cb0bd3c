import type { OrderView } from '../../../core/contract/shapes'
import { goodsWords, withoutGift } from '../../words/goods'

/** What the page tells about a payment. `isSettled`: nothing more will happen by itself. */
export type News = {
  kind: 'confirming' | 'opening' | 'refunding' | 'closed' | 'opened'
  title: string
  words: string
  isSettled: boolean
}

/** Where an order stands after its pay sheet. `isToldPaid`: the sheet said so; the proof comes from the payment service. */
export function newsOf(order: OrderView, isToldPaid: boolean): News {
  const { opening, opened } = goodsWords()[order.goods.kind]
  if (order.opened) return { kind: 'opened', title: opened, words: withoutGift(order.title), isSettled: true }
  switch (order.state) {
    case 'refunding':
    case 'refunded':
      return {
        kind: 'refunding',
        title: '钱正在退回',
        words: '这笔付款到达时订单已经关闭,会按原路退回,一般 1 到 3 个工作日',
        isSettled: true,
      }
    case 'closed':
      return { kind: 'closed', title: '订单已关闭', words: '没有扣款。还想要的话,再下一单就好', isSettled: true }
    case 'pending':
      if (!isToldPaid)
        return { kind: 'confirming', title: '正在确认付款', words: '付过的话,通常只要几秒', isSettled: false }
      return { kind: 'opening', title: '付款成功', words: opening, isSettled: false }
    case 'paid':
    case 'partlyRefunded':
      return { kind: 'opening', title: '付款成功', words: opening, isSettled: false }
  }
}
