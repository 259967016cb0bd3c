import type { Output } from '../../../../core/contract'
import { money, movedMoney, yuan } from '../../../words/money'
import { left, when } from '../../../words/time'
import { fenOf } from '../../words'

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
const reasons: Record<string, string> = {
  BALANCE_TOO_LOW: '可提的收入不够了',
  ACCOUNT_FROZEN: '你的微信账户被冻结',
  REAL_NAME_CHECK_FAIL: '微信没有实名,或姓名不符',
  NAME_NOT_CORRECT: '微信没有实名,或姓名不符',
  OPENID_INVALID: '这个微信号收不了款',
  TRANSFER_QUOTA_EXCEED: '超过了微信的收款额度',
  DAY_RECEIVED_QUOTA_EXCEED: '超过了你今天的微信收款额度',
  MONTH_RECEIVED_QUOTA_EXCEED: '超过了你这个月的微信收款额度',
  OVERDUE_CLOSE: '24 小时内没有确认收款',
}

export function withdrawalRow(one: Withdrawal, now: number = Date.now()): WithdrawalRow {
  const row = {
    withdrawalId: one.withdrawalId,
    amount: money(one.fen),
    askedWhen: when(one.askedAt, now),
    mayConfirm: false,
    mayCancel: false,
    isUnderWay: one.endedAt === null,
  }
  switch (one.state) {
    case 'started':
      return { ...row, state: '正在申请', tone: 'waiting', words: '正在向微信申请,通常几秒', mayCancel: true }
    case 'confirm': {
      const time = one.confirmBy ? left(one.confirmBy, now) : ''
      return {
        ...row,
        state: '等你确认',
        tone: 'waiting',
        words: time ? `在微信里确认收款,${time};过了时间钱会回到可提收入` : '确认的时间过了,钱正在回到可提收入',
        mayConfirm: one.packageInfo !== null && time !== '',
        mayCancel: true,
      }
    }
    case 'paying':
      return { ...row, state: '微信转账中', tone: 'waiting', words: '已经确认,微信正在转账,通常马上到' }
    case 'paid':
      return { ...row, state: '已到账', tone: 'done', words: '已到你的微信零钱' }
    case 'failed':
      return {
        ...row,
        state: '没有转成',
        tone: 'trouble',
        words: `${reasons[one.why] ?? '微信没有接受这笔转账'}。钱已回到可提收入`,
      }
    case 'cancelled':
      return { ...row, state: '已取消', tone: '', words: '钱已回到可提收入' }
  }
}

const lineWords: Record<Income['statement']['lines'][number]['kind'], string> = {
  share: '课程分成',
  takenBack: '学员退款收回',
  withdrawn: '提现',
  withdrawBack: '提现退回',
}

/** A month's statement, line by line. */
export const linesOf = ({ statement }: Income, now: number = Date.now()) =>
  statement.lines.map(({ at, kind, words, fen }, index) => ({
    key: `${at}:${index}`,
    name: lineWords[kind],
    words,
    when: when(at, now),
    amount: movedMoney(fen),
    isIn: fen > 0,
  }))
export type Line = ReturnType<typeof linesOf>[number]

/** 2026-11 as people say it. */
export const monthWords = (month: string): string => {
  const [year = '', number = ''] = month.split('-')
  return `${year}年${Number(number)}月`
}

/** The most that can be withdrawn at once: what there is, up to WeChat's limit. */
export const mostOf = ({ availableFen, mostFen }: Income): number => Math.min(availableFen, mostFen)

/** What is typed as an amount to withdraw; the words about why it cannot be otherwise. */
export function amountOf(typed: string, income: Income): { fen: number } | { wrong: string } {
  const fen = fenOf(typed)
  if (fen === null || fen < income.leastFen) return { wrong: `最少提 ${money(income.leastFen)}` }
  if (fen > income.availableFen) return { wrong: `现在可提 ${money(Math.max(0, income.availableFen))}` }
  if (fen > income.mostFen) return { wrong: `微信一次最多转 ${money(income.mostFen)},分几次提` }
  return { fen }
}

/** What waits, and why. */
export const waitingWords = ({ waitingFen }: Income): string =>
  waitingFen ? `还有 ${money(waitingFen)} 在等学员的退款期过去` : '没有在等的收入'

export const allOf = (income: Income): string => yuan(mostOf(income))
