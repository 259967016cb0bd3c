import { AppError } from '../contract/errors'
import { dayOf, daysAfter } from '../days'
import { amountOn, credit, debit, entryOf, feesOf, gatewayAccount } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Bill, FundLine, GatewayName, Ports, TradeLine } from '../ports'
import { booked } from './booked'
import { compareFunds } from './compareFunds'
import { compareTrade } from './compareTrade'
import { endOf, isOverdue } from './days'
import { type MendPorts, mend } from './mend'
import { type Compared, type Finding, type ReconciledDay, reconciled } from './reconciled'

export type ReconcilePorts = MendPorts & Pick<Ports, 'bills'>

/** What both bills say of a day. */
type DayBills = { trade: TradeLine[]; funds: FundLine[] }

/** Bills of any days, each fetched once. What is refused (too long ago, not allowed) is as little known as what is late. */
function billsOf(ports: Pick<Ports, 'bills'>, gateway: GatewayName) {
  const bills = ports.bills(gateway)
  if (!bills) throw new AppError('BAD_INPUT', { field: 'gateway' })
  const once = <Line>(fetch: (day: string) => Promise<Bill<Line>>) => {
    const known = new Map<string, Promise<Bill<Line>>>()
    return (day: string): Promise<Bill<Line>> => {
      const bill = known.get(day) ?? fetch(day)
      known.set(day, bill)
      return bill
    }
  }
  const orLate = async <Line>(fetched: Promise<Bill<Line>>): Promise<Bill<Line>> => {
    try {
      return await fetched
    } catch (error) {
      if (error instanceof AppError && error.code === 'PAYMENT_REFUSED') return 'late'
      throw error
    }
  }
  const { funds } = bills
  return {
    trade: once((day) => orLate(bills.trade(day))),
    funds: funds && once((day) => orLate(funds(day))),
  }
}
type KnownBills = ReturnType<typeof billsOf>

/** The day's bills; null while one of them has to be waited for. */
async function billsToCompare(bills: KnownBills, day: string): Promise<DayBills | null> {
  const [trade, funds] = await Promise.all([bills.trade(day), bills.funds?.(day)])
  return trade === 'late' || funds === 'late' ? null : { trade, funds: funds ?? [] }
}

const yuan = (milliFen: number): string => (milliFen / 100_000).toFixed(5)

/**
 * What the service kept on a day, booked once, in whole fen; the words say what rounding left out. Answers a finding when it was booked
 * otherwise before: a bill that changed is for people to look at.
 */
async function postFees(
  ports: Pick<Ports, 'store'>,
  gateway: GatewayName,
  day: string,
  milliFen: number,
): Promise<Finding[]> {
  const feeFen = Math.round(milliFen / 1000)
  const _id = `${feesOf(gateway)}:${day}`
  const rest = milliFen - feeFen * 1000
  const words = `${day} 手续费 ${yuan(milliFen)} 元${rest ? `,按分入账,余 ${yuan(rest)} 元` : ''}`
  const entry = entryOf({ _id, kind: 'fee', at: endOf(day), words }, [
    debit(feesOf(gateway), feeFen),
    credit(gatewayAccount(gateway), feeFen),
  ])
  const posted = entry.lines.length ? await ledger(ports).post(entry) : await ledger(ports).find(_id)
  const postedFen = posted ? amountOn(feesOf(gateway), posted.lines) : 0
  if (postedFen === feeFen) return []
  const signed = { ourFen: 0 - postedFen, theirFen: 0 - feeFen }
  return [
    {
      kind: 'amount',
      about: 'other',
      outTradeNo: 'fees',
      outRefundNo: '',
      ...signed,
      words: '账单上的手续费和已入账的不一样',
    },
  ]
}

/** Money between the account and the school's own bank: each movement once, by the service's number of it. */
async function postBank(ports: Pick<Ports, 'store'>, gateway: GatewayName, lines: FundLine[]): Promise<void> {
  for (const { bizNo, at, kind, direction, fen } of lines) {
    const outFen = direction === 'out' ? fen : 0 - fen
    const entry = entryOf({ _id: `${gateway}:${bizNo}:bank`, kind: 'bank', at, words: kind }, [
      debit('bank', outFen),
      credit(gatewayAccount(gateway), outFen),
    ])
    if (entry.lines.length) await ledger(ports).post(entry)
  }
}

/** One look at a day: what its bills and our books say at this moment. */
async function look(
  ports: ReconcilePorts,
  gateway: GatewayName,
  day: string,
  bills: KnownBills,
): Promise<{ findings: Finding[]; compared: Compared } | null> {
  const [books, before] = await Promise.all([
    booked(ports, gateway).onDay(day),
    reconciled(ports, gateway).find(daysAfter(day, -1)),
  ])
  const found = await billsToCompare(bills, day)
  if (!found) return null
  const { trade: lines, funds } = found
  const handedOver = before?.handedOver ?? []
  const trade = await compareTrade(ports, gateway, { day, lines, books, handedOver, earlier: bills.trade })
  const closedWithFen = before?.closingFen ?? null
  const fund = bills.funds
    ? await compareFunds(ports, gateway, {
        day,
        trade: lines,
        lines: funds,
        books,
        closedWithFen,
        handedOver,
        earlier: { trade: bills.trade, funds: bills.funds },
      })
    : { findings: [], handedOver: [], bank: [] }
  await postBank(ports, gateway, fund.bank)

  const sumOf = (some: TradeLine[], read: (line: TradeLine) => number) =>
    some.reduce((sum, line) => sum + read(line), 0)
  const payments = lines.filter(({ kind }) => kind === 'payment')
  const refunds = lines.filter(({ kind }) => kind === 'refund')
  const feeMilliFen = sumOf(lines, (line) => line.feeMilliFen)
  const fees = await postFees(ports, gateway, day, feeMilliFen)
  const [first] = funds
  return {
    findings: [...trade.findings, ...fund.findings, ...fees],
    compared: {
      payments: payments.length,
      paidFen: sumOf(payments, ({ fen }) => fen),
      refunds: refunds.length,
      refundedFen: sumOf(refunds, ({ fen }) => fen),
      feeMilliFen,
      unlisted: 0,
      openingFen: first ? first.balanceFen - (first.direction === 'in' ? first.fen : 0 - first.fen) : closedWithFen,
      closingFen: funds.at(-1)?.balanceFen ?? closedWithFen,
      handedOver: [...trade.handedOver, ...fund.handedOver],
    },
  }
}

/** Says once that a day differs, however often it is compared. */
export async function tellDifferences(ports: ReconcilePorts, gateway: GatewayName, one: ReconciledDay): Promise<void> {
  if (one.isAlerted || one.state === 'waiting' || one.state === 'even') return
  if (await reconciled(ports, gateway).mayTellDifferences(one.day))
    ports.alert('BILL_DIFFERS', { gateway, day: one.day, open: one.openDifferences })
}

/**
 * Compares a day's bills with our books, and mends what a lost notice left undone. Differences are written down before anything is mended, so that a
 * death anywhere, or two at once, end with the same list. A day whose bill is not there stays as it was.
 */
export async function compareDay(ports: ReconcilePorts, gateway: GatewayName, day: string): Promise<ReconciledDay> {
  const days = reconciled(ports, gateway)
  const bills = billsOf(ports, gateway)
  const doc = await days.open(day)
  const now = ports.clock.now()
  const first = await look(ports, gateway, day, bills)
  if (!first) {
    const today = dayOf(now)
    if (isOverdue(day, now) && (await days.mayTellLate(day, today))) ports.alert('BILL_LATE', { gateway, day })
    return doc
  }
  await days.listFindings(day, first.findings)
  const last = (await mend(ports, first.findings)) ? ((await look(ports, gateway, day, bills)) ?? first) : first
  const unlisted = await days.listFindings(day, last.findings)
  await days.dropOthers(day, last.findings)
  const settled = await days.settle(day, { ...last.compared, unlisted })
  await tellDifferences(ports, gateway, settled.day)
  return settled.day
}
