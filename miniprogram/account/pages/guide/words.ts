import { tongues } from '../../../words/speak'

export const guideWords = tongues({
  zh: {
    title: '隐私保护指引',
    lead: '接下来的一步要用到微信里的信息',
    why: '请先看看学堂会怎么用它。只在你点的这一步用到,不同意也不影响看课和学习。',
    read: '看完整的隐私保护指引',
    agree: '同意并继续',
    later: '先不用',
  },
  en: {
    title: 'Privacy guide',
    lead: 'The next step uses something WeChat knows',
    why: 'Please see how the school uses it: for this step you tapped and nothing else. Looking and learning need none of it.',
    read: 'Read the whole privacy guide',
    agree: 'Agree and go on',
    later: 'Not now',
  },
})
