import type { OrderView } from '../../../../core/contract/shapes'
import { money, yuan } from '../../../words/money'
import { when } from '../../../words/time'

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
  const lines = [
    { name: '抬头', value: invoice.title },
    ...(invoice.taxNo ? [{ name: '税号', value: invoice.taxNo }] : []),
    { name: '金额', value: yuan(invoice.fen) },
    { name: '邮箱', value: invoice.email },
  ]
  return [
    {
      orderId: order.orderId,
      title: invoice.title,
      amount: money(invoice.fen),
      goods: order.title,
      askedWhen: when(invoice.askedAt, now),
      kind: invoice.taxNo ? '企业' : '个人',
      lines,
    },
  ]
}

/** All of it as one text, a line each. */
export const copyOf = ({ lines, goods, orderId }: Row): string =>
  [...lines, { name: '内容', value: goods }, { name: '订单号', value: orderId }]
    .map(({ name, value }) => `${name}:${value}`)
    .join('\n')

/** What an invoice's number looks like: 8 to 20 digits or capitals; what is typed small or spaced is read all the same. */
export const numberOf = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()
export const isNumber = (typed: string): boolean => /^[0-9A-Z]{8,20}$/.test(numberOf(typed))
