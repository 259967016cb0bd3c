import { daysAfter } from '../days'
import type { FundLine, GatewayName, Ports, TradeLine } from '../ports'
import { withdrawals } from '../profit/withdrawals'
import { type Booked, booked } from './booked'
import { type Earlier, hasFailed, linesOf } from './compareTrade'
import { missingTransfers, transferFindings } from './compareTransfers'
import { isAtBorder } from './days'
import type { Finding, HandedOver } from './reconciled'

/** A refund that cannot be delivered comes back after days. */
const RETURN_TRAVELS_DAYS = 14

/** Between the account and the school's own bank: our money in another place. No service publishes a list; 提现 and 充值 are their consoles' words. */
const isOfBank = ({ kind }: FundLine): boolean => kind.startsWith('提现') || kind.startsWith('充值')

/** What the trade bill lets expect for one number: what the account gained by it; the line is the last under this number. */
type Expected = { gainFen: number; line: TradeLine }

/** Fees are kept from a payment, and given back with a refund; the bill writes them in 1/1000 fen, the account moves whole ones. */
const gainOf = ({ kind, fen, feeMilliFen }: TradeLine): number =>
  (kind === 'payment' ? fen : 0 - fen) - Math.round(feeMilliFen / 1000)

/** What the fund bill calls a line. */
const bizNoOf = ({ kind, transactionId, refundId }: TradeLine): string =>
  kind === 'payment' ? transactionId : refundId

/** A refund that failed left the account and came back, on whatever days: nothing is expected of it, and whatever is there is its own. */
const isExpected = (line: TradeLine): boolean => line.kind === 'payment' || !hasFailed(line)

const sign = ({ direction, fen }: FundLine): number => (direction === 'in' ? fen : 0 - fen)

/** One number may stand for a payment and for what went back of it (Alipay): the account's gain is of all of them. */
function expectedOf(trade: TradeLine[]): Map<string, Expected> {
  const expected = new Map<string, Expected>()
  for (const line of trade.filter(isExpected)) {
    const bizNo = bizNoOf(line)
    expected.set(bizNo, { gainFen: (expected.get(bizNo)?.gainFen ?? 0) + gainOf(line), line })
  }
  return expected
}

function gains(lines: FundLine[]): Map<string, number> {
  const gained = new Map<string, number>()
  for (const line of lines) gained.set(line.bizNo, (gained.get(line.bizNo) ?? 0) + sign(line))
  return gained
}

const other = (number: string, ourFen: number | null, theirFen: number | null, words: string): Finding => ({
  kind: 'funds',
  about: 'other',
  outTradeNo: number,
  outRefundNo: '',
  ourFen,
  theirFen,
  words,
})

const ofTrade = (line: TradeLine, ourFen: number, theirFen: number | null): Finding => ({
  kind: 'funds',
  about: line.kind,
  outTradeNo: line.outTradeNo,
  outRefundNo: line.outRefundNo,
  ourFen,
  theirFen,
  words: theirFen === null ? '交易账单上有,资金账单上没有' : '资金账单上的金额和交易账单算出来的不一样',
})

/** Opening and all movements must come to the closing, and the opening must be what the day before ended with. */
function balanceFindings(lines: FundLine[], closedWithFen: number | null): Finding[] {
  const [first] = lines
  const last = lines.at(-1)
  if (!first || !last) return []
  const openingFen = first.balanceFen - sign(first)
  const sumFen = lines.reduce((sum, line) => sum + sign(line), openingFen)
  return [
    ...(sumFen === last.balanceFen
      ? []
      : [other('balance', sumFen, last.balanceFen, '资金账单的期初加减当天收支,不等于期末')]),
    ...(closedWithFen === null || closedWithFen === openingFen
      ? []
      : [other('opening', closedWithFen, openingFen, '资金账单的期初,不等于前一天的期末')]),
  ]
}

/**
 * Money of refunds that could not be delivered comes back under their numbers: explained by the day on which they went. The rest of
 * the numbers is answered.
 */
async function returnedRefunds(
  ports: Pick<Ports, 'store'>,
  gateway: GatewayName,
  { day, earlier }: Input,
  unknown: Map<string, FundLine[]>,
): Promise<Finding[]> {
  const returned = new Set(
    [...unknown].filter(([, some]) => some.every(({ direction }) => direction === 'in')).map(([bizNo]) => bizNo),
  )
  const found: TradeLine[] = []
  for (let ago = 1; returned.size && ago <= RETURN_TRAVELS_DAYS; ago += 1)
    for (const line of linesOf(await earlier.trade(daysAfter(day, -ago))))
      if (line.kind === 'refund' && returned.delete(line.refundId)) found.push(line)

  const ours = await booked(ports, gateway).refunds(found.map(({ outRefundNo }) => outRefundNo))
  return found.flatMap((line) => {
    const backFen = gains(unknown.get(line.refundId) ?? []).get(line.refundId) ?? 0
    unknown.delete(line.refundId)
    if (backFen !== 0 - gainOf(line)) return [ofTrade(line, 0 - gainOf(line), backFen)]
    const entry = ours.get(line.outRefundNo)
    return entry
      ? [
          {
            ...ofTrade(line, entry.fen, 0),
            kind: 'state' as const,
            words: '退款没有送到,钱已退回商户号,这里记成了已退',
          },
        ]
      : []
  })
}

type Input = {
  day: string
  trade: TradeLine[]
  lines: FundLine[]
  books: { transfers: Map<string, Booked> }
  /** What the account held when the day before ended; null when that is not known. */
  closedWithFen: number | null
  handedOver: HandedOver[]
  earlier: { trade: Earlier<TradeLine>; funds: Earlier<FundLine> }
}

/**
 * A day's fund bill against its trade bill and our payouts: every movement is explained, every trade line has moved money, and the balance comes
 * out. `bank` are the movements between the account and the school's own bank.
 */
export async function compareFunds(
  ports: Pick<Ports, 'store' | 'ids'>,
  gateway: GatewayName,
  input: Input,
): Promise<{ findings: Finding[]; handedOver: HandedOver[]; bank: FundLine[] }> {
  const { trade, lines, closedWithFen } = input
  const gained = gains(lines)
  const expected = expectedOf(trade)
  const explained = new Set(trade.map(bizNoOf))

  const differing = [...expected].flatMap(([bizNo, { gainFen, line }]) => {
    const theirFen = gained.get(bizNo)
    return theirFen === gainFen ? [] : [{ bizNo, at: line.at, found: ofTrade(line, gainFen, theirFen ?? null) }]
  })
  const isLate = ({ at }: { at: string }): boolean => isAtBorder(at)

  // What the day before handed over stands here, or the rest of it.
  const due = input.handedOver
    .filter(({ bizNo }) => bizNo)
    .map(({ bizNo, ...found }) => {
      const theirFen = gained.get(bizNo)
      return {
        bizNo,
        found: { ...found, theirFen: theirFen === undefined ? found.theirFen : (found.theirFen ?? 0) + theirFen },
      }
    })
  for (const { bizNo } of due) explained.add(bizNo)

  const bank = lines.filter((line) => !explained.has(line.bizNo) && isOfBank(line))
  for (const { bizNo } of bank) explained.add(bizNo)

  const unknown = new Map<string, FundLine[]>()
  for (const line of lines)
    if (!explained.has(line.bizNo)) unknown.set(line.bizNo, [...(unknown.get(line.bizNo) ?? []), line])
  const ours = new Map(
    (await withdrawals(ports).those('transferBillNo', [...unknown.keys()])).map((one) => [one.transferBillNo, one]),
  )
  const returned = await returnedRefunds(ports, gateway, input, unknown)
  const moved = [...unknown].flatMap(([bizNo, some]) => {
    const transfer = ours.get(bizNo)
    if (transfer) return transferFindings(transfer, some)
    const kinds = [...new Set(some.map(({ kind }) => kind))].join('、')
    return [other(bizNo, null, gained.get(bizNo) ?? 0, `资金账单上有一笔${kinds},别处都没有`)]
  })

  return {
    findings: [
      ...differing.filter((one) => !isLate(one)).map(({ found }) => found),
      ...due.filter(({ found }) => found.theirFen !== found.ourFen).map(({ found }) => found),
      ...returned,
      ...moved,
      ...(await missingTransfers(ports, input.day, lines, input.books.transfers, input.earlier.funds)),
      ...balanceFindings(lines, closedWithFen),
    ],
    handedOver: differing.filter(isLate).map(({ found, bizNo }) => ({ ...found, bizNo })),
    bank,
  }
}
