import { byIds } from '../byIds'
import type { Input, Output } from '../contract'
import type { Sales } from '../contract/schoolIncome'
import { GatewayName } from '../contract/shapes'
import { dayOf } from '../days'
import { gatewayAccount } from '../ledger/entry'
import type { Caller, Filter, Ports, Sum } from '../ports'
import { monthAfter, monthOf } from './months'

type Income = Output<'schoolIncome'>
type Goods = Income['goods'][number]
type Needs = Pick<Ports, 'store'>

/** So many goods are listed one by one. */
const MOST_GOODS = 100

/** How often a month is read again when something was booked while it was read. */
const TRIES = 3

const NOTHING: Sales = { soldFen: 0, sales: 0, refundedFen: 0, refunds: 0 }

const plus = (a: Sales, b: Sales): Sales => ({
  soldFen: a.soldFen + b.soldFen,
  sales: a.sales + b.sales,
  refundedFen: a.refundedFen + b.refundedFen,
  refunds: a.refunds + b.refunds,
})

const netFen = ({ soldFen, refundedFen }: Sales): number => soldFen - refundedFen

/** What entries of one kind and about one kind of goods moved on one kind of account, and how many they are. */
type Moved = {
  /** The day, or the goods, as asked. */
  name: string
  entry: string
  goods: string
  account: string
  /** Above zero a debit. */
  fen: number
  count: number
}

/** The sums of a month's entries, by `name` and by what `Moved` tells apart. */
async function movedIn({ store }: Needs, month: string, name: Sum['by'][number], where: Filter = {}): Promise<Moved[]> {
  const rows = await store.sum('ledger', {
    where: {
      kind: { in: ['sale', 'topUp', 'refund', 'fee'] },
      day: [{ gte: `${month}-01` }, { lt: `${monthAfter(month)}-01` }],
      // A payment that came too late, and its way back, are nobody's income.
      accounts: { ne: 'suspense' },
      ...where,
    },
    each: 'lines',
    of: 'lines.amount',
    by: [name, 'kind', { kindOf: 'goodsKey' }, { kindOf: 'lines.account' }],
  })
  return rows.map(({ by, sum, count }) => {
    const [named = '', entry = '', goods = '', account = ''] = by.map((value) => String(value ?? ''))
    return { name: named, entry, goods, account, fen: sum, count }
  })
}

const isTopUp = ({ entry, goods }: Moved): boolean => entry === 'topUp' || goods === 'topUp'
const isOfGoods = (moved: Moved): boolean => !isTopUp(moved) && moved.entry !== 'fee'

/** What is earned stands on these accounts. */
const EARNED = ['sales', 'shares', 'teacher']

function salesOf(moved: Moved): Sales {
  const fen = EARNED.includes(moved.account) ? moved.fen : 0
  return moved.entry === 'refund'
    ? { ...NOTHING, refundedFen: fen, refunds: moved.count }
    : { ...NOTHING, soldFen: 0 - fen, sales: moved.count }
}

const sumOf = (all: Moved[]): Sales => all.map(salesOf).reduce(plus, NOTHING)

const fenOn = (all: Moved[], accounts: string[]): number =>
  all.reduce((sum, { account, fen }) => sum + (accounts.includes(account) ? fen : 0), 0)

function byName(all: Moved[], nameOf: (name: string) => string = (name) => name): [name: string, Sales][] {
  const sums = new Map<string, Sales>()
  for (const moved of all) {
    const name = nameOf(moved.name)
    sums.set(name, plus(sums.get(name) ?? NOTHING, salesOf(moved)))
  }
  return [...sums]
}

/** A gift of a course counts with the course. */
const asCourse = (goodsKey: string): string => goodsKey.replace(/^gift:/, 'course:')

function goodsOf(goodsKey: string): Pick<Goods, 'kind' | 'id'> {
  const [kind, id = ''] = goodsKey.split(':')
  if (kind === 'course' || kind === 'membership') return { kind, id }
  return { kind: 'earlier', id: '' }
}

/** What brought most first; what is beyond the list, together. */
async function soldIn(ports: Needs, month: string): Promise<Pick<Income, 'goods' | 'others'>> {
  const moved = (await movedIn(ports, month, 'goodsKey')).filter(isOfGoods)
  const all = byName(moved, asCourse)
    .map(([name, sales]) => ({ ...goodsOf(name), ...sales }))
    .sort((a, b) => netFen(b) - netFen(a) || b.soldFen - a.soldFen || (a.id < b.id ? -1 : 1))
  const [listed, rest] = [all.slice(0, MOST_GOODS), all.slice(MOST_GOODS)]
  const idsOf = (kind: Goods['kind']) => listed.flatMap((one) => (one.kind === kind ? [one.id] : []))
  const [courses, plans] = await Promise.all([
    byIds(ports, 'courses', idsOf('course')),
    byIds(ports, 'plans', idsOf('membership')),
  ])
  const titleOf = ({ kind, id }: Pick<Goods, 'kind' | 'id'>) =>
    String((kind === 'course' ? courses : plans).get(id)?.title ?? '')
  return {
    goods: listed.map((one) => ({ ...one, title: titleOf(one) })),
    others: { ...rest.reduce(plus, NOTHING), goods: rest.length },
  }
}

type Way = Income['ways'][number]

/** What of the goods was paid for, and went back, through a payment service. */
async function through(ports: Needs, month: string, way: GatewayName): Promise<Way> {
  const moved = await movedIn(ports, month, 'day', { accounts: [gatewayAccount(way), { ne: 'suspense' }] })
  const fenOf = (entry: string) =>
    fenOn(
      moved.filter((one) => isOfGoods(one) && one.entry === entry),
      ['gateway'],
    )
  return { way, soldFen: fenOf('sale'), refundedFen: 0 - fenOf('refund') }
}

/** What no payment service moved was a wallet's. */
function balanceOf(total: Sales, services: Way[]): Way {
  const rest = (field: 'soldFen' | 'refundedFen') => services.reduce((left, one) => left - one[field], total[field])
  return { way: 'balance', soldFen: Math.max(0, rest('soldFen')), refundedFen: Math.max(0, rest('refundedFen')) }
}

const entriesOf = (all: Moved[]): number => all.reduce((sum, { count }) => sum + count, 0)

/**
 * The school's income of a month, added up by the database from the books: half a dozen questions, however much was sold. They are asked again
 * when an entry was written meanwhile, so that days, goods and ways speak of the same entries.
 */
export const schoolIncome =
  (ports: Pick<Ports, 'store' | 'clock'>) =>
  async (_: Caller, input: Input<'schoolIncome'>): Promise<Income> => {
    const now = ports.clock.now()
    const month = input.month ?? monthOf(now)
    for (let tries = 1; ; tries += 1) {
      const moved = await movedIn(ports, month, 'day')
      const [sold, ...services] = await Promise.all([
        soldIn(ports, month),
        ...GatewayName.options.map((way) => through(ports, month, way)),
      ])
      if (entriesOf(await movedIn(ports, month, 'day')) !== entriesOf(moved) && tries < TRIES) continue
      const ofGoods = moved.filter(isOfGoods)
      const total = sumOf(ofGoods)
      return {
        month,
        today: dayOf(now),
        total,
        teachersFen: 0 - fenOn(ofGoods, ['shares', 'teacher']),
        feesFen: fenOn(moved, ['fees']),
        days: byName(ofGoods)
          .map(([day, sales]) => ({ day, ...sales }))
          .sort((a, b) => (a.day < b.day ? -1 : 1)),
        ...sold,
        ways: [...services, balanceOf(total, services)].filter(({ soldFen, refundedFen }) => soldFen || refundedFen),
        topUpsFen: fenOn(moved.filter(isTopUp), ['gateway']),
      }
    }
  }
