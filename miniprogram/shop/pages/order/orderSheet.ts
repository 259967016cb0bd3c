import type { OrderView } from '../../../../core/contract/shapes'
import { agreementNames, agreementUrl } from '../../../words/agreement'
import { codeWords } from '../../../words/code'
import { goodsWords, titleOf } from '../../../words/goods'
import { money } from '../../../words/money'
import { type Fact, factsOf, isPayable, keptFen, refundInHand, told } from '../../../words/order'
import { type PriceRow, priceRows } from '../../../words/price'
import { type RefundRow, refundRow } from '../../../words/refund'
import { day } from '../../../words/time'
import { wayWords } from '../../../words/ways'
import { orderWords } from './words'

/** What may be done with an order where it stands. */
export type Acts = {
  pay: boolean
  cancel: boolean
  study: boolean
  share: boolean
  refund: boolean
  withdraw: boolean
  /** `ask`, or `change` what was asked for. */
  invoice: 'ask' | 'change' | ''
  buyAgain: boolean
}

/** The one blossom button of the page; '' where there is nothing to press. */
export type MainAct = 'pay' | 'study' | 'share' | 'buyAgain' | ''

/** `isGiven`: the friend has the gift already, or nobody can have it any more. */
export function mainActOf(acts: Acts, isGiven: boolean): MainAct {
  if (acts.pay) return 'pay'
  if (acts.study) return 'study'
  if (acts.share && !isGiven) return 'share'
  return acts.buyAgain ? 'buyAgain' : ''
}

/** An order as its own page shows it. */
export type OrderSheet = {
  title: string
  kind: string
  state: string
  hint: string
  tone: 'waiting' | 'done' | 'quiet'
  rows: PriceRow[]
  /** The last line of the price: what was or is to be paid outside, and through whom. */
  dueName: string
  due: string
  facts: Fact[]
  refunds: RefundRow[]
  invoice: Fact[]
  /** Of a gift: what the friend redeems, as it is written. */
  code: string
  /** What the buyer agreed to with it, and where it can be read; null where there was nothing. */
  agreed: { name: string; url: string } | null
  acts: Acts
}

function actsOf(order: OrderView, now: number): Acts {
  const { goods, state, opened, invoice, price } = order
  const isPaid = state === 'paid' || state === 'partlyRefunded'
  const hand = refundInHand(order)
  const hasLeft = keptFen(order) > 0 || (price.points > 0 && order.refunds.every((one) => one.state !== 'done'))
  const isInvoiceable = isPaid && !hand && goods.kind !== 'topUp' && keptFen(order) > 0
  return {
    pay: isPayable(order, now),
    cancel: state === 'pending',
    study: goods.kind === 'course' && opened,
    share: order.giftCode !== null,
    refund: isPaid && opened && !hand && hasLeft,
    withdraw: hand?.state === 'asked' && hand.by === 'buyer',
    invoice: !isInvoiceable ? '' : !invoice ? 'ask' : invoice.state === 'asked' ? 'change' : '',
    buyAgain: state === 'closed' || state === 'refunded',
  }
}

function invoiceFacts({ invoice }: OrderView): Fact[] {
  if (!invoice) return []
  const say = orderWords()
  return [
    { name: say.invoice.state, value: say.invoiceStates[invoice.state] },
    { name: say.invoice.title, value: invoice.title },
    ...(invoice.taxNo ? [{ name: say.invoice.taxNo, value: invoice.taxNo }] : []),
    { name: say.invoice.email, value: invoice.email },
    { name: say.invoice.amount, value: money(invoice.fen) },
    ...(invoice.number ? [{ name: say.invoice.number, value: invoice.number }] : []),
    ...(invoice.issuedAt ? [{ name: say.invoice.issuedOn, value: day(invoice.issuedAt) }] : []),
    ...invoice.corrections.map(({ number, fen }) => ({ name: say.creditNote(money(fen)), value: number })),
  ]
}

/** The newest first. What the one in hand waits for is said at the top of the page already. */
const refundsOf = (order: OrderView, now: number): RefundRow[] => {
  const hand = refundInHand(order)
  return order.refunds.map((refund) => ({ ...refundRow(refund, now), ...(refund === hand && { hint: '' }) })).reverse()
}

/** An order in words, as it stands `now`. */
export const orderSheet = (order: OrderView, now: number = Date.now()): OrderSheet => ({
  title: titleOf(order.title),
  kind: goodsWords()[order.goods.kind].name,
  ...pick(told(order, now)),
  rows: priceRows(order.price),
  dueName: order.state === 'pending' ? orderWords().due : order.way ? wayWords()[order.way.method].name : '',
  due: money(order.price.payFen),
  facts: factsOf(order),
  refunds: refundsOf(order, now),
  invoice: invoiceFacts(order),
  code: order.giftCode ? codeWords(order.giftCode) : '',
  agreed: order.agreed && { name: agreementNames()[order.agreed.kind], url: agreementUrl(order.agreed) },
  acts: actsOf(order, now),
})

const pick = ({ state, hint, tone }: Pick<OrderSheet, 'state' | 'hint' | 'tone'>) => ({ state, hint, tone })
