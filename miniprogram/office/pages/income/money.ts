import type { Output } from '../../../../core/contract'
import { titleInBooks } from '../../../words/goods'
import { money, movedMoney, yuan } from '../../../words/money'
import { left, when } from '../../../words/time'
import { fenOf } from '../../words'
import { incomeWords } from './words'

export type Income = Output<'teacherIncome'>
export type Withdrawal = Income['withdrawals'][number]

/** A withdrawal as its teacher reads it. */
export type WithdrawalRow = {
  withdrawalId: string
  amount: string
  state: string
  tone: 'waiting' | 'done' | 'trouble' | ''
  words: string
  askedWhen: string
  mayConfirm: boolean
  mayCancel: boolean
  isUnderWay: boolean
}

/** WeChat Pay's reasons that a teacher can do something about (pay.weixin.qq.com/doc/v3/merchant/4012716434); others are for the school. */
const reasons: ReadonlyMap<string, keyof ReturnType<typeof incomeWords>['reasons']> = new Map([
  ['BALANCE_TOO_LOW', 'balance'],
  ['ACCOUNT_FROZEN', 'frozen'],
  ['REAL_NAME_CHECK_FAIL', 'name'],
  ['NAME_NOT_CORRECT', 'name'],
  ['OPENID_INVALID', 'account'],
  ['TRANSFER_QUOTA_EXCEED', 'quota'],
  ['DAY_RECEIVED_QUOTA_EXCEED', 'dayQuota'],
  ['MONTH_RECEIVED_QUOTA_EXCEED', 'monthQuota'],
  ['OVERDUE_CLOSE', 'overdue'],
])

function reasonWords(why: string): string {
  const known = reasons.get(why)
  return known ? incomeWords().reasons[known] : incomeWords().otherReason
}

export function withdrawalRow(one: Withdrawal, now: number = Date.now()): WithdrawalRow {
  const say = incomeWords()
  const row = {
    withdrawalId: one.withdrawalId,
    amount: money(one.fen),
    state: say.states[one.state],
    askedWhen: say.askedWhen(when(one.askedAt, now)),
    mayConfirm: false,
    mayCancel: false,
    isUnderWay: one.endedAt === null,
  }
  switch (one.state) {
    case 'started':
      return { ...row, tone: 'waiting', words: say.starting, mayCancel: true }
    case 'confirm': {
      const time = one.confirmBy ? left(one.confirmBy, now) : ''
      return {
        ...row,
        tone: 'waiting',
        words: time ? say.confirmBy(time) : say.goneBack,
        mayConfirm: one.packageInfo !== null && time !== '',
        mayCancel: true,
      }
    }
    case 'paying':
      return { ...row, tone: 'waiting', words: say.paying }
    case 'paid':
      return { ...row, tone: 'done', words: say.paid }
    case 'failed':
      return { ...row, tone: 'trouble', words: say.failed(reasonWords(one.why)) }
    case 'cancelled':
      return { ...row, tone: '', words: say.cameBack }
  }
}

/** A month's statement, line by line. */
export const linesOf = ({ statement }: Income, now: number = Date.now()) =>
  statement.lines.map(({ at, kind, words, fen }, index) => ({
    key: `${at}:${index}`,
    name: incomeWords().lineKinds[kind],
    words: titleInBooks(words),
    when: when(at, now),
    amount: movedMoney(fen),
    isIn: fen > 0,
  }))
export type Line = ReturnType<typeof linesOf>[number]

/** 2026-11 as people say it. */
export const monthWords = (month: string): string => {
  const [year = '', number = ''] = month.split('-')
  return incomeWords().month(year, Number(number))
}

/** The most that can be withdrawn at once: what there is, up to WeChat's limit. */
export const mostOf = ({ availableFen, mostFen }: Income): number => Math.min(availableFen, mostFen)

/** What is typed as an amount to withdraw; the words about why it cannot be otherwise. */
export function amountOf(typed: string, income: Income): { fen: number } | { wrong: string } {
  const fen = fenOf(typed)
  if (fen === null || fen < income.leastFen) return { wrong: incomeWords().least(money(income.leastFen)) }
  if (fen > income.availableFen) return { wrong: incomeWords().most(money(Math.max(0, income.availableFen))) }
  if (fen > income.mostFen) return { wrong: incomeWords().atOnce(money(income.mostFen)) }
  return { fen }
}

/** What waits, and why. */
export const waitingWords = ({ waitingFen }: Income): string =>
  waitingFen ? incomeWords().waiting(money(waitingFen)) : incomeWords().nothingWaits

export const allOf = (income: Income): string => yuan(mostOf(income))
