import { count, sumsOf } from '../community/tally'
import { dayOf } from '../days'
import type { Ports } from '../ports'
import {
  type Bringers,
  bringersAt,
  codeFrom,
  opensByKeyOf,
  opensKeyOf,
  Promoted,
  Promoter,
  type Touch,
  touched,
} from './promoter'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

/** What is asked of those who share, and of those who came through them. */
export const promoters = ({ store, ids, clock }: Needs) => ({
  /** This person's code, made when first asked for. Of two people whose codes would be the same the second gets another. */
  async codeOf(userId: string): Promise<string> {
    for (let turn = 0; ; turn++) {
      const _id = codeFrom(ids.of('promoter', userId, turn))
      const known = Promoter.nullable().parse(await store.get('promoters', _id))
      if (known?.userId === userId) return _id
      if (!known && (await store.insert('promoters', { _id, userId, since: clock.now().toISOString() }))) return _id
      // Taken: by this person from another phone just now, or by somebody else.
      if (!known && Promoter.parse(await store.get('promoters', _id)).userId === userId) return _id
    }
  },

  async find(code: string): Promise<{ userId: string } | null> {
    return Promoter.nullable().parse(await store.get('promoters', code))
  },

  /** Remembers an arrival: who brought this person. */
  async touch(userId: string, touch: Touch): Promise<void> {
    for (;;) {
      const known = Promoted.nullable().parse(await store.get('promoted', userId))
      const next = touched(userId, known, touch, clock.now())
      if (!known) {
        if (await store.insert('promoted', next)) return
        continue
      }
      const { _id, ...set } = next
      if (await store.change('promoted', _id, { rev: known.rev }, { set })) return
    }
  },

  /** Counts that a course was opened through a share: once a day for each visitor and promoter. */
  async open(userId: string, { promoterId, courseId, via, at }: Touch): Promise<void> {
    const _id = ids.of('visit', userId, promoterId, courseId, dayOf(clock.now()))
    // The same visit is looked for outside first: most that come twice cost one request.
    if (await store.get('visits', _id)) return
    await store.transaction(async (tx) => {
      if (await tx.get('visits', _id)) return
      await tx.put('visits', { _id, userId, promoterId, courseId, via, at })
      await count(tx, opensKeyOf(courseId), userId, { opens: 1, [via]: 1 })
      await count(tx, opensByKeyOf(courseId, promoterId), userId, { opens: 1 })
    })
  },

  async opens(courseId: string, promoterId: string): Promise<{ all: number; mine: number }> {
    const all = opensKeyOf(courseId)
    const mine = opensByKeyOf(courseId, promoterId)
    const sums = await sumsOf({ store }, [all, mine])
    return { all: sums.get(all)?.opens ?? 0, mine: sums.get(mine)?.opens ?? 0 }
  },
})

/** Who had brought this person at a moment: for an order, when it was opened. */
export const bringersOf = async ({ store }: Pick<Ports, 'store'>, userId: string, at: Date): Promise<Bringers | null> =>
  bringersAt(Promoted.nullable().parse(await store.get('promoted', userId)), at)
