import type { OrderView } from '../../../core/contract/shapes'
import { goodsWords, titleOf } from '../../words/goods'
import { paidWords } from './words'

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
  if (order.opened) return { kind: 'opened', title: opened, words: titleOf(order.title), isSettled: true }
  switch (order.state) {
    case 'refunding':
    case 'refunded':
      return {
        kind: 'refunding',
        title: paidWords().goingBack,
        words: paidWords().cameLate,
        isSettled: true,
      }
    case 'closed':
      return { kind: 'closed', title: paidWords().closed, words: paidWords().closedHint, isSettled: true }
    case 'pending':
      if (!isToldPaid)
        return { kind: 'confirming', title: paidWords().confirming, words: paidWords().ifPaid, isSettled: false }
      return { kind: 'opening', title: paidWords().paid, words: opening, isSettled: false }
    case 'paid':
    case 'partlyRefunded':
      return { kind: 'opening', title: paidWords().paid, words: opening, isSettled: false }
  }
}
