import type { Output } from '../../core/contract'
import { movedMoney, movedPoints } from './money'
import { when } from './time'

type Wallet = Output<'myWallet'>
type Movement = Wallet['movements'][number]

/** Which of the two a statement is of. */
export type Account = 'wallet' | 'points'

const kindWords: Record<Movement['kind'], string> = {
  topUp: '充值',
  spent: '用掉',
  released: '订单没有付,退回',
  refund: '退款退回',
  earned: '买课得到',
  takenBack: '退款收回',
  share: '课程分成',
  withdrawn: '提现',
  withdrawBack: '提现没有成功,退回',
}

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
  name: kindWords[kind],
  words,
  amount: of === 'wallet' ? movedMoney(amount) : movedPoints(amount),
  isIn: amount > 0,
  when: when(at, now),
  orderId: orderId ?? '',
})

/** What points are good for; below zero, why, and how it goes on. */
export const pointsHint = ({ points, fenPerPoint }: Pick<Wallet, 'points' | 'fenPerPoint'>): string => {
  if (points < 0) return '有一笔退款收回了已经用掉的积分。之后得到的会先补上,不用另外付钱'
  const worth = fenPerPoint === 1 ? '100 积分抵 ¥1' : `1 积分抵 ${fenPerPoint} 分钱`
  return `买课时能抵钱,${worth}`
}
