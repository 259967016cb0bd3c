import type { Output } from '../../core/contract'
import { discountWords, money } from '../words/money'
import { day, left } from '../words/time'
import { planWords } from './words'

type Membership = Output<'showMembership'>

/** A plan as its card shows it. */
export type PlanRow = { planId: string; title: string; price: string; days: string; rights: string[] }

type Length = 'week' | 'month' | 'quarter' | 'halfYear' | 'year'

const lengths: ReadonlyMap<number, Length> = new Map([
  [7, 'week'],
  [30, 'month'],
  [90, 'quarter'],
  [180, 'halfYear'],
  [365, 'year'],
  [366, 'year'],
])

function lengthWords(days: number): string {
  const length = lengths.get(days)
  return length ? planWords()[length] : planWords().days(days)
}

/** What a plan gives with courses, before the rights that the school wrote down. */
const coursesWords = (percent: number): string[] =>
  percent >= 100 ? [] : [percent <= 0 ? planWords().coursesFree : planWords().courses(discountWords(percent))]

export const planRows = ({ plans }: Pick<Membership, 'plans'>): PlanRow[] =>
  plans.map(({ planId, title, fen, days, percent, rights }) => ({
    planId,
    title,
    price: money(fen),
    days: lengthWords(days),
    rights: [...coursesWords(percent), ...rights],
  }))

/** How the caller stands: 会员到 2026年3月5日,还剩 30 天; '' for whoever is no member. */
export const standingWords = ({ mine }: Pick<Membership, 'mine'>, now: number = Date.now()): string =>
  mine ? planWords().until(day(mine.until), left(mine.until, now)) : ''
