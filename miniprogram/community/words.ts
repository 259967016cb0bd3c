import type { ComplaintWhy } from '../../core/contract/complain'
import { counted } from '../words/counted'
import { tongues } from '../words/speak'

export const communityWords = tongues({
  zh: {
    title: '评价',
    empty: '还没有人评价',
    emptyYes: '你已经学过了,写下第一条',
    emptyOwn: '学过这门课的人才能评价',
    emptyStudy: '学几分钟,就可以写下第一条',
    all: '全部',
    newest: '最新',
    helpfulFirst: '最有用',
    write: '写评价',
    change: '改我的评价',
    mine: '我的评价',
    again: '再试一次',
    helpful: '有用',
    more: '举报',
    answer: '回复',
    answerAs: '回复这条评价',
    answerHint: '写给这位学员,所有人都看得到',
    teacher: '讲师回复',
    school: '学校回复',
    changed: '改过',
    foot: '就这些了',
    complainCourse: '举报这门课',
    complained: '收到了,学校会来看',
    answered: '回复好了',
    people: (n: number) => `${n} 人评价`,
    watched: (percent: number) => `学了 ${percent}%`,
    stars: (n: number) => `${n} 星`,
    waiting: '审核中,学校看过之后其他人就能看到',
    withdrawn: '这门课已经退了,评价不再展示和计分',
    hidden: (why: string) => `学校收起了这条评价:${why}`,
  },
  en: {
    title: 'Reviews',
    empty: 'Nobody has reviewed this yet',
    emptyYes: 'You have studied it. Write the first one.',
    emptyOwn: 'Those who have studied it may review it',
    emptyStudy: 'Study for a few minutes and write the first one',
    all: 'All',
    newest: 'Newest',
    helpfulFirst: 'Most helpful',
    write: 'Write a review',
    change: 'Change my review',
    mine: 'My review',
    again: 'Try again',
    helpful: 'Helpful',
    more: 'Report',
    answer: 'Answer',
    answerAs: 'Answer this review',
    answerHint: 'For this learner, and everybody can read it',
    teacher: 'The teacher',
    school: 'The school',
    changed: 'changed',
    foot: 'That is all',
    complainCourse: 'Report this course',
    complained: 'Thank you. The school will look at it.',
    answered: 'Answered',
    people: (n) => counted(n, 'review'),
    watched: (percent) => `${percent}% studied`,
    stars: (n) => counted(n, 'star'),
    waiting: 'Being looked at: others will see it once the school has had a look',
    withdrawn: 'The course went back, so this is no longer shown or counted',
    hidden: (why) => `The school has put this away: ${why}`,
  },
})

const reasons = tongues<Record<ComplaintWhy, string>>({
  zh: {
    illegal: '违法违规',
    insult: '辱骂攻击',
    advertising: '广告引流',
    false: '虚假不实',
    privacy: '侵犯隐私或版权',
    other: '其他问题',
  },
  en: {
    illegal: 'Against the law',
    insult: 'Insulting',
    advertising: 'Advertising',
    false: 'Not true',
    privacy: 'Privacy or copyright',
    other: 'Something else',
  },
})

export const complaintReasons = (): { why: ComplaintWhy; words: string }[] =>
  (Object.entries(reasons()) as [ComplaintWhy, string][]).map(([why, words]) => ({ why, words })) // the table's own keys

export const reasonWords = (why: ComplaintWhy): string => reasons()[why]
