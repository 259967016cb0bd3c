import type { OrderView } from '../../../../core/contract/shapes'
import { titleInBooks } from '../../../words/goods'
import { money, yuan } from '../../../words/money'
import { when } from '../../../words/time'
import { invoicesWords } from './words'

/** An invoice that is to be issued, as the office copies it into its invoicing program. */
export type Row = {
  orderId: string
  title: string
  amount: string
  goods: string
  askedWhen: string
  /** 企业 or 个人. */
  kind: string
  lines: { name: string; value: string }[]
}

export function rowOf(order: OrderView, now: number = Date.now()): Row[] {
  const { invoice } = order
  if (!invoice) return []
  const say = invoicesWords()
  const lines = [
    { name: say.lines.title, value: invoice.title },
    ...(invoice.taxNo ? [{ name: say.lines.taxNo, value: invoice.taxNo }] : []),
    { name: say.lines.amount, value: yuan(invoice.fen) },
    { name: say.lines.email, value: invoice.email },
  ]
  return [
    {
      orderId: order.orderId,
      title: invoice.title,
      amount: money(invoice.fen),
      goods: titleInBooks(order.title),
      askedWhen: say.askedWhen(when(invoice.askedAt, now)),
      kind: invoice.taxNo ? say.company : say.person,
      lines,
    },
  ]
}

/** All of it as one text, a line each. */
export const copyOf = ({ lines, goods, orderId }: Row): string =>
  [
    ...lines,
    { name: invoicesWords().lines.goods, value: goods },
    { name: invoicesWords().lines.orderId, value: orderId },
  ]
    .map(({ name, value }) => invoicesWords().line(name, value))
    .join('\n')

/** What an invoice's number looks like: 8 to 20 digits or capitals; what is typed small or spaced is read all the same. */
export const numberOf = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()
export const isNumber = (typed: string): boolean => /^[0-9A-Z]{8,20}$/.test(numberOf(typed))
