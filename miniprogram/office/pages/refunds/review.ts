import type { Output } from '../../../../core/contract'
import type { Goods, OrderView } from '../../../../core/contract/shapes'
import { money } from '../../../words/money'
import { factsOf, keptFen, refundInHand } from '../../../words/order'
import { paidWords } from '../../../words/price'
import { backWords } from '../../../words/refund'
import { when } from '../../../words/time'

export type Reviewed = Extract<Output<'reviewRefunds'>, { action: 'waiting' }>['orders'][number]

/** An order as the office decides about it. */
export type Review = {
  orderId: string
  title: string
  buyer: string
  paid: string
  /** When it was paid, and how much of it was watched. */
  bought: string
  /** What is asked for and why; empty when nobody asks. */
  amount: string
  reason: string
  askedWhen: string
  state: string
  tone: 'waiting' | 'trouble' | 'done' | ''
  /** What can be done with it now. */
  may: 'decide' | 'mend' | 'give' | 'nothing'
  /** What is left to give back, in fen. */
  leftFen: number
  /** What will have happened when it is agreed to. */
  agreed: string
  /** What was given back or refused before. */
  before: string[]
  facts: { name: string; value: string }[]
}

/** What becomes of the goods when all of it is given back, said after 同时 or 同时. */
const shutWords: Record<Goods['kind'], string> = {
  course: '课程同时关闭',
  gift: '礼物的兑换码同时作废',
  membership: '这一段会员同时收回',
  topUp: '充进去的余额同时扣回',
}

/** Where money of this order goes back to, as a sentence begins: ¥99 会原路退回小梅, ¥20 退回 TA 的钱包. */
function wayBack(
  { fen, balanceFen, points }: { fen: number; balanceFen: number; points: number },
  who: string,
): string {
  const parts = [
    ...(fen ? [`${money(fen)} 会原路退回${who}`] : []),
    ...(balanceFen ? [`${money(balanceFen)} 会退回${fen ? ' TA ' : who}的钱包`] : []),
    ...(points ? [`${points} 积分退还`] : []),
  ]
  return parts.join(',')
}

/** What of a sum goes which way: through the gateway first, the rest to the wallet, as the server does it. */
function split(order: OrderView, fen: number): { fen: number; balanceFen: number; points: number } {
  const back = order.refunds.reduce((sum, { state, fen }) => (state === 'done' ? sum + fen : sum), 0)
  const throughGateway = Math.min(fen, order.price.payFen - back)
  return { fen: throughGateway, balanceFen: fen - throughGateway, points: 0 }
}

/** What will have happened when a part, or all, is given. */
export function givenWords({ order, buyer }: Reviewed, fen: number, shut: boolean): string {
  const isWhole = fen === keptFen(order)
  const fate = isWhole || shut ? shutWords[order.goods.kind] : '买的东西留给 TA'
  return `${wayBack(split(order, fen), nameOf(buyer))},${fate}`
}

const nameOf = ({ nickname }: Reviewed['buyer']): string => nickname || '这位学员'

const endings: Record<'done' | 'refused', string> = { done: '已退', refused: '没有退' }

export function reviewOf(reviewed: Reviewed, now: number = Date.now()): Review {
  const { order, buyer, watchedPercent } = reviewed
  const refund = refundInHand(order)
  const leftFen = keptFen(order)
  const isKept = order.state === 'paid' || order.state === 'partlyRefunded'
  const told: Pick<Review, 'state' | 'tone' | 'may'> =
    refund?.state === 'stuck'
      ? { state: '卡住了', tone: 'trouble', may: 'mend' }
      : refund?.state === 'going'
        ? { state: '正在退回', tone: 'waiting', may: 'nothing' }
        : refund && isKept
          ? { state: '等你决定', tone: 'waiting', may: 'decide' }
          : order.state === 'refunded'
            ? { state: '已全部退回', tone: 'done', may: 'nothing' }
            : isKept && leftFen > 0
              ? { state: '没有申请', tone: '', may: 'give' }
              : { state: order.state === 'pending' ? '还没付款' : '没有可退的', tone: '', may: 'nothing' }
  return {
    orderId: order.orderId,
    title: order.title,
    buyer: nameOf(buyer),
    paid: paidWords(order.price),
    bought: [
      ...(order.paidAt ? [`${when(order.paidAt, now)} 付款`] : []),
      ...(order.goods.kind === 'course' ? [watchedPercent ? `看了 ${watchedPercent}%` : '还没看过'] : []),
    ].join(' · '),
    amount: refund ? backWords(refund) : '',
    reason: refund?.reason ?? '',
    askedWhen: refund ? `${when(refund.askedAt, now)} 申请` : '',
    ...told,
    leftFen,
    agreed: refund ? `同意后 ${wayBack(refund, nameOf(buyer))},${shutWords[order.goods.kind]}` : '',
    before: order.refunds.flatMap((past) =>
      past.state === 'done' || past.state === 'refused'
        ? [
            `${when(past.doneAt ?? past.askedAt, now)} ${endings[past.state]} ${backWords(past)}${past.answer ? `:${past.answer}` : ''}`,
          ]
        : [],
    ),
    facts: factsOf(order),
  }
}

/** What the office reads after it decided. */
export function outcomeWords({ order }: Reviewed): string {
  const refund = refundInHand(order)
  if (refund?.state === 'stuck') return '平台没有退成功,先留在这里'
  if (refund) return '好了,钱正在退回'
  const last = order.refunds[order.refunds.length - 1]
  return last?.state === 'done' ? '好了,钱已经退回' : '已经告诉 TA'
}
