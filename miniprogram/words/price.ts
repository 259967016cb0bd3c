import type { Price, PriceStep } from '../../core/contract/shapes'
import { counted } from './counted'
import { money, priceWords } from './money'
import { tongues } from './speak'

const stepWords = tongues<Record<PriceStep['kind'], string>>({
  zh: {
    list: '原价',
    flash: '限时价',
    group: '拼团价',
    member: '会员价',
    coupon: '优惠券',
    points: '积分抵扣',
    balance: '余额支付',
  },
  en: {
    list: 'Full price',
    flash: 'Flash price',
    group: 'Group price',
    member: 'Member price',
    coupon: 'Coupon',
    points: 'Points',
    balance: 'From the wallet',
  },
})

const words = tongues({
  zh: { price: '价格', points: (n: number) => `${n} 积分`, pointsStep: (n: number) => `积分抵扣(${n} 积分)` },
  en: { price: 'Price', points: (n) => counted(n, 'point'), pointsStep: (n) => `Points (${n})` },
})

/** An amount of points. */
export const pointsWords = (points: number): string => words().points(points)

/** One line of a price: where it begins, or what took something off it. */
export type PriceRow = { kind: PriceStep['kind']; name: string; amount: string }

function stepName({ kind }: PriceStep, { steps, points }: Price): string {
  if (kind === 'points') return words().pointsStep(points)
  return steps.length > 1 ? stepWords()[kind] : words().price
}

/** A price line by line, in the order in which it came about. */
export const priceRows = (price: Price): PriceRow[] =>
  price.steps.map((step) => ({ kind: step.kind, name: stepName(step, price), amount: money(step.fen) }))

/** The money that goes out for it, from the balance or through a payment service. */
export const outlayOf = ({ payFen, balanceFen }: Pick<Price, 'payFen' | 'balanceFen'>): number => payFen + balanceFen

/** What was paid, in words: 免费 where nothing was to pay, points where they paid all of it. */
export function paidWords(price: Price): string {
  const outlay = outlayOf(price)
  if (outlay) return money(outlay)
  return price.points ? pointsWords(price.points) : priceWords(0)
}
