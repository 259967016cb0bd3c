import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { type PurchasePorts, purchase } from './purchase'

/** Buys a course for oneself, or as a gift. See `purchase` for what is refused. */
export const buyCourse =
  (ports: PurchasePorts) =>
  (caller: Caller, { courseId, asGift, ...choice }: Input<'buyCourse'>): Promise<Output<'buyCourse'>> =>
    purchase(ports, caller, { kind: asGift ? 'gift' : 'course', courseId }, choice)
