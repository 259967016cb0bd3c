import * as z from 'zod'
import { AppError } from '../contract/errors'
import type { Ports } from '../ports'

const Tries = z.object({ _id: z.string(), count: z.int(), expiresAt: z.string() })

/** How often something may be done: so many times from the first one on, for so long. */
export type Rule = { what: string; most: number; perMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What may be tried how often. Addresses are counted by their identity, browsers by the address they come from. */
export const rules = {
  /** As Tencent Cloud's own defaults for one number: beyond them a text would be refused there. */
  codeAgain: { what: 'codeAgain', most: 1, perMs: MINUTE },
  codesAnHour: { what: 'codesAnHour', most: 5, perMs: HOUR },
  codesADay: { what: 'codesADay', most: 10, perMs: DAY },
  codesFromOnePlace: { what: 'codesFromOnePlace', most: 20, perMs: HOUR },
  /** For the whole school: somebody who plays with other people's numbers empties no purse. */
  codesInAll: { what: 'codesInAll', most: 3000, perMs: DAY },
  passwords: { what: 'passwords', most: 5, perMs: 15 * MINUTE },
  triesFromOnePlace: { what: 'triesFromOnePlace', most: 60, perMs: HOUR },
  exports: { what: 'exports', most: 3, perMs: DAY },
} as const satisfies Record<string, Rule>

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

/** Tries of one kind by one party, counted in one document by conditional writes: many at once count as many. */
export const tries = ({ store, ids, clock }: Needs) => {
  const idOf = ({ what }: Rule, whom: string): string => ids.of('tries', what, whom)

  return {
    /** Counts one more. Refuses: TOO_MANY_TRIES {what, waitSeconds}. */
    async spend(rule: Rule, whom: string): Promise<{ left: number }> {
      const _id = idOf(rule, whom)
      const now = clock.now()
      const at = now.toISOString()
      const expiresAt = new Date(now.getTime() + rule.perMs).toISOString()
      for (;;) {
        const counted = await store.change(
          'tries',
          _id,
          { count: { lt: rule.most }, expiresAt: { gt: at } },
          { inc: { count: 1 } },
        )
        if (counted) return { left: rule.most - Tries.parse(counted).count }
        const begun =
          (await store.change('tries', _id, { expiresAt: { lte: at } }, { set: { count: 1, expiresAt } })) ??
          (await store.insert('tries', { _id, count: 1, expiresAt }))
        if (begun) return { left: rule.most - 1 }
        const full = Tries.nullable().parse(await store.get('tries', _id))
        // Swept away or given back meanwhile: counted anew.
        if (!full || full.count < rule.most || full.expiresAt <= at) continue
        const waitSeconds = Math.ceil((Date.parse(full.expiresAt) - now.getTime()) / 1000)
        throw new AppError('TOO_MANY_TRIES', { what: rule.what, waitSeconds })
      }
    },

    /** What was no failure does not count. */
    async giveBack(rule: Rule, whom: string): Promise<void> {
      await store.change('tries', idOf(rule, whom), { count: { gt: 0 } }, { inc: { count: -1 } })
    },
  }
}
