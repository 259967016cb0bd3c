import type { Output } from '../../../../core/contract'
import { discountWords, money } from '../../../words/money'
import { courseTermsWords } from './words'

export type OfficePlan = Extract<Output<'officeTerms'>, { action: 'plans' }>['plans'][number]

/** A plan as the office lists it: ¥299 · 365 天 · 课程免费. */
export const planRow = ({ plan, isOnSale }: OfficePlan) => ({
  planId: plan.planId,
  title: plan.title,
  facts:
    plan.percent === 0
      ? courseTermsWords().factsFree(money(plan.fen), plan.days)
      : courseTermsWords().facts(money(plan.fen), plan.days, discountWords(plan.percent)),
  state: isOnSale ? courseTermsWords().onSale : courseTermsWords().withdrawn,
  isOnSale,
})
export type PlanRow = ReturnType<typeof planRow>
