import { tongues } from '../../../words/speak'

export const teacherWords = tongues({
  zh: {
    title: '老师',
    again: '再试一次',
    others: '看看别的课',
    courses: '开着的课',
    courseCount: '门课',
    lessonCount: '节课',
    length: '总时长',
    joined: '人加入过',
    share: (name: string) => `${name}的课`,
    more: '看全部',
  },
  en: {
    title: 'Teacher',
    again: 'Try again',
    others: 'See other courses',
    courses: 'Open courses',
    courseCount: 'courses',
    lessonCount: 'lessons',
    length: 'in all',
    joined: 'have joined',
    share: (name) => `Courses by ${name}`,
    more: 'All',
  },
})
