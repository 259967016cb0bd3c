import type { Output } from '../../core/contract'
import type { RefundView } from '../../core/contract/shapes'
import { counted } from './counted'
import { money } from './money'
import { pointsWords } from './price'
import { tongues } from './speak'
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

const words = tongues({
  zh: {
    balance: (money: string) => `余额 ${money}`,
    comesBack: '钱会按原路退回,一般 1 到 3 个工作日',
    toWallet: '钱会退回你的钱包',
    pointsBack: '积分会退回',
    asked: { state: '等学堂答复', hint: '申请已经送到,学堂看过会在这里答复你' },
    going: '退款中',
    stuck: { state: '学堂正在处理', hint: '没有顺利到账,学堂已经知道,会尽快退给你' },
    done: '已退款',
    cameBack: '钱已按原路退回',
    inWallet: '已退回你的钱包',
    refused: '没有退',
    withdrawn: { state: '已撤回', hint: '你撤回了这次申请' },
    stations: ['申请', '同意', '退回中', '到账'],
    ofServer: {
      closed: '订单已关闭,自动退款',
      owned: '这门课你已经买过,自动退款',
      elsewhere: '在支付平台退款',
      dropped: '支付平台关闭了这次退款',
      byApple: '这笔钱是在苹果手机上付的,只能由苹果退回:请在苹果的「报告问题」页面申请退款',
    },
    policy: {
      nothingLeft: '这笔订单没有可以退的了',
      notPaid: '这笔订单没有付过款,也就没有要退的',
      underWay: '已经有一笔退款在进行,打开订单就能看到进度',
      byApple: 'iPhone 上付的款由 Apple 退:打开「设置」里的「媒体与购买项目」,找到这笔购买记录提出申请',
      giftClaimed: '礼物已经被朋友领取,能不能退由学堂决定',
      tooLate: (days: number) => `付款已经超过 ${days} 天,能不能退由学堂决定`,
      watched: (percent: number) => `已经学了超过 ${percent}%,能不能退由学堂决定`,
      review: '这一笔由学堂看过再决定',
      atOnce: '不用等审核,马上退。钱按原路退回,一般 1 到 3 个工作日到账',
      atOnceToWallet: '不用等审核,马上退回',
    },
  },
  en: {
    balance: (money) => `${money} to the wallet`,
    comesBack: 'The money goes back the way it came, usually within 3 working days',
    toWallet: 'The money goes back to your wallet',
    pointsBack: 'The points come back',
    asked: { state: 'With the school', hint: 'The school has your request and will answer you here' },
    going: 'On its way back',
    stuck: {
      state: 'The school is on it',
      hint: 'It did not get through. The school knows and will see that you get it soon.',
    },
    done: 'Refunded',
    cameBack: 'The money went back the way it came',
    inWallet: 'It is back in your wallet',
    refused: 'Not refunded',
    withdrawn: { state: 'Taken back', hint: 'You took this request back' },
    stations: ['Asked', 'Agreed', 'On its way', 'Arrived'],
    ofServer: {
      closed: 'Refunded by itself: the order had closed',
      owned: 'Refunded by itself: you had the course already',
      elsewhere: 'Refunded at the payment service',
      dropped: 'The payment service dropped this refund',
      byApple:
        "This was paid on an iPhone, and only Apple can give it back: please ask on Apple's page Report a Problem",
    },
    policy: {
      nothingLeft: 'Nothing of this order is left to refund',
      notPaid: 'Nothing was paid for this order, so there is nothing to give back',
      underWay: 'A refund is under way already. Its order shows how far it is.',
      byApple:
        'What was paid on an iPhone, Apple gives back: open Media & Purchases in Settings, find this purchase and ask there',
      giftClaimed: 'Your friend has opened the gift, so the school decides',
      tooLate: (days) => `It was paid more than ${counted(days, 'day')} ago, so the school decides`,
      watched: (percent) => `More than ${percent}% has been studied, so the school decides`,
      review: 'The school looks at this one and decides',
      atOnce: 'No waiting for approval. The money goes back the way it came, usually within 3 working days.',
      atOnceToWallet: 'No waiting for approval: it comes back at once',
    },
  },
})

/** What comes back and where, in one line: ¥99 · 余额 ¥20 · 100 积分. */
export function backWords({ fen, balanceFen, points }: Pick<RefundView, 'fen' | 'balanceFen' | 'points'>): string {
  const parts = [
    ...(fen ? [money(fen)] : []),
    ...(balanceFen ? [words().balance(money(balanceFen))] : []),
    ...(points ? [pointsWords(points)] : []),
  ]
  return parts.join(' · ')
}

type OfServer = keyof ReturnType<typeof words>['ofServer']

/** What the server itself says about a refund; other reasons and answers are people's own words. */
const ofServer: ReadonlyMap<string, OfServer> = new Map([
  ['订单已关闭,自动退款', 'closed'],
  ['这门课你已经买过,自动退款', 'owned'],
  ['在支付平台退款', 'elsewhere'],
  ['支付平台关闭了这次退款', 'dropped'],
  ['这笔钱是在苹果手机上付的,只能由苹果退回:请在苹果的「报告问题」页面申请退款', 'byApple'],
])

/** Why a refund was asked for, or what was answered. */
export function reasonWords(said: string): string {
  const known = ofServer.get(said)
  return known ? words().ofServer[known] : said
}

/** Where money goes that comes back: named only when there is some of it. */
const wayBack = ({ fen, balanceFen }: Pick<RefundView, 'fen' | 'balanceFen'>): string =>
  fen ? words().comesBack : balanceFen ? words().toWallet : words().pointsBack

type Told = Pick<RefundRow, 'state' | 'hint' | 'tone'>

/** A refund in words. One that ended without an answer was taken back by its buyer: the school must give its reason. */
function told(refund: RefundView): Told {
  const say = words()
  switch (refund.state) {
    case 'asked':
      return { ...say.asked, tone: 'waiting' }
    case 'going':
      return { state: say.going, hint: wayBack(refund), tone: 'waiting' }
    case 'stuck':
      return { ...say.stuck, tone: 'waiting' }
    case 'done':
      return { state: say.done, hint: refund.fen ? say.cameBack : say.inWallet, tone: 'done' }
    case 'refused':
      return refund.answer ? { state: say.refused, hint: '', tone: 'quiet' } : { ...say.withdrawn, tone: 'quiet' }
  }
}

const reached: Record<RefundView['state'], number> = { asked: 0, going: 2, stuck: 2, done: 4, refused: -1 }

const stationsOf = ({ state, by }: RefundView): Station[] => {
  if (state === 'refused') return []
  const here = reached[state]
  return words().stations.flatMap((name, at) =>
    // Nobody asked for what the school gave back of itself.
    at === 0 && by !== 'buyer' ? [] : [{ name, mark: at < here ? 'behind' : at === here ? 'here' : 'ahead' }],
  )
}

export const refundRow = (refund: RefundView, now: number = Date.now()): RefundRow => ({
  refundNo: refund.refundNo,
  amount: backWords(refund),
  ...told(refund),
  askedWhen: when(refund.askedAt, now),
  reason: reasonWords(refund.reason),
  answer: reasonWords(refund.answer),
  stations: stationsOf(refund),
})

type Look = Extract<Output<'askRefund'>, { action: 'look' }>

/** Why a refund goes the way it goes, in the words of the refund page: said before anybody asks. */
export function policyWords({ policy, why, days, watchedPercent, fen }: Look): string {
  const say = words().policy
  switch (why) {
    case 'NOTHING_LEFT':
      return say.nothingLeft
    case 'NOT_PAID':
      return say.notPaid
    case 'UNDER_WAY':
      return say.underWay
    case 'BY_APPLE':
      return say.byApple
    case 'GIFT_CLAIMED':
      return say.giftClaimed
    case 'TOO_LATE':
      return say.tooLate(days)
    case 'WATCHED':
      return say.watched(watchedPercent)
    case '':
      if (policy === 'review') return say.review
      return fen ? say.atOnce : say.atOnceToWallet
  }
}
