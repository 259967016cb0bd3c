/** Chance with a seed: the same seed and purpose roll the same numbers for ever. */
export type Dice = {
  /** From 0 up to, not including, 1. */
  roll(): number
  /** True so often out of once. */
  chance(share: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** Undefined only of an empty list. */
  oneOf<T>(list: readonly T[]): T | undefined
  /** One of a list that has at least one. */
  pick<T>(first: T, ...others: T[]): T
}

/** Purposes are streams of their own: a fault more or less does not change what people want next. */
export function dice(seed: number, purpose: string): Dice {
  let state = seed | 0
  for (const sign of purpose) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  // mulberry32 (Tommy Ettinger): small, quick, and good enough to be surprised by.
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(roll() * count)
  return {
    roll,
    chance: (share) => roll() < share,
    between: (least, most) => least + below(most - least + 1),
    oneOf: (list) => list[below(list.length)],
    pick: (...list) => list[below(list.length)] ?? list[0],
  }
}
