import type { Operation } from './invocations'

/**
 * The longest chain of these operations in sequence: the most of them of which each began after the one before had ended.
 * Its length is what a person waits for in round trips; what ran side by side counts once. Answers their places in the list.
 */
export function longestChain(operations: readonly Pick<Operation, 'fromMs' | 'toMs'>[]): number[] {
  // Taking whichever ends first leaves the most room for the rest; no other choice makes a longer chain.
  const byEnd = operations.map((operation, place) => ({ ...operation, place })).sort((a, b) => a.toMs - b.toMs)
  const chain: number[] = []
  let end = Number.NEGATIVE_INFINITY
  for (const { fromMs, toMs, place } of byEnd) {
    if (fromMs < end) continue
    chain.push(place)
    end = toMs
  }
  return chain
}
