import type { Output } from '../../../../core/contract'
import { discountWords, money } from '../../../words/money'

export type OfficePlan = Extract<Output<'officeTerms'>, { action: 'plans' }>['plans'][number]

/** A plan as the office lists it: ¥299 · 365 天 · 课程免费. */
export const planRow = ({ plan, isOnSale }: OfficePlan) => ({
  planId: plan.planId,
  title: plan.title,
  facts: `${money(plan.fen)} · ${plan.days} 天 · 课程${plan.percent === 0 ? '免费' : ` ${discountWords(plan.percent)}`}`,
  state: isOnSale ? '在售' : '已下架',
  isOnSale,
})
export type PlanRow = ReturnType<typeof planRow>
