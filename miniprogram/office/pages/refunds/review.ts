import type { Output } from '../../../../core/contract'
import type { OrderView } from '../../../../core/contract/shapes'
import { titleInBooks } from '../../../words/goods'
import { money } from '../../../words/money'
import { factsOf, keptFen, told as orderState, refundInHand } from '../../../words/order'
import { paidWords } from '../../../words/price'
import { backWords, reasonWords } from '../../../words/refund'
import { when } from '../../../words/time'
import { refundsWords } from './words'

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

/** Where money of this order goes back to, as a sentence begins: ¥99 会原路退回小梅, ¥20 退回 TA 的钱包. */
function wayBack(
  { fen, balanceFen, points }: { fen: number; balanceFen: number; points: number },
  who: string,
): string {
  const say = refundsWords()
  const balance = money(balanceFen)
  const parts = [
    ...(fen ? [say.back(money(fen), who)] : []),
    ...(balanceFen ? [fen ? say.toTheirWallet(balance) : say.toWallet(balance, who)] : []),
    ...(points ? [say.pointsBack(points)] : []),
  ]
  return parts.join(say.comma)
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
  const { fates, kept, comma } = refundsWords()
  const fate = isWhole || shut ? fates[order.goods.kind] : kept
  return `${wayBack(split(order, fen), nameOf(buyer))}${comma}${fate}`
}

const nameOf = ({ nickname }: Reviewed['buyer']): string => nickname || refundsWords().nameless

export function reviewOf(reviewed: Reviewed, now: number = Date.now()): Review {
  const { order, buyer, watchedPercent } = reviewed
  const say = refundsWords()
  const refund = refundInHand(order)
  const leftFen = keptFen(order)
  const isKept = order.state === 'paid' || order.state === 'partlyRefunded'
  const told: Pick<Review, 'state' | 'tone' | 'may'> =
    refund?.state === 'stuck'
      ? { state: say.states.stuck, tone: 'trouble', may: 'mend' }
      : refund?.state === 'going'
        ? { state: say.states.going, tone: 'waiting', may: 'nothing' }
        : refund && isKept
          ? { state: say.states.decide, tone: 'waiting', may: 'decide' }
          : order.state === 'refunded'
            ? { state: say.states.refunded, tone: 'done', may: 'nothing' }
            : { state: orderState(order, now).state, tone: '', may: isKept && leftFen > 0 ? 'give' : 'nothing' }
  return {
    orderId: order.orderId,
    title: titleInBooks(order.title),
    buyer: nameOf(buyer),
    paid: paidWords(order.price),
    bought: [
      order.paidAt ? say.paidWhen(when(order.paidAt, now)) : say.orderedWhen(when(order.openedAt, now)),
      ...(order.goods.kind === 'course' ? [watchedPercent ? say.watched(watchedPercent) : say.notWatched] : []),
    ].join(' · '),
    amount: refund ? backWords(refund) : '',
    reason: reasonWords(refund?.reason ?? ''),
    askedWhen: refund ? say.askedWhen(when(refund.askedAt, now)) : '',
    ...told,
    leftFen,
    agreed: refund ? say.agreed([wayBack(refund, nameOf(buyer)), say.fates[order.goods.kind]].join(say.comma)) : '',
    before: order.refunds.flatMap((past) =>
      past.state === 'done' || past.state === 'refused'
        ? [
            `${say.before[past.state](when(past.doneAt ?? past.askedAt, now), backWords(past))}${past.answer ? say.before.answer(reasonWords(past.answer)) : ''}`,
          ]
        : [],
    ),
    facts: factsOf(order),
  }
}

/** What the office reads after it decided. */
export function outcomeWords({ order }: Reviewed): string {
  const refund = refundInHand(order)
  if (refund?.state === 'stuck') return refundsWords().stuckOutcome
  if (refund) return refundsWords().goingOutcome
  const last = order.refunds[order.refunds.length - 1]
  return last?.state === 'done' ? refundsWords().doneOutcome : refundsWords().toldOutcome
}
