import type { Output } from '../../../../core/contract'
import type { AnswerTo } from '../../../api/call'
import { money } from '../../../words/money'
import { when } from '../../../words/time'
import { termsWords } from './words'

export type Terms = AnswerTo<Output<'officeTerms'>, 'look'>

/** How far the course is as an item at WeChat, what that means for buyers, and what can be done. */
export type ItemRow = {
  state: string
  tone: 'done' | 'waiting' | 'trouble' | ''
  words: string
  /** What the button does; empty where there is nothing to do. */
  act: string
}

export function itemRow(
  { item, itemState }: Pick<Terms, 'item' | 'itemState'>,
  fen: number,
  now = Date.now(),
): ItemRow {
  const { items } = termsWords()
  const price = money(fen)
  if (fen === 0) return { ...items.notNeeded, tone: '', act: '' }
  switch (itemState) {
    case 'none':
      return { ...items.none, tone: '', act: items.none.act(price) }
    case 'publishing':
      return { ...items.publishing, tone: 'waiting' }
    case 'published':
      return {
        state: items.published.state,
        tone: 'done',
        words:
          item && Date.parse(item.readyAt) > now
            ? items.published.from(price, when(item.readyAt, now))
            : items.published.now(price),
        act: '',
      }
    case 'refused':
      return { ...items.refused, tone: 'trouble' }
    case 'outdated':
      return {
        state: items.outdated.state,
        tone: 'trouble',
        words: items.outdated.words(item ? money(item.fen) : items.outdated.oldPrice, price),
        act: items.outdated.act(price),
      }
  }
}

export type MemberChoice = { value: Terms['forMembers']; name: string; hint: string }

export const memberChoices = (): MemberChoice[] =>
  (['free', 'discount', 'none'] as const).map((value) => ({ value, ...termsWords().memberChoices[value] }))

/** What the teacher gets of a full price, and what stays. */
export const shareWords = (fen: number, percent: number): string => {
  const share = Math.floor((fen * percent) / 100)
  return termsWords().shareOf(money(fen), money(share), money(fen - share))
}
