import type { Facts } from './facts'
import { access } from './invariants/access'
import { books } from './invariants/books'
import { gateways } from './invariants/gateways'
import { orders } from './invariants/orders'

/** A sentence about the business, and the facts that contradict it. */
export type Invariant = { sentence: string; contradictions: (facts: Facts) => string[] }

/** What must be true of every world in the end, whatever happened on the way. */
export const invariants: Invariant[] = [...access, ...books, ...gateways, ...orders]
