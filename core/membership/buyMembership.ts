import type { Input, Output } from '../contract'
import { type PurchasePorts, purchase } from '../orders/purchase'
import type { Caller } from '../ports'

/** Buys or renews a membership. Refuses: PLAN_NOT_FOUND, and what `purchase` refuses. */
export const buyMembership =
  (ports: PurchasePorts) =>
  (caller: Caller, { planId, ...choice }: Input<'buyMembership'>): Promise<Output<'buyMembership'>> =>
    purchase(ports, caller, { kind: 'membership', planId }, choice)
