import * as z from 'zod'
import { sharesWith } from '../catalog/terms'
import { certificates } from '../certificates/certificates'
import type { ClosingBlock, Losses } from '../contract/account'
import { AppError } from '../contract/errors'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { payoutOf, pointsOf, teacherOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { standingOf } from '../membership/membership'
import { memberships } from '../membership/memberships'
import { Order } from '../orders/order'
import { orders } from '../orders/orders'
import type { Ports } from '../ports'
import { Withdrawal } from '../profit/withdrawal'
import { documentsOf } from './personalData'
import { User } from './user'
import { webSessions } from './webSessions'

/** Somebody's wish to leave for good. One per person: the id is theirs. */
export const Closing = z.object({
  _id: z.string(),
  /** `lapsed`: they got something new in those days that they had not seen among what they gave up. */
  state: z.enum(['asked', 'takenBack', 'going', 'done', 'lapsed']),
  keepCertificates: z.boolean(),
  /** What they saw and gave up. */
  losses: z.object({
    courses: z.int(),
    certificates: z.int(),
    walletFen: z.int(),
    points: z.int(),
    memberUntil: z.string().nullable(),
  }),
  askedAt: z.string(),
  /** When the timer looks; null when it is over. */
  dueAt: z.string().nullable(),
})
export type Closing = z.infer<typeof Closing>

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'alert'>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHANGHAI_MS = 8 * HOUR_MS
export const GRACE_DAYS = 7

/** The end of the seventh day in Shanghai after the day of asking: never before seven whole days are over. */
export function graceEnd(askedAt: Date): Date {
  const seventh = askedAt.getTime() + GRACE_DAYS * DAY_MS + SHANGHAI_MS
  return new Date(Math.ceil(seventh / DAY_MS) * DAY_MS - SHANGHAI_MS)
}

const REFUND_UNDER_WAY = ['asked', 'going', 'stuck']
const INVOICE_UNDER_WAY = ['asked', 'toCorrect']
const WITHDRAWAL_UNDER_WAY = ['started', 'confirm', 'paying']

function blocksOfOrder({ state, todo, refund, invoice }: Order): ClosingBlock[] {
  const isUnderWay = state === 'pending' || todo.length > 0
  const isRefunding = state === 'refunding' || (refund !== null && REFUND_UNDER_WAY.includes(refund.state))
  const isInvoiced = invoice !== null && INVOICE_UNDER_WAY.includes(invoice.state)
  return [
    ...(isUnderWay ? (['order'] as const) : []),
    ...(isRefunding ? (['refund'] as const) : []),
    ...(isInvoiced ? (['invoice'] as const) : []),
  ]
}

async function incomeIsLeft(ports: Needs, userId: string): Promise<boolean> {
  const [earned, onItsWay] = await Promise.all([
    ledger(ports).balanceOf(teacherOf(userId)),
    ledger(ports).balanceOf(payoutOf(userId)),
  ])
  if (earned !== 0 || onItsWay !== 0) return true
  return !(await orders(ports).waitingFor(userId).next()).done
}

/** Why an account cannot be closed now: money of theirs is on its way, or others depend on them. */
export async function blocksOf(ports: Needs, user: User): Promise<ClosingBlock[]> {
  const userId = user._id
  const blocks = new Set<ClosingBlock>()
  for await (const doc of documentsOf(ports, 'orders', { field: 'userId' }, userId))
    for (const block of blocksOfOrder(Order.parse(doc))) blocks.add(block)
  for await (const doc of documentsOf(ports, 'withdrawals', { field: 'userId' }, userId))
    if (WITHDRAWAL_UNDER_WAY.includes(Withdrawal.parse(doc).state)) blocks.add('withdrawal')
  const [isTeacher, hasIncome] = await Promise.all([sharesWith(ports, userId), incomeIsLeft(ports, userId)])
  if (hasIncome) blocks.add('income')
  if (isTeacher) blocks.add('teacher')
  if (user.roles.some((role) => role !== 'learner')) blocks.add('staff')
  return [...blocks]
}

/** What leaving takes along. */
export async function lossesOf(ports: Needs, userId: string): Promise<Losses> {
  const now = ports.clock.now()
  const [walletFen, points, membership, given, enrolled] = await Promise.all([
    ledger(ports).balanceOf(walletOf(userId)),
    ledger(ports).balanceOf(pointsOf(userId)),
    memberships(ports).find(userId),
    certificates(ports).ofLearnerAll(userId),
    enrolments(ports).ofLearner(userId),
  ])
  return {
    courses: enrolled.filter((one) => isOpen(one, now)).length,
    certificates: given.filter(({ revokedAt }) => !revokedAt).length,
    walletFen,
    points,
    memberUntil: standingOf(membership, now)?.until ?? null,
  }
}

/**
 * Whether somebody would lose something now that they had not seen when they agreed to lose it. Points do not count: those that come
 * later ripen from purchases that the person knew of, and would keep everybody who bought lately from leaving.
 */
export const losesMore = (now: Losses, seen: Losses): boolean =>
  now.courses > seen.courses ||
  now.certificates > seen.certificates ||
  now.walletFen > seen.walletFen ||
  (now.memberUntil ?? '') > (seen.memberUntil ?? '')

export const closings = (ports: Needs) => {
  const { store, clock } = ports
  const find = async (userId: string): Promise<Closing | null> =>
    Closing.nullable().parse(await store.get('closings', userId))
  const userOf = async (userId: string): Promise<User> => {
    const user = User.nullable().parse(await store.get('users', userId))
    if (!user || user.closedAt) throw new AppError('NEED_LOGIN')
    return user
  }

  /** The wish and what the person themselves says of it change together. */
  const write = (closing: Closing, from: Closing['state'][], closesAt: string | null): Promise<boolean> =>
    store.transaction(async (tx) => {
      const [before, doc] = await Promise.all([tx.get('closings', closing._id), tx.get('users', closing._id)])
      const known = Closing.nullable().parse(before)
      if (known ? !from.includes(known.state) : !from.includes('lapsed')) return false
      await tx.put('closings', closing)
      await tx.put('users', { ...User.parse(doc), closesAt })
      return true
    })

  return {
    find,

    async weigh(userId: string): Promise<{ blocks: ClosingBlock[]; losses: Losses }> {
      const user = await userOf(userId)
      const [blocks, losses] = await Promise.all([blocksOf(ports, user), lossesOf(ports, userId)])
      return { blocks, losses }
    },

    /**
     * Notes the wish to leave; seven days later it is done. Asked twice it runs from the first time. Refuses: CLOSING_BLOCKED {by},
     * CLOSING_CHANGED when there is more to lose by now than the person has seen.
     */
    async ask(userId: string, seen: Losses, keepCertificates: boolean): Promise<Closing> {
      const known = await find(userId)
      if (known?.state === 'asked') return known
      const { blocks, losses } = await this.weigh(userId)
      if (blocks[0]) throw new AppError('CLOSING_BLOCKED', { by: blocks.join() })
      if (losesMore(losses, seen)) throw new AppError('CLOSING_CHANGED')
      const now = clock.now()
      const dueAt = graceEnd(now).toISOString()
      const askedAt = now.toISOString()
      const closing: Closing = { _id: userId, state: 'asked', keepCertificates, losses: seen, askedAt, dueAt }
      if (!(await write(closing, ['takenBack', 'lapsed'], dueAt))) throw new AppError('BUSY')
      await webSessions(ports).end(userId, null)
      return closing
    },

    /** Stays. After the seven days there is nobody left who could ask. */
    async takeBack(userId: string): Promise<void> {
      const known = await find(userId)
      if (known?.state !== 'asked') return
      await write({ ...known, state: 'takenBack', dueAt: null }, ['asked'], null)
    },

    lapse: (closing: Closing): Promise<boolean> => write({ ...closing, state: 'lapsed', dueAt: null }, ['asked'], null),

    due: async (now: Date, limit: number): Promise<Closing[]> =>
      (
        await store.find('closings', {
          where: { dueAt: { lte: now.toISOString() } },
          orderBy: [['dueAt', 'asc']],
          limit,
        })
      ).map((doc) => Closing.parse(doc)),

    /** Looked at again tomorrow. */
    later: (closing: Closing) =>
      store.change(
        'closings',
        closing._id,
        { state: closing.state },
        {
          set: { dueAt: new Date(clock.now().getTime() + DAY_MS).toISOString() },
        },
      ),

    /** From here nobody takes it back. False when somebody just did. */
    begin: async ({ _id }: Closing): Promise<boolean> =>
      (await store.change('closings', _id, { state: { in: ['asked', 'going'] } }, { set: { state: 'going' } })) !==
      null,

    done: ({ _id }: Closing) =>
      store.change('closings', _id, { state: 'going' }, { set: { state: 'done', dueAt: null } }),
  }
}
