import { tongues } from '../../../words/speak'

export const walletWords = tongues({
  zh: {
    title: '钱包与积分',
    again: '再试一次',
    balance: '余额',
    points: '积分',
    amounts: '充值金额',
    topUp: '充值',
    balanceLines: '余额明细',
    pointsLines: '积分明细',
    emptyWallet: '钱包还没有用过',
    emptyTopUp: '钱包还没有用过。充值后买课,一点就付好',
    emptyPoints: '还没有积分。买课满 ¥1 就有,退款期过后到账',
  },
  en: {
    title: 'Wallet',
    again: 'Try again',
    balance: 'Balance',
    points: 'Points',
    amounts: 'How much',
    topUp: 'Top up',
    balanceLines: 'Wallet history',
    pointsLines: 'Points history',
    emptyWallet: 'Your wallet has not been used yet',
    emptyTopUp: 'Your wallet has not been used yet. With money in it, a course is paid in one tap.',
    emptyPoints: 'No points yet. Every ¥1 for a course earns some; they arrive once its refund days are over.',
  },
})
