import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'

export const courseTermsWords = tongues({
  zh: {
    title: '课程约定',
    again: '再试一次',
    plans: '会员方案',
    newPlan: '新方案',
    noPlans: '还没有会员方案。有了它,学员可以包月、包年学课',
    agreements: '购买约定与须知',
    agreementsHint: '付费内容协议、会员服务协议、购买须知',
    courses: '课程',
    onShelf: '上架中的课',
    noCourses: '还没有上架的课',
    onSale: '在售',
    withdrawn: '已下架',
    facts: (price: string, days: number, discount: string) => `${price} · ${days} 天 · 课程 ${discount}`,
    factsFree: (price: string, days: number) => `${price} · ${days} 天 · 课程免费`,
  },
  en: {
    title: 'Terms',
    again: 'Try again',
    plans: 'Membership plans',
    newPlan: 'New plan',
    noPlans: 'No plans yet. With one, learners can study by the month or the year.',
    agreements: 'Terms for buyers',
    agreementsHint: 'For paid content and membership, and notes before buying',
    courses: 'Courses',
    onShelf: 'On the shelf',
    noCourses: 'No courses on the shelf yet',
    onSale: 'On sale',
    withdrawn: 'Withdrawn',
    facts: (price, days, discount) => `${price} · ${counted(days, 'day')} · courses ${discount}`,
    factsFree: (price, days) => `${price} · ${counted(days, 'day')} · courses for free`,
  },
})
