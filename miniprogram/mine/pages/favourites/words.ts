import { tongues } from '../../../words/speak'

export const favouritesWords = tongues({
  zh: {
    title: '收藏',
    empty: '还没有收藏。看到想学的课,点一下心形就会放到这里',
    look: '去看看',
    again: '再试一次',
    gone: '这门课已经下架',
    remove: '不再收藏',
    removed: '不再收藏了',
    undo: '放回来',
    foot: '就这些了',
    fell: (money: string) => `比收藏时便宜 ${money}`,
  },
  en: {
    title: 'Saved courses',
    empty: 'Nothing saved yet. Tap the heart on a course you would like to study.',
    look: 'Have a look',
    again: 'Try again',
    gone: 'This course is no longer offered',
    remove: 'Do not keep',
    removed: 'No longer kept',
    undo: 'Put it back',
    foot: 'That is all',
    fell: (money) => `${money} less than when you saved it`,
  },
})
