import { daysAfter } from '../days'
import type { Order } from '../orders/order'
import { orders } from '../orders/orders'
import type { Bill, GatewayName, Ports, TradeLine } from '../ports'
import { type Booked, booked } from './booked'
import { isAtBorder } from './days'
import type { Finding, HandedOver } from './reconciled'

/** The bill of a day before this one, if it can still be had. */
export type Earlier<Line> = (day: string) => Promise<Bill<Line>>
export const linesOf = <Line>(bill: Bill<Line>): Line[] => (bill === 'late' ? [] : bill)

/** All lines of a bill that are about one number. */
type Billed = { number: string; orderId: string; fen: number; state: string }

/** A refund's money has left our account when it was accepted, and has come back when it failed. */
const STANDING = ['SUCCESS', 'PROCESSING']
export const hasFailed = ({ state }: Pick<TradeLine, 'state'>): boolean => !STANDING.includes(state)

/**
 * A bill has a refund on the day it was accepted, we have it on the day it arrived: at a bank up to three working days later,
 * and the longest holidays last eight.
 */
const REFUND_TRAVELS_DAYS = 14

function billedIn(lines: TradeLine[], kind: TradeLine['kind']): Map<string, Billed> {
  const billed = new Map<string, Billed>()
  for (const line of lines) {
    if (line.kind !== kind) continue
    const number = kind === 'payment' ? line.outTradeNo : line.outRefundNo
    const fen = (billed.get(number)?.fen ?? 0) + line.fen
    billed.set(number, { number, orderId: line.outTradeNo, fen, state: line.state })
  }
  return billed
}

const sayings = {
  payment: {
    missingHere: '账单上有这笔收款,账本里没有',
    missingThere: '账本里有这笔收款,账单上没有',
    amount: '收款金额和账单不一样',
    state: '',
  },
  refund: {
    missingHere: '账单上有这笔退款,账本里没有',
    missingThere: '账本里有这笔退款,账单上没有',
    amount: '退款金额和账单不一样',
    state: '退款进行到哪一步,和账单说的不一样',
  },
}

const finding = (
  kind: 'missingHere' | 'missingThere' | 'amount' | 'state',
  about: 'payment' | 'refund',
  { number, orderId }: { number: string; orderId: string },
  ourFen: number | null,
  theirFen: number | null,
): Finding => ({
  kind,
  about,
  outTradeNo: orderId,
  outRefundNo: about === 'refund' ? number : '',
  ourFen,
  theirFen,
  words: sayings[about][kind],
})

/** The number by which a finding is found again in a bill. */
export const numberOf = ({ outRefundNo, outTradeNo }: Finding): string => outRefundNo || outTradeNo

type Comparison = { findings: Finding[]; unseen: Booked[] }
/** `untold`: numbers among the unseen by which the service would not know them. */
type RefundComparison = Comparison & { untold: Set<string> }

/** Payments of the bill against ours, both ways; `unseen`: ours that are not on it. */
async function comparePayments(
  ports: Pick<Ports, 'store'>,
  gateway: GatewayName,
  theirs: Map<string, Billed>,
  ours: Map<string, Booked>,
): Promise<Comparison> {
  const otherDays = await booked(ports, gateway).payments([...theirs.keys()].filter((number) => !ours.has(number)))
  const findings: Finding[] = []
  for (const [number, line] of theirs) {
    const entry = ours.get(number) ?? otherDays.get(number)
    if (!entry) findings.push(finding('missingHere', 'payment', line, null, line.fen))
    else if (entry.fen !== line.fen) findings.push(finding('amount', 'payment', line, entry.fen, line.fen))
  }
  return { findings, unseen: [...ours.values()].filter(({ number }) => !theirs.has(number)) }
}

/**
 * Refunds made elsewhere (in the console, by Apple) may be booked under numbers that the service never heard of: under the order's with `E`, or under that of
 * a refund of ours which they took the place of. Such an entry is explained by any line of its order and its amount; `…E`, all that was left of an
 * order, by several together.
 */
const untoldNo = (orderId: string): string => `${orderId}E`
const untoldNos = (order: Order | undefined): string[] =>
  [...(order?.refunds ?? []), ...(order?.refund ? [order.refund] : [])]
    .filter(({ by }) => by === 'elsewhere')
    .map(({ refundNo }) => refundNo)

const isInHand = (order: Order | undefined, number: string): boolean => order?.refund?.refundNo === number

/** What a line about a refund that we have not booked means. Null: nothing, for it is on its way here as there. */
function unbooked(line: Billed, order: Order | undefined): Finding | null {
  // One made elsewhere is in hand only for the moment in which it is booked.
  const isOurs = isInHand(order, line.number) && order?.refund?.by !== 'elsewhere'
  if (!isOurs) return finding('missingHere', 'refund', line, null, line.fen)
  return line.state === 'PROCESSING' ? null : finding('state', 'refund', line, line.fen, line.fen)
}

/** Refunds of the bill against ours, by number, whatever the day on which ours arrived. */
async function compareRefunds(
  ports: Pick<Ports, 'store' | 'ids'>,
  gateway: GatewayName,
  theirs: Map<string, Billed>,
  ours: Map<string, Booked>,
): Promise<RefundComparison> {
  const unsure = [...theirs.values()].filter((line) => !ours.has(line.number) || hasFailed(line))
  const known = new Map(
    (await orders(ports).those([...new Set(unsure.map(({ orderId }) => orderId))])).map((one) => [one._id, one]),
  )
  const whole = await booked(ports, gateway).refunds([
    ...new Set(unsure.flatMap(({ number, orderId }) => [number, untoldNo(orderId), ...untoldNos(known.get(orderId))])),
  ])

  const findings: Finding[] = []
  const untold = new Map<string, Billed>()
  const parts = new Set<string>()
  /** What was booked of this amount under another number, and explained by no other line. */
  const partOf = ({ orderId, fen }: Billed) =>
    untoldNos(known.get(orderId)).find(
      (number) => !parts.has(number) && !theirs.has(number) && whole.get(number)?.fen === fen,
    )
  for (const [number, line] of theirs) {
    const entry = hasFailed(line) ? whole.get(number) : (ours.get(number) ?? whole.get(number))
    const order = known.get(line.orderId)
    const part = entry || hasFailed(line) ? undefined : partOf(line)
    if (hasFailed(line)) {
      if (entry && !isInHand(order, number)) findings.push(finding('state', 'refund', line, entry.fen, 0))
    } else if (entry) {
      if (entry.fen !== line.fen) findings.push(finding('amount', 'refund', line, entry.fen, line.fen))
    } else if (part) {
      parts.add(part)
    } else if (whole.has(untoldNo(line.orderId))) {
      const together = (untold.get(line.orderId)?.fen ?? 0) + line.fen
      untold.set(line.orderId, { ...line, number: untoldNo(line.orderId), fen: together })
    } else {
      const found = unbooked(line, order)
      if (found) findings.push(found)
    }
  }
  for (const line of untold.values()) {
    const entry = whole.get(line.number)
    if (entry && entry.fen !== line.fen) findings.push(finding('amount', 'refund', line, entry.fen, line.fen))
  }
  const isSeen = ({ number, orderId }: Booked) =>
    theirs.has(number) || parts.has(number) || (untold.has(orderId) && number === untoldNo(orderId))
  const unseen = [...ours.values()].filter((one) => !isSeen(one))
  return { findings, ...(await stillBooked(ports, gateway, unseen)) }
}

/**
 * Of refunds that are not on the bill, those that should be. Not so: one that was taken back, on whatever day; and one whose money
 * has yet to go, because a top-up is taken out of the wallet first.
 */
async function stillBooked(
  ports: Pick<Ports, 'store' | 'ids'>,
  gateway: GatewayName,
  unseen: Booked[],
): Promise<Omit<RefundComparison, 'findings'>> {
  if (!unseen.length) return { unseen, untold: new Set() }
  const whole = await booked(ports, gateway).refunds(unseen.map(({ number }) => number))
  const known = new Map(
    (await orders(ports).those([...new Set(unseen.map(({ orderId }) => orderId))])).map((one) => [one._id, one]),
  )
  return {
    unseen: unseen.filter(({ number, orderId }) => whole.has(number) && !isInHand(known.get(orderId), number)),
    untold: new Set([...known.values()].flatMap(untoldNos)),
  }
}

/** Looks for what is not on the day's bill in those of the days before. What is found has its amount compared; the rest is answered. */
async function lookBack(
  day: string,
  earlier: Earlier<TradeLine>,
  { payments, refunds, untold }: { payments: Booked[]; refunds: Booked[]; untold: Set<string> },
): Promise<{ findings: Finding[]; missing: { at: string; found: Finding }[] }> {
  const findings: Finding[] = []
  const left = {
    payment: new Map(payments.map((one) => [one.number, one])),
    refund: new Map(refunds.map((one) => [one.number, one])),
  }
  /** What was booked under another number: the part of this amount, or else all that was left. */
  const untoldOf = (line: Billed): Booked | undefined =>
    [...left.refund.values()].find(
      ({ orderId, fen, number }) => orderId === line.orderId && fen === line.fen && untold.has(number),
    ) ?? left.refund.get(untoldNo(line.orderId))
  function strike(about: 'payment' | 'refund', billed: Map<string, Billed>): void {
    for (const line of billed.values()) {
      const entry = left[about].get(line.number) ?? (about === 'refund' ? untoldOf(line) : undefined)
      if (!entry || hasFailed(line)) continue
      const { number } = entry
      left[about].delete(number)
      // Several refunds may be booked together under a number of ours: only their own numbers are compared by amount.
      if (number === line.number && entry.fen !== line.fen)
        findings.push(finding('amount', about, line, entry.fen, line.fen))
    }
  }
  for (let ago = 1; ago <= REFUND_TRAVELS_DAYS; ago += 1) {
    if (!left.refund.size && (ago > 1 || !left.payment.size)) break
    const lines = linesOf(await earlier(daysAfter(day, -ago)))
    strike('payment', billedIn(lines, 'payment'))
    strike('refund', billedIn(lines, 'refund'))
  }
  const missing = (['payment', 'refund'] as const).flatMap((about) =>
    [...left[about].values()].map((one) => ({ at: one.at, found: finding('missingThere', about, one, one.fen, null) })),
  )
  return { findings, missing }
}

/**
 * A day's trade bill against the books, line by line and number by number, both ways. `handedOver` comes from the day before and goes to the day after: what
 * happened within minutes of midnight may stand in either bill.
 */
export async function compareTrade(
  ports: Pick<Ports, 'store' | 'ids'>,
  gateway: GatewayName,
  {
    day,
    lines,
    books,
    handedOver,
    earlier,
  }: {
    day: string
    lines: TradeLine[]
    books: { payments: Map<string, Booked>; refunds: Map<string, Booked> }
    handedOver: HandedOver[]
    earlier: Earlier<TradeLine>
  },
): Promise<{ findings: Finding[]; handedOver: HandedOver[] }> {
  const theirs = { payment: billedIn(lines, 'payment'), refund: billedIn(lines, 'refund') }
  const payments = await comparePayments(ports, gateway, theirs.payment, books.payments)
  const refunds = await compareRefunds(ports, gateway, theirs.refund, books.refunds)
  const { findings, missing } = await lookBack(day, earlier, {
    payments: payments.unseen,
    refunds: refunds.unseen,
    untold: refunds.untold,
  })

  const stillMissing = handedOver.filter(
    (one) => !one.bizNo && !(one.about === 'payment' ? theirs.payment : theirs.refund).has(numberOf(one)),
  )
  return {
    findings: [
      ...payments.findings,
      ...refunds.findings,
      ...findings,
      ...missing.filter(({ at }) => !isAtBorder(at)).map(({ found }) => found),
      ...stillMissing.map(({ bizNo: _, ...found }) => found),
    ],
    handedOver: missing.filter(({ at }) => isAtBorder(at)).map(({ found }) => ({ ...found, bizNo: '' })),
  }
}
