import { buyerActors } from './buyers'
import { gatewayActors } from './gateways'
import { schoolActors } from './school'
import type { World } from './world'

/** Something that somebody may do next. What exactly is rolled when it begins; null when there is nothing of the kind to do. */
export type Actor = {
  /** How often, beside the others. */
  weight: number
  begin(world: World): (() => Promise<void>) | null
}

const actors: Actor[] = [...buyerActors, ...schoolActors, ...gatewayActors]
const total = actors.reduce((sum, { weight }) => sum + weight, 0)

/** What somebody does next. */
export function next(world: World): () => Promise<void> {
  for (;;) {
    let at = world.dice.roll() * total
    const actor = actors.find(({ weight }) => {
      at -= weight
      return at < 0
    })
    const work = actor?.begin(world)
    if (work) return work
  }
}
