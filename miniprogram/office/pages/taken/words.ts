import { tongues } from '../../../words/speak'

export const takenWords = tongues({
  zh: {
    title: '取走的附件',
    none: '还没有人取过',
    noneHint: '学员在课里取走一个附件,这里就记下是谁、什么时候、几次',
    noCourses: '还没有归你的课',
    noCoursesHint: '学校和你约好分成的课,会出现在这里',
    again: '再试一次',
    foot: '就这些了',
    once: (when: string) => `${when} 取走`,
    often: (times: number, last: string) => `取过 ${times} 次 · 最近 ${last}`,
    first: (when: string) => `第一次 ${when}`,
  },
  en: {
    title: 'Files taken',
    none: 'Nobody has taken any yet',
    noneHint: 'When learners take a file along, you see who, when and how often',
    noCourses: 'No course is yours yet',
    noCoursesHint: 'Courses whose income the school shares with you are shown here',
    again: 'Try again',
    foot: 'That is all',
    once: (when) => `Taken ${when}`,
    often: (times, last) => `Taken ${times} times · last ${last}`,
    first: (when) => `First ${when}`,
  },
})
