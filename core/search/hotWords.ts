import { DAY_MS, dayOf } from '../days'
import type { Caller, Ports } from '../ports'
import { normal } from './words'

/**
 * What people search for, by day. A word counts once a day for each learner, and only when something says all of it as it was typed;
 * strangers cannot be told apart and are not counted. WeChat looks at it before others read it.
 */

const DAYS = 7
const PER_DAY = 50
const SHOWN = 10
/** Longer ones are questions, not words. */
const LONGEST = 20
/** A learner's words of one day; whoever searches for more has been counted enough. */
const MOST_A_DAY = 50

/** The words of the last week, the most searched first: the pinned ones, then the others but those that are hidden. */
export async function topWords(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { pinned, hidden }: { pinned: string[]; hidden: string[] },
): Promise<string[]> {
  const now = clock.now().getTime()
  const days = Array.from({ length: DAYS }, (_, at) => dayOf(new Date(now - at * DAY_MS)))
  const found = await Promise.all(
    days.map((day) => store.find('searchWords', { where: { day }, orderBy: [['count', 'desc']], limit: PER_DAY })),
  )
  const counts = new Map<string, number>()
  for (const { word, count } of found.flat()) counts.set(String(word), (counts.get(String(word)) ?? 0) + Number(count))
  const shut = hidden.map(normal)
  const searched = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word)
    .filter((word) => !shut.some((one) => word.includes(one)))
  return [...new Set([...pinned, ...searched])].slice(0, SHOWN)
}

export const hotWords = ({ store, clock, messages }: Pick<Ports, 'store' | 'clock' | 'messages'>) => {
  /** True when this learner had not searched for it today. */
  async function isFirst(userId: string, day: string, word: string): Promise<boolean> {
    const fresh = { day, words: [word], count: 1 }
    const added = await store.change(
      'searchers',
      userId,
      { day, words: { ne: word }, count: { lt: MOST_A_DAY } },
      { push: { words: word }, inc: { count: 1 } },
    )
    if (added) return true
    // A new day begins with this word; on the same day it was there already.
    if (await store.change('searchers', userId, { day: { lt: day } }, { set: fresh })) return true
    return store.insert('searchers', { _id: userId, ...fresh })
  }

  return {
    async note({ userId, openid }: Caller, text: string): Promise<void> {
      const word = normal(text).replace(/\s+/g, ' ').trim()
      if (!userId || !word || word.length > LONGEST) return
      const day = dayOf(clock.now())
      if (!(await isFirst(userId, day, word))) return
      const _id = `${day}:${word}`
      if (await store.change('searchWords', _id, {}, { inc: { count: 1 } })) return
      // The first of a day is looked at: what stands in the list is read by everybody.
      if (!openid || !(await messages.isFit(openid, word, 'comment'))) return
      if (await store.insert('searchWords', { _id, day, word, count: 1 })) return
      await store.change('searchWords', _id, {}, { inc: { count: 1 } })
    },
  }
}
