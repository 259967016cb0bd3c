import type { TemplateKey } from '../../../../core/contract/consents'
import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'

export const noticesWords = tongues({
  zh: {
    title: '微信通知',
    lead: '允许一次,微信里就能收到一条。发完就没有了,不会多发',
    none: '还能收到 0 条',
    left: (n: number) => `还能收到 ${n} 条`,
    allow: '再允许几条',
    allowed: '记下了',
    refused: '没有允许,消息仍在「消息」里',
    shut: '微信的订阅消息是关着的。在右上角 ··· 的设置里打开「订阅消息」',
    outside: '只有在微信里打开才能收到微信通知。所有消息都在「消息」里,不会漏掉',
    toInbox: '看消息',
    again: '再试一次',
    order: '先发要紧的:退款结果总留着一条,降价提醒最后发',
  },
  en: {
    title: 'Messages in WeChat',
    lead: 'Allowing once lets one message reach you in WeChat. After that there are none; nobody sends more.',
    none: '0 messages left',
    left: (n) => `${counted(n, 'message')} left`,
    allow: 'Allow a few more',
    allowed: 'Noted',
    refused: 'Nothing was allowed. Everything is still under Messages.',
    shut: 'Subscribed messages are switched off in WeChat. Switch them on under ··· and Settings.',
    outside: 'WeChat can only reach you when you open this in WeChat. Everything is under Messages, nothing is missed.',
    toInbox: 'Go to messages',
    again: 'Try again',
    order: 'What matters goes first: one is always kept for a refund, prices come last.',
  },
})

const kinds = tongues<Record<TemplateKey, { name: string; about: string }>>({
  zh: {
    opened: { name: '课程开通', about: '付款之后,课开好了' },
    service: { name: '订单进度', about: '退款结果、礼物被领走' },
    news: { name: '课程动态', about: '评价有了回复、收藏的课降价' },
  },
  en: {
    opened: { name: 'Courses that open', about: 'You have paid and the course is there' },
    service: { name: 'Orders', about: 'Refunds, and gifts that were taken' },
    news: { name: 'News of courses', about: 'Answers to your reviews, saved courses that cost less' },
  },
})

export const kindOf = (key: TemplateKey) => kinds()[key]
