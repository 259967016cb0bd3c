import { tongues } from '../../../words/speak'

export const downloadsWords = tongues({
  zh: {
    title: '存下的课',
    empty: '还没有存下的课。打开一节课,点「存到手机」,没有网络也能学',
    toLearning: '去学习',
    used: (size: string) => `用了 ${size},最多 200 MB`,
    until: (day: string) => `${day} 前可以离线看`,
    over: '要联网打开一次,才能接着离线看',
    remove: '删除',
    removeAsk: (title: string) => `从手机里删掉「${title}」?笔记和进度都还在`,
    removeKeep: '先留着',
    removeAll: '全部删除',
    removeAllAsk: '把存下的课全部从手机里删掉?笔记和进度都还在',
    checked: '不再能看的课,已经从手机里清掉了',
  },
  en: {
    title: 'Kept lessons',
    empty: 'Nothing is kept yet. Open a lesson and tap "Keep"; then it needs no network.',
    toLearning: 'To my lessons',
    used: (size) => `${size} of 200 MB used`,
    until: (day) => `Offline until ${day}`,
    over: 'Open it once with a network to go on offline',
    remove: 'Remove',
    removeAsk: (title) => `Remove "${title}" from the phone? Notes and progress stay.`,
    removeKeep: 'Keep it',
    removeAll: 'Remove all',
    removeAllAsk: 'Remove every kept lesson from the phone? Notes and progress stay.',
    checked: 'Lessons you can no longer open were cleared from the phone.',
  },
})
