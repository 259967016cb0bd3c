import { dayOf } from '../ledger/entry'
import type { Ports } from '../ports'

/**
 * How much each course is joined and studied, counted from the facts themselves. Nobody counts while people learn: once an hour one timer
 * reads what is new since the last time, by day, and writes the day's sums and how far it read in one step. So a run that is lost, late or
 * doubled changes nothing, and nobody fights over a counter.
 */

type Sums = Record<string, number>
type Facts = { joined: Sums; studied: Sums }
type Bucket = Facts & { _id: string; upTo: string }

/** What counts is what happened within so many days. */
const WINDOW_DAYS = 30
/** A fact may be written down this much after its own time. */
const SETTLED_MS = 60_000
const PAGE = 100
/** Pages read in one run at the most; the next one goes on from there. */
const PAGES_A_RUN = 300
const DAY_MS = 86_400_000
const BEGINNING = '2000-01-01T00:00:00.000Z'
/** Everything before the window. */
const OLDER = 'older'
/** Somebody who joins says more than somebody who goes on for an hour. */
const JOINED_WEIGHT = 3

const facts = [
  { collection: 'enrolments', field: 'enrolledAt', name: 'joined' },
  { collection: 'studies', field: 'lastBeatAt', name: 'studied' },
] as const

type Budget = { pages: number }

/** Of two ISO times. */
const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one

/** When a day begins in Shanghai. */
const startOfDay = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()

/** The facts of one kind from `from` to before `to`, by course, and how far the budget lasted. */
async function read(
  { store }: Pick<Ports, 'store'>,
  { collection, field }: (typeof facts)[number],
  { from, to }: { from: string; to: string },
  budget: Budget,
): Promise<{ met: { at: string; courseId: string }[]; upTo: string }> {
  const met = new Map<string, { at: string; courseId: string }>()
  for (let since = from; ; ) {
    if (budget.pages <= 0) {
      // Of the last moment some may not have been read: it is left for the next run.
      return { met: [...met.values()].filter(({ at }) => at < since), upTo: since }
    }
    budget.pages -= 1
    const page = await store.find(collection, {
      where: { [field]: [{ gte: since }, { lt: to }] },
      orderBy: [[field, 'asc']],
      limit: PAGE,
    })
    const before = met.size
    for (const doc of page) met.set(doc._id, { at: String(doc[field]), courseId: String(doc.courseId) })
    if (page.length < PAGE || met.size === before) return { met: [...met.values()], upTo: to }
    since = String(page.at(-1)?.[field])
  }
}

const plus = (sums: Sums, met: { courseId: string }[]): Sums => {
  const all = { ...sums }
  for (const { courseId } of met) all[courseId] = (all[courseId] ?? 0) + 1
  return all
}

export const heat = (ports: Pick<Ports, 'store' | 'clock'>) => {
  const { store, clock } = ports
  const bucketOf = async (id: string): Promise<Bucket | null> => (await store.get('heatDays', id)) as Bucket | null // only written below

  /** Brings one bucket up to `to`. */
  async function fill(id: string, from: string, to: string, budget: Budget): Promise<number> {
    const known = (await bucketOf(id)) ?? { _id: id, joined: {}, studied: {}, upTo: from }
    if (known.upTo >= to || budget.pages <= 0) return 0
    const [joined, studied] = [
      await read(ports, facts[0], { from: known.upTo, to }, budget),
      // Who studied long ago makes no course warm.
      id === OLDER ? { met: [], upTo: to } : await read(ports, facts[1], { from: known.upTo, to }, budget),
    ]
    const upTo = earlier(joined.upTo, studied.upTo)
    const until = ({ met }: { met: { at: string; courseId: string }[] }) => met.filter(({ at }) => at < upTo)
    const set = { joined: plus(known.joined, until(joined)), studied: plus(known.studied, until(studied)), upTo }
    const isNew = await store.insert('heatDays', { _id: id, ...set })
    // Two runs at once: one of them has written what both have read.
    if (!isNew && !(await store.change('heatDays', id, { upTo: known.upTo }, { set }))) return 0
    return until(joined).length + until(studied).length
  }

  const daysOf = (now: Date): string[] =>
    Array.from({ length: WINDOW_DAYS }, (_, at) => dayOf(new Date(now.getTime() - at * DAY_MS).toISOString()))

  return {
    /** Counts what is new; answers how many facts that were. */
    async count(): Promise<number> {
      const now = clock.now()
      const settled = new Date(now.getTime() - SETTLED_MS).toISOString()
      const budget = { pages: PAGES_A_RUN }
      const days = daysOf(now)
      let counted = 0
      // Today first: should the budget end, what is old waits.
      for (const day of days) {
        const start = startOfDay(day)
        const end = new Date(Date.parse(start) + DAY_MS).toISOString()
        if (start < settled) counted += await fill(day, start, earlier(end, settled), budget)
      }
      return counted + (await fill(OLDER, BEGINNING, startOfDay(days.at(-1) ?? ''), budget))
    },

    /** By course: how warm it is, and who ever joined. */
    async sums(): Promise<{ heat: Sums; joined: Sums }> {
      const buckets = (await Promise.all([...daysOf(clock.now()), OLDER].map(bucketOf))).filter((one) => one !== null)
      const sum = { heat: {} as Sums, joined: {} as Sums }
      const add = (sums: Sums, from: Sums, times: number) => {
        for (const [courseId, count] of Object.entries(from)) sums[courseId] = (sums[courseId] ?? 0) + count * times
      }
      for (const { _id, joined, studied } of buckets) {
        add(sum.joined, joined, 1)
        if (_id === OLDER) continue
        add(sum.heat, joined, JOINED_WEIGHT)
        add(sum.heat, studied, 1)
      }
      return sum
    },
  }
}
