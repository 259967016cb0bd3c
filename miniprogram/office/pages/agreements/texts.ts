import type { Output } from '../../../../core/contract'
import type { PurchaseAgreementKind } from '../../../../core/contract/shapes'
import type { AnswerTo } from '../../../api/call'
import { day } from '../../../words/time'
import { officeAgreementWords } from './words'

export type Agreements = AnswerTo<Output<'officeTerms'>, 'agreements'>
export type Texts = Record<PurchaseAgreementKind, string> & { notes: string }

export const NO_TEXTS: Texts = { paid: '', membership: '', notes: '' }

const inForce = ({ agreements }: Agreements, kind: PurchaseAgreementKind) =>
  agreements.find((one) => one.kind === kind) ?? null

export const textsOf = (known: Agreements): Texts => ({
  paid: inForce(known, 'paid')?.text ?? '',
  membership: inForce(known, 'membership')?.text ?? '',
  notes: known.notes,
})

/** Which version buyers agree to now, of each. */
export function statesOf(known: Agreements): Record<PurchaseAgreementKind, string> {
  const say = officeAgreementWords()
  const stateOf = (kind: PurchaseAgreementKind) => {
    const now = inForce(known, kind)
    return now ? say.version(now.version, day(now.since)) : say.none
  }
  return { paid: stateOf('paid'), membership: stateOf('membership') }
}

/** What saving would mean for those who buy, a sentence for each agreement that changed; '' where only the notes did. */
export function meaningOf(before: Texts, after: Texts): string {
  const say = officeAgreementWords()
  return (['paid', 'membership'] as const)
    .filter((kind) => before[kind].trim() !== after[kind].trim())
    .map((kind) => (after[kind].trim() ? say.becomes[kind] : say.ends[kind]))
    .join('\n')
}
