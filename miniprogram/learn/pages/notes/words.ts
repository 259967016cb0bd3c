import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'

export const notesWords = tongues({
  zh: {
    title: '我的笔记',
    empty: '这里会放你的笔记。看课时点「记笔记」,就会记在那一秒、那一页、那一段',
    toLearning: '去学习',
    retry: '再试一次',
    copy: '复制全部',
    copying: '正在整理',
    copied: (n: number) => `${n} 条笔记已复制,粘贴到哪里都行`,
    waiting: (n: number) => `有 ${n} 条存在手机上,联网后自动同步`,
    more: '再看一些',
    all: '就这些了',
    gone: '已经不在目录里的一节',
    earlier: '另一台手机上写的',
  },
  en: {
    title: 'My notes',
    empty: 'Your notes will be here. Tap "Note" while you study, and it hangs at that second, page or paragraph.',
    toLearning: 'To my lessons',
    retry: 'Try again',
    copy: 'Copy all',
    copying: 'Collecting',
    copied: (n) => `${counted(n, 'note')} copied. Paste them wherever you like.`,
    waiting: (n) => `${counted(n, 'change')} kept on the phone, told once you are online`,
    more: 'Show more',
    all: 'That is all',
    gone: 'A lesson that is no longer in the course',
    earlier: 'Written on another phone',
  },
})
