import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { heat } from './heat'
import { prepare, prepared } from './prepared'
import { shelf } from './shelf'
import { heatKeyOf } from './shelfEntry'

/** Writes how warm each course is where that changed, then prepares what everybody sees. Twice is once. */
export const tendShelf =
  (ports: Pick<Ports, 'store' | 'clock'>) =>
  async (_: Caller, __: Input<'tendShelf'>): Promise<Output<'tendShelf'>> => {
    // A shelf from before there was one is filled first.
    await prepared(ports).window()
    const counted = await heat(ports).count()
    const [sums, entries] = await Promise.all([heat(ports).sums(), shelf(ports).whole()])
    let warmed = 0
    for (const { _id, heat: before, joined: joinedBefore, shelfKey } of entries) {
      const now = { heat: sums.heat[_id] ?? 0, joined: sums.joined[_id] ?? 0 }
      if (now.heat === before && now.joined === joinedBefore) continue
      await ports.store.change('shelf', _id, {}, { set: { ...now, heatKey: heatKeyOf(now.heat, shelfKey) } })
      warmed += 1
    }
    const { courseCount } = await prepare(ports)
    return { counted, warmed, courses: courseCount }
  }
