import * as z from 'zod'
import { Difference as DifferenceView, type ReconciledDay as ReconciledDayView } from '../contract/reconciliation'
import { GatewayName } from '../contract/shapes'
import { credit, debit, type Entry, entryOf, gatewayAccount } from '../ledger/entry'
import { ledger, postWithin } from '../ledger/ledger'
import type { Filter, Ports } from '../ports'

/** What does not fit, before anybody has said anything about it. */
export const Finding = DifferenceView.pick({
  kind: true,
  about: true,
  outTradeNo: true,
  outRefundNo: true,
  ourFen: true,
  theirFen: true,
  words: true,
})
export type Finding = z.infer<typeof Finding>

/** A finding that the next day's bill may explain. `bizNo` is the fund bill's number, '' when the trade bill is to explain it. */
export const HandedOver = Finding.extend({ bizNo: z.string() })
export type HandedOver = z.infer<typeof HandedOver>

/** A difference as it is kept. Its id says what it is about, so that the same comparison finds the same document. */
const Difference = Finding.extend({
  _id: z.string(),
  gateway: GatewayName,
  day: z.string(),
  state: z.enum(['open', 'mended', 'resolved']),
  reason: z.string(),
  resolvedBy: z.string(),
  resolvedAt: z.string().nullable(),
})
type Difference = z.infer<typeof Difference>

/** What a comparison of one day came to. */
const Compared = z.object({
  payments: z.int(),
  paidFen: z.int(),
  refunds: z.int(),
  refundedFen: z.int(),
  feeMilliFen: z.int(),
  /** Differences beyond those that are listed. */
  unlisted: z.int().nonnegative(),
  /** What the account held before the day's first movement and after its last; null when nothing moved and nothing is known. */
  openingFen: z.int().nullable(),
  closingFen: z.int().nullable(),
  /** What happened so late that its counterpart may stand in the next day's bill: that day's comparison looks for it. */
  handedOver: z.array(HandedOver),
})
export type Compared = z.infer<typeof Compared>

/** A day of a gateway. The id is gateway and day, so that there is one of each. */
const ReconciledDay = Compared.extend({
  _id: z.string(),
  gateway: GatewayName,
  day: z.string(),
  state: z.enum(['waiting', 'even', 'differs', 'resolved']),
  openDifferences: z.int().nonnegative(),
  reconciledAt: z.string().nullable(),
  /** Somebody was told that it differs. */
  isAlerted: z.boolean(),
  /** The Shanghai day on which somebody was last told that the bill is late. */
  lateToldOn: z.string(),
  rev: z.int(),
})
export type ReconciledDay = z.infer<typeof ReconciledDay>

const NOTHING: Compared = {
  payments: 0,
  paidFen: 0,
  refunds: 0,
  refundedFen: 0,
  feeMilliFen: 0,
  unlisted: 0,
  openingFen: null,
  closingFen: null,
  handedOver: [],
}

/** More than this nobody reads: the rest is counted, and listed once these are settled. */
export const MOST_LISTED = 500
const PAGE = 100

export const dayView = ({
  gateway,
  day,
  state,
  payments,
  paidFen,
  refunds,
  refundedFen,
  ...rest
}: ReconciledDay): z.infer<typeof ReconciledDayView> => ({
  gateway,
  day,
  state,
  payments,
  paidFen,
  refunds,
  refundedFen,
  feeMilliFen: rest.feeMilliFen,
  openDifferences: rest.openDifferences,
  reconciledAt: rest.reconciledAt,
})

const differenceView = ({ _id, ...difference }: Difference): z.infer<typeof DifferenceView> => ({
  differenceId: _id,
  ...difference,
})

/**
 * What the gateway's account really has more than our books, in fen. Payments bring money, refunds and transfers take it; the
 * amounts of `funds` and of anything else carry their sign already.
 */
export function missingFen({ kind, about, ourFen, theirFen }: Finding): number {
  const moreFen = (theirFen ?? 0) - (ourFen ?? 0)
  return kind !== 'funds' && (about === 'refund' || about === 'transfer') ? 0 - moreFen : moreFen
}

const explanationIdOf = (differenceId: string): string => `${differenceId}:difference`

/** The money that a resolved difference is about, put where the account has it; without lines when no money differs. */
const explanationOf = (one: Difference, at: string, reason: string): Entry =>
  entryOf({ _id: explanationIdOf(one._id), kind: 'difference', at, words: reason }, [
    debit(gatewayAccount(one.gateway), missingFen(one)),
    credit('differences', missingFen(one)),
  ])

/** The days of all gateways, the newest first; `before` is the last day seen. */
export async function reconciledDays(
  { store }: Pick<Ports, 'store'>,
  limit: number,
  before?: string,
): Promise<ReconciledDay[]> {
  const found = await store.find('reconciledDays', {
    where: { ...(before && { day: { lt: before } }) },
    orderBy: [
      ['day', 'desc'],
      ['_id', 'asc'],
    ],
    limit,
  })
  return found.map((doc) => ReconciledDay.parse(doc))
}

/** A gateway's days that were compared and where they differ. */
export const reconciled = (ports: Pick<Ports, 'store' | 'ids' | 'clock'>, gateway: GatewayName) => {
  const { store, ids, clock } = ports
  const dayIdOf = (day: string): string => `${gateway}:${day}`

  const find = async (day: string): Promise<ReconciledDay | null> =>
    ReconciledDay.nullable().parse(await store.get('reconciledDays', dayIdOf(day)))

  /** A day that nobody has looked at yet begins as waiting for its bill. */
  async function open(day: string): Promise<ReconciledDay> {
    const known = await find(day)
    if (known) return known
    const fresh: ReconciledDay = {
      ...NOTHING,
      _id: dayIdOf(day),
      gateway,
      day,
      state: 'waiting',
      openDifferences: 0,
      reconciledAt: null,
      isAlerted: false,
      lateToldOn: '',
      rev: 0,
    }
    if (await store.insert('reconciledDays', fresh)) return fresh
    return (await find(day)) ?? fresh
  }

  async function differencesOn(day: string): Promise<Difference[]> {
    const found: Difference[] = []
    for (let after = ''; ; ) {
      const docs = await store.find('differences', {
        where: { gateway, day, ...(after && { _id: { gt: after } }) },
        orderBy: [['_id', 'asc']],
        limit: PAGE,
      })
      found.push(...docs.map((doc) => Difference.parse(doc)))
      const last = docs.at(-1)
      if (!last || docs.length < PAGE) return found
      after = last._id
    }
  }

  /** The first to change it so; false for everybody after. */
  const isFirst = async (day: string, when: Filter, set: Record<string, unknown>): Promise<boolean> =>
    (await store.change('reconciledDays', dayIdOf(day), when, { set })) !== null

  const differenceIdOf = (day: string, { kind, about, outTradeNo, outRefundNo }: Finding): string =>
    `${gateway}:${day}:${ids.of(kind, about, outTradeNo, outRefundNo)}`

  async function list(day: string, finding: Finding): Promise<void> {
    const _id = differenceIdOf(day, finding)
    const fresh: Difference = {
      ...finding,
      _id,
      gateway,
      day,
      state: 'open',
      reason: '',
      resolvedBy: '',
      resolvedAt: null,
    }
    if (await store.insert('differences', fresh)) return
    await store.change('differences', _id, { state: { ne: 'resolved' } }, { set: { ...finding, state: 'open' } })
  }

  /** It is no longer so. What was posted for one that somebody had resolved is taken back: the books have it now. */
  async function drop({ _id, state }: Difference): Promise<void> {
    if (state === 'open') await store.change('differences', _id, { state: 'open' }, { set: { state: 'mended' } })
    if (state !== 'resolved' || !(await ledger(ports).find(explanationIdOf(_id)))) return
    const at = clock.now().toISOString()
    await ledger(ports).reverse(explanationIdOf(_id), { _id: `${_id}:undone`, kind: 'difference', at, orderId: null })
  }

  return {
    find,
    open,
    differencesOn,

    /** Whether we are the first to say today that this day's bill is late. */
    mayTellLate: (day: string, today: string): Promise<boolean> =>
      isFirst(day, { lateToldOn: { ne: today } }, { lateToldOn: today }),
    /** Whether we are the first to say that this day differs. */
    mayTellDifferences: (day: string): Promise<boolean> => isFirst(day, { isAlerted: false }, { isAlerted: true }),

    /** Writes down what does not fit, and answers how many more there are than were listed. What somebody resolved stays so. */
    async listFindings(day: string, findings: Finding[]): Promise<number> {
      const known = new Map((await differencesOn(day)).map((one) => [one._id, one]))
      const unresolved = findings.filter((one) => known.get(differenceIdOf(day, one))?.state !== 'resolved')
      for (const finding of unresolved.slice(0, MOST_LISTED)) await list(day, finding)
      return Math.max(0, unresolved.length - MOST_LISTED)
    },

    /** Everything on this day's list that is not among these is no longer so. */
    async dropOthers(day: string, findings: Finding[]): Promise<void> {
      const still = new Set(findings.map((one) => differenceIdOf(day, one)))
      for (const one of await differencesOn(day)) if (!still.has(one._id)) await drop(one)
    },

    /**
     * Writes a day's state over its list of differences, with what the comparison came to, if there was one. Counted again
     * when somebody else wrote meanwhile, so that the last count is of the last list.
     */
    async settle(day: string, compared?: Compared): Promise<{ day: ReconciledDay; differences: Difference[] }> {
      for (;;) {
        const doc = await open(day)
        const differences = await differencesOn(day)
        const { unlisted } = compared ?? doc
        const openDifferences = unlisted + differences.filter(({ state }) => state === 'open').length
        const differs = openDifferences ? 'differs' : differences.length ? 'resolved' : 'even'
        const isCompared = compared !== undefined || doc.reconciledAt !== null
        const set = {
          ...(compared && { ...compared, reconciledAt: clock.now().toISOString() }),
          ...(isCompared && { state: differs }),
          openDifferences,
        }
        const changed = await store.change('reconciledDays', doc._id, { rev: doc.rev }, { set, inc: { rev: 1 } })
        if (changed) return { day: ReconciledDay.parse(changed), differences }
      }
    },

    /**
     * Somebody says why a difference is all right. Where money really differs, the books are put right in the same transaction.
     * The second time changes nothing. Null when there is no such difference.
     */
    async resolve(differenceId: string, reason: string, by: string): Promise<Difference | null> {
      const at = clock.now().toISOString()
      return store.transaction(async (tx) => {
        const known = Difference.nullable().parse(await tx.get('differences', differenceId))
        if (!known || known.gateway !== gateway || known.state !== 'open') return known
        const resolved: Difference = { ...known, state: 'resolved', reason, resolvedBy: by, resolvedAt: at }
        const explanation = explanationOf(known, at, reason)
        if (explanation.lines.length) await postWithin(tx, explanation)
        await tx.put('audits', { _id: `difference:${differenceId}`, at, by, what: 'difference', differenceId, reason })
        await tx.put('differences', resolved)
        return resolved
      })
    },

    view: (differences: Difference[]) => differences.map(differenceView),
  }
}
