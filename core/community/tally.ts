import * as z from 'zod'
import type { Ports, Tx } from '../ports'

/** One sum is kept in so many parts, so that people who change it at once rarely meet. Few, because a list reads those of 20 courses at once. */
export const SHARDS = 4

/** Named numbers that only ever change together with the document they count, in one transaction: they cannot drift from it. */
export const Tally = z.object({
  _id: z.string(),
  /** What is counted: `rating:spring-ink`. */
  of: z.string(),
  sums: z.object({}).catchall(z.int()),
  /** Goes up with every change: a recount is only written over what it has counted. */
  rev: z.int(),
})
export type Tally = z.infer<typeof Tally>
export type Sums = Tally['sums']

/** The part that belongs to this actor, always the same. */
export const shardOf = (actor: string): number =>
  [...actor].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973, 7) % SHARDS

export const tallyIdOf = (of: string, shard: number): string => `${of}:${shard}`

/** What must be added to get from one count to another; null when nothing. */
export function difference(before: Sums, after: Sums): Sums | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names
    .map((name): [string, number] => [name, (after[name] ?? 0) - (before[name] ?? 0)])
    .filter(([, by]) => by !== 0)
  return changed.length ? Object.fromEntries(changed) : null
}

export const added = (sums: Sums, more: Sums): Sums => {
  const all = { ...sums }
  for (const [name, by] of Object.entries(more)) all[name] = (all[name] ?? 0) + by
  return all
}

/** Adds to the part of `actor`, inside the transaction that changes what is counted. */
export async function count(tx: Tx, of: string, actor: string, more: Sums | null): Promise<void> {
  if (!more) return
  const _id = tallyIdOf(of, shardOf(actor))
  const known = Tally.nullable().parse(await tx.get('tallies', _id))
  await tx.put('tallies', { _id, of, sums: added(known?.sums ?? {}, more), rev: (known?.rev ?? 0) + 1 })
}

/** Questions are answered a hundred documents at a time. */
const AT_ONCE = Math.floor(100 / SHARDS)

/** The sums of each of these, in one request for each 25. */
export async function sumsOf({ store }: Pick<Ports, 'store'>, of: string[]): Promise<Map<string, Sums>> {
  const wanted = [...new Set(of)]
  const parts: string[][] = []
  for (let from = 0; from < wanted.length; from += AT_ONCE) parts.push(wanted.slice(from, from + AT_ONCE))
  const found = await Promise.all(
    parts.map((part) => store.find('tallies', { where: { of: { in: part } }, limit: part.length * SHARDS })),
  )
  const sums = new Map<string, Sums>()
  for (const doc of found.flat()) {
    const tally = Tally.parse(doc)
    sums.set(tally.of, added(sums.get(tally.of) ?? {}, tally.sums))
  }
  return sums
}

/**
 * Writes anew what one part should be. `counted` says it from the documents themselves; when the part changed while they were read,
 * it is asked again.
 */
export async function recount(
  { store }: Pick<Ports, 'store'>,
  of: string,
  shard: number,
  counted: () => Promise<Sums>,
): Promise<void> {
  const _id = tallyIdOf(of, shard)
  for (;;) {
    const rev = Tally.nullable().parse(await store.get('tallies', _id))?.rev ?? 0
    const sums = await counted()
    const isWritten = await store.transaction(async (tx) => {
      const known = Tally.nullable().parse(await tx.get('tallies', _id))
      if ((known?.rev ?? 0) !== rev) return false
      await tx.put('tallies', { _id, of, sums, rev: rev + 1 })
      return true
    })
    if (isWritten) return
  }
}
