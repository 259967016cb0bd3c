import type { TemplateKey } from '../contract/consents'
import type { Ports } from '../ports'
import { believed, emptyPurse, Purse } from './purse'

/** What is asked of purses of consents. */
export const purses = ({ store }: Pick<Ports, 'store'>) => {
  const find = async (userId: string): Promise<Purse | null> =>
    Purse.nullable().parse(await store.get('consents', userId))

  return {
    find,

    /** Takes in what a sheet was answered; the same report from two sides is one. */
    async report(userId: string, said: { openid: string; askId: string; accepted: TemplateKey[] }, now: Date) {
      for (;;) {
        const known = await find(userId)
        const next = believed(known ?? emptyPurse(userId, said.openid), said, now)
        if (!next) return known
        const kept = { ...next, rev: next.rev + 1 }
        if (!known) {
          if (await store.insert('consents', kept)) return kept
          continue
        }
        const { _id, ...set } = kept
        if (await store.change('consents', _id, { rev: known.rev }, { set })) return kept
      }
    },

    /** WeChat was not reached: what was spent is there again. */
    async giveBack(userId: string, template: TemplateKey): Promise<void> {
      await store.change('consents', userId, {}, { inc: { [`held.${template}`]: 1, rev: 1 } })
    },

    /** WeChat says there is none (43101), and WeChat knows. */
    async empty(userId: string, template: TemplateKey): Promise<void> {
      await store.change('consents', userId, {}, { set: { [`held.${template}`]: 0 }, inc: { rev: 1 } })
    },
  }
}
