import { tongues } from '../../../words/speak'

export const refundWords = tongues({
  zh: {
    title: '申请退款',
    again: '再试一次',
    toOrder: '看这笔订单',
    youGet: '会退给你',
    why: '为什么要退',
    more: '想说的话',
    optional: '可以不写',
    after: '钱退回后,这笔订单开通的会收起来;学习记录会留着',
    ask: '申请退款',
    chooseOne: '选一个原因,学堂好知道哪里可以更好',
    reasons: ['买错了', '和想的不一样', '没有时间学', '重复买了', '其他'],
    colon: ':',
  },
  en: {
    title: 'Refund',
    again: 'Try again',
    toOrder: 'See the order',
    youGet: 'You get back',
    why: 'Why?',
    more: 'Anything to add',
    optional: 'Only if you like',
    after: 'Once the money is back, what this order opened closes again. Your study records stay.',
    ask: 'Ask for the refund',
    chooseOne: 'Choose a reason, so that the school knows what to do better',
    reasons: ['Bought by mistake', 'Not what I expected', 'No time to study', 'Bought it twice', 'Something else'],
    colon: ': ',
  },
})
