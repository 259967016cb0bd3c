import type { Output } from '../../../../core/contract'
import type { AnswerTo } from '../../../api/call'
import { money } from '../../../words/money'
import { when } from '../../../words/time'
import { gatewayWords } from '../../words'
import { findingWords, reconciliationWords } from './words'

type Answer = AnswerTo<Output<'reconciliation'>, 'day'>
export type Day = Answer['day']
export type Difference = Answer['differences'][number]

/** 2026-11-26 as people say it: 11月26日 周四, Thu 26 Nov. */
export function dayWords(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  const say = reconciliationWords()
  return say.day(date.getUTCMonth() + 1, date.getUTCDate(), say.weekdays[date.getUTCDay()] ?? '')
}

/** Thousandths of a fen, as the bill has fees, in yuan: rounded to the fen, for reading. */
const feeWords = (milliFen: number): string => money(Math.round(milliFen / 1000))

const tones: Record<Day['state'], 'done' | 'trouble' | ''> = {
  waiting: '',
  even: 'done',
  differs: 'trouble',
  resolved: 'done',
}

/** A day of the books as the office lists it. */
export function dayRow(one: Day, now: number = Date.now()) {
  const { day, state, openDifferences, payments, paidFen, refunds, refundedFen, feeMilliFen, reconciledAt } = one
  const say = reconciliationWords()
  return {
    day,
    name: dayWords(day),
    service: one.gateway,
    gateway: gatewayWords()[one.gateway],
    tone: tones[state],
    state: state === 'differs' ? say.differences(openDifferences) : say.states[state],
    words:
      state === 'waiting'
        ? reconciliationWords().billLater
        : payments || refunds
          ? `${say.taken(payments, money(paidFen))}${refunds ? say.given(refunds, money(refundedFen)) : ''}`
          : reconciliationWords().noMovements,
    fee: feeMilliFen ? say.fee(feeWords(feeMilliFen)) : '',
    comparedWhen: reconciledAt ? say.comparedWhen(when(reconciledAt, now)) : '',
  }
}
export type DayRow = ReturnType<typeof dayRow>

/** The days as the office lists them: under each date its payment services. */
export function daysByDate(days: Day[], now: number = Date.now()) {
  const rows = days.map((day) => dayRow(day, now))
  const dates = [...new Set(rows.map(({ day }) => day))]
  return dates.map((day) => ({ day, name: dayWords(day), rows: rows.filter((row) => row.day === day) }))
}

export type DateRow = ReturnType<typeof daysByDate>[number]

/** What somebody who keeps books would look at first, and where. */
function adviceOf({ kind, about, gateway, outTradeNo }: Difference): string {
  const { advice, places } = reconciliationWords()
  const place = places[gateway]
  if (kind === 'missingHere' && about === 'refund') return advice.refundMissingHere(place)
  // An order of ours that virtual payment took the money of: only coins can be paid without being ours yet.
  if (kind === 'missingHere' && gateway === 'virtualPay' && outTradeNo.startsWith('XT'))
    return advice.coinsMissingHere(place)
  if (kind === 'missingHere') return advice.missingHere(place)
  if (kind === 'missingThere')
    return about === 'transfer' ? advice.transferMissingThere(place) : advice.missingThere(place)
  if (kind === 'amount' || kind === 'state') return advice[kind](place)
  return advice.otherwise(place)
}

/** What the reason does to the books, said before it is given. */
function effectOf({ kind, ourFen, theirFen }: Difference): string {
  const gap = (theirFen ?? 0) - (ourFen ?? 0)
  if (gap === 0 || (kind === 'state' && ourFen === theirFen)) return reconciliationWords().noChange
  return reconciliationWords().willBook(money(Math.abs(gap)))
}

/** A difference as a bookkeeper reads it: what, how much here and there, where to look. */
export function differenceRow(one: Difference, now: number = Date.now()) {
  const { differenceId, about, words, ourFen, theirFen, outTradeNo, outRefundNo, state, reason, resolvedAt } = one
  const gap = (theirFen ?? 0) - (ourFen ?? 0)
  const say = reconciliationWords()
  return {
    differenceId,
    about: say.about[about],
    words: findingWords(words),
    ours: ourFen === null ? reconciliationWords().nothing : money(ourFen),
    theirs: theirFen === null ? reconciliationWords().nothing : money(theirFen),
    gap: gap === 0 ? '' : say.gap(money(Math.abs(gap))),
    number: outRefundNo || outTradeNo,
    state: say.differenceStates[state],
    tone: state === 'open' ? ('trouble' as const) : ('done' as const),
    isOpen: state === 'open',
    advice: state === 'open' ? adviceOf(one) : '',
    effect: effectOf(one),
    reason: reason && resolvedAt ? say.reasonWhen(when(resolvedAt, now), reason) : reason,
  }
}
export type DifferenceRow = ReturnType<typeof differenceRow>
