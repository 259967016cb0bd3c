import type { TemplateKey } from '../contract/consents'
import type { LetterFacts, LetterKind, LetterView } from '../contract/inbox'
import type { Ports } from '../ports'
import type { Letter } from './letterDoc'

/**
 * Which template a letter goes out by, and how many consents it must leave to letters that matter more. What is not listed stays
 * in the inbox: `courseOpened` is sent by the order itself, and nobody needs WeChat to tell them what they have just tapped.
 */
export const pushes: Partial<Record<LetterKind, { template: TemplateKey; reserve: number }>> = {
  refundDone: { template: 'service', reserve: 0 },
  refundRefused: { template: 'service', reserve: 0 },
  giftClaimed: { template: 'service', reserve: 1 },
  reviewAnswered: { template: 'news', reserve: 0 },
  priceFell: { template: 'news', reserve: 1 },
}

export function letterOf(
  { ids, clock }: Pick<Ports, 'ids' | 'clock'>,
  { userId, kind, about, facts }: { userId: string; kind: LetterKind; about: string; facts: Partial<LetterFacts> },
): Letter {
  const _id = ids.of('letter', userId, kind, about)
  const at = clock.now().toISOString()
  const isPushed = pushes[kind] !== undefined
  return {
    _id,
    userId,
    kind,
    facts: { title: '', courseId: '', orderId: '', fen: 0, words: '', ...facts },
    at,
    key: `${at}:${_id}`,
    isRead: false,
    push: isPushed ? 'owed' : 'none',
    dueAt: isPushed ? at : null,
    tries: 0,
  }
}

export const letterView = ({ _id, kind, facts, at, isRead, key }: Letter, readUpTo: string): LetterView => ({
  letterId: _id,
  kind,
  facts,
  at,
  isRead: isRead || key <= readUpTo,
})

/** Writes it once; the same thing again is no second letter. */
export const writeLetter = ({ store }: Pick<Ports, 'store'>, letter: Letter): Promise<boolean> =>
  store.insert('letters', letter)
