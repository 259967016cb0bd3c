import type { Output } from '../../core/contract'
import { titleInBooks } from './goods'
import { money, movedMoney, movedPoints } from './money'
import { tongues } from './speak'
import { when } from './time'

type Wallet = Output<'myWallet'>
type Movement = Wallet['movements'][number]

/** Which of the two a statement is of. */
export type Account = 'wallet' | 'points'

const kindWords = tongues<Record<Movement['kind'], string>>({
  zh: {
    topUp: '充值',
    spent: '用掉',
    released: '订单没有付,退回',
    refund: '退款退回',
    earned: '买课得到',
    takenBack: '退款收回',
    share: '课程分成',
    withdrawn: '提现',
    withdrawBack: '提现没有成功,退回',
  },
  en: {
    topUp: 'Top-up',
    spent: 'Spent',
    released: 'Back from an unpaid order',
    refund: 'Refunded',
    earned: 'Earned by buying',
    takenBack: 'Taken back by a refund',
    share: 'Share of a course',
    withdrawn: 'Withdrawn',
    withdrawBack: 'Back: the withdrawal failed',
  },
})

const words = tongues({
  zh: {
    belowZero: '有一笔退款收回了已经用掉的积分。之后得到的会先补上,不用另外付钱',
    worth: (fenPerPoint: number) =>
      `买课时能抵钱,${fenPerPoint === 1 ? '100 积分抵 ¥1' : `1 积分抵 ${fenPerPoint} 分钱`}`,
  },
  en: {
    belowZero:
      'A refund took back points you had spent. What you earn next makes up for them; there is nothing to pay.',
    worth: (fenPerPoint) => `They pay for courses: 100 points are worth ${money(fenPerPoint * 100)}`,
  },
})

/** One line of a statement. */
export type MovementRow = {
  key: string
  name: string
  words: string
  amount: string
  isIn: boolean
  when: string
  orderId: string
}

export const movementRow = (
  { key, kind, amount, words, at, orderId }: Movement,
  of: Account,
  now: number = Date.now(),
): MovementRow => ({
  key,
  name: kindWords()[kind],
  words: titleInBooks(words),
  amount: of === 'wallet' ? movedMoney(amount) : movedPoints(amount),
  isIn: amount > 0,
  when: when(at, now),
  orderId: orderId ?? '',
})

/** What points are good for; below zero, why, and how it goes on. */
export const pointsHint = ({ points, fenPerPoint }: Pick<Wallet, 'points' | 'fenPerPoint'>): string =>
  points < 0 ? words().belowZero : words().worth(fenPerPoint)
