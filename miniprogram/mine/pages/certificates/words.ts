import { tongues } from '../../../words/speak'

export const certificatesWords = tongues({
  zh: {
    title: '我的证书',
    empty: '还没有证书。学完一门课的每一节,就能领取',
    look: '去学习',
    again: '再试一次',
    verify: '查验一张证书',
    number: '编号',
    revoked: '已撤回',
    teacher: (name: string) => `${name} 老师`,
    foot: '就这些了',
  },
  en: {
    title: 'My certificates',
    empty: 'No certificates yet. Finish every lesson of a course and one is yours.',
    look: 'Go and study',
    again: 'Try again',
    verify: 'Verify a certificate',
    number: 'No.',
    revoked: 'withdrawn',
    teacher: (name) => `taught by ${name}`,
    foot: 'That is all',
  },
})
