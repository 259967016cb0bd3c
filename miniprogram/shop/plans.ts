import type { Output } from '../../core/contract'
import { discountWords, money } from '../words/money'
import { day, left } from '../words/time'

type Membership = Output<'showMembership'>

/** A plan as its card shows it. */
export type PlanRow = { planId: string; title: string; price: string; days: string; rights: string[] }

const lengths: ReadonlyMap<number, string> = new Map([
  [7, '一周'],
  [30, '一个月'],
  [90, '三个月'],
  [180, '半年'],
  [365, '一年'],
  [366, '一年'],
])

/** What a plan gives with courses, before the rights that the school wrote down. */
const coursesWords = (percent: number): string[] =>
  percent >= 100 ? [] : [percent <= 0 ? '会员课免费学' : `买课 ${discountWords(percent)}`]

export const planRows = ({ plans }: Pick<Membership, 'plans'>): PlanRow[] =>
  plans.map(({ planId, title, fen, days, percent, rights }) => ({
    planId,
    title,
    price: money(fen),
    days: lengths.get(days) ?? `${days} 天`,
    rights: [...coursesWords(percent), ...rights],
  }))

/** How the caller stands: 会员到 2026年3月5日,还剩 30 天; '' for whoever is no member. */
export const standingWords = ({ mine }: Pick<Membership, 'mine'>, now: number = Date.now()): string =>
  mine ? `会员到 ${day(mine.until)},${left(mine.until, now)}` : ''
