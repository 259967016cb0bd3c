import { tongues } from '../../words/speak'

export const listWords = tongues({
  zh: {
    title: '课程',
    find: '找课程、老师',
    again: '再试一次',
    all: '看全部课程',
    nothing: '没有这样的课。少选一个条件,或者搜一搜',
    preparing: '课程正在准备',
    end: '就这些了',
  },
  en: {
    title: 'Courses',
    find: 'Find courses and teachers',
    again: 'Try again',
    all: 'All courses',
    nothing: 'There is no such course. Ask for less, or search',
    preparing: 'Courses are being prepared',
    end: 'That is all',
  },
})
