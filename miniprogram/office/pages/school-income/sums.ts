import type { Output } from '../../../../core/contract'
import { money } from '../../../words/money'
import { gatewayWords } from '../../words'
import { monthWords } from '../income/money'
import { dayWords } from '../reconciliation/books'
import { schoolIncomeWords } from './words'

export type SchoolIncome = Output<'schoolIncome'>
type Sales = SchoolIncome['total']

const netOf = ({ soldFen, refundedFen }: Sales): number => soldFen - refundedFen

/** 卖 3 笔 · 退 1 笔 */
function countWords({ sales, refunds }: Sales): string {
  const say = schoolIncomeWords()
  return [sales && say.sales(sales), refunds && say.refunds(refunds)].filter(Boolean).join(' · ')
}

/** Today, while the month is this one: what came in so far. */
export function todayOf({ month, today, days }: SchoolIncome): { amount: string; words: string } | null {
  if (!today.startsWith(month)) return null
  const sales = days.find(({ day }) => day === today)
  return sales
    ? { amount: money(netOf(sales)), words: countWords(sales) }
    : { amount: money(0), words: schoolIncomeWords().nothingYet }
}

/** The month as an account of it: from what was sold to what is the school's. */
export function linesOf({ total, teachersFen, feesFen }: SchoolIncome) {
  const say = schoolIncomeWords()
  const line = (name: string, fen: number, hint = '') => ({ name, hint, amount: money(fen) })
  return [
    line(say.sold, total.soldFen, total.sales ? say.sales(total.sales) : ''),
    ...(total.refunds ? [line(say.refunded, -total.refundedFen, say.refunds(total.refunds))] : []),
    ...(teachersFen ? [line(say.teachers, -teachersFen)] : []),
    line(say.fees, -feesFen, say.feesHint),
    line(say.school, netOf(total) - teachersFen - feesFen),
  ]
}

/** A column for each day of the month, as high as what was sold that day beside the best day, in percent. */
export function columnsOf({ month, today, days }: SchoolIncome) {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const most = Math.max(1, ...days.map(({ soldFen }) => soldFen))
  return Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, at) => {
    const day = `${month}-${String(at + 1).padStart(2, '0')}`
    const soldFen = days.find((one) => one.day === day)?.soldFen ?? 0
    // What was sold is seen, however little it was.
    return { day, high: soldFen ? Math.max(3, Math.round((soldFen * 100) / most)) : 0, isToday: day === today }
  })
}

/** The days that are named under the chart: the first, one in the middle, the last. */
export const marksOf = (columns: unknown[]): number[] => [1, Math.ceil(columns.length / 2), columns.length]

export const chartWords = ({ month, days }: SchoolIncome): string =>
  schoolIncomeWords().chart(monthWords(month), days.filter(({ soldFen }) => soldFen).length)

/** Days with movements, the newest first. */
export const dayRowsOf = ({ days }: SchoolIncome) =>
  days
    .map((one) => ({ day: one.day, name: dayWords(one.day), words: countWords(one), amount: money(netOf(one)) }))
    .reverse()

function goodsName({ kind, title }: SchoolIncome['goods'][number]): string {
  const say = schoolIncomeWords()
  return kind === 'earlier' ? say.earlier : title || say.unnamed
}

/** What was sold, what brought most first; `wide` is its part of the first in percent. */
export function goodsRowsOf({ goods, others }: SchoolIncome) {
  const most = Math.max(1, ...goods.map(netOf))
  const row = (key: string, name: string, sales: Sales) => ({
    key,
    name,
    words: countWords(sales),
    amount: money(netOf(sales)),
    wide: Math.max(0, Math.round((netOf(sales) * 100) / most)),
  })
  return [
    ...goods.map((one) => row(`${one.kind}:${one.id}`, goodsName(one), one)),
    ...(others.goods ? [row('others', schoolIncomeWords().others(others.goods), others)] : []),
  ]
}

export const wayRowsOf = ({ ways }: SchoolIncome) =>
  ways.map(({ way, soldFen, refundedFen }) => ({
    way,
    name: way === 'balance' ? schoolIncomeWords().balance : gatewayWords()[way],
    words: refundedFen ? schoolIncomeWords().back(money(refundedFen)) : '',
    amount: money(soldFen - refundedFen),
  }))

/** Everything the page shows of a month. */
export function monthOf(income: SchoolIncome) {
  const { month, total, topUpsFen } = income
  const columns = columnsOf(income)
  return {
    month,
    monthName: monthWords(month),
    today: todayOf(income),
    net: money(netOf(total)),
    isEmpty: total.sales === 0 && total.refunds === 0,
    lines: linesOf(income),
    columns,
    marks: marksOf(columns),
    chart: chartWords(income),
    days: dayRowsOf(income),
    goods: goodsRowsOf(income),
    ways: wayRowsOf(income),
    topUps: topUpsFen ? money(topUpsFen) : '',
  }
}
export type MonthView = ReturnType<typeof monthOf>
