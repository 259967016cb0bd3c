import { beginOf, DAY_MS, dayOf } from '../days'
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
const BEGINNING = '2000-01-01T00:00:00.000Z'
/** Everything before the window. */
const OLDER = 'older'
/** Somebody who joins says more than somebody who goes on for an hour. */
const JOINED_WEIGHT = 3

const facts = [
  { collection: 'enrolments', field: 'enrolledAt', name: 'joined' },
  { collection: 'studies', field: 'lastBeatAt', name: 'studied' },
] as const

/** Of two ISO times. */
const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one
const later = (one: string, other: string): string => [one, other].sort()[1] ?? one

/** One fact: when, and of which course. */
type Met = { at: string; courseId: string }

/** The facts of one kind from `from` to before `to`, and how far so many pages reached. */
async function read(
  { store }: Pick<Ports, 'store'>,
  { collection, field }: (typeof facts)[number],
  { from, to }: { from: string; to: string },
  most: number,
): Promise<{ met: Met[]; upTo: string }> {
  const met = new Map<string, Met>()
  let since = from
  for (let pages = 0; pages < most; pages += 1) {
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
  // Of the last moment some may not have been read: it is left for the next run.
  return { met: [...met.values()].filter(({ at }) => at < since), upTo: since }
}

const plus = (sums: Sums, met: { courseId: string }[]): Sums => {
  const all = { ...sums }
  for (const { courseId } of met) all[courseId] = (all[courseId] ?? 0) + 1
  return all
}

/** A stretch of time that is counted in one document. */
type Span = { id: string; start: string; end: string }

export const heat = (ports: Pick<Ports, 'store' | 'clock'>, pagesARun = PAGES_A_RUN) => {
  const { store, clock } = ports
  const bucketOf = async (id: string): Promise<Bucket | null> => (await store.get('heatDays', id)) as Bucket | null // only written below

  const daysOf = (now: Date): Span[] =>
    Array.from({ length: WINDOW_DAYS }, (_, at) => {
      const id = dayOf(new Date(now.getTime() - at * DAY_MS))
      const start = beginOf(id)
      return { id, start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() }
    })

  const olderThan = (days: Span[]): Span => ({ id: OLDER, start: BEGINNING, end: days.at(-1)?.start ?? BEGINNING })

  /** Writes what was met in one span, unless another run did; answers how many facts that were. */
  async function write(known: Bucket | null, span: Span, upTo: string, met: { joined: Met[]; studied: Met[] }) {
    const since = known?.upTo ?? span.start
    const end = earlier(span.end, upTo)
    const within = (facts: Met[]) => facts.filter(({ at }) => at >= since && at < end)
    const [joined, studied] = [within(met.joined), within(met.studied)]
    const set = {
      joined: plus(known?.joined ?? {}, joined),
      studied: plus(known?.studied ?? {}, studied),
      upTo: end,
    }
    const isMine = known
      ? await store.change('heatDays', span.id, { upTo: known.upTo }, { set })
      : await store.insert('heatDays', { _id: span.id, ...set })
    return isMine ? joined.length + studied.length : 0
  }

  /** Brings these spans up to `settled`, reading once from where the earliest of them stands. */
  async function fill(spans: Span[], settled: string): Promise<number> {
    const known = await Promise.all(spans.map(({ id }) => bucketOf(id)))
    const open = spans.flatMap((span, at) => {
      const bucket = known[at] ?? null
      const since = bucket?.upTo ?? span.start
      return since < earlier(span.end, settled) ? [{ span, bucket, since }] : []
    })
    if (!open.length) return 0
    const from = open.map(({ since }) => since).reduce(earlier)
    const to = earlier(open.map(({ span }) => span.end).reduce(later), settled)
    const joined = await read(ports, facts[0], { from, to }, pagesARun)
    // Who studied long ago makes no course warm.
    const studied =
      spans[0]?.id === OLDER ? { met: [], upTo: to } : await read(ports, facts[1], { from, to }, pagesARun)
    const upTo = earlier(joined.upTo, studied.upTo)
    const counted = await Promise.all(
      open
        .filter(({ since }) => since < upTo)
        .map(({ span, bucket }) => write(bucket, span, upTo, { joined: joined.met, studied: studied.met })),
    )
    return counted.reduce((sum, one) => sum + one, 0)
  }

  return {
    /** Counts what is new; answers how many facts that were. */
    async count(): Promise<number> {
      const now = clock.now()
      const settled = new Date(now.getTime() - SETTLED_MS).toISOString()
      const days = daysOf(now)
      return (await fill(days, settled)) + (await fill([olderThan(days)], settled))
    },

    /** By course: how warm it is, and who ever joined. */
    async sums(): Promise<{ heat: Sums; joined: Sums }> {
      const spans = [...daysOf(clock.now()).map(({ id }) => id), OLDER]
      const buckets = (await Promise.all(spans.map(bucketOf))).filter((one) => one !== null)
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
