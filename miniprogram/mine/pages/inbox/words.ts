import { tongues } from '../../../words/speak'

export const inboxWords = tongues({
  zh: {
    title: '消息',
    empty: '还没有消息。开通课程、退款、证书和回复都会写在这里',
    again: '再试一次',
    readAll: '全部已读',
    notices: '微信里也收到',
    foot: '就这些了',
    unread: '未读',
  },
  en: {
    title: 'Messages',
    empty: 'No messages yet. Courses that open, refunds, certificates and answers are written here.',
    again: 'Try again',
    readAll: 'Mark all as read',
    notices: 'Also in WeChat',
    foot: 'That is all',
    unread: 'unread',
  },
})
