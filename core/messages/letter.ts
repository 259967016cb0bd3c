import * as z from 'zod'
import type { TemplateKey } from '../contract/consents'
import { LetterFacts, LetterKind, type LetterView } from '../contract/inbox'
import type { Ports } from '../ports'

/**
 * Whether a letter is to reach WeChat as well: `none` never; `owed` until somebody sends it; `taken` by whoever is sending it now;
 * `sent`; `refused` by WeChat; `spared` because no consent was left for it.
 */
export const Push = z.enum(['none', 'owed', 'taken', 'sent', 'refused', 'spared'])
export type Push = z.infer<typeof Push>

/** Something the school wrote to one person. The id says what about, so that the same thing is written once. */
export const Letter = z.object({
  _id: z.string(),
  userId: z.string(),
  kind: LetterKind,
  facts: LetterFacts,
  at: z.string(),
  /** Sorts somebody's letters, newest first, with no two alike. */
  key: z.string(),
  isRead: z.boolean(),
  push: Push,
  /** When somebody should see to the push; null when nobody need. */
  dueAt: z.string().nullable(),
  tries: z.int().nonnegative(),
})
export type Letter = z.infer<typeof Letter>

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
