import * as z from 'zod'

/** What a school sells as membership. */
export const Plan = z.object({
  _id: z.string(),
  title: z.string(),
  /** How long it lasts, and what it costs. */
  days: z.int().positive(),
  fen: z.int().positive(),
  /** What a member pays for a course, in percent of its price. */
  percent: z.int().min(0).max(100),
  /** What members get, a line each. */
  rights: z.array(z.string()),
  isOnSale: z.boolean(),
  rank: z.int(),
})
export type Plan = z.infer<typeof Plan>

/** Days that were bought, given or redeemed, each with its source. */
export const Spell = z.object({
  source: z.string(),
  days: z.int().positive(),
  percent: z.int().min(0).max(100),
  grantedAt: z.string(),
})
export type Spell = z.infer<typeof Spell>

/** One person's membership: spells in the order they came, those taken back marked. When it ends is worked out, not kept. */
export const Membership = z.object({
  /** The userId. */
  _id: z.string(),
  spells: z.array(Spell),
  revoked: z.array(z.string()),
  rev: z.int(),
})
export type Membership = z.infer<typeof Membership>

const DAY_MS = 24 * 3_600_000

type Period = { from: number; until: number; percent: number }

/** Spells one after another: each begins when it came or when the one before ends, whichever is later. */
export function periodsOf({ spells, revoked }: Pick<Membership, 'spells' | 'revoked'>): Period[] {
  const counting = spells
    .filter(({ source }) => !revoked.includes(source))
    .sort((a, b) => (a.grantedAt < b.grantedAt ? -1 : a.grantedAt > b.grantedAt ? 1 : 0))
  const periods: Period[] = []
  for (const { days, percent, grantedAt } of counting) {
    const from = Math.max(Date.parse(grantedAt), periods.at(-1)?.until ?? 0)
    periods.push({ from, until: from + days * DAY_MS, percent })
  }
  return periods
}

/** A membership as it stands now: until when, without a gap, and what a member pays. Null for whoever is no member now. */
export function standingOf(membership: Membership | null, now: Date): { until: string; percent: number } | null {
  const periods = membership ? periodsOf(membership) : []
  const current = periods.findIndex(({ from, until }) => from <= now.getTime() && now.getTime() < until)
  const period = periods[current]
  if (!period) return null
  let end = period.until
  for (const next of periods.slice(current + 1)) if (next.from === end) end = next.until
  return { until: new Date(end).toISOString(), percent: period.percent }
}
