import type { Input } from '../../../../core/contract'
import { yuan } from '../../../words/money'
import { fenOf, percentOf, wholeOf } from '../../words'
import type { OfficePlan } from '../course-terms/plans'
import { planPageWords } from './words'

/** A plan as it stands in the boxes. */
export type Draft = {
  planId: string
  title: string
  yuan: string
  days: string
  percent: string
  /** One a line. */
  rights: string
  rank: string
  isOnSale: boolean
}

export const NEW_PLAN: Draft = {
  planId: '',
  title: '',
  yuan: '',
  days: '365',
  percent: '0',
  rights: '',
  rank: '1',
  isOnSale: true,
}

export const draftOf = ({ plan, isOnSale, rank }: OfficePlan): Draft => ({
  planId: plan.planId,
  title: plan.title,
  yuan: yuan(plan.fen),
  days: String(plan.days),
  percent: String(plan.percent),
  rights: plan.rights.join('\n'),
  rank: String(rank),
  isOnSale,
})

type Asked = Extract<Input<'officeTerms'>, { action: 'plan' }>

/** The plan that the boxes describe; the words about the first box that is wrong otherwise. `freshId` names a new one. */
export function askedOf(draft: Draft, freshId: string): Asked | { wrong: string } {
  const title = draft.title.trim()
  const fen = fenOf(draft.yuan)
  const days = wholeOf(draft.days, 1, 3660)
  const percent = percentOf(draft.percent)
  const rank = wholeOf(draft.rank, 0, 100)
  const rights = draft.rights
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (!title) return { wrong: planPageWords().wrongName }
  if (title.length > 40) return { wrong: planPageWords().longName }
  if (!fen || fen > 10_000_000) return { wrong: planPageWords().wrongPrice }
  if (days === null) return { wrong: planPageWords().wrongDays }
  if (percent === null) return { wrong: planPageWords().wrongPercent }
  if (rights.length > 12 || rights.some((line) => line.length > 60)) return { wrong: planPageWords().wrongRights }
  if (rank === null) return { wrong: planPageWords().wrongRank }
  const plan = { planId: draft.planId || freshId, title, days, fen, percent, rights }
  return { action: 'plan', plan, isOnSale: draft.isOnSale, rank }
}
