import type { Input, Output } from '../contract'
import type { PlanView } from '../contract/showMembership'
import type { Caller, Ports } from '../ports'
import { type Plan, standingOf } from './membership'
import { memberships, plans } from './memberships'

export const planView = ({ _id, title, days, fen, percent, rights }: Plan): PlanView => ({
  planId: _id,
  title,
  days,
  fen,
  percent,
  rights,
})

/** The plans on sale, and how the caller stands. */
export const showMembership =
  (ports: Pick<Ports, 'store' | 'clock'>) =>
  async ({ userId }: Caller, _: Input<'showMembership'>): Promise<Output<'showMembership'>> => {
    const [all, mine] = await Promise.all([plans(ports).all(), userId ? memberships(ports).find(userId) : null])
    return {
      plans: all.filter(({ isOnSale }) => isOnSale).map(planView),
      mine: standingOf(mine, ports.clock.now()),
    }
  }
