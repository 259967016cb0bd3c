import { tongues } from '../../../words/speak'

export const dataWords = tongues({
  zh: {
    title: '我的数据',
    lead: '你可以带走学堂记下的关于你的一切:账号、登录方式、订单、学习记录、笔记、评价、证书……一份给人看,一份给机器读。',
    privacy: '副本放在只有这两个链接能打开的地方,链接十五分钟后失效,文件一天后删除。请不要转给别人。',
    make: '要一份副本',
    making: '正在整理',
    ready: '副本好了',
    until: (when: string) => `${when} 前有效`,
    page: '给人看的网页',
    file: '给机器读的文件(JSON)',
    copy: '复制链接',
    copied: '链接已复制,在浏览器里打开',
    again: '再要一份',
    tooMany: '今天已经要过三份了,明天再来',
  },
  en: {
    title: 'My data',
    lead: 'Take along everything the school keeps about you: account, ways to sign in, orders, progress, notes, reviews, certificates … One copy to read, one for machines.',
    privacy:
      'The copy lies where only these two links lead. They work for fifteen minutes; the files are deleted after a day. Please do not pass them on.',
    make: 'Make a copy',
    making: 'Putting it together',
    ready: 'Your copy is ready',
    until: (when) => `Until ${when}`,
    page: 'A page to read',
    file: 'A file for machines (JSON)',
    copy: 'Copy the link',
    copied: 'The link is copied. Open it in a browser.',
    again: 'Make another',
    tooMany: 'That were three today. Come back tomorrow.',
  },
})
