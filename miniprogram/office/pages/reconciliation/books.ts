import type { Output } from '../../../../core/contract'
import type { AnswerTo } from '../../../api/call'
import { money } from '../../../words/money'
import { when } from '../../../words/time'
import { gatewayWords } from '../../words'

type Answer = AnswerTo<Output<'reconciliation'>, 'day'>
export type Day = Answer['day']
export type Difference = Answer['differences'][number]

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** 2026-11-26 as people say it: 11月26日 周四. */
export function dayWords(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${WEEKDAYS[date.getUTCDay()]}`
}

/** Thousandths of a fen, as the bill has fees, in yuan: rounded to the fen, for reading. */
const feeWords = (milliFen: number): string => money(Math.round(milliFen / 1000))

const states: Record<Day['state'], { state: string; tone: 'done' | 'waiting' | 'trouble' | '' }> = {
  waiting: { state: '等账单', tone: '' },
  even: { state: '已对平', tone: 'done' },
  differs: { state: '有差异', tone: 'trouble' },
  resolved: { state: '已了结', tone: 'done' },
}

/** A day of the books as the office lists it. */
export function dayRow(one: Day, now: number = Date.now()) {
  const { day, state, openDifferences, payments, paidFen, refunds, refundedFen, feeMilliFen, reconciledAt } = one
  const told = states[state]
  return {
    day,
    name: dayWords(day),
    gateway: gatewayWords[one.gateway],
    ...told,
    state: state === 'differs' ? `${openDifferences} 处差异` : told.state,
    words:
      state === 'waiting'
        ? '微信每天 10 点后给出前一天的账单,有了会自动比对'
        : payments || refunds
          ? `收 ${payments} 笔 ${money(paidFen)}${refunds ? ` · 退 ${refunds} 笔 ${money(refundedFen)}` : ''}`
          : '这一天没有收退款',
    fee: feeMilliFen ? `手续费 ${feeWords(feeMilliFen)}` : '',
    comparedWhen: reconciledAt ? `${when(reconciledAt, now)} 比对` : '',
  }
}
export type DayRow = ReturnType<typeof dayRow>

const aboutWords: Record<Difference['about'], string> = {
  payment: '收款',
  refund: '退款',
  transfer: '提现',
  other: '资金',
}

/** What somebody who keeps books would look at first. */
function adviceOf({ kind, about }: Difference): string {
  if (kind === 'missingHere')
    return about === 'refund'
      ? '多半是有人在商户后台直接退的。到微信支付商户平台按单号查是谁操作的'
      : '可能是同一个商户号的别的店收的,也可能通知丢了。按单号到商户平台查这笔钱是谁付的'
  if (kind === 'missingThere')
    return about === 'transfer'
      ? '到商户平台「商家转账」里按单号查,看钱有没有真的出去'
      : '先过一天再比对一次,半夜的单可能在前后一天的账单里;仍没有,就到商户平台按单号查'
  if (kind === 'amount') return '按单号到商户平台看实际金额,以平台为准'
  if (kind === 'state') return '看平台上这笔钱现在到了哪里。没有送到的退款,要换个办法退给学员'
  return '对照商户平台的资金流水,找当天这个单号的那一行'
}

/** What the reason does to the books, said before it is given. */
function effectOf({ kind, ourFen, theirFen }: Difference): string {
  const gap = (theirFen ?? 0) - (ourFen ?? 0)
  if (gap === 0 || (kind === 'state' && ourFen === theirFen)) return '写下原因就了结,账本不变'
  return `写下原因后,账本会记一笔 ${money(Math.abs(gap))} 的差异,与实际资金对齐`
}

const differenceStates: Record<Difference['state'], { state: string; tone: 'done' | 'trouble' }> = {
  open: { state: '待了结', tone: 'trouble' },
  mended: { state: '后来对上了', tone: 'done' },
  resolved: { state: '已了结', tone: 'done' },
}

/** A difference as a bookkeeper reads it: what, how much here and there, where to look. */
export function differenceRow(one: Difference, now: number = Date.now()) {
  const { differenceId, about, words, ourFen, theirFen, outTradeNo, outRefundNo, state, reason, resolvedAt } = one
  const gap = (theirFen ?? 0) - (ourFen ?? 0)
  return {
    differenceId,
    about: aboutWords[about],
    words,
    ours: ourFen === null ? '没有' : money(ourFen),
    theirs: theirFen === null ? '没有' : money(theirFen),
    gap: gap === 0 ? '' : `差 ${money(Math.abs(gap))}`,
    number: outRefundNo || outTradeNo,
    ...differenceStates[state],
    isOpen: state === 'open',
    advice: state === 'open' ? adviceOf(one) : '',
    effect: effectOf(one),
    reason: reason && `${resolvedAt ? `${when(resolvedAt, now)}:` : ''}${reason}`,
  }
}
export type DifferenceRow = ReturnType<typeof differenceRow>
