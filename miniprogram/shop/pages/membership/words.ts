import { tongues } from '../../../words/speak'

export const membershipWords = tongues({
  zh: {
    title: '会员',
    none: '学堂还没有会员方案。课程可以一门一门地买',
    look: '去看看',
    again: '再试一次',
    isMember: '你是会员',
    become: '做学堂的会员',
    lead: '在有效期里,买课按会员价',
    plans: '会员方案',
    renewal: '续费的天数接在现有的后面',
    noRenewal: '不会自动续费,到期前我们不会扣钱',
    code: '用兑换码',
    renew: '续费',
    join: '开通',
  },
  en: {
    title: 'Membership',
    none: 'The school has no plans yet. Courses can be bought one by one.',
    look: 'Have a look',
    again: 'Try again',
    isMember: 'You are a member',
    become: 'Become a member',
    lead: 'Member prices for as long as it lasts',
    plans: 'Plans',
    renewal: 'New days follow the ones you have',
    noRenewal: 'It never renews by itself, and nothing is charged without you',
    code: 'Use a code',
    renew: 'Renew',
    join: 'Join',
  },
})
