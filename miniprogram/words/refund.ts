import type { Output } from '../../core/contract'
import type { RefundView } from '../../core/contract/shapes'
import { money } from './money'
import { when } from './time'

/** One station of a refund on its way: behind, here, or ahead. */
export type Station = { name: string; mark: 'behind' | 'here' | 'ahead' }

/** A refund as its order's page shows it. */
export type RefundRow = {
  refundNo: string
  /** ¥99, and what else comes back with it. */
  amount: string
  state: string
  hint: string
  tone: 'waiting' | 'done' | 'quiet'
  askedWhen: string
  reason: string
  /** What the school says about it; empty when it said nothing. */
  answer: string
  /** Empty for one that has ended without money: there is no way to show. */
  stations: Station[]
}

/** What comes back and where, in one line: ¥99 · 余额 ¥20 · 100 积分. */
export function backWords({ fen, balanceFen, points }: Pick<RefundView, 'fen' | 'balanceFen' | 'points'>): string {
  const parts = [
    ...(fen ? [money(fen)] : []),
    ...(balanceFen ? [`余额 ${money(balanceFen)}`] : []),
    ...(points ? [`${points} 积分`] : []),
  ]
  return parts.join(' · ')
}

/** Where money goes that comes back: named only when there is some of it. */
const wayBack = ({ fen, balanceFen }: Pick<RefundView, 'fen' | 'balanceFen'>): string =>
  fen ? '钱会按原路退回,一般 1 到 3 个工作日' : balanceFen ? '钱会退回你的钱包' : '积分会退回'

type Told = Pick<RefundRow, 'state' | 'hint' | 'tone'>

/** A refund in words. One that ended without an answer was taken back by its buyer: the school must give its reason. */
function told(refund: RefundView): Told {
  switch (refund.state) {
    case 'asked':
      return { state: '等学堂答复', hint: '申请已经送到,学堂看过会在这里答复你', tone: 'waiting' }
    case 'going':
      return { state: '退款中', hint: wayBack(refund), tone: 'waiting' }
    case 'stuck':
      return { state: '学堂正在处理', hint: '没有顺利到账,学堂已经知道,会尽快退给你', tone: 'waiting' }
    case 'done':
      return { state: '已退款', hint: refund.fen ? '钱已按原路退回' : '已退回你的钱包', tone: 'done' }
    case 'refused':
      return refund.answer
        ? { state: '没有退', hint: '', tone: 'quiet' }
        : { state: '已撤回', hint: '你撤回了这次申请', tone: 'quiet' }
  }
}

const STATIONS = ['申请', '同意', '退回中', '到账'] as const
const reached: Record<RefundView['state'], number> = { asked: 0, going: 2, stuck: 2, done: 4, refused: -1 }

const stationsOf = ({ state, by }: RefundView): Station[] => {
  if (state === 'refused') return []
  const here = reached[state]
  return STATIONS.flatMap((name, at) =>
    // Nobody asked for what the school gave back of itself.
    at === 0 && by !== 'buyer' ? [] : [{ name, mark: at < here ? 'behind' : at === here ? 'here' : 'ahead' }],
  )
}

export const refundRow = (refund: RefundView, now: number = Date.now()): RefundRow => ({
  refundNo: refund.refundNo,
  amount: backWords(refund),
  ...told(refund),
  askedWhen: when(refund.askedAt, now),
  reason: refund.reason,
  answer: refund.answer,
  stations: stationsOf(refund),
})

type Look = Extract<Output<'askRefund'>, { action: 'look' }>

/** Why a refund goes the way it goes, in the words of the refund page: said before anybody asks. */
export function policyWords({ policy, why, days, watchedPercent, fen }: Look): string {
  switch (why) {
    case 'NOTHING_LEFT':
      return '这笔订单没有可以退的了'
    case 'NOT_PAID':
      return '这笔订单没有付过款,也就没有要退的'
    case 'UNDER_WAY':
      return '已经有一笔退款在进行,打开订单就能看到进度'
    case 'BY_APPLE':
      return 'iPhone 上付的款由 Apple 退:打开「设置」里的「媒体与购买项目」,找到这笔购买记录提出申请'
    case 'GIFT_CLAIMED':
      return '礼物已经被朋友领取,能不能退由学堂决定'
    case 'TOO_LATE':
      return `付款已经超过 ${days} 天,能不能退由学堂决定`
    case 'WATCHED':
      return `已经学了超过 ${watchedPercent}%,能不能退由学堂决定`
    case '':
      if (policy === 'review') return '这一笔由学堂看过再决定'
      return fen ? '不用等审核,马上退。钱按原路退回,一般 1 到 3 个工作日到账' : '不用等审核,马上退回'
  }
}
